#pragma once

#include "core/scene/composition.h"

#include <QWidget>

class QLabel;
class QListView;

namespace dh
{

class ActionRegistry;
class Document;
class ResultModel;
class ResultSelection;
class RunController;

/// The strip of kept results: a click shows one on the canvas, Return or a double click applies it, everything else is
/// in the buttons and the context menu. GUI thread.
class ResultsPanel : public QWidget
{
    Q_OBJECT
public:
    /// All outlive the panel's use of them.
    ResultsPanel(Document& document, const ActionRegistry& actions, ResultSelection& selection, RunController& runs,
                 QWidget* parent = nullptr);
    /// Opens the name of the current result for editing.
    void rename();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QWidget* makeButtons(const ActionRegistry& actions);
    [[nodiscard]] bool isRenaming() const;
    [[nodiscard]] ResultPtr only() const; ///< the one that is selected; null for none or several
    void followSelection();
    void followResult(ResultId added);
    void showOnly();
    void applyOnly();
    void showEmptyState();

    Document& m_document;
    const ActionRegistry& m_actions;
    ResultSelection& m_selection;
    RunController& m_runs;
    ResultModel* m_model;
    QListView* m_list;
    QLabel* m_empty;
};

} // namespace dh
