#include "core/document/composition_command.h"

#include "core/base/error.h"

#include <algorithm>

namespace dh
{

namespace
{

/// QUndoStack merges commands of one id, other than -1.
constexpr int kMergeable = 1;
constexpr int kNeverMerged = -1;

bool changesNothing(const CompositionStep& step)
{
    return std::all_of(step.layers.begin(), step.layers.end(),
                       [](const LayerStep& layer) { return layer.before == layer.after; });
}

} // namespace

CompositionCommand::CompositionCommand(Document& document, const QString& name, std::shared_ptr<CompositionStep> step,
                                       const QString& mergeKey)
    : QUndoCommand(name),
      m_document(document),
      m_step(std::move(step)),
      m_mergeKey(mergeKey),
      m_time(std::chrono::steady_clock::now())
{
}

void CompositionCommand::undo()
{
    show(appliedBackward);
}

void CompositionCommand::redo()
{
    if (!m_isShown)
        show(appliedForward);
    m_isShown = false;
}

void CompositionCommand::show(Apply apply)
{
    if (m_document.m_isReplaying || m_document.m_isHistoryLost)
        return;
    m_document.abandonOpenEdit();
    try {
        m_document.replaceBy(apply(*m_step, m_document.m_composition), m_step->change);
    } catch (const Error& error) {
        m_document.loseHistory(QString::fromStdString(error.detail()));
    }
}

int CompositionCommand::id() const
{
    return m_mergeKey.isEmpty() ? kNeverMerged : kMergeable;
}

bool CompositionCommand::mergeWith(const QUndoCommand* other)
{
    const auto* next = static_cast<const CompositionCommand*>(other);
    if (m_document.m_isReplaying || next->m_mergeKey != m_mergeKey ||
        next->m_time - m_time > m_document.m_mergeWindow || !m_step->changesFieldsOnly() ||
        !next->m_step->changesFieldsOnly())
        return false;
    m_step->append(*next->m_step);
    m_time = next->m_time;
    setObsolete(changesNothing(*m_step));
    return true;
}

} // namespace dh
