#pragma once

#include "core/imaging/convert.h"
#include "core/imaging/image.h"
#include "core/imaging/mask.h"

#include <array>

namespace dh
{

/// An R, G and B in the picture's own encoding, 0..1.
using BackgroundColour = std::array<float, 3>;

/// The mean colour of the background that counts: outside `subject`, weighted by `influence`; of the part inside `area`
/// or, when nothing there counts, of the whole picture.
/// @param subject   the picture's size, 255 = not background
/// @param influence the picture's size, 255 = counts, 0 = doesn't
/// @throws Error InvalidArgument when there is a background and none of it counts
[[nodiscard]] BackgroundColour meanInfluence(const Image& picture, const Mask& subject, const Mask& influence,
                                             const Rect& area);

/// `picture` with the background that doesn't count replaced by the colours around it that do, smoothly continued;
/// the subject stays. Where nothing counts at all, the colour is `mean`.
/// Source: push and pull of Gortler et al., The Lumigraph (SIGGRAPH 1996).
/// @param picture   three planes, 0..1
/// @param subject   its size
/// @param influence its size, 255 = counts
[[nodiscard]] PlanarImage withInfluence(const PlanarImage& picture, const Mask& subject, const Mask& influence,
                                        const BackgroundColour& mean);

} // namespace dh
