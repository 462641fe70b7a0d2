#pragma once

#include "core/document/mask_delta.h"
#include "core/scene/composition.h"

namespace dh
{

/// A layer's new mask together with what the history keeps of it, which takes long for a large mask: made on any
/// thread from a copy of the layer, so that Document::apply() has little left to do.
struct MaskChange {
    LayerId layer = 0;
    Mask before; ///< the layer's, null when it has none
    Mask after;  ///< of the layer's size
    Rect area;   ///< mask pixels that differ, a null mask counting as a full one; empty = none
    MaskDelta delta;
};

/// @pre `after` has the size of the layer's image
/// @throws Error OutOfMemory
[[nodiscard]] MaskChange maskChange(const Layer& layer, const Mask& after);

} // namespace dh
