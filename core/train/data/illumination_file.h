#pragma once

#include "core/train/data/colour_change.h"

#include <filesystem>
#include <vector>

namespace dh
{

/// Reads measured changes of light from a NumPy file of n x 3 x 11 float64 numbers, version 1.0, C order.
/// @throws Error FileNotFound, FileUnreadable (also for other content), CorruptFile (truncated, not finite)
[[nodiscard]] std::vector<Illumination> readIlluminationFile(const std::filesystem::path& path);

} // namespace dh
