#include "ui/canvas/scaled_images.h"

#include "ui/canvas/strips.h"

#include <QPainter>

#include <algorithm>

namespace dh
{

namespace
{

/// What an entry counts for besides its pixels, so that those without pixels are forgotten too.
constexpr std::uint64_t kEntryBytes = 1024;

std::uint64_t bytesOf(const QImage& image)
{
    return kEntryBytes + static_cast<std::uint64_t>(image.sizeInBytes());
}

QImage scaledImage(const QImage& image, QSize size)
{
    QImage scaled(size, image.format());
    QPainter painter(&scaled);
    painter.setCompositionMode(QPainter::CompositionMode_Source);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    drawScaledImage(painter, QRectF(QPointF(), size), image, QRectF(image.rect()), 1.0);
    return scaled;
}

} // namespace

QImage ScaledImages::find(const QImage& image, QSize size)
{
    const auto [found, isNew] = m_entries.try_emplace(image.cacheKey());
    Entry& entry = found->second;
    entry.lastUse = ++m_clock;
    if (isNew)
        m_bytes += kEntryBytes;
    if (entry.size != size) {
        m_bytes -= bytesOf(entry.scaled) - kEntryBytes;
        entry.size = size;
        entry.scaled = {};
        trim();
        return {};
    }
    if (entry.scaled.isNull()) {
        if (m_leftInFrame == 0)
            return {};
        --m_leftInFrame;
        entry.scaled = scaledImage(image, size);
        m_bytes += bytesOf(entry.scaled) - kEntryBytes;
    }
    const QImage scaled = entry.scaled;
    trim();
    return scaled;
}

void ScaledImages::trim()
{
    while (m_bytes > m_maxBytes && !m_entries.empty()) {
        const auto oldest = std::min_element(m_entries.begin(), m_entries.end(), [](const auto& a, const auto& b) {
            return a.second.lastUse < b.second.lastUse;
        });
        m_bytes -= bytesOf(oldest->second.scaled);
        m_entries.erase(oldest);
    }
}

} // namespace dh
