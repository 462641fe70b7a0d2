#pragma once

#include "core/imaging/premultiply.h"
#include "core/scene/affine_sampler.h"
#include "core/scene/composition.h"
#include "core/scene/result_change.h"

#include <optional>

namespace dh
{

/// A layer on its way to the canvas: its pixels and, if it has one, its applied result, at full quality. Refers to the
/// layer, which outlives it. Thread-safe after construction.
class DrawnLayer
{
public:
    /// @param canvasIcc the encoding that pixels are drawn in
    DrawnLayer(const Layer& layer, const IccProfile& canvasIcc);
    DrawnLayer(const DrawnLayer&) = delete;
    DrawnLayer& operator=(const DrawnLayer&) = delete;

    /// The canvas pixels that the layer can touch.
    [[nodiscard]] Rect bounds() const { return m_bounds; }
    /// R, G, B times coverage, and the coverage, opacity left out.
    [[nodiscard]] PlanarImage sample(const Rect& areaInCanvas) const;
    /// How much the layer covers, opacity left out.
    [[nodiscard]] Mask coverage(const Rect& areaInCanvas) const;

    /// The canvas pixels that the applied result can change; empty without one.
    [[nodiscard]] Rect changeBounds() const;
    /// Adds the applied result's change to `rendered`, three planes of `areaInCanvas`, in as far as `coverage` still
    /// lies where the run's mask was. Where `rendered` is what the run saw, it becomes exactly the result.
    void addChange(PlanarImage& rendered, const Mask& coverage, const Rect& areaInCanvas) const;

private:
    [[nodiscard]] PlanarImage layerPlanes(const Rect& areaInLayer) const;
    [[nodiscard]] PlanarImage layerWeights(const Rect& areaInLayer) const;
    [[nodiscard]] PlanarImage resultPlanes(const Rect& areaInResult) const;
    [[nodiscard]] Affine canvasFromResult() const;

    const Layer& m_layer;
    EncodingChange m_encoding;
    AffineSampler m_pixels;
    AffineSampler m_weights; ///< the last plane of m_pixels alone
    std::optional<ResultAdjuster> m_adjuster;
    std::optional<AffineSampler> m_result;
    Rect m_bounds;
};

} // namespace dh
