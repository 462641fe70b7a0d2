#include "ui/tools/overlay_lines.h"

#include "ui/canvas/view_transform.h"

#include <QPainter>
#include <QPainterPath>

namespace dh
{

namespace
{

QPen cosmetic(const QColor& colour, double width)
{
    QPen pen(colour, width);
    pen.setCosmetic(true);
    return pen;
}

void drawPaths(QPainter& painter, const QPainterPath& path, const QPen& below, const QPen& above)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(below);
    painter.drawPath(path);
    painter.setPen(above);
    painter.drawPath(path);
    painter.restore();
}

} // namespace

void drawOverlayPath(QPainter& painter, const QPainterPath& path)
{
    constexpr double kDash = 4.0;
    QPen dashes = cosmetic(Qt::black, 1.0);
    dashes.setDashPattern({kDash, kDash});
    drawPaths(painter, path, cosmetic(Qt::white, 1.0), dashes);
}

void drawOverlayOutline(QPainter& painter, const QPainterPath& path)
{
    // Opaque: translucent lines are shared out among threads, which are slow to come while a run is on.
    constexpr double kHalo = 2.1;
    drawPaths(painter, path, cosmetic(Qt::black, kHalo), cosmetic(Qt::white, 1.0));
}

QPainterPath pathInWidget(std::span<const PointF> inCanvas, const ViewTransform& view, bool closed)
{
    QPainterPath path;
    for (const PointF point : inCanvas)
        if (path.elementCount() == 0)
            path.moveTo(view.widgetFromCanvas(point));
        else
            path.lineTo(view.widgetFromCanvas(point));
    if (closed)
        path.closeSubpath();
    return path;
}

} // namespace dh
