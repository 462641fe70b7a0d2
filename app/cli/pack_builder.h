#pragma once

#include "core/base/cancel.h"
#include "core/base/progress.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace dh
{

/// What goes into a pack of training pictures.
struct PackOptions {
    std::vector<std::filesystem::path> photos; ///< folders of photographs, not their sub-folders
    std::vector<std::filesystem::path> masks;  ///< folders of region masks with the photographs' names; one for each of
                                               ///< photos, or none
    std::vector<std::filesystem::path> pairs;  ///< lists of pairs, see readPairList()
    std::filesystem::path illuminations;       ///< measured changes of light, .npy; may be empty
    std::filesystem::path output;
    int longSide = 256;          ///< larger pictures are shrunk
    int cutRegions = 0;          ///< so many regions of like colour are cut from what no mask covers
    std::uint64_t mostBytes = 0; ///< of pixels; 0 = no limit. The pictures are then taken in a random order
};

struct PackSummary {
    int photos = 0;
    int photosWithRegions = 0;
    int pairs = 0;
    int leftOut = 0; ///< for want of room
    int illuminations = 0;
    std::uint64_t bytes = 0;
    std::vector<std::string> problems; ///< a sentence for each picture that was skipped
};

/// Reads the pictures, converts them to 8-bit sRGB, shrinks them by area and writes the pack, as a whole or not at all.
/// Broken pictures are skipped and told.
/// @throws Error for the folders, the lists and the output; InvalidArgument when no picture was usable
[[nodiscard]] PackSummary buildPack(const PackOptions& options, ProgressSink& progress, const CancelToken& cancel);

} // namespace dh
