#pragma once

#include "core/base/geometry.h"

namespace dh
{

/// The part of a picture that the networks look at, and the size at which they look.
struct ContextCrop {
    Rect area;          ///< in picture pixels; contains the mask's bounding box
    Size inferenceSize; ///< long side = resolution, both sides multiples of 64, at least 64
};

/// Chooses a crop around `maskBox` with background on every side where the picture has it: enough for the subject's box
/// to take about a third of the crop, more around a small subject, because the crop is not magnified more than twice. A
/// side on which the picture ends gives its share to the opposite side. The crop's aspect is that of the inference size
/// to a rounding error wherever the picture leaves room for it, and as near as the box allows otherwise. Deterministic.
/// @param maskBox    not empty, inside the picture
/// @param resolution multiple of 64, >= 64
[[nodiscard]] ContextCrop chooseContextCrop(Size picture, const Rect& maskBox, int resolution);

/// The crop that somebody asked for: `wanted` clipped to the picture and grown to hold `maskBox`. The inference size is
/// the one of that long side whose aspect is nearest to the crop's.
/// @param maskBox    not empty, inside the picture
/// @param resolution multiple of 64, >= 64
[[nodiscard]] ContextCrop contextCropOf(Size picture, const Rect& maskBox, int resolution, const Rect& wanted);

/// How many pixels the longer side of the subject's box has at the networks' size.
[[nodiscard]] int subjectSide(const ContextCrop& crop, const Rect& maskBox);

} // namespace dh
