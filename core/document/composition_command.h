#pragma once

#include "core/document/composition_step.h"

#include <QString>
#include <QUndoCommand>

#include <chrono>
#include <memory>

namespace dh
{

/// A step on the undo stack. The stack may be rebuilt around the same step, so the command is only its place there.
/// GUI thread.
class CompositionCommand : public QUndoCommand
{
public:
    /// The document already shows the step's result: the redo() that comes with the push does nothing.
    CompositionCommand(Document& document, const QString& name, std::shared_ptr<CompositionStep> step,
                       const QString& mergeKey);

    void undo() override;
    void redo() override;
    int id() const override;
    bool mergeWith(const QUndoCommand* other) override;

    [[nodiscard]] const std::shared_ptr<CompositionStep>& step() const { return m_step; }
    [[nodiscard]] const QString& mergeKey() const { return m_mergeKey; }

private:
    using Apply = Composition (*)(const CompositionStep&, const Composition&);
    void show(Apply apply);

    Document& m_document;
    std::shared_ptr<CompositionStep> m_step;
    QString m_mergeKey;
    std::chrono::steady_clock::time_point m_time;
    bool m_isShown = true;
};

} // namespace dh
