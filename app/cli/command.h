#pragma once

#include "core/base/cancel.h"

#include <functional>

namespace CLI
{
class App;
}

namespace dh
{

/// What the program hands back to the shell.
enum ExitCode : int { kExitDone = 0, kExitFailed = 1, kExitUsage = 2, kExitCancelled = 130 };

/// What the parsed command line asks for.
struct Invocation {
    bool json = false;                          ///< stdout carries one JSON object and nothing else
    std::function<int(const CancelToken&)> run; ///< the chosen subcommand; throws Error and Cancelled
};

/// Each declares one subcommand on `app` which, when parsed, fills `invocation`; both outlive the parsing.
void addHarmonizeCommand(CLI::App& app, Invocation& invocation);
void addModelCommand(CLI::App& app, Invocation& invocation);
void addCompareCommand(CLI::App& app, Invocation& invocation);
void addEvaluateCommand(CLI::App& app, Invocation& invocation);
void addTrainCommand(CLI::App& app, Invocation& invocation);

} // namespace dh
