#pragma once

#include "core/train/training_options.h"

#include <filesystem>

namespace dh
{

/// Reads the options of a run from a JSON file: {"stage": "refiner", "model": DIR, "output": DIR, "data": [FILE, ...],
/// "steps": N, "sizes": [[size, batch, share], ...], "learning_rate": X, ...}, named as those of `diffharmony train`
/// with _ for -. What is absent has its default.
/// @throws Error InvalidArgument naming an unknown key or a value of the wrong kind, FileNotFound
[[nodiscard]] TrainingOptions readTrainingOptions(const std::filesystem::path& file);

} // namespace dh
