#pragma once

#include "core/imaging/image.h"
#include "core/imaging/mask.h"

namespace dh
{

/// Carries a selection made on a small picture to full size, its edge laid along the picture's own edges by a guided
/// filter (He, Sun, Tang: Guided Image Filtering, TPAMI 2013), whose coefficients are computed on the small picture
/// (He, Sun: Fast Guided Filter, 2015). Away from the edge values are 0 or 255.
/// @param image      at full size
/// @param area       the part of it that `small` shows
/// @param small      the part, shrunk or not; its type and channels are free
/// @param selection  of small's size; values >= 128 are selected
/// @return a mask of area's size
/// @throws Error OutOfMemory
[[nodiscard]] Mask selectionAlongEdges(const Image& image, const Rect& area, const Image& small, const Mask& selection);

} // namespace dh
