#include "ui/canvas/canvas_view_state.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QGestureEvent>
#include <QGuiApplication>
#include <QInputDevice>
#include <QKeyEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPinchGesture>
#include <QResizeEvent>
#include <QStyleHints>
#include <QTabletEvent>
#include <QUrl>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace dh
{

namespace
{

constexpr double kNotch = 120.0; // angle units of one wheel notch
constexpr double kZoomPerNotch = 1.25;
constexpr double kPanPerNotch = 60.0;  // logical pixels
constexpr double kKeyPanShare = 0.125; // of the canvas widget

bool isTouchPad(const QWheelEvent& event)
{
    return !event.pixelDelta().isNull() &&
           (event.phase() != Qt::NoScrollPhase || event.device()->type() == QInputDevice::DeviceType::TouchPad);
}

QPoint keyDirection(int key)
{
    switch (key) {
    case Qt::Key_Left:
        return {-1, 0};
    case Qt::Key_Right:
        return {1, 0};
    case Qt::Key_Up:
        return {0, -1};
    case Qt::Key_Down:
        return {0, 1};
    default:
        return {};
    }
}

} // namespace

bool CanvasView::State::navigationKey(const QKeyEvent& event)
{
    if (event.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier))
        return false;
    if (const QPoint direction = keyDirection(event.key()); !direction.isNull()) {
        const QSizeF step = QSizeF(paneSize()) * kKeyPanShare;
        pan({-direction.x() * step.width(), -direction.y() * step.height()});
        return true;
    }
    switch (event.key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        canvas.zoomIn();
        return true;
    case Qt::Key_Minus:
        canvas.zoomOut();
        return true;
    case Qt::Key_0:
    case Qt::Key_Home:
        canvas.fit();
        return true;
    case Qt::Key_1:
        canvas.actualSize();
        return true;
    case Qt::Key_Escape:
        return cancelDrag();
    default:
        return false;
    }
}

bool CanvasView::State::handleOther(QEvent& event)
{
    switch (event.type()) {
    case QEvent::ShortcutOverride:
        // Whatever else they may be shortcuts for, Space held pans and Escape first ends what is done on the canvas.
        if (const int key = static_cast<QKeyEvent&>(event).key();
            key != Qt::Key_Space && (key != Qt::Key_Escape || !isInProgress()))
            return false;
        event.accept();
        return true;
    case QEvent::NativeGesture: {
        const auto& gesture = static_cast<QNativeGestureEvent&>(event);
        if (gesture.gestureType() != Qt::ZoomNativeGesture)
            return false;
        zoomTo(canvas.m_view.zoom() * (1.0 + gesture.value()), gesture.position());
        return true;
    }
    case QEvent::Gesture: {
        auto* pinch = static_cast<QPinchGesture*>(static_cast<QGestureEvent&>(event).gesture(Qt::PinchGesture));
        if (pinch == nullptr)
            return false;
        if (pinch->state() == Qt::GestureStarted)
            cancelFirstFinger();
        // Its beginning changes nothing, its end repeats the last change.
        if (pinch->state() != Qt::GestureUpdated)
            return true;
        const QPointF centre = canvas.mapFromGlobal(pinch->centerPoint());
        pan(pinch->centerPoint() - pinch->lastCenterPoint());
        zoomTo(canvas.m_view.zoom() * pinch->scaleFactor(), centre);
        return true;
    }
    case QEvent::ScreenChangeInternal:
    case QEvent::Show:
        keepZoomFactor();
        return false;
    case QEvent::FocusOut:
        setSpace(false);
        return false;
    default:
        return false;
    }
}

bool CanvasView::State::isSecondTap(const QTabletEvent& press)
{
    const std::optional<Tap> before = std::exchange(lastTap, std::nullopt);
    const QStyleHints& hints = *QGuiApplication::styleHints();
    const bool isSecond =
        before && press.timestamp() - before->time <= static_cast<std::uint64_t>(hints.mouseDoubleClickInterval()) &&
        (press.position() - before->inWidget).manhattanLength() <= hints.touchDoubleTapDistance();
    if (!isSecond)
        lastTap = Tap{press.timestamp(), press.position()};
    return isSecond;
}

void CanvasView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (m_state->fitted) {
        fit();
    } else if (m_state->knownSize.isValid()) {
        const QSizeF growth = QSizeF(size() - m_state->knownSize);
        m_state->pan({growth.width() / 2.0, growth.height() / 2.0});
    }
    m_state->knownSize = size();
}

void CanvasView::mousePressEvent(QMouseEvent* event)
{
    CanvasPointer pointer = m_state->pointerAt(event->position());
    pointer.button = event->button();
    pointer.buttons = event->buttons();
    pointer.modifiers = event->modifiers();
    event->setAccepted(m_state->press(pointer, event->position()));
}

