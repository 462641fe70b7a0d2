#pragma once

#include "core/scene/composition.h"
#include "ui/harmonize/run_controller.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace dh
{

class Document;

/// Asks, without standing in the way, what to do with a result whose picture has changed during its run. The newest one
/// takes the place of an unanswered one, which stays in the list. GUI thread.
class MovedOnBar : public QFrame
{
    Q_OBJECT
public:
    MovedOnBar(Document& document, RunController& runs, QWidget* parent = nullptr);

private:
    void ask(ResultId result);
    void answer(RunController::Answer answer);
    void refresh();

    Document& m_document;
    RunController& m_runs;
    QLabel* m_text;
    QPushButton* m_apply;
    ResultId m_result = 0;
};

} // namespace dh
