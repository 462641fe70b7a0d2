#pragma once

#include "core/scene/composition.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace dh
{

/// 8-bit premultiplied BGRA in sRGB, rows without padding: what a screen takes (QImage::Format_ARGB32_Premultiplied).
struct ViewPixels {
    Size size;
    std::vector<std::uint32_t> pixels; ///< 0xAARRGGBB
};

/// Shrunken copies of pictures and masks in screen encoding, made when first asked for and kept as long as the pixels
/// live or memory allows. Shared by all views of a document. Thread-safe.
class ViewCache
{
public:
    /// @param maxBytes what the copies may take; the least recently used go first
    explicit ViewCache(std::uint64_t maxBytes);
    ~ViewCache();
    [[nodiscard]] std::uint64_t bytes() const;
    void setMaxBytes(std::uint64_t bytes);
    /// Says that `now` is `before` with other values inside `dirty` only, so that the rest of its copies stays. To be
    /// called after every stroke of a brush: without it, a mask written in place is shown as it was, and one that was
    /// copied for writing is shrunk anew.
    void maskPainted(const Mask& before, const Mask& now, const Rect& dirty);
    void clear();

    struct Impl;
    [[nodiscard]] Impl& impl() const { return *m_impl; }

private:
    std::unique_ptr<Impl> m_impl;
};

/// Square tiles of a composition at powers of two: level 0 shows canvas pixels one to one, level n is 2^n times
/// smaller. For looking at only: bilinear where renderArea is exact.
inline constexpr int kViewTileSize = 256;

/// One tile; its size is smaller at the right and bottom edge, empty outside. Any thread; a tile of a 24-megapixel
/// composition takes a few milliseconds once the cache is warm.
[[nodiscard]] ViewPixels renderViewTile(const Composition& composition, ViewCache& cache, int level, Point tile);

/// The coverage of one layer on the same grid, one byte a pixel, kViewTileSize or less in size.
[[nodiscard]] std::vector<std::uint8_t> renderMaskTile(const Layer& layer, Size canvas, ViewCache& cache, int level,
                                                       Point tile);

} // namespace dh
