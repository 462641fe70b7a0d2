#pragma once

#include "app/cli/evaluate_options.h"

#include "core/base/cancel.h"
#include "core/evaluate/evaluation_pair.h"

#include <vector>

namespace dh
{

/// The pictures to evaluate and how the run is to be recorded, hash of the model included.
struct EvaluationPlan {
    std::vector<EvaluationPair> pairs;
    RunDescription run;
};

/// @throws Error (list, model), Cancelled
[[nodiscard]] EvaluationPlan planEvaluation(const EvaluateOptions& options, const CancelToken& cancel);

/// Scores what is still to do of the run, or of its shard, one picture after the other; each is on the disk before the
/// next begins. What fails for one picture becomes its record.
/// @throws Error (engine, model, journal); Cancelled
void runEvaluation(const EvaluateOptions& options, const EvaluationPlan& plan, const CancelToken& cancel);

} // namespace dh
