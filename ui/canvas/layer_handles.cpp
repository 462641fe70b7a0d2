#include "ui/canvas/layer_handles.h"

#include "core/scene/affine.h"
#include "ui/canvas/view_transform.h"

#include <QLineF>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dh
{

namespace
{

constexpr double kReach = 9.0;             // logical pixels around a handle that take it
constexpr double kRotationDistance = 28.0; // of the rotation handle from the frame
constexpr double kRoomForEdges = 48.0;     // shorter sides have no handle in their middle
constexpr double kDrawnMargin = 16.0;
constexpr double kRotationStep = 15.0;
constexpr double kHalfTurn = 180.0;
constexpr double kSmallestVector = 1e-6;

constexpr HandleKind scaleHandle(int index)
{
    return static_cast<HandleKind>(index);
}

HandleKind oppositeOf(HandleKind handle)
{
    return scaleHandle((static_cast<int>(handle) + kScaleHandles / 2) % kScaleHandles);
}

/// The part of the transform without turning and moving: flips and scales.
PointF stretched(const LayerTransform& transform, PointF vector)
{
    return {vector.x * transform.scaleX * (transform.flipHorizontal ? -1.0 : 1.0),
            vector.y * transform.scaleY * (transform.flipVertical ? -1.0 : 1.0)};
}

PointF turned(PointF vector, double degrees)
{
    const double angle = degrees * std::numbers::pi / kHalfTurn;
    return {vector.x * std::cos(angle) - vector.y * std::sin(angle),
            vector.x * std::sin(angle) + vector.y * std::cos(angle)};
}

PointF minus(PointF a, PointF b)
{
    return {a.x - b.x, a.y - b.y};
}

double normalizedDegrees(double degrees)
{
    const double turn = 2.0 * kHalfTurn;
    double result = std::fmod(degrees, turn);
    if (result <= -kHalfTurn)
        result += turn;
    return result > kHalfTurn ? result - turn : result;
}

/// How far each axis stretches when the handle's vector from the fixed point goes from `from` to `to`.
PointF stretchBetween(PointF from, PointF to, bool proportional)
{
    if (proportional) {
        const double length = from.x * from.x + from.y * from.y;
        const double ratio = length < kSmallestVector ? 1.0 : (from.x * to.x + from.y * to.y) / length;
        return {ratio, ratio};
    }
    return {std::abs(from.x) < kSmallestVector ? 1.0 : to.x / from.x,
            std::abs(from.y) < kSmallestVector ? 1.0 : to.y / from.y};
}

PointF fixedInLayer(const LayerTransform& start, Size layer, HandleKind handle, const ScaleRules& rules)
{
    const PointF grabbed = handleInLayer(handle, layer);
    const PointF opposite = handleInLayer(oppositeOf(handle), layer);
    if (!rules.aboutPivot)
        return opposite;
    const PointF pivot = start.pivotInLayer;
    return std::hypot(grabbed.x - pivot.x, grabbed.y - pivot.y) < 1.0 ? opposite : pivot;
}

/// How far `scale` may still grow.
double mostStretch(double scale)
{
    return std::max(1.0, LayerTransform::kLargestScale / scale);
}

/// Applies one axis' stretch; a negative one flips. At least one canvas pixel remains.
void stretchAxis(double stretch, int extent, double& scale, bool& flip)
{
    if (stretch < 0.0)
        flip = !flip;
    scale = std::max(scale * std::abs(stretch), 1.0 / std::max(1, extent));
}

} // namespace

QRectF LayerHandles::bounds() const
{
    QPolygonF all = outline;
    all << rotation << pivot;
    return all.boundingRect().adjusted(-kDrawnMargin, -kDrawnMargin, kDrawnMargin, kDrawnMargin);
}

std::array<PointF, 4> cornersInCanvas(const Layer& layer)
{
    const Affine map = layer.transform.canvasFromLayer();
    std::array<PointF, 4> corners;
    for (int i = 0; i < 4; ++i)
        corners[static_cast<std::size_t>(i)] = map.map(handleInLayer(scaleHandle(2 * i), layer.image.size()));
    return corners;
}

LayerHandles handlesOf(const Layer& layer, const ViewTransform& view)
{
    LayerHandles handles;
    const Affine map = layer.transform.canvasFromLayer();
    for (int i = 0; i < kScaleHandles; ++i)
        handles.scale[static_cast<std::size_t>(i)] =
            view.widgetFromCanvas(map.map(handleInLayer(scaleHandle(i), layer.image.size())));
    for (std::size_t i = 0; i < handles.scale.size(); i += 2)
        handles.outline << handles.scale[i];
    handles.pivot = view.widgetFromCanvas(layer.transform.pivotInCanvas);

    const QPointF top = handles.scale[static_cast<std::size_t>(HandleKind::Top)];
    const QPointF bottom = handles.scale[static_cast<std::size_t>(HandleKind::Bottom)];
    QLineF outwards(bottom, top);
    const double height = outwards.length();
    const double width = QLineF(handles.scale[0], handles.scale[2]).length();
    if (height > kSmallestVector)
        outwards.setLength(height + kRotationDistance);
    handles.rotation = height > kSmallestVector ? outwards.p2() : top - QPointF(0.0, kRotationDistance);
    handles.showsEdges = std::min(width, height) >= kRoomForEdges;
    return handles;
}

HandleKind handleAt(const LayerHandles& handles, QPointF inWidget)
{
    const bool isInside = handles.outline.containsPoint(inWidget, Qt::OddEvenFill);
    const double shorterSide = std::min(QLineF(handles.scale[0], handles.scale[2]).length(),
                                        QLineF(handles.scale[2], handles.scale[4]).length());
    const double reach = isInside ? std::min(kReach, shorterSide / 4.0) : kReach;
    const auto near = [inWidget, reach](QPointF handle) { return QLineF(inWidget, handle).length() <= reach; };
    if (near(handles.rotation))
        return HandleKind::Rotation;
    for (int i = 0; i < kScaleHandles; i += handles.showsEdges ? 1 : 2)
        if (near(handles.scale[static_cast<std::size_t>(i)]))
            return scaleHandle(i);
    if (near(handles.pivot) && handles.showsEdges)
        return HandleKind::Pivot;
    return isInside ? HandleKind::Inside : HandleKind::None;
}

PointF handleInLayer(HandleKind kind, Size size)
{
    // Halves of the size, clockwise from the top left.
    static constexpr std::array<Point, kScaleHandles> kHalves{
        {{0, 0}, {1, 0}, {2, 0}, {2, 1}, {2, 2}, {1, 2}, {0, 2}, {0, 1}}};
    const Point halves = kHalves[static_cast<std::size_t>(kind)];
    return {halves.x * size.width / 2.0, halves.y * size.height / 2.0};
}

PointF fixedInCanvas(const LayerTransform& start, Size layer, HandleKind handle, const ScaleRules& rules)
{
    return start.canvasFromLayer().map(fixedInLayer(start, layer, handle, rules));
}

LayerTransform scaledByHandle(const LayerTransform& start, Size layer, HandleKind handle, PointF target,
                              const ScaleRules& rules)
{
    const PointF fixed = fixedInLayer(start, layer, handle, rules);
    const PointF centre = start.canvasFromLayer().map(fixed);
    const PointF from = stretched(start, minus(handleInLayer(handle, layer), fixed));
    const PointF to = turned(minus(target, centre), -start.rotation);

    PointF stretch = stretchBetween(from, to, rules.proportional);
    if (!rules.proportional && !isCorner(handle)) {
        const bool vertical = handle == HandleKind::Top || handle == HandleKind::Bottom;
        stretch = vertical ? PointF{1.0, stretch.y} : PointF{stretch.x, 1.0};
    }
    PointF most{mostStretch(start.scaleX), mostStretch(start.scaleY)};
    if (rules.proportional)
        most.x = most.y = std::min(most.x, most.y);
    stretch = {std::clamp(stretch.x, -most.x, most.x), std::clamp(stretch.y, -most.y, most.y)};
    LayerTransform result = start;
    stretchAxis(stretch.x, layer.width, result.scaleX, result.flipHorizontal);
    stretchAxis(stretch.y, layer.height, result.scaleY, result.flipVertical);
    const PointF pivot = turned(stretched(result, minus(start.pivotInLayer, fixed)), start.rotation);
    result.pivotInCanvas = {centre.x + pivot.x, centre.y + pivot.y};
    return result;
}

LayerTransform rotatedByPointer(const LayerTransform& start, PointF grab, PointF now, bool inSteps)
{
    const PointF pivot = start.pivotInCanvas;
    const double before = std::atan2(grab.y - pivot.y, grab.x - pivot.x);
    const double after = std::atan2(now.y - pivot.y, now.x - pivot.x);
    double degrees = start.rotation + (after - before) * kHalfTurn / std::numbers::pi;
    if (inSteps)
        degrees = std::round(degrees / kRotationStep) * kRotationStep;
    LayerTransform result = start;
    result.rotation = normalizedDegrees(degrees);
    return result;
}

LayerTransform movedBy(const LayerTransform& start, PointF delta)
{
    LayerTransform result = start;
    result.pivotInCanvas = {start.pivotInCanvas.x + delta.x, start.pivotInCanvas.y + delta.y};
    return result;
}

LayerTransform withPivot(const LayerTransform& start, PointF pivotInCanvas)
{
    LayerTransform result = start;
    result.pivotInLayer = start.canvasFromLayer().inverted().map(pivotInCanvas);
    result.pivotInCanvas = pivotInCanvas;
    return result;
}

} // namespace dh
