#pragma once

#include "core/imaging/image.h"
#include "core/imaging/mask.h"

namespace dh
{

/// Where a foreground goes: its size is multiplied by `scale` (> 0), its top left corner lands on `topLeft` in
/// background pixels.
struct Placement {
    PointF topLeft;
    double scale = 1.0;
};

/// The pixels inside `area`, which lies within the picture; everything else as in `image`.
[[nodiscard]] Image cropped(const Image& image, const Rect& area);

/// A composite and the mask of what was put in.
struct PlacedComposite {
    Image composite; ///< size, type, alpha and profile of the background
    Mask mask;       ///< size of the background
};

/// Puts `foreground` over `background`, weighted by its alpha and by `foregroundMask` (the foreground's size; a null
/// mask means all of it). A background pixel that the foreground covers in part takes that part of it. Premultiplied
/// resampling, so soft edges get no dark fringe. Colours are converted from the foreground's profile to the
/// background's. Where the resulting mask is 0 the composite has the background's exact samples.
/// @throws Error InvalidArgument (scale), SizeMismatch (mask), EmptyMask (the foreground ends up outside)
[[nodiscard]] PlacedComposite placeForeground(const Image& background, const Image& foreground,
                                              const Mask& foregroundMask, const Placement& placement);

} // namespace dh
