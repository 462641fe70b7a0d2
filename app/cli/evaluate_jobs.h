#pragma once

#include "app/cli/evaluate_run.h"

namespace dh
{

/// Runs the evaluation, or its shard, in options.jobs processes of this program, each a shard of its own below
/// options.output, and waits for them. Their messages are kept in their folders.
/// @throws Error Internal, with the messages of a process that couldn't do its part; Cancelled, when all have ended
void runInProcesses(const EvaluateOptions& options, const EvaluationPlan& plan, const CancelToken& cancel);

} // namespace dh