void CanvasView::mouseMoveEvent(QMouseEvent* event)
{
    CanvasPointer pointer = m_state->pointerAt(event->position());
    pointer.buttons = event->buttons();
    pointer.modifiers = event->modifiers();
    event->setAccepted(m_state->move(pointer, event->position()));
}

void CanvasView::mouseReleaseEvent(QMouseEvent* event)
{
    CanvasPointer pointer = m_state->pointerAt(event->position());
    pointer.button = event->button();
    pointer.buttons = event->buttons();
    pointer.modifiers = event->modifiers();
    event->setAccepted(m_state->release(pointer));
}

void CanvasView::mouseDoubleClickEvent(QMouseEvent* event)
{
    CanvasPointer pointer = m_state->pointerAt(event->position());
    pointer.button = event->button();
    pointer.buttons = event->buttons();
    pointer.modifiers = event->modifiers();
    if (!m_state->doubleClick(pointer))
        mousePressEvent(event);
}

void CanvasView::wheelEvent(QWheelEvent* event)
{
    const QPointF notches = QPointF(event->angleDelta()) / kNotch;
    const double turned = std::abs(notches.y()) >= std::abs(notches.x()) ? notches.y() : notches.x();
    const bool zooms = event->modifiers().testFlag(Qt::ControlModifier) || !isTouchPad(*event);
    if (event->modifiers().testFlag(Qt::ShiftModifier))
        m_state->pan({turned * kPanPerNotch, 0.0});
    else if (zooms)
        m_state->zoomTo(m_view.zoom() * std::pow(kZoomPerNotch, turned), event->position());
    else
        m_state->pan(event->pixelDelta());
    event->accept();
}

void CanvasView::tabletEvent(QTabletEvent* event)
{
    CanvasPointer pointer = m_state->pointerAt(event->position());
    pointer.button = event->button();
    pointer.buttons = event->buttons();
    pointer.modifiers = event->modifiers();
    // A puck measures none and reports 0.
    const QPointingDevice* device = event->pointingDevice();
    if (device == nullptr || device->hasCapability(QInputDevice::Capability::Pressure) || event->pressure() > 0.0)
        pointer.pressure = event->pressure();
    pointer.isPen = true;
    pointer.eraserEnd = event->pointerType() == QPointingDevice::PointerType::Eraser;
    if (event->type() == QEvent::TabletPress) {
        // What Qt does for a mouse only.
        setFocus(Qt::MouseFocusReason);
        if (!m_state->isSecondTap(*event) || !m_state->doubleClick(pointer))
            m_state->press(pointer, event->position());
    } else if (event->type() == QEvent::TabletRelease) {
        m_state->release(pointer);
    } else {
        m_state->move(pointer, event->position());
    }
    event->accept(); // otherwise the same comes again as a mouse event, without pressure
}

void CanvasView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Space) {
        if (!event->isAutoRepeat())
            m_state->setSpace(true);
        return;
    }
    const bool used = m_state->tool != nullptr && m_state->tool->keyPress(*event);
    if (!used && !m_state->navigationKey(*event))
        QWidget::keyPressEvent(event);
}

void CanvasView::keyReleaseEvent(QKeyEvent* event)
{
    if (event->key() != Qt::Key_Space)
        QWidget::keyReleaseEvent(event);
    else if (!event->isAutoRepeat())
        m_state->setSpace(false);
}

void CanvasView::leaveEvent(QEvent* event)
{
    QWidget::leaveEvent(event);
    m_state->lastPointer.reset();
    if (m_state->tool != nullptr)
        m_state->tool->leave();
    Q_EMIT pointerMoved({}, {}, false);
}

void CanvasView::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls() || event->mimeData()->hasImage())
        event->acceptProposedAction();
}

void CanvasView::dropEvent(QDropEvent* event)
{
    const PointF at = m_state->pointerAt(event->position()).inCanvas;
    const QMimeData& dropped = *event->mimeData();
    const QList<QUrl> urls = dropped.urls();
    const bool hasFiles = std::any_of(urls.begin(), urls.end(), [](const QUrl& url) { return url.isLocalFile(); });
    // A web browser gives an address besides the pixels.
    if (dropped.hasUrls() && (hasFiles || !dropped.hasImage()))
        Q_EMIT filesDropped(urls, {at.x, at.y});
    else if (dropped.hasImage())
        Q_EMIT imageDropped(qvariant_cast<QImage>(dropped.imageData()), {at.x, at.y});
    else
        return;
    event->acceptProposedAction();
}

} // namespace dh
