#include "ui/canvas/context_frame.h"

#include "ui/canvas/view_transform.h"

#include <QFontMetricsF>
#include <QGuiApplication>
#include <QPainter>
#include <QPalette>

#include <algorithm>
#include <cmath>

namespace dh
{

namespace
{

constexpr double kReach = 5.0;
constexpr double kPadding = 6.0;
constexpr double kDash = 6.0;
constexpr int kSmallestSide = 32;
constexpr int kCaptionAlpha = 220;

/// Moves one side of a span, keeping it inside 0..limit and long enough.
void moveSide(int& from, int& to, int delta, bool first, int limit)
{
    const int least = std::min(kSmallestSide, limit);
    if (first)
        from = std::clamp(from + delta, 0, std::max(0, to - least));
    else
        to = std::clamp(to + delta, std::min(limit, from + least), limit);
}

} // namespace

QRectF ContextFrame::captionBox(const ViewTransform& view) const
{
    const QFontMetricsF metrics(QGuiApplication::font());
    const QRectF frame = view.widgetFromCanvas(area);
    const QSizeF size(metrics.horizontalAdvance(caption) + 2.0 * kPadding, metrics.height() + kPadding);
    // On the frame, or inside it where it would leave the view: one has to read it, and to take hold of it.
    const double above = frame.top() - size.height();
    const double y = std::min(above >= 0.0 ? above : std::max(0.0, frame.top()), frame.bottom() - size.height());
    const double x = std::max(frame.left(), std::min(0.0, frame.right() - size.width()));
    return {QPointF(x, y), size};
}

ContextFrame::Grip ContextFrame::gripAt(QPointF inWidget, const ViewTransform& view) const
{
    if (area.isEmpty() || !editable)
        return {};
    if (!caption.isEmpty() && captionBox(view).contains(inWidget))
        return {{}, true};
    const QRectF frame = view.widgetFromCanvas(area);
    if (!frame.adjusted(-kReach, -kReach, kReach, kReach).contains(inWidget))
        return {};
    Grip grip;
    grip.edges.setFlag(Qt::LeftEdge, std::abs(inWidget.x() - frame.left()) <= kReach);
    grip.edges.setFlag(Qt::RightEdge, std::abs(inWidget.x() - frame.right()) <= kReach);
    grip.edges.setFlag(Qt::TopEdge, std::abs(inWidget.y() - frame.top()) <= kReach);
    grip.edges.setFlag(Qt::BottomEdge, std::abs(inWidget.y() - frame.bottom()) <= kReach);
    return grip;
}

QCursor ContextFrame::cursorFor(const Grip& grip)
{
    if (grip.moves)
        return Qt::SizeAllCursor;
    const bool horizontal = grip.edges & (Qt::LeftEdge | Qt::RightEdge);
    const bool vertical = grip.edges & (Qt::TopEdge | Qt::BottomEdge);
    if (horizontal && vertical) {
        const bool falling =
            grip.edges == (Qt::LeftEdge | Qt::TopEdge) || grip.edges == (Qt::RightEdge | Qt::BottomEdge);
        return falling ? Qt::SizeFDiagCursor : Qt::SizeBDiagCursor;
    }
    return horizontal ? Qt::SizeHorCursor : Qt::SizeVerCursor;
}

Rect ContextFrame::dragged(const Rect& start, const Grip& grip, Point delta, Size canvas)
{
    if (grip.moves)
        return {std::clamp(start.x + delta.x, 0, std::max(0, canvas.width - start.width)),
                std::clamp(start.y + delta.y, 0, std::max(0, canvas.height - start.height)), start.width, start.height};
    int left = start.x;
    int right = start.right();
    int top = start.y;
    int bottom = start.bottom();
    if (grip.edges & (Qt::LeftEdge | Qt::RightEdge))
        moveSide(left, right, delta.x, grip.edges.testFlag(Qt::LeftEdge), canvas.width);
    if (grip.edges & (Qt::TopEdge | Qt::BottomEdge))
        moveSide(top, bottom, delta.y, grip.edges.testFlag(Qt::TopEdge), canvas.height);
    return {left, top, right - left, bottom - top};
}

void ContextFrame::paint(QPainter& painter, const ViewTransform& view, const QPalette& palette) const
{
    if (area.isEmpty())
        return;
    painter.save();
    const QRectF frame = view.widgetFromCanvas(area);
    // Light dashes on a dark line: seen on any picture.
    painter.setPen(QPen(Qt::black, 1.0));
    painter.drawRect(frame);
    QPen dashes(Qt::white, 1.0);
    dashes.setDashPattern({kDash, kDash});
    painter.setPen(dashes);
    painter.drawRect(frame);
    if (!caption.isEmpty()) {
        QColor back = palette.color(QPalette::Highlight);
        back.setAlpha(kCaptionAlpha);
        painter.setFont(QGuiApplication::font());
        painter.fillRect(captionBox(view), back);
        painter.setPen(palette.color(QPalette::HighlightedText));
        painter.drawText(captionBox(view), Qt::AlignCenter, caption);
    }
    painter.restore();
}

QRectF ContextFrame::bounds(const ViewTransform& view) const
{
    if (area.isEmpty())
        return {};
    QRectF all = view.widgetFromCanvas(area);
    if (!caption.isEmpty())
        all |= captionBox(view);
    return all.adjusted(-2.0, -2.0, 2.0, 2.0);
}

} // namespace dh
