#pragma once

#include "core/base/geometry.h"

#include <QCursor>
#include <QPointF>
#include <QString>
#include <Qt>

#include <cmath>

class QKeyEvent;
class QPainter;
class QWidget;

namespace dh
{

class ViewTransform;

/// A pointer event in the canvas's frame: mouse, pen or touch.
struct CanvasPointer {
    PointF inCanvas;
    QPointF inWidget;
    Qt::MouseButton button = Qt::NoButton; ///< of press and release
    Qt::MouseButtons buttons;
    Qt::KeyboardModifiers modifiers;
    double pressure = 1.0; ///< 0..1
    bool isPen = false;
    bool eraserEnd = false;
};

/// Whether a pointer that was pressed and moved means more than a click, which hands don't hold still.
[[nodiscard]] inline bool isDrag(QPointF pressInWidget, QPointF nowInWidget)
{
    constexpr double kShortest = 3.0; // logical pixels
    const QPointF way = nowInWidget - pressInWidget;
    return std::hypot(way.x(), way.y()) >= kShortest;
}

/// What the pointer does on the canvas. Tools edit the Document through its edits; they know no panel. Owned by the
/// window, used by one canvas at a time, GUI thread.
class CanvasTool
{
public:
    virtual ~CanvasTool() = default;
    virtual void activated() {}
    /// The tool is left: what is open is committed or dropped.
    virtual void deactivated() {}
    /// @return whether the event was used
    virtual bool press(const CanvasPointer&) { return false; }
    virtual bool move(const CanvasPointer&) { return false; }
    virtual bool release(const CanvasPointer&) { return false; }
    virtual bool doubleClick(const CanvasPointer&) { return false; }
    virtual bool keyPress(QKeyEvent&) { return false; }
    virtual void leave() {}
    /// Whether a press there takes hold of a handle of the tool; it goes before the frame's border.
    [[nodiscard]] virtual bool hasHandleAt(QPointF inWidget) const
    {
        static_cast<void>(inWidget);
        return false;
    }
    /// Drops what is in progress (Escape). @return whether there was anything
    virtual bool cancel() { return false; }
    /// Drops the last part of it (Undo), all where it has none. @return whether there was anything
    virtual bool cancelLast() { return cancel(); }
    /// Whether there is a drag, an outline or a computation: Undo and Escape then mean that before anything else.
    [[nodiscard]] virtual bool isInProgress() const { return false; }
    /// Draws handles and outlines over the canvas, in widget coordinates.
    virtual void paintOverlay(QPainter&, const ViewTransform&) {}
    [[nodiscard]] virtual QCursor cursor() const { return Qt::ArrowCursor; }
    /// One line for the status bar: what the tool does and its modifier keys; translated.
    [[nodiscard]] virtual QString hint() const { return {}; }
};

} // namespace dh
