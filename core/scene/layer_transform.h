#pragma once

#include "core/scene/affine.h"

namespace dh
{

/// Where and how a layer lies on the canvas. The layer is flipped, scaled and turned about its pivot, whose place on
/// the canvas is given. Plain value; keeps what the user entered, so that numbers come back as they were typed.
struct LayerTransform {
    /// The editor enlarges no further.
    static constexpr double kLargestScale = 100.0;

    PointF pivotInLayer;  ///< usually the layer's centre
    PointF pivotInCanvas; ///< where that point lies
    double scaleX = 1.0;  ///< > 0
    double scaleY = 1.0;
    double rotation = 0.0; ///< degrees, clockwise on the screen
    bool flipHorizontal = false;
    bool flipVertical = false;

    [[nodiscard]] Affine canvasFromLayer() const;
    friend bool operator==(const LayerTransform&, const LayerTransform&) = default;

    /// A layer of `layer` pixels centred on a canvas of `canvas` pixels, shrunk (never enlarged) to fill at most
    /// `share` of either side.
    [[nodiscard]] static LayerTransform fittedAndCentred(Size layer, Size canvas, double share = 1.0);
};

} // namespace dh
