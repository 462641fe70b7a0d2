#pragma once

#include <cstddef>
#include <span>

namespace dh
{

/// Whether a file with a TIFF header is a camera's raw file: what its first page shows is then what the sensor saw, or
/// a preview that must not pass for the picture.
[[nodiscard]] bool isCameraRaw(std::span<const std::byte> tiff);

} // namespace dh
