#pragma once

#include "app/cli/command.h"

#include <optional>

namespace dh
{

/// Reads the command line into `invocation`. Help, version and complaints about usage are printed here.
/// @return the exit code when there is nothing to run
[[nodiscard]] std::optional<int> parseCommandLine(int argc, char** argv, Invocation& invocation);

} // namespace dh
