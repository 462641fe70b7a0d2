#include "core/document/document.h"
#include "ui/canvas/canvas_view.h"
#include "ui/canvas/transform_tool.h"

#include <QPainter>
#include <QPalette>

#include <array>
#include <cmath>

namespace dh
{

namespace
{

constexpr double kHandleHalf = 4.0;
constexpr double kRotationRadius = 5.0;
constexpr double kPivotRadius = 5.0;
constexpr double kPivotCross = 9.0;
constexpr double kLine = 1.5;
constexpr double kHalo = 2.3;
constexpr QRgb kGuideColour = qRgb(255, 64, 160);
constexpr double kTurnPerCursor = 45.0;

/// A line that is seen on light and on dark pictures. Opaque: translucent lines are shared out among threads, which are
/// slow to come while a run is on.
void paintTwice(QPainter& painter, const QColor& colour, const auto& draw)
{
    painter.setPen(QPen(Qt::black, kHalo));
    draw();
    painter.setPen(QPen(colour, kLine));
    draw();
}

void paintHandle(QPainter& painter, QPointF at, double rotation, bool hot, const QColor& accent)
{
    painter.save();
    painter.translate(at);
    painter.rotate(rotation);
    painter.setPen(QPen(hot ? QColor(Qt::white) : accent, kLine));
    painter.setBrush(hot ? accent : QColor(Qt::white));
    painter.drawRect(QRectF(-kHandleHalf, -kHandleHalf, 2.0 * kHandleHalf, 2.0 * kHandleHalf));
    painter.restore();
}

void paintPivot(QPainter& painter, QPointF at, const QColor& accent)
{
    painter.setBrush(Qt::NoBrush);
    paintTwice(painter, accent, [&painter, at] {
        painter.drawEllipse(at, kPivotRadius, kPivotRadius);
        painter.drawLine(at - QPointF(kPivotCross, 0.0), at + QPointF(kPivotCross, 0.0));
        painter.drawLine(at - QPointF(0.0, kPivotCross), at + QPointF(0.0, kPivotCross));
    });
}

} // namespace

void TransformTool::paintOverlay(QPainter& painter, const ViewTransform& view)
{
    paintGuides(painter, view);
    const Layer* layer = placeable();
    if (layer == nullptr)
        return;
    const LayerHandles handles = handlesOf(*layer, view);
    const QColor accent = m_canvas.palette().color(QPalette::Highlight);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    const QPointF top = handles.scale[static_cast<std::size_t>(HandleKind::Top)];
    paintTwice(painter, accent, [&painter, &handles, top] {
        painter.drawPolygon(handles.outline);
        painter.drawLine(top, handles.rotation);
    });
    for (int i = 0; i < kScaleHandles; i += handles.showsEdges ? 1 : 2)
        paintHandle(painter, handles.scale[static_cast<std::size_t>(i)], layer->transform.rotation,
                    m_hovered == static_cast<HandleKind>(i), accent);
    painter.setPen(QPen(accent, kLine));
    painter.setBrush(m_hovered == HandleKind::Rotation ? accent : QColor(Qt::white));
    painter.drawEllipse(handles.rotation, kRotationRadius, kRotationRadius);
    if (handles.showsEdges)
        paintPivot(painter, handles.pivot, accent);
    painter.restore();
}

void TransformTool::paintGuides(QPainter& painter, const ViewTransform& view) const
{
    if (!m_guides.lineX && !m_guides.lineY)
        return;
    const QPointF at = view.widgetFromCanvas(PointF{m_guides.lineX.value_or(0.0), m_guides.lineY.value_or(0.0)});
    painter.setPen(QPen(QColor(kGuideColour), 1.0));
    if (m_guides.lineX)
        painter.drawLine(QPointF(at.x(), 0.0), QPointF(at.x(), m_canvas.height()));
    if (m_guides.lineY)
        painter.drawLine(QPointF(0.0, at.y()), QPointF(m_canvas.width(), at.y()));
}

QCursor TransformTool::cursor() const
{
    if (m_hovered == HandleKind::Rotation)
        return Qt::PointingHandCursor;
    if (m_hovered == HandleKind::Pivot)
        return Qt::CrossCursor;
    if (m_hovered == HandleKind::Inside)
        return Qt::SizeAllCursor;
    if (m_hovered == HandleKind::None)
        return Qt::ArrowCursor;
    // Handles go clockwise in eighths of a turn, and so do these. Of a flipped layer they go back from the top right.
    static constexpr std::array kCursors{Qt::SizeFDiagCursor, Qt::SizeVerCursor, Qt::SizeBDiagCursor,
                                         Qt::SizeHorCursor};
    const int place = m_isMirrored ? static_cast<int>(HandleKind::TopRight) - static_cast<int>(m_hovered)
                                   : static_cast<int>(m_hovered);
    const int turns = place + static_cast<int>(std::lround(m_rotationUnderPointer / kTurnPerCursor));
    const int count = static_cast<int>(kCursors.size());
    return kCursors[static_cast<std::size_t>((turns % count + count) % count)];
}

} // namespace dh
