#pragma once

#include "core/scene/composition.h"

#include <QPointF>
#include <QPolygonF>

#include <array>

namespace dh
{

class ViewTransform;

/// The parts of a layer's frame that a pointer can take. The scale handles go clockwise from the top left.
enum class HandleKind {
    TopLeft,
    Top,
    TopRight,
    Right,
    BottomRight,
    Bottom,
    BottomLeft,
    Left,
    Rotation,
    Pivot,
    Inside,
    None
};
inline constexpr int kScaleHandles = 8;

/// Where the handles of a layer are, in widget coordinates.
struct LayerHandles {
    std::array<QPointF, kScaleHandles> scale;
    QPointF rotation;
    QPointF pivot;
    QPolygonF outline;      ///< the four corners of the layer's image
    bool showsEdges = true; ///< the handles between the corners have room
    /// Everything drawn for them, margins included.
    [[nodiscard]] QRectF bounds() const;
};

[[nodiscard]] LayerHandles handlesOf(const Layer& layer, const ViewTransform& view);
/// What is under `inWidget`; handles reach a little farther than they look, but leave the middle of a small layer free.
[[nodiscard]] HandleKind handleAt(const LayerHandles& handles, QPointF inWidget);
[[nodiscard]] constexpr bool isScaleHandle(HandleKind kind)
{
    return static_cast<int>(kind) < kScaleHandles;
}
[[nodiscard]] constexpr bool isCorner(HandleKind kind)
{
    return isScaleHandle(kind) && static_cast<int>(kind) % 2 == 0;
}
/// Where a scale handle lies on a layer of `size` pixels.
[[nodiscard]] PointF handleInLayer(HandleKind kind, Size size);
/// The corners of the layer's image on the canvas, clockwise from the top left.
[[nodiscard]] std::array<PointF, 4> cornersInCanvas(const Layer& layer);

struct ScaleRules {
    bool proportional = true;
    bool aboutPivot = false; ///< otherwise the opposite handle stays
};

/// The place on the canvas that stays while the handle is pulled.
[[nodiscard]] PointF fixedInCanvas(const LayerTransform& start, Size layer, HandleKind handle, const ScaleRules& rules);
/// `start` scaled so that the handle comes to lie at `target` (canvas), or as near as the rules allow. Pulled through
/// the fixed point it flips. The result is never smaller than one canvas pixel.
[[nodiscard]] LayerTransform scaledByHandle(const LayerTransform& start, Size layer, HandleKind handle, PointF target,
                                            const ScaleRules& rules);
/// `start` turned about its pivot by the angle from `grab` to `now`; to multiples of 15 degrees when `inSteps`.
/// @return rotation in (-180, 180]
[[nodiscard]] LayerTransform rotatedByPointer(const LayerTransform& start, PointF grab, PointF now, bool inSteps);
[[nodiscard]] LayerTransform movedBy(const LayerTransform& start, PointF delta);
/// The same placement about another pivot.
[[nodiscard]] LayerTransform withPivot(const LayerTransform& start, PointF pivotInCanvas);

} // namespace dh
