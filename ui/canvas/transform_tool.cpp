#include "ui/canvas/transform_tool.h"

#include "core/document/document.h"
#include "core/imaging/convert.h"
#include "core/scene/affine.h"
#include "ui/canvas/canvas_view.h"

#include <QKeyEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace dh
{

namespace
{

constexpr double kSnapReach = 7.0; // logical pixels
constexpr double kNudge = 1.0;     // canvas pixels
constexpr double kLargeNudge = 10.0;
constexpr float kOpaqueEnough = 0.25F;
constexpr std::uint8_t kSelectedEnough = 64;

bool isOpaqueAt(const Layer& layer, PointF inCanvas)
{
    const Affine map = layer.transform.canvasFromLayer();
    if (!layer.visible || layer.image.isNull() || map.determinant() == 0.0)
        return false;
    const PointF inLayer = map.inverted().map(inCanvas);
    const int x = static_cast<int>(std::floor(std::clamp(inLayer.x, -1.0, double(layer.image.width()))));
    const int y = static_cast<int>(std::floor(std::clamp(inLayer.y, -1.0, double(layer.image.height()))));
    if (x < 0 || y < 0 || x >= layer.image.width() || y >= layer.image.height())
        return false;
    if (!layer.mask.isNull() && layer.mask.row(y)[x] < kSelectedEnough)
        return false;
    return alphaFromImage(layer.image, {x, y, 1, 1}).values.front() >= kOpaqueEnough;
}

/// The topmost layer with something to see at this place; 0 when there is none.
LayerId layerAt(const Composition& composition, PointF inCanvas)
{
    for (auto layer = composition.layers.rbegin(); layer != composition.layers.rend(); ++layer)
        if (!layer->locked && isOpaqueAt(*layer, inCanvas))
            return layer->id;
    return 0;
}

/// Only moved by whole pixels does it keep its exact samples.
bool keepsSamples(const LayerTransform& transform)
{
    return transform.scaleX == 1.0 && transform.scaleY == 1.0 && transform.rotation == 0.0;
}

PointF rounded(PointF point)
{
    return {std::round(point.x), std::round(point.y)};
}

PointF nudgeOf(const QKeyEvent& event)
{
    const double step = event.modifiers().testFlag(Qt::ShiftModifier) ? kLargeNudge : kNudge;
    switch (event.key()) {
    case Qt::Key_Left:
        return {-step, 0.0};
    case Qt::Key_Right:
        return {step, 0.0};
    case Qt::Key_Up:
        return {0.0, -step};
    case Qt::Key_Down:
        return {0.0, step};
    default:
        return {};
    }
}

} // namespace

/// From press to release.
struct TransformTool::Drag {
    LayerId layer = 0;
    HandleKind handle = HandleKind::None;
    LayerTransform start;
    Size layerSize;
    SnapBox startBox;
    SnapLines lines;
    PointF grab;
    QPointF grabInWidget;
    PointF handleAtGrab;                ///< where the taken handle was, canvas
    std::unique_ptr<DocumentEdit> edit; ///< null until the pointer has moved far enough
};

TransformTool::TransformTool(CanvasView& canvas) : m_canvas(canvas) {}

TransformTool::~TransformTool() = default;

Document& TransformTool::document() const
{
    return m_canvas.document();
}

const Layer* TransformTool::placeable() const
{
    const Layer* layer = document().composition().layer(document().selectedLayer());
    return layer != nullptr && layer->visible && !layer->locked && !layer->image.isNull() ? layer : nullptr;
}

HandleKind TransformTool::handleUnder(QPointF inWidget) const
{
    const Layer* layer = placeable();
    return layer == nullptr ? HandleKind::None : handleAt(handlesOf(*layer, m_canvas.view()), inWidget);
}

bool TransformTool::hasHandleAt(QPointF inWidget) const
{
    const HandleKind handle = handleUnder(inWidget);
    return handle != HandleKind::None && handle != HandleKind::Inside;
}

void TransformTool::deactivated()
{
    if (m_drag && m_drag->edit)
        m_drag->edit->commit();
    m_drag.reset();
    m_guides = {};
    m_hovered = HandleKind::None;
}

bool TransformTool::press(const CanvasPointer& pointer)
{
    if (pointer.button != Qt::LeftButton)
        return false;
    HandleKind handle = handleUnder(pointer.inWidget);
    if (handle == HandleKind::None || handle == HandleKind::Inside) {
        const Layer* selected = placeable();
        const LayerId other = layerAt(document().composition(), pointer.inCanvas);
        if (other != 0 && (selected == nullptr || !isOpaqueAt(*selected, pointer.inCanvas))) {
            document().select(other);
            handle = HandleKind::Inside;
            m_canvas.update();
        }
    }
    return beginDrag(handle, pointer);
}

bool TransformTool::beginDrag(HandleKind handle, const CanvasPointer& pointer)
{
    const Layer* layer = placeable();
    if (layer == nullptr || handle == HandleKind::None)
        return false;
    m_drag = std::make_unique<Drag>();
    m_drag->layer = layer->id;
    m_drag->handle = handle;
    m_drag->start = layer->transform;
    m_drag->layerSize = layer->image.size();
    m_drag->startBox = snapBoxOf(*layer);
    m_drag->lines = snapLinesOf(document().composition(), layer->id);
    m_drag->grab = pointer.inCanvas;
    m_drag->grabInWidget = pointer.inWidget;
    if (isScaleHandle(handle))
        m_drag->handleAtGrab = layer->transform.canvasFromLayer().map(handleInLayer(handle, layer->image.size()));
    else if (handle == HandleKind::Pivot)
        m_drag->handleAtGrab = layer->transform.pivotInCanvas;
    m_hovered = handle;
    return true;
}

bool TransformTool::move(const CanvasPointer& pointer)
{
    if (m_drag) {
        applyDrag(pointer);
        return true;
    }
    const HandleKind hovered = handleUnder(pointer.inWidget);
    if (const Layer* layer = placeable()) {
        m_rotationUnderPointer = layer->transform.rotation;
        m_isMirrored = layer->transform.flipHorizontal != layer->transform.flipVertical;
    }
    if (hovered != std::exchange(m_hovered, hovered))
        updateOverlay();
    return false;
}

void TransformTool::applyDrag(const CanvasPointer& pointer)
{
    if (!m_drag->edit) {
        if (!isDrag(m_drag->grabInWidget, pointer.inWidget))
            return;
        // It may have gone since the press: deleted by a key, or with its picture.
        const Layer* layer = document().composition().layer(m_drag->layer);
        if (layer == nullptr || layer->locked) {
            cancel();
            return;
        }
        m_drag->edit = document().beginEdit(stepName(m_drag->handle));
    }
    updateOverlay();
    const LayerTransform transform = draggedTransform(pointer);
    m_drag->edit->changeLayer(m_drag->layer, [&transform](Layer& layer) { layer.transform = transform; });
    updateOverlay();
}

LayerTransform TransformTool::draggedTransform(const CanvasPointer& pointer)
{
    switch (m_drag->handle) {
    case HandleKind::Inside:
        return movedTransform(pointer);
    case HandleKind::Rotation:
        return rotatedByPointer(m_drag->start, m_drag->grab, pointer.inCanvas,
                                pointer.modifiers.testFlag(Qt::ShiftModifier));
    case HandleKind::Pivot:
        return withPivot(m_drag->start, {m_drag->handleAtGrab.x + pointer.inCanvas.x - m_drag->grab.x,
                                         m_drag->handleAtGrab.y + pointer.inCanvas.y - m_drag->grab.y});
    default:
        return scaledTransform(pointer);
    }
}

LayerTransform TransformTool::movedTransform(const CanvasPointer& pointer)
{
    PointF delta = rounded({pointer.inCanvas.x - m_drag->grab.x, pointer.inCanvas.y - m_drag->grab.y});
    const bool alongX = std::abs(delta.x) >= std::abs(delta.y);
    const bool oneAxis = pointer.modifiers.testFlag(Qt::ShiftModifier);
    if (oneAxis)
        delta = alongX ? PointF{delta.x, 0.0} : PointF{0.0, delta.y};
    SnapBox box = m_drag->startBox;
    for (PointF* corner : {&box.topLeft, &box.bottomRight})
        *corner = {corner->x + delta.x, corner->y + delta.y};
    Snap snap = snapBox(box, m_drag->lines, snapReach(pointer));
    if (oneAxis && alongX)
        snap = {{snap.delta.x, 0.0}, snap.lineX, {}};
    else if (oneAxis)
        snap = {{0.0, snap.delta.y}, {}, snap.lineY};
    showGuides(snap);
    delta = {delta.x + snap.delta.x, delta.y + snap.delta.y};
    return movedBy(m_drag->start, keepsSamples(m_drag->start) ? rounded(delta) : delta);
}

LayerTransform TransformTool::scaledTransform(const CanvasPointer& pointer)
{
    PointF target{m_drag->handleAtGrab.x + pointer.inCanvas.x - m_drag->grab.x,
                  m_drag->handleAtGrab.y + pointer.inCanvas.y - m_drag->grab.y};
    const bool shift = pointer.modifiers.testFlag(Qt::ShiftModifier);
    const ScaleRules rules{isCorner(m_drag->handle) != shift, pointer.modifiers.testFlag(Qt::AltModifier)};
    const auto scaledTo = [&](PointF place) {
        return scaledByHandle(m_drag->start, m_drag->layerSize, m_drag->handle, place, rules);
    };
    const auto handleOf = [&](const LayerTransform& transform) {
        return transform.canvasFromLayer().map(handleInLayer(m_drag->handle, m_drag->layerSize));
    };
    // A turned layer has no edge that could lie along a line.
    Snap snap;
    if (m_drag->start.rotation == 0.0 && rules.proportional && isCorner(m_drag->handle)) {
        target = handleOf(scaledTo(target));
        snap = snapAlong(fixedInCanvas(m_drag->start, m_drag->layerSize, m_drag->handle, rules), target, m_drag->lines,
                         snapReach(pointer));
    } else if (m_drag->start.rotation == 0.0) {
        snap = snapPoint(target, m_drag->lines, snapReach(pointer));
    }
    if (m_drag->handle == HandleKind::Left || m_drag->handle == HandleKind::Right)
        snap = {{snap.delta.x, 0.0}, snap.lineX, {}};
    else if (m_drag->handle == HandleKind::Top || m_drag->handle == HandleKind::Bottom)
        snap = {{0.0, snap.delta.y}, {}, snap.lineY};
    target = {target.x + snap.delta.x, target.y + snap.delta.y};
    const LayerTransform result = scaledTo(target);
    // A layer that would vanish stops before the line.
    const PointF reached = handleOf(result);
    constexpr double kMet = 0.5;
    if (snap.lineX && std::abs(reached.x - *snap.lineX) > kMet)
        snap.lineX.reset();
    if (snap.lineY && std::abs(reached.y - *snap.lineY) > kMet)
        snap.lineY.reset();
    showGuides(snap);
    return result;
}

double TransformTool::snapReach(const CanvasPointer& pointer) const
{
    return pointer.modifiers.testFlag(Qt::ControlModifier) ? -1.0 : kSnapReach / m_canvas.view().zoom();
}

bool TransformTool::release(const CanvasPointer& pointer)
{
    if (!m_drag || pointer.button != Qt::LeftButton)
        return false;
    const std::unique_ptr<Drag> ended = std::move(m_drag);
    if (ended->edit)
        ended->edit->commit();
    else if (const LayerId top = layerAt(document().composition(), pointer.inCanvas);
             ended->handle == HandleKind::Inside && top != 0)
        document().select(top);
    showGuides({});
    m_hovered = handleUnder(pointer.inWidget);
    updateOverlay();
    return true;
}

bool TransformTool::cancel()
{
    if (!m_drag)
        return false;
    updateOverlay();
    m_drag.reset(); // the edit takes its changes back
    showGuides({});
    updateOverlay();
    return true;
}

bool TransformTool::keyPress(QKeyEvent& event)
{
    const PointF delta = nudgeOf(event);
    const bool other = event.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier);
    if (delta == PointF{} || other || placeable() == nullptr)
        return false;
    if (!m_drag)
        nudge(delta);
    return true;
}

