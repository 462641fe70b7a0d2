#pragma once

#include "core/imaging/mask.h"

#include <cstddef>
#include <vector>

namespace dh
{

/// What turns one mask into another of the same size, and back: the exclusive or of the tiles that differ, deflated.
/// Empty when nothing differs.
using MaskDelta = std::vector<std::byte>;

/// @param area where the masks may differ, in mask pixels
/// @throws Error OutOfMemory
[[nodiscard]] MaskDelta maskDelta(const Mask& a, const Mask& b, const Rect& area);

/// Turns `a` into `b`, or `b` into `a`. @pre `mask` is one of the two that `delta` was made of
/// @throws Error OutOfMemory, CorruptFile; the mask is then unchanged
void applyMaskDelta(Mask& mask, const MaskDelta& delta);

/// Whether both are the same pixels in memory; cheap, and true only for copies that nobody wrote to.
[[nodiscard]] inline bool sharePixels(const Mask& a, const Mask& b)
{
    return a.size() == b.size() && (a.isNull() || a.row(0) == b.row(0));
}

} // namespace dh
