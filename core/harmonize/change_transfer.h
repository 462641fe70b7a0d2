#pragma once

#include "core/base/cancel.h"
#include "core/imaging/convert.h"
#include "core/imaging/image.h"
#include "core/imaging/mask.h"

#include <functional>

namespace dh
{

/// The low-resolution pair from which the change is learned, in the encoding of the native picture, 0..1, all of one
/// size.
struct LowResolutionPair {
    PlanarImage composite; ///< what the networks saw
    PlanarImage result;    ///< what they made of it
    PlanarImage mask;      ///< one plane, 0..1, soft
};

struct TransferOptions {
    double strength = 1.0; ///< 0..1.5
};

/// Carries a change of light and colour to native pixels. One affine map of colour (3x3 and an offset) is fitted from
/// composite to result for the whole mask, then in each of many small windows what it leaves over, both by ridge
/// regression weighted by the mask, so that colours that don't determine a map get an offset. The maps are smoothed,
/// interpolated to native pixels and applied to the native composite, whose edges, text and grain therefore stay: a fit
/// under which the gradients' correlation with the composite would fall below 0.98 is made stiffer, and at last weaker,
/// until it doesn't. The outcome is blended by the native mask. Low-resolution pixels with a value that isn't finite
/// count as outside the mask. Source: He, Sun, Tang, Guided Image Filtering (TPAMI 2013), with a colour guide, and its
/// fast form (arXiv:1505.00996).
/// @param native   the whole picture; any type but F32
/// @param area     the part of it that `pair` shows
/// @param mask     native's size
/// @param progress called on this thread with 0..1, never falling
/// @return native's size, type, alpha and profile, and its exact samples where the mask is 0 or outside `area`
/// @throws Cancelled, Error OutOfMemory
[[nodiscard]] Image transferChange(const Image& native, const Rect& area, const Mask& mask,
                                   const LowResolutionPair& pair, const TransferOptions& options,
                                   const CancelToken& cancel, const std::function<void(double)>& progress = {});

} // namespace dh
