#pragma once

#include "core/imaging/image.h"

namespace dh
{

/// `image` turned and mirrored so that a picture stored with this TIFF/EXIF orientation (1..8) stands upright.
[[nodiscard]] Image uprightImage(const Image& image, int orientation);

} // namespace dh
