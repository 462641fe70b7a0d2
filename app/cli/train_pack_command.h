#pragma once

#include "app/cli/command.h"

namespace dh
{

/// Declares `pack` below `train`: folders of pictures become one file to train from, or one is looked into.
void addTrainPackCommand(CLI::App& trainApp, Invocation& invocation);

} // namespace dh
