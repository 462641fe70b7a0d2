#include "core/scene/layer_transform.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace dh
{

namespace
{

struct Direction {
    double cosine;
    double sine;
};

/// Exact for quarter turns, so that they move samples instead of mixing them.
Direction directionOf(double degrees)
{
    constexpr double kFullTurn = 360.0;
    constexpr double kQuarterTurn = 90.0;
    const double turned = degrees - kFullTurn * std::floor(degrees / kFullTurn);
    constexpr std::array<Direction, 4> kQuarters = {{{1.0, 0.0}, {0.0, 1.0}, {-1.0, 0.0}, {0.0, -1.0}}};
    const double quarters = turned / kQuarterTurn;
    if (quarters == std::floor(quarters))
        return kQuarters[static_cast<std::size_t>(quarters) % kQuarters.size()];
    const double radians = turned * std::numbers::pi / (kFullTurn / 2.0);
    return {std::cos(radians), std::sin(radians)};
}

/// Where a length centred on another one starts, on a whole pixel.
double centredStart(double length, int within)
{
    return std::floor((within - length) / 2.0);
}

} // namespace

Affine LayerTransform::canvasFromLayer() const
{
    const auto [cosine, sine] = directionOf(rotation);
    const Affine turned{cosine, -sine, sine, cosine, pivotInCanvas.x, pivotInCanvas.y};
    const Affine scaled = Affine::scaling(flipHorizontal ? -scaleX : scaleX, flipVertical ? -scaleY : scaleY);
    return turned * scaled * Affine::translation(-pivotInLayer.x, -pivotInLayer.y);
}

LayerTransform LayerTransform::fittedAndCentred(Size layer, Size canvas, double share)
{
    LayerTransform transform;
    transform.pivotInLayer = {layer.width / 2.0, layer.height / 2.0};
    if (layer.isEmpty())
        return transform;
    const double scale = std::min({1.0, share * canvas.width / layer.width, share * canvas.height / layer.height});
    transform.scaleX = scale;
    transform.scaleY = scale;
    // The corner on a whole pixel: an odd difference must not blur a layer that keeps its size.
    transform.pivotInCanvas = {centredStart(layer.width * scale, canvas.width) + layer.width * scale / 2.0,
                               centredStart(layer.height * scale, canvas.height) + layer.height * scale / 2.0};
    return transform;
}

} // namespace dh
