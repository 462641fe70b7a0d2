#pragma once

#include <QRectF>

class QBrush;
class QImage;
class QPainter;

namespace dh
{

// Qt hands what is scaled, translucent or textured and has many rows to a pool of threads and waits for them, which
// takes long while a run keeps every processor busy. These draw strip by strip, on the calling thread alone.

/// `source` of `image` in `target`, as QPainter::drawImage() does.
/// @param pixelRatio of the device
void drawScaledImage(QPainter& painter, const QRectF& target, const QImage& image, const QRectF& source,
                     double pixelRatio);
/// As QPainter::fillRect() does.
/// @param pixelRatio of the device
void fillInStrips(QPainter& painter, const QRectF& area, const QBrush& brush, double pixelRatio);

} // namespace dh
