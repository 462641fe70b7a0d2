#pragma once

#include <QToolBar>

#include <map>

class QLabel;
class QStackedWidget;

namespace dh
{

class ActionRegistry;
class ToolBox;

/// The bar at the top: the active tool, its settings, and the prominent actions at the right.
class ToolOptionBar : public QToolBar
{
    Q_OBJECT
public:
    ToolOptionBar(ToolBox& tools, const ActionRegistry& actions, QWidget* parent = nullptr);

private:
    void showTool(const QString& id);
    void addProminentActions(const ActionRegistry& actions);

    ToolBox& m_tools;
    QLabel* m_icon;
    QLabel* m_name;
    QStackedWidget* m_options;
    std::map<QString, QWidget*> m_pages;
};

} // namespace dh
