#pragma once

#include "core/harmonize/harmonizer.h"
#include "core/imaging/compose.h"

#include <filesystem>

namespace CLI
{
class App;
}

namespace dh
{

/// What `diffharmony harmonize` was asked to do.
struct HarmonizeOptions {
    std::filesystem::path composite;  ///< either this and `mask` ...
    std::filesystem::path background; ///< ... or these two, `mask` being the foreground's own then
    std::filesystem::path foreground;
    std::filesystem::path mask;
    std::filesystem::path influence; ///< empty = all of the background counts
    Placement placement;
    std::filesystem::path output;
    std::filesystem::path saveMask;     ///< empty = not wanted
    std::filesystem::path savePreviews; ///< a folder; empty = not wanted
    ModelLocation model;                ///< an empty root means the built-in model
    EngineOptions engine;
    HarmonizeRequest settings; ///< without the pictures
    int quality = 95;
    bool overwrite = false;
    bool json = false;

    [[nodiscard]] bool placesForeground() const { return !foreground.empty(); }
};

/// Declares the options on the subcommand; `options` outlives the parsing.
void declareHarmonizeOptions(CLI::App& command, HarmonizeOptions& options);

/// Whether the parsed options go together.
/// @throws CLI::ValidationError
void checkHarmonizeUsage(const CLI::App& command);

/// The parts that other subcommands share: which model and how it runs, how it harmonizes, and the check of the latter.
void declareModelOptions(CLI::App& command, ModelLocation& model, EngineOptions& engine);
void declareMethodOptions(CLI::App& command, HarmonizeRequest& settings);
void checkMethodUsage(const CLI::App& command);

} // namespace dh
