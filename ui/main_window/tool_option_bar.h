#pragma once

#include <QToolBar>

#include <map>

class QLabel;
class QStackedWidget;
class QWidget;

namespace dh
{

class ActionRegistry;
class IconLabel;
class ToolBox;

/// The bar at the top: the active tool, its settings, and the prominent actions at the right.
class ToolOptionBar : public QToolBar
{
    Q_OBJECT
public:
    ToolOptionBar(ToolBox& tools, const ActionRegistry& actions, QWidget* parent = nullptr);

Q_SIGNALS:
    /// The user is done with a number, by Enter or Escape: the keys are the canvas's again.
    void numberFinished();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void showTool(const QString& id);
    void addProminentActions(const ActionRegistry& actions);

    ToolBox& m_tools;
    IconLabel* m_icon;
    QLabel* m_name;
    QStackedWidget* m_options;
    QWidget* m_noOptions; ///< for tools without settings
    std::map<QString, QWidget*> m_pages;
};

} // namespace dh
