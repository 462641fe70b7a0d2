#pragma once

#include "core/base/error.h"
#include "ui/jobs/harmonize_job.h"
#include "ui/jobs/job_preview.h"

#include <memory>
#include <optional>

namespace dh
{

class EngineSlot;

/// Where a run reports to; called on the inference thread, must be quick and must not throw.
class RunReceiver
{
public:
    virtual ~RunReceiver() = default;
    virtual void progressed(const Progress& progress) = 0;
    virtual void previewed(JobPreview preview) = 0;
};

/// How a run ended.
struct RunOutcome {
    enum class Kind { Done, Cancelled, Failed };
    Kind kind = Kind::Cancelled;
    std::shared_ptr<HarmonizedResult> result; ///< when Done; id and name are still to be given
    HarmonizeReport report;                   ///< when Done
    double seconds = 0.0;                     ///< of the run itself, without loading the model
    std::optional<Error> error;               ///< when Failed
};

/// Shows the classic preview, loads the model if need be, builds the request and runs it. Inference thread. Throws
/// nothing; after a lack of memory the model is given back.
[[nodiscard]] RunOutcome runHarmonizeJob(const HarmonizeJob& job, EngineSlot& slot, RunReceiver& receiver,
                                         const CancelToken& cancel) noexcept;

/// Calls `work` and says how it ended: the end of every job, where whatever was thrown becomes an outcome.
template <typename Work>
[[nodiscard]] RunOutcome outcomeOf(const Work& work) noexcept
{
    RunOutcome failed;
    failed.kind = RunOutcome::Kind::Failed;
    try {
        return work();
    } catch (const Cancelled&) {
        return {};
    } catch (...) {
        failed.error = caughtError();
    }
    return failed;
}

} // namespace dh
