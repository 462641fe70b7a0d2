#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace dh
{

class Image;

/// 8-bit samples on their way into a pack.
struct PackedBytes {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> samples;
};

/// The file as sRGB, shrunk by area until its longer side is at most `longSide`.
/// @throws Error as readImageFile
[[nodiscard]] PackedBytes readPackedColours(const std::filesystem::path& file, int longSide);

/// The label of every pixel: grey pictures as they are, or 0 and 1 when they hold more shades than there can be objects
/// (a soft mask); of coloured ones each colour gets its own label, black none. Where a label is kFirstCutLabel or more,
/// all are numbered anew from 1.
/// Shrunk to width x height, each pixel takes the label that covers most of it.
/// @throws Error as readImageFile; SizeMismatch when the shape differs from the picture's; UnsupportedFormat for more
/// colours than labels
[[nodiscard]] PackedBytes readPackedRegions(const std::filesystem::path& file, int width, int height);

/// Adds the largest `most` regions of like colour where `regions` has none, under labels from kFirstCutLabel on as far
/// as there are any left. `regions` may be empty: a photograph without a mask.
void cutPackedRegions(const PackedBytes& colours, int most, PackedBytes& regions);

/// A mask of 0..255, shrunk by area to width x height.
[[nodiscard]] PackedBytes readPackedMask(const std::filesystem::path& file, int width, int height);

} // namespace dh
