#pragma once

#include "core/evaluate/run_folder.h"
#include "core/harmonize/harmonizer.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace CLI
{
class App;
}

namespace dh
{

/// What `diffharmony evaluate` was asked to do.
struct EvaluateOptions {
    std::filesystem::path source;             ///< folder, list or table; empty when joining
    std::vector<std::filesystem::path> merge; ///< folders of runs to join
    std::filesystem::path output;
    std::filesystem::path results; ///< folder of finished pictures; empty = none
    ModelLocation model;           ///< an empty root means the built-in model
    EngineOptions engine;
    HarmonizeRequest settings; ///< without the pictures
    bool runsModel = true;
    bool baselines = true;
    bool identity = false;
    std::vector<int> sizes; ///< for table 2
    int seeds = 1;          ///< for table 3
    PasteBackground paste = PasteBackground::None;
    int limit = 0; ///< 0 = all pictures
    int jobs = 1;
    std::optional<Shard> shard;
    bool restart = false;
    bool json = false;
    /// The command line's words that a process for a part of the run needs too.
    std::vector<std::string> forwarded;

    [[nodiscard]] std::vector<EvaluatedSystem> systems() const;
};

/// Declares the options on the subcommand; `options` outlives the parsing.
void declareEvaluateOptions(CLI::App& command, EvaluateOptions& options);

/// Whether the parsed options go together, and what follows from several of them or from the environment.
/// @throws CLI::ValidationError
void finishEvaluateOptions(const CLI::App& command, EvaluateOptions& options);

} // namespace dh
