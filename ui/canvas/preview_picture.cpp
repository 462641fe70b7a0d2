#include "ui/canvas/preview_picture.h"

#include <algorithm>

namespace dh
{

namespace
{

// Previews come several times a second: a mask's edge is kept sharper than a small picture, but not without bounds.
constexpr int kLongestSide = 1024;

QSize shownSize(const CanvasPreview& preview)
{
    const PreviewImage& picture = *preview.picture;
    QSize size(std::max(picture.width, preview.mask.width()), std::max(picture.height, preview.mask.height()));
    const QSize area(preview.area.width, preview.area.height);
    size = size.boundedTo(area);
    if (std::max(size.width(), size.height()) > kLongestSide)
        size.scale(kLongestSide, kLongestSide, Qt::KeepAspectRatio);
    return size.expandedTo(QSize(1, 1));
}

QImage maskPicture(const Mask& mask, QSize size)
{
    QImage image(mask.width(), mask.height(), QImage::Format_Grayscale8);
    for (int y = 0; y < mask.height(); ++y)
        std::copy_n(mask.row(y), mask.width(), image.scanLine(y));
    return image.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
        .convertToFormat(QImage::Format_Grayscale8);
}

} // namespace

QImage previewPicture(const CanvasPreview& preview)
{
    if (!preview.picture || preview.picture->width <= 0 || preview.picture->height <= 0 || preview.area.isEmpty())
        return {};
    const PreviewImage& picture = *preview.picture;
    constexpr int kChannels = 3;
    const QImage raw(picture.rgb.data(), picture.width, picture.height, picture.width * kChannels,
                     QImage::Format_RGB888);
    const QSize size = shownSize(preview);
    QImage result = raw.convertToFormat(QImage::Format_ARGB32_Premultiplied)
                        .scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    if (preview.mask.isNull())
        return result;
    const QImage alpha = maskPicture(preview.mask, size);
    for (int y = 0; y < size.height(); ++y) {
        QRgb* row = reinterpret_cast<QRgb*>(result.scanLine(y));
        const uchar* weights = alpha.constScanLine(y);
        for (int x = 0; x < size.width(); ++x)
            row[x] = qPremultiply(qRgba(qRed(row[x]), qGreen(row[x]), qBlue(row[x]), weights[x]));
    }
    return result;
}

} // namespace dh
