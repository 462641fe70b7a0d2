#pragma once

#include "core/train/trainer.h"

#include <memory>

namespace dh
{

/// Loads the trainer (a module that links Torch; half a second) and makes a Trainer. Call it on the thread that will
/// use it. The module stays loaded until the program ends. Looked for in $DH_TRAINER, beside the program, and in
/// ../lib/diffharmony.
/// @throws Error EngineUnavailable, saying where it was looked for and why it failed
[[nodiscard]] std::unique_ptr<Trainer> loadTrainer();

} // namespace dh
