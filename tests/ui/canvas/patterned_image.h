#pragma once

#include <QImage>

namespace dh::test
{

/// Nowhere the same, and translucent in part.
inline QImage patterned(QSize size, QImage::Format format)
{
    QImage image(size, QImage::Format_ARGB32);
    for (int y = 0; y < size.height(); ++y)
        for (int x = 0; x < size.width(); ++x)
            image.setPixel(x, y, qRgba((x * 7) & 255, (y * 5) & 255, (x * y) & 255, 255 - ((x + y) & 63)));
    return image.convertToFormat(format);
}

/// To paint on.
inline QImage canvasOf(QSize size, double ratio)
{
    QImage canvas(size * ratio, QImage::Format_ARGB32_Premultiplied);
    canvas.setDevicePixelRatio(ratio);
    canvas.fill(Qt::darkGray);
    return canvas;
}

} // namespace dh::test