void TransformTool::nudge(PointF delta)
{
    const LayerId id = document().selectedLayer();
    updateOverlay();
    document().edit(
        stepName(HandleKind::Inside),
        [id, delta](Composition& composition) {
            Layer& layer = *composition.layer(id);
            layer.transform = movedBy(layer.transform, delta);
        },
        QStringLiteral("nudge %1").arg(id));
    updateOverlay();
}

void TransformTool::leave()
{
    if (!m_drag && std::exchange(m_hovered, HandleKind::None) != HandleKind::None)
        updateOverlay();
}

void TransformTool::showGuides(const Snap& snap)
{
    if (snap.lineX == m_guides.lineX && snap.lineY == m_guides.lineY)
        return;
    // The lines are thin but cross the whole canvas.
    constexpr double kReach = 2.0;
    for (const Snap& each : {m_guides, snap}) {
        const QPointF at = m_canvas.view().widgetFromCanvas(PointF{each.lineX.value_or(0.0), each.lineY.value_or(0.0)});
        if (each.lineX)
            m_canvas.updateOverlay({at.x() - kReach, 0.0, 2.0 * kReach, static_cast<double>(m_canvas.height())});
        if (each.lineY)
            m_canvas.updateOverlay({0.0, at.y() - kReach, static_cast<double>(m_canvas.width()), 2.0 * kReach});
    }
    m_guides = snap;
}

