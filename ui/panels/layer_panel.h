#pragma once

#include <QWidget>

class QLabel;
class QListView;

namespace dh
{

class ActionRegistry;
class Document;
class LayerModel;

/// The list of layers with opacity above and commands below.
class LayerPanel : public QWidget
{
    Q_OBJECT
public:
    /// @param actions  holds the commands of the buttons, if a module brings them
    LayerPanel(Document& document, const ActionRegistry& actions, QWidget* parent = nullptr);
    /// Opens the editor on the selected layer's name.
    void rename();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QWidget* makeButtons(const ActionRegistry& actions);
    void addListActions(const ActionRegistry& actions);
    void followSelection();
    void showEmptyState();

    Document& m_document;
    LayerModel* m_model;
    QListView* m_list;
    QLabel* m_empty;
};

} // namespace dh
