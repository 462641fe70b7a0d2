#pragma once

#include "app/cli/command.h"
#include "core/train/training_options.h"

#include <memory>

namespace dh
{

/// Declares `stage` as a subcommand of `train`.
void addTrainStageCommand(CLI::App& train, Invocation& invocation, TrainingStage stage);

/// Declares the options of a stage, which fill `options`; it outlives the parsing.
void declareTrainingOptions(CLI::App& command, TrainingOptions& options);

/// Whether the parsed options are possible and go together, see checkTrainingOptions.
/// @throws CLI::ValidationError, naming the option
void checkTrainingUsage(const TrainingOptions& options);

} // namespace dh
