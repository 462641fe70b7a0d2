#pragma once

#include "core/scene/composition.h"

namespace dh
{

/// How far, in mask pixels, a value can reach through `edge`.
[[nodiscard]] int reachOf(const MaskEdge& edge);

/// `mask` grown and feathered, inside `area` only: equal to that part of the whole edited mask. Null stays null.
[[nodiscard]] Mask editedMask(const Mask& mask, const MaskEdge& edge, const Rect& area);

} // namespace dh
