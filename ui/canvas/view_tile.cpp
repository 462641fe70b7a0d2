#include "ui/canvas/view_tile.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

namespace dh
{

namespace
{

constexpr std::uint32_t kOpaque = 0xFF000000U;
constexpr int kChannelBits = 8;
constexpr std::uint32_t kChannel = 0xFFU;

QImage imageFromPixels(const ViewPixels& pixels, bool hasAlpha)
{
    if (pixels.size.isEmpty())
        return {};
    QImage image(pixels.size.width, pixels.size.height,
                 hasAlpha ? QImage::Format_ARGB32_Premultiplied : QImage::Format_RGB32);
    if (image.isNull())
        throw std::bad_alloc();
    const std::size_t rowPixels = static_cast<std::size_t>(pixels.size.width);
    for (int y = 0; y < pixels.size.height; ++y)
        std::memcpy(image.scanLine(y), pixels.pixels.data() + rowPixels * y, rowPixels * sizeof(std::uint32_t));
    return image;
}

std::uint32_t amplifiedDifference(std::uint32_t a, std::uint32_t b, double gain)
{
    std::uint32_t result = kOpaque;
    for (int shift = 0; shift < 3 * kChannelBits; shift += kChannelBits) {
        const int difference =
            std::abs(static_cast<int>((a >> shift) & kChannel) - static_cast<int>((b >> shift) & kChannel));
        const int value = std::min(static_cast<int>(kChannel), static_cast<int>(std::lround(difference * gain)));
        result |= static_cast<std::uint32_t>(value) << shift;
    }
    return result;
}

QImage renderDifference(const TileKey& key, const TileSnapshot& snapshot, ViewCache& cache)
{
    ViewPixels after = renderViewTile(snapshot.picture, cache, key.level, key.tile);
    const ViewPixels before = renderViewTile(snapshot.before, cache, key.level, key.tile);
    if (after.size != before.size)
        return imageFromPixels(after, snapshot.picture.background.hasAlpha());
    for (std::size_t i = 0; i < after.pixels.size(); ++i)
        after.pixels[i] = amplifiedDifference(after.pixels[i], before.pixels[i], snapshot.differenceGain);
    return imageFromPixels(after, false);
}

QImage renderMask(const TileKey& key, const TileSnapshot& snapshot, ViewCache& cache)
{
    const Layer* layer = snapshot.picture.layer(snapshot.maskLayer);
    if (layer == nullptr)
        return {};
    const Size canvas = snapshot.picture.size();
    const std::vector<std::uint8_t> values = renderMaskTile(*layer, canvas, cache, key.level, key.tile);
    const int scale = 1 << key.level;
    const int width = std::min(kViewTileSize, (canvas.width + scale - 1) / scale - key.tile.x * kViewTileSize);
    if (values.empty() || width <= 0)
        return {};
    ViewPixels pixels;
    pixels.size = {width, static_cast<int>(values.size()) / width};
    pixels.pixels.resize(values.size());
    std::transform(values.begin(), values.end(), pixels.pixels.begin(),
                   [&snapshot](std::uint8_t value) { return snapshot.maskColours[value]; });
    return imageFromPixels(pixels, true);
}

} // namespace

std::size_t TileKeyHash::operator()(const TileKey& key) const
{
    constexpr int kTileBits = 24;
    constexpr int kLevelBits = 8;
    std::uint64_t bits = static_cast<std::uint64_t>(key.tile.x) << kTileBits | static_cast<std::uint64_t>(key.tile.y);
    bits = bits << kLevelBits | static_cast<std::uint64_t>(key.level);
    return std::hash<std::uint64_t>()(bits << 2 | static_cast<std::uint64_t>(key.content));
}

Rect tileArea(int level, Point tile, Size canvas)
{
    const int side = kViewTileSize << level;
    const int scale = 1 << level;
    const auto end = [scale, side](int index, int extent) {
        const int roundedUp = (extent + scale - 1) / scale * scale;
        return std::min((index + 1) * side, roundedUp);
    };
    const int left = tile.x * side;
    const int top = tile.y * side;
    return {left, top, std::max(0, end(tile.x, canvas.width) - left), std::max(0, end(tile.y, canvas.height) - top)};
}

Rect tilesTouching(const Rect& area, int level)
{
    if (area.isEmpty())
        return {};
    const int side = kViewTileSize << level;
    const int left = area.x / side;
    const int top = area.y / side;
    return {left, top, (area.right() - 1) / side - left + 1, (area.bottom() - 1) / side - top + 1};
}

int overviewLevel(Size canvas)
{
    int level = 0;
    while (std::max(canvas.width, canvas.height) > (kViewTileSize << level))
        ++level;
    return level;
}

int levelForScale(double scale, Size canvas)
{
    // A hair below a power of two still counts as it: rounding must not cost a level of detail.
    constexpr double kTolerance = 1e-9;
    int level = 0;
    while (level < overviewLevel(canvas) && scale * (2 << level) <= 1.0 + kTolerance)
        ++level;
    return level;
}

QImage renderTile(const TileKey& key, const TileSnapshot& snapshot, ViewCache& cache)
{
    switch (key.content) {
    case TileContent::Picture:
        return imageFromPixels(renderViewTile(snapshot.picture, cache, key.level, key.tile),
                               snapshot.picture.background.hasAlpha());
    case TileContent::Before:
        return imageFromPixels(renderViewTile(snapshot.before, cache, key.level, key.tile),
                               snapshot.before.background.hasAlpha());
    case TileContent::Difference:
        return renderDifference(key, snapshot, cache);
    case TileContent::Mask:
        return renderMask(key, snapshot, cache);
    }
    return {};
}

} // namespace dh
