#pragma once

#include "core/base/geometry.h"

#include <QPointF>
#include <QRectF>
#include <QSize>

namespace dh
{

/// How the canvas lies in a widget: widget = canvas * zoom + offset, in logical (device independent) pixels. At "1:1" a
/// canvas pixel is one physical pixel, so zoom is 1 / devicePixelRatio there.
class ViewTransform
{
public:
    static constexpr double kMinZoom = 0.005;
    static constexpr double kMaxZoom = 64.0;

    [[nodiscard]] double zoom() const { return m_zoom; }
    [[nodiscard]] QPointF widgetFromCanvas(PointF point) const;
    [[nodiscard]] PointF canvasFromWidget(QPointF point) const;
    [[nodiscard]] QRectF widgetFromCanvas(const Rect& rect) const;
    /// The canvas pixels that show inside `widget` (clipped to the canvas).
    [[nodiscard]] Rect visibleCanvas(QSize widget, Size canvas) const;

    /// Keeps the canvas point under `anchor` where it is; clamped to the limits.
    void zoomTo(double zoom, QPointF anchor);
    void panBy(QPointF logicalPixels);
    /// The whole canvas, centred, with a margin.
    void fit(QSize widget, Size canvas, double margin = 16.0);
    friend bool operator==(const ViewTransform&, const ViewTransform&) = default;

private:
    double m_zoom = 1.0;
    QPointF m_offset;
};

} // namespace dh
