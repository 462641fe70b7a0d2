#pragma once

#include "core/base/progress.h"
#include "core/imaging/image.h"

#include <vector>

namespace dh
{

/// What several results of one picture with different seeds tell together. Pure, any thread.

/// The mean of each sample, rounded; profile of the first.
/// @param images not empty, all of one size, type and number of channels
/// @throws Error SizeMismatch, OutOfMemory
[[nodiscard]] Image meanOf(const std::vector<Image>& images);

/// How much the results differ, as a picture: the standard deviation of the colour over the seeds from dark blue (none)
/// over green to yellow (kMostDeviation of 255 levels, or more). Shrunk so that no side exceeds `longestSide`.
/// @param images at least two, all of one size, type and number of channels
/// @throws Error SizeMismatch, OutOfMemory
inline constexpr double kMostDeviation = 16.0;
[[nodiscard]] PreviewImage deviationMap(const std::vector<Image>& images, int longestSide);

} // namespace dh
