#include "ui/canvas/canvas_view_state.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace dh
{

namespace
{

constexpr double kKeptVisible = 48.0; // logical pixels of the canvas that panning leaves in sight
constexpr double kSplitReach = 6.0;

/// How far `from`..`to` has to move so that enough of it lies inside 0..`limit`.
double backInSight(double from, double to, double limit)
{
    const double kept = std::min({kKeptVisible, limit / 2.0, to - from});
    if (to < kept)
        return kept - to;
    return from > limit - kept ? limit - kept - from : 0.0;
}

} // namespace

QSize CanvasView::State::paneSize() const
{
    return compare == CompareMode::SideBySide ? QSize(canvas.width() / 2, canvas.height()) : canvas.size();
}

void CanvasView::State::changeView(const ViewTransform& view, bool isFitted)
{
    fitted = isFitted;
    if (view == canvas.m_view)
        return;
    canvas.m_view = view;
    canvas.update();
    Q_EMIT canvas.viewChanged();
}

void CanvasView::State::pan(QPointF logicalPixels)
{
    ViewTransform view = canvas.m_view;
    view.panBy(logicalPixels);
    const QRectF shown = view.widgetFromCanvas(Rect{0, 0, canvasSize.width, canvasSize.height});
    view.panBy({backInSight(shown.left(), shown.right(), paneSize().width()),
                backInSight(shown.top(), shown.bottom(), paneSize().height())});
    changeView(view);
}

void CanvasView::State::zoomTo(double zoom, QPointF inWidget)
{
    ViewTransform view = canvas.m_view;
    view.zoomTo(zoom, inFirstPane(inWidget));
    changeView(view);
}

QPointF CanvasView::State::zoomAnchor() const
{
    return lastPointer.value_or(QRectF(QPointF(), paneSize()).center());
}

void CanvasView::State::keepZoomFactor()
{
    const double ratio = pixelRatio();
    if (ratio == knownPixelRatio)
        return;
    const double change = knownPixelRatio / ratio;
    knownPixelRatio = ratio;
    if (fitted)
        canvas.fit();
    else
        zoomTo(canvas.m_view.zoom() * change, QRectF(QPointF(), paneSize()).center());
}

QPointF CanvasView::State::inFirstPane(QPointF inWidget) const
{
    const int second = canvas.width() - paneSize().width();
    return second > 0 && inWidget.x() >= second ? inWidget - QPointF(second, 0.0) : inWidget;
}

CanvasPointer CanvasView::State::pointerAt(QPointF inWidget) const
{
    CanvasPointer pointer;
    place(pointer, inWidget);
    return pointer;
}

void CanvasView::State::place(CanvasPointer& pointer, QPointF inWidget) const
{
    // A drag that leaves its pane goes on beside it.
    pointer.inWidget = drag == Drag::None ? inFirstPane(inWidget) : inWidget - dragShift;
    pointer.inCanvas = canvas.m_view.canvasFromWidget(pointer.inWidget);
}

bool CanvasView::State::isOverSplit(QPointF inWidget) const
{
    if (compare == CompareMode::SplitVertical)
        return std::abs(inWidget.x() - split * canvas.width()) <= kSplitReach;
    return compare == CompareMode::SplitHorizontal && std::abs(inWidget.y() - split * canvas.height()) <= kSplitReach;
}

ContextFrame::Grip CanvasView::State::frameGripAt(QPointF inFirstPane) const
{
    const bool isHandle = tool != nullptr && tool->hasHandleAt(inFirstPane);
    return showsFrame() && !isHandle ? frame.gripAt(inFirstPane, canvas.m_view) : ContextFrame::Grip{};
}

bool CanvasView::State::press(CanvasPointer pointer, QPointF inWidget)
{
    if (drag != Drag::None && (pointer.isPen != dragPress.isPen || pointer.button == dragPress.button))
        endLostDrag(pointer, inWidget);
    if (drag != Drag::None)
        return drag == Drag::Tool && tool != nullptr && tool->press(pointer);
    dragStart = inWidget;
    dragPress = pointer;
    dragLast = pointer;
    dragShift = inWidget - pointer.inWidget;
    const bool left = pointer.button == Qt::LeftButton;
    if (pointer.button == Qt::MiddleButton || (left && spaceHeld)) {
        drag = Drag::Pan;
    } else if (left && isOverSplit(inWidget)) {
        drag = Drag::Split;
    } else if (frameGrip = frameGripAt(pointer.inWidget); left && !frameGrip.isNone()) {
        drag = Drag::Frame;
        frameAtStart = frame.area;
        Q_EMIT canvas.frameDragBegan();
    } else if (tool != nullptr && !canvasSize.isEmpty() && tool->press(pointer)) {
        drag = Drag::Tool;
    }
    lastPointer = inWidget;
    followTool();
    return drag != Drag::None;
}

bool CanvasView::State::move(CanvasPointer pointer, QPointF inWidget)
{
    // A mouse beside the pen that draws.
    if (drag != Drag::None && pointer.isPen != dragPress.isPen)
        return false;
    if (drag != Drag::None && pointer.buttons == Qt::NoButton)
        endLostDrag(pointer, inWidget);
    lastPointer = inWidget;
    dragLast = pointer;
    bool used = true;
    switch (drag) {
    case Drag::Pan:
        pan(inWidget - dragStart);
        dragStart = inWidget;
        break;
    case Drag::Split:
        dragSplit(inWidget);
        break;
    case Drag::Frame:
        dragFrame(pointer);
        break;
    case Drag::Tool:
    case Drag::None:
        used = tool != nullptr && !canvasSize.isEmpty() && tool->move(pointer);
    }
    followTool();
    const PointF at = pointer.inCanvas;
    Q_EMIT canvas.pointerMoved({at.x, at.y}, colourAt(at, inWidget), true);
    return used;
}

bool CanvasView::State::release(const CanvasPointer& pointer)
{
    const Drag ended = drag;
    if (ended != Drag::None && pointer.isPen != dragPress.isPen)
        return false;
    if (ended == Drag::Tool && tool != nullptr) {
        tool->release(pointer);
        if (pointer.buttons == Qt::NoButton)
            drag = Drag::None;
    } else if (pointer.button == dragPress.button) {
        drag = Drag::None;
    }
    followTool();
    return ended != Drag::None;
}

bool CanvasView::State::doubleClick(const CanvasPointer& pointer)
{
    return tool != nullptr && drag == Drag::None && tool->doubleClick(pointer);
}

/// The release went elsewhere, for instance to a dialog that a key opened under the drag.
void CanvasView::State::endLostDrag(CanvasPointer& next, QPointF inWidget)
{
    CanvasPointer last = dragLast;
    last.button = dragPress.button;
    last.buttons = Qt::NoButton;
    release(last);
    place(next, inWidget);
}

void CanvasView::State::cancelFirstFinger()
{
    if (drag == Drag::None || dragPress.isPen)
        return;
    if (drag == Drag::Frame || drag == Drag::Tool)
        canvas.cancelProgress();
    drag = Drag::None;
}

void CanvasView::State::dragSplit(QPointF inWidget)
{
    const double share =
        compare == CompareMode::SplitVertical ? inWidget.x() / canvas.width() : inWidget.y() / canvas.height();
    canvas.setSplit(share);
}

void CanvasView::State::dragFrame(const CanvasPointer& pointer)
{
    const Point delta{static_cast<int>(std::lround(pointer.inCanvas.x - dragPress.inCanvas.x)),
                      static_cast<int>(std::lround(pointer.inCanvas.y - dragPress.inCanvas.y))};
    const Rect dragged = ContextFrame::dragged(frameAtStart, frameGrip, delta, canvasSize);
    if (dragged == frame.area)
        return;
    canvas.setFrame(dragged, frame.caption, frame.editable);
    Q_EMIT canvas.frameDragged(dragged);
}

bool CanvasView::State::cancelDrag()
{
    if (drag != Drag::Frame)
        return tool != nullptr && tool->cancel();
    drag = Drag::None;
    canvas.setFrame(frameAtStart, frame.caption, frame.editable);
    Q_EMIT canvas.frameDragCancelled();
    return true;
}

bool CanvasView::cancelProgress()
{
    if (!isInProgress())
        return false;
    return m_state->drag == State::Drag::Frame ? m_state->cancelDrag() : m_state->tool->cancelLast();
}

bool CanvasView::isInProgress() const
{
    return m_state->isInProgress();
}

bool CanvasView::State::isInProgress() const
{
    return drag == Drag::Frame || (tool != nullptr && tool->isInProgress());
}

void CanvasView::State::updateCursor(QPointF inWidget)
{
    const ContextFrame::Grip grip = drag == Drag::Frame ? frameGrip : frameGripAt(inFirstPane(inWidget));
    QCursor cursor = tool != nullptr && !canvasSize.isEmpty() ? tool->cursor() : QCursor(Qt::ArrowCursor);
    if (drag == Drag::Pan)
        cursor = Qt::ClosedHandCursor;
    else if (spaceHeld)
        cursor = Qt::OpenHandCursor;
    else if (drag == Drag::Split || (drag == Drag::None && isOverSplit(inWidget)))
        cursor = compare == CompareMode::SplitVertical ? Qt::SplitHCursor : Qt::SplitVCursor;
    else if (drag == Drag::Frame || (drag == Drag::None && !grip.isNone()))
        cursor = ContextFrame::cursorFor(grip);
    // Setting the same shape again still costs a round trip to the display server.
    if (cursor.shape() == Qt::BitmapCursor || cursor.shape() != canvas.cursor().shape())
        canvas.setCursor(cursor);
}

void CanvasView::State::announceHint()
{
    const QString now = tool != nullptr ? tool->hint() : QString();
    if (now == hint)
        return;
    hint = now;
    Q_EMIT canvas.toolHintChanged(hint);
}

void CanvasView::State::followTool()
{
    if (lastPointer)
        updateCursor(*lastPointer);
    announceHint();
    const bool now = isInProgress();
    if (now != std::exchange(wasInProgress, now))
        Q_EMIT canvas.inProgressChanged(now);
}

void CanvasView::State::setSpace(bool held)
{
    spaceHeld = held;
    updateCursor(lastPointer.value_or(QPointF()));
}

} // namespace dh
