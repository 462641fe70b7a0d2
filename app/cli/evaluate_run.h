#pragma once

#include "app/cli/evaluate_options.h"

#include "core/base/cancel.h"
#include "core/evaluate/evaluation_inputs.h"

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace dh
{

/// The pictures to evaluate and how the run is to be recorded, hash of the model included.
struct EvaluationPlan {
    std::unique_ptr<EvaluationInputs> inputs; ///< the pairs; never null
    RunDescription run;
};

/// @throws Error (list, model), Cancelled
[[nodiscard]] EvaluationPlan planEvaluation(const EvaluateOptions& options, const CancelToken& cancel);

/// The records in `folders` that follow from the files as they are now, which are read for it.
/// @param shard  only of its pictures
/// @throws Error FileUnreadable; Cancelled
[[nodiscard]] EvaluationRecords currentRecords(const EvaluationPlan& plan, const std::vector<RunFolder>& folders,
                                               const std::optional<Shard>& shard);

/// By place in the list, the systems of which `records` hold no finished one: what is still to do.
using PendingSystems = std::map<int, std::vector<EvaluatedSystem>>;
/// @param shard  only of its pictures
[[nodiscard]] PendingSystems pendingSystems(const EvaluationPlan& plan, const EvaluationRecords& records,
                                            const std::optional<Shard>& shard);

/// Scores what is still to do of the run, or of its shard, one picture after the other; each is on the disk before the
/// next begins. What fails for one picture becomes its record.
/// @throws Error (engine, model, journal); Cancelled
void runEvaluation(const EvaluateOptions& options, const EvaluationPlan& plan, const CancelToken& cancel);

} // namespace dh
