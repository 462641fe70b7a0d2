#pragma once

#include "core/weights/checkpoint.h"
#include "core/weights/weight_files.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace dh
{

/// Where the parts of a checkpoint are or should be, by name only: no weights are opened, nothing is required to exist.
struct CheckpointLayout {
    struct Part {
        std::filesystem::path folder;
        std::filesystem::path config;
        WeightFiles weights;
    };
    std::filesystem::path modelIndex;
    std::filesystem::path schedulerConfig;
    std::map<Component, Part> components;
    std::filesystem::path nullPrompt;      ///< empty when absent
    std::filesystem::path tokenizerFolder; ///< empty when not needed and absent
    bool lacksPrompt = false;              ///< neither a text encoder nor a constant embedding

    /// All files that make up the model, by their name inside the standard layout ("unet/config.json").
    [[nodiscard]] std::map<std::string, std::filesystem::path> files() const;
};

[[nodiscard]] CheckpointLayout surveyCheckpoint(const ModelLocation& location);

} // namespace dh