void TransformTool::updateOverlay()
{
    if (const Layer* layer = placeable())
        m_canvas.updateOverlay(handlesOf(*layer, m_canvas.view()).bounds());
}

QString TransformTool::stepName(HandleKind handle) const
{
    switch (handle) {
    case HandleKind::Rotation:
        return tr("Rotate layer");
    case HandleKind::Pivot:
        return tr("Move pivot");
    case HandleKind::Inside:
    case HandleKind::None:
        return tr("Move layer");
    default:
        return tr("Scale layer");
    }
}

QString TransformTool::hint() const
{
    switch (m_hovered) {
    case HandleKind::Rotation:
        return tr("Drag to rotate. Shift: steps of 15°");
    case HandleKind::Pivot:
        return tr("Drag to move the point that the layer turns and scales about");
    case HandleKind::Inside:
    case HandleKind::None:
        return tr("Drag to move, arrow keys nudge (Shift: 10 px). Shift: one direction; Ctrl: no snapping");
    default:
        return isCorner(m_hovered)
                   ? tr("Drag to scale. Shift: free proportions; Alt: about the pivot; Ctrl: no snapping")
                   : tr("Drag to stretch. Shift: keep proportions; Alt: about the pivot; Ctrl: no snapping");
    }
}

} // namespace dh
