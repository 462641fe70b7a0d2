#pragma once

#include "ui/tools/mask_commands.h"
#include "ui/tools/mask_job.h"

#include <QObject>

#include <deque>
#include <optional>

namespace dh
{

struct MaskChange;
struct StudioContext;

/// Carries out mask commands on the selected layer, one after the other, beside the GUI thread; each becomes one step.
/// What was computed from a mask that changed meanwhile is dropped, and the user told; what concerns a picture that was
/// closed is dropped as well. GUI thread.
class MaskCommandQueue : public QObject
{
    Q_OBJECT
public:
    explicit MaskCommandQueue(StudioContext& context);

    /// Begins at once, or after those that wait; a quick command that needn't wait is over when this returns.
    void add(const MaskCommand& command);
    /// Drops all that isn't done yet. @return whether there was anything
    bool cancel();
    /// The name of the command at work, translated; empty when none is, or when it was cancelled.
    [[nodiscard]] QString working() const;

Q_SIGNALS:
    void changed();

private:
    struct Entry {
        MaskCommand command;
        LayerId layer;
    };
    /// Null when the command can't be carried out on it (any more).
    [[nodiscard]] const Layer* layerFor(const Entry& entry) const;
    void startNext();
    void apply(const MaskCommand& command, const std::optional<MaskChange>& change);

    StudioContext& m_context;
    std::deque<Entry> m_entries; ///< the first is at work
    MaskJob m_job;
};

} // namespace dh
