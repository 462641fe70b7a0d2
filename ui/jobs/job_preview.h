#pragma once

#include "core/base/geometry.h"
#include "core/base/progress.h"
#include "core/imaging/mask.h"

#include <memory>

namespace dh
{

/// What a run looks like so far: a picture to be stretched over `area` and laid over the canvas by `mask`.
struct JobPreview {
    Rect area; ///< canvas pixels
    std::shared_ptr<const PreviewImage> picture;
    Mask mask; ///< any size, stretched over `area`
};

} // namespace dh
