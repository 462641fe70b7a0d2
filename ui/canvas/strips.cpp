#include "ui/canvas/strips.h"

#include <QBrush>
#include <QImage>
#include <QPainter>

#include <algorithm>

namespace dh
{

namespace
{

/// Qt shares out what has 96 rows or more.
constexpr int kStripRows = 64;

template <typename Draw>
void forEachStrip(const QPainter& painter, const QRectF& area, double pixelRatio, const Draw& draw)
{
    const QRectF shown = painter.hasClipping() ? area & painter.clipBoundingRect() : area;
    const double height = kStripRows / pixelRatio;
    for (double top = shown.top(); top < shown.bottom(); top += height)
        draw(QRectF(shown.left(), top, shown.width(), std::min(height, shown.bottom() - top)));
}

} // namespace

void drawScaledImage(QPainter& painter, const QRectF& target, const QImage& image, const QRectF& source,
                     double pixelRatio)
{
    forEachStrip(painter, target, pixelRatio, [&](const QRectF& strip) {
        painter.save();
        painter.setClipRect(strip, Qt::IntersectClip);
        painter.drawImage(target, image, source);
        painter.restore();
    });
}

void fillInStrips(QPainter& painter, const QRectF& area, const QBrush& brush, double pixelRatio)
{
    forEachStrip(painter, area, pixelRatio, [&](const QRectF& strip) { painter.fillRect(strip, brush); });
}

} // namespace dh
