#pragma once

#include "core/harmonize/harmonizer.h"

#include <filesystem>
#include <memory>

namespace dh
{

/// Loads the engine (a module that links Torch; half a second) and makes a Harmonizer. Call it on the thread that will
/// use the Harmonizer. The module stays loaded until the program ends; moduleFunction() says where it is looked for,
/// $DH_ENGINE naming another file.
/// @throws Error EngineUnavailable, saying where it was looked for and why it failed
[[nodiscard]] std::unique_ptr<Harmonizer> loadEngine();

/// The folder that holds the program's resources (models/, examples/): $DH_RESOURCES, or share/diffharmony as it lies
/// to the program, which a build folder has too. Empty when there is none.
[[nodiscard]] std::filesystem::path resourceFolder();

/// The checkpoint that ships with the program; empty when it is missing.
[[nodiscard]] std::filesystem::path builtInModelFolder();

} // namespace dh
