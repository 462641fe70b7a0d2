#pragma once

#include "core/train/training_options.h"
#include "core/train/training_task.h"

namespace dh
{

/// Writes the trained network as it is now into options.outputFolder, in the layout that `harmonize --model` loads,
/// with the model's other parts copied there once. Each file is replaced atomically.
/// @throws Error DiskFull, FileUnwritable, FileUnreadable
void exportModel(const TrainingOptions& options, TrainingTask& task, const TrainingTask::Description& description);

} // namespace dh
