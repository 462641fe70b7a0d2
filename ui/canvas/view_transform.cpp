#include "ui/canvas/view_transform.h"

#include <algorithm>
#include <cmath>

namespace dh
{

QPointF ViewTransform::widgetFromCanvas(PointF point) const
{
    return QPointF(point.x, point.y) * m_zoom + m_offset;
}

PointF ViewTransform::canvasFromWidget(QPointF point) const
{
    const QPointF canvas = (point - m_offset) / m_zoom;
    return {canvas.x(), canvas.y()};
}

QRectF ViewTransform::widgetFromCanvas(const Rect& rect) const
{
    return {widgetFromCanvas(PointF{static_cast<double>(rect.x), static_cast<double>(rect.y)}),
            QSizeF(rect.width, rect.height) * m_zoom};
}

Rect ViewTransform::visibleCanvas(QSize widget, Size canvas) const
{
    const PointF first = canvasFromWidget(QPointF(0.0, 0.0));
    const PointF last = canvasFromWidget(QPointF(widget.width(), widget.height()));
    // Clamped before the conversion: far zoomed in or panned away, the numbers leave the range of int.
    const auto pixel = [](double value, int limit) { return static_cast<int>(std::clamp(value, 0.0, double(limit))); };
    const int left = pixel(std::floor(first.x), canvas.width);
    const int top = pixel(std::floor(first.y), canvas.height);
    return {left, top, std::max(0, pixel(std::ceil(last.x), canvas.width) - left),
            std::max(0, pixel(std::ceil(last.y), canvas.height) - top)};
}

void ViewTransform::zoomTo(double zoom, QPointF anchor)
{
    const double clamped = std::clamp(zoom, kMinZoom, kMaxZoom);
    m_offset = anchor - (anchor - m_offset) * (clamped / m_zoom);
    m_zoom = clamped;
}

void ViewTransform::panBy(QPointF logicalPixels)
{
    m_offset += logicalPixels;
}

void ViewTransform::fit(QSize widget, Size canvas, double margin)
{
    if (canvas.isEmpty() || widget.isEmpty())
        return;
    const double width = std::max(1.0, widget.width() - 2.0 * margin);
    const double height = std::max(1.0, widget.height() - 2.0 * margin);
    m_zoom = std::clamp(std::min(width / canvas.width, height / canvas.height), kMinZoom, kMaxZoom);
    m_offset = {(widget.width() - canvas.width * m_zoom) / 2.0, (widget.height() - canvas.height * m_zoom) / 2.0};
}

} // namespace dh
