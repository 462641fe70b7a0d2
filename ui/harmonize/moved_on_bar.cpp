#include "ui/harmonize/moved_on_bar.h"

#include "core/document/document.h"
#include "ui/harmonize/result_edits.h"
#include "ui/main_window/mnemonics.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include <utility>

namespace dh
{

MovedOnBar::MovedOnBar(Document& document, RunController& runs, QWidget* parent)
    : QFrame(parent),
      m_document(document),
      m_runs(runs),
      m_text(new QLabel(this)),
      m_apply(new QPushButton(tr("&Apply anyway"), this))
{
    setFrameShape(StyledPanel);
    setAccessibleName(tr("The picture changed during the run"));
    m_text->setText(tr("The picture changed during the run. Its result is kept in the list but not applied."));
    m_text->setWordWrap(true);
    auto* keep = new QPushButton(tr("&Keep in results"), this);
    auto* discard = new QPushButton(tr("&Discard"), this);
    m_apply->setObjectName(QStringLiteral("apply_anyway"));
    keep->setObjectName(QStringLiteral("keep"));
    discard->setObjectName(QStringLiteral("discard"));
    auto* row = new QHBoxLayout(this);
    row->addWidget(m_text, 1);
    for (QPushButton* button : {m_apply, keep, discard}) {
        button->setAccessibleName(withoutMnemonic(button->text()));
        row->addWidget(button);
    }
    connect(m_apply, &QPushButton::clicked, this, [this] { answer(RunController::Answer::Apply); });
    connect(keep, &QPushButton::clicked, this, [this] { answer(RunController::Answer::Keep); });
    connect(discard, &QPushButton::clicked, this, [this] { answer(RunController::Answer::Discard); });
    connect(&runs, &RunController::documentMovedOn, this, &MovedOnBar::ask);
    connect(&document, &Document::changed, this, &MovedOnBar::refresh);
    // Another picture can have a result of the same number.
    connect(&runs, &RunController::anotherPicture, this, [this] {
        m_result = 0;
        hide();
    });
    hide();
}

void MovedOnBar::ask(ResultId result)
{
    m_result = result;
    refresh();
    show();
}

void MovedOnBar::answer(RunController::Answer answer)
{
    hide();
    m_runs.answer(std::exchange(m_result, 0), answer);
}

void MovedOnBar::refresh()
{
    if (m_result == 0)
        return;
    const bool mayApply = canApply(m_document.composition(), m_result);
    m_apply->setEnabled(mayApply);
    m_apply->setToolTip(mayApply ? QString() : tr("Its layer is locked, or was deleted."));
    // Undone or deleted meanwhile: nothing is left to ask about.
    if (!findResult(m_document.composition(), m_result)) {
        m_result = 0;
        hide();
    }
}

} // namespace dh
