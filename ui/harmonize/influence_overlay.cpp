#include "ui/harmonize/influence_overlay.h"

#include <QPainter>

#include <cmath>
#include <vector>

namespace dh
{

namespace
{

constexpr int kFull = 255;
constexpr double kStripePeriod = 12.0; // logical pixels
constexpr double kStripeWidth = 4.0;
/// Dark stripes between light ones show on every picture; premultiplied.
constexpr QRgb kLight = qRgba(176, 176, 176, 176);
constexpr QRgb kDark = qRgba(16, 16, 16, 128);
constexpr int kOutside = -1;

QRgb faded(QRgb colour, int opacity)
{
    const auto part = [opacity](int value) { return value * opacity / kFull; };
    return qRgba(part(qRed(colour)), part(qGreen(colour)), part(qBlue(colour)), part(qAlpha(colour)));
}

/// The pixel of the mask under each of `count` places, kOutside beside the mask.
template <typename Place>
std::vector<int> pixelsUnder(int first, int count, int length, const Place& place)
{
    std::vector<int> pixels;
    pixels.reserve(static_cast<std::size_t>(count));
    for (int i = first; i < first + count; ++i) {
        const double position = std::floor(place(i));
        pixels.push_back(position >= 0.0 && position < length ? static_cast<int>(position) : kOutside);
    }
    return pixels;
}

} // namespace

void InfluenceOverlay::paint(QPainter& painter, const ViewTransform& view, const Mask& influence, QSize widget)
{
    if (influence.isNull())
        return;
    const qreal ratio = painter.device()->devicePixelRatioF();
    const QSize size = (QSizeF(widget) * ratio).toSize();
    if (m_picture.size() != size || m_picture.devicePixelRatio() != ratio || m_view != view) {
        m_picture = QImage(size, QImage::Format_ARGB32_Premultiplied);
        m_picture.setDevicePixelRatio(ratio);
        m_view = view;
        draw(m_picture.rect(), influence);
    } else if (!m_changed.isEmpty()) {
        const QRectF changed = view.widgetFromCanvas(m_changed);
        draw(QRectF(changed.topLeft() * ratio, changed.size() * ratio).toAlignedRect(), influence);
    }
    m_changed = {};
    painter.drawImage(QPointF(), m_picture);
}

void InfluenceOverlay::draw(const QRect& inPixels, const Mask& influence)
{
    constexpr double kMiddle = 0.5;
    const QRect area = inPixels.intersected(m_picture.rect());
    const qreal ratio = m_picture.devicePixelRatio();
    const int period = static_cast<int>(std::lround(kStripePeriod * ratio));
    const int width = static_cast<int>(std::lround(kStripeWidth * ratio));
    const std::vector<int> columns = pixelsUnder(area.left(), area.width(), influence.width(), [&](int x) {
        return m_view.canvasFromWidget({(x + kMiddle) / ratio, 0.0}).x;
    });
    const std::vector<int> rows = pixelsUnder(area.top(), area.height(), influence.height(), [&](int y) {
        return m_view.canvasFromWidget({0.0, (y + kMiddle) / ratio}).y;
    });
    for (int y = 0; y < area.height(); ++y) {
        auto* pixels = reinterpret_cast<QRgb*>(m_picture.scanLine(area.top() + y)) + area.left();
        const int row = rows[static_cast<std::size_t>(y)];
        const std::uint8_t* counts = row == kOutside ? nullptr : influence.row(row);
        for (int x = 0; x < area.width(); ++x) {
            const int column = columns[static_cast<std::size_t>(x)];
            const int opacity = counts == nullptr || column == kOutside ? 0 : kFull - counts[column];
            const bool isStripe = (area.left() + x + area.top() + y) % period < width;
            pixels[x] = opacity == 0 ? 0 : faded(isStripe ? kLight : kDark, opacity);
        }
    }
}

} // namespace dh
