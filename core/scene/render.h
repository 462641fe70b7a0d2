#pragma once

#include "core/base/cancel.h"
#include "core/scene/composition.h"

namespace dh
{

/// Draws compositions to native pixels. Pure: equal compositions give equal bytes. Any thread.
/// Layers are resampled premultiplied (area-weighted when shrinking, bicubic when growing; a layer that only moves by
/// whole pixels keeps its exact samples), converted from their profile to the background's, and laid over each other
/// from bottom to top, weighted by effective mask and opacity. Where renderMask() is 0 for every layer, samples are
/// the background's. An applied result adds its change: where nothing moved since the run, the pixels are the result's;
/// a change moves with its layer and goes where the layer's coverage or opacity goes below what the run saw.

/// The picture inside `area` (within the canvas), in the background's type and profile.
/// @throws Error OutOfMemory; Cancelled
[[nodiscard]] Image renderArea(const Composition& composition, const Rect& area, const CancelToken& cancel = {});
/// All of it.
[[nodiscard]] Image renderComposition(const Composition& composition, const CancelToken& cancel = {});

/// How much the layer covers of each canvas pixel inside `area` (effective mask, alpha, placement; opacity left out),
/// as the engine takes it. Layers above don't hide it.
[[nodiscard]] Mask renderMask(const Layer& layer, const Rect& area);

/// The layer alone, its opacity and applied result included, on a transparent canvas, cut to its bounds; U8 or U16
/// RGBA. Null when it lies outside.
/// @pre the layer exists
[[nodiscard]] Image renderLayerAlone(const Composition& composition, LayerId layer);

/// `result.after` with the adjustment applied: light and colour shares in CIELAB, detail lock, protection. Equal to
/// `after` for the default adjustment and to `before` where the mask is 0 or the protection 255.
[[nodiscard]] Image adjustedResult(const HarmonizedResult& result, const ResultAdjustment& adjustment);

} // namespace dh
