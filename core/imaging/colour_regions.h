#pragma once

#include <cstdint>
#include <vector>

namespace dh
{

class Image;

/// How a picture is cut into regions of like colour.
struct ColourRegionOptions {
    int clusters = 6;         ///< colours that are told apart, 2..32
    double nearness = 0.5;    ///< weight of the place against the colour, >= 0: larger gives compacter regions
    double leastArea = 0.015; ///< of the picture; smaller pieces belong to no region
};

/// The connected areas of like colour, the largest first: label 1, 2, ... (255 at most) for each pixel, row by row; 0
/// belongs to none. The same picture gives the same labels. For photographs nobody has outlined objects in.
/// Source: Lloyd's k-means over CIELAB and position, as superpixels use it (Achanta et al., SLIC, 2012).
/// @param image 8-bit RGB in sRGB, not empty
[[nodiscard]] std::vector<std::uint8_t> colourRegions(const Image& image, const ColourRegionOptions& options = {});

} // namespace dh
