#pragma once

#include "core/imaging/image.h"
#include "core/imaging/mask.h"

#include <filesystem>
#include <string>
#include <vector>

namespace dh
{

/// A change of colours as a table: for colours on a regular grid of kSide^3, what becomes of them; in between, linear
/// along each axis. Encoded sRGB, 0..1.
struct ColourLut {
    static constexpr int kSide = 33;
    std::vector<float> values; ///< kSide^3 * 3: R, G, B; red runs fastest, then green, as in a .cube file
};

/// A table, and how far it is from what it was made from: a table can't say that one colour becomes two.
struct LutFit {
    ColourLut lut;
    double rmsError = 0.0;     ///< per sample, on the scale 0..255
    double largestError = 0.0; ///< of a sample, on the scale 0..255
    long long pixels = 0;      ///< that were looked at
};

/// The smooth table that turns `before` into `after` where the mask is >= 128 with the least mean squared error;
/// colours that don't occur there change as their neighbours on the grid do. Large pictures are sampled evenly. Any
/// thread.
/// @throws Error SizeMismatch, EmptyMask (nothing is >= 128), OutOfMemory
[[nodiscard]] LutFit fitLut(const Image& before, const Image& after, const Mask& mask);

/// Writes a .cube file (Adobe Cube LUT 1.0), atomically. `title` is one line.
/// @throws Error FileUnwritable, DiskFull
void writeCubeFile(const std::filesystem::path& path, const ColourLut& lut, const std::string& title);

} // namespace dh
