#pragma once

#include "core/harmonize/harmonizer.h"

#include <filesystem>
#include <memory>

namespace dh
{

/// Sets what the engine's libraries read from the environment when they are loaded, unless the user has set it: OpenMP
/// threads that wait for work sleep instead of spinning, because beside a busy program the spinning makes a run several
/// times longer, and OpenBLAS uses the kernels that the processor can run, because it takes one that is newer than
/// itself for one of twenty years ago. Call it at the start of main(), before there are other threads.
void prepareEngineEnvironment();

/// Loads the engine (a module that links Torch; half a second) and makes a Harmonizer. Call it on the thread that will
/// use the Harmonizer. The module stays loaded until the program ends. Looked for in $DH_ENGINE, beside the program,
/// and in ../lib/diffharmony.
/// @throws Error EngineUnavailable, saying where it was looked for and why it failed
[[nodiscard]] std::unique_ptr<Harmonizer> loadEngine();

/// The folder that holds the program's resources (models/, examples/): $DH_RESOURCES, the installed one, or the source
/// tree's. Empty when none exists.
[[nodiscard]] std::filesystem::path resourceFolder();

/// The checkpoint that ships with the program; empty when it is missing.
[[nodiscard]] std::filesystem::path builtInModelFolder();

} // namespace dh
