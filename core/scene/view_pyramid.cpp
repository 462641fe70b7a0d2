#include "core/scene/view_pyramid.h"

#include "core/scene/layer_mask.h"
#include "core/scene/screen_pixels.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

namespace dh
{

namespace
{

/// What a rectangle of one level is made from in the level below.
Rect doubled(const Rect& area, Size below)
{
    return Rect{2 * area.x, 2 * area.y, 2 * area.width, 2 * area.height}.intersected({0, 0, below.width, below.height});
}

MaskEdge edgeAtLevel(const MaskEdge& edge, int level)
{
    const double factor = std::ldexp(1.0, -level);
    return {static_cast<int>(std::lround(edge.grow * factor)), edge.feather * factor};
}

std::vector<std::uint8_t> bytesOf(const Mask& mask, const Rect& area)
{
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(area.size().area()));
    for (int y = 0; y < area.height; ++y)
        std::memcpy(bytes.data() + static_cast<std::size_t>(y) * area.width, mask.row(area.y + y) + area.x,
                    static_cast<std::size_t>(area.width));
    return bytes;
}

} // namespace

Size sizeAtLevel(Size size, int level)
{
    const auto shrunk = [level](int length) {
        return static_cast<int>((static_cast<long long>(length) + (1LL << level) - 1) >> level);
    };
    return {shrunk(size.width), shrunk(size.height)};
}

int lastLevel(Size size)
{
    int level = 0;
    while ((1LL << level) < std::max(size.width, size.height))
        ++level;
    return level;
}

template <typename Pixel>
ChunkedLevels<Pixel>::ChunkedLevels(Size size)
{
    for (int level = 0; level <= lastLevel(size); ++level) {
        Level& latest = m_levels.emplace_back();
        latest.size = sizeAtLevel(size, level);
        latest.columns = (latest.size.width + kViewChunkSide - 1) / kViewChunkSide;
        const int rows = (latest.size.height + kViewChunkSide - 1) / kViewChunkSide;
        for (int i = 0; i < latest.columns * rows; ++i)
            latest.chunks.push_back(std::make_shared<Chunk>());
    }
}

template <typename Pixel>
std::vector<Pixel> ChunkedLevels<Pixel>::patch(int level, const Rect& area, const Make& make)
{
    Pixels result(static_cast<std::size_t>(area.size().area()));
    Level& here = m_levels[static_cast<std::size_t>(level)];
    for (int row = area.y / kViewChunkSide; row * kViewChunkSide < area.bottom(); ++row)
        for (int column = area.x / kViewChunkSide; column * kViewChunkSide < area.right(); ++column) {
            const Rect whole =
                Rect{column * kViewChunkSide, row * kViewChunkSide, kViewChunkSide, kViewChunkSide}.intersected(
                    {0, 0, here.size.width, here.size.height});
            Chunk& chunk = *here.chunks[static_cast<std::size_t>(row * here.columns + column)];
            const std::lock_guard lock(chunk.mutex);
            if (chunk.pixels.empty()) {
                chunk.pixels = make(level, whole);
                chunk.bytes = chunk.pixels.size() * sizeof(Pixel);
            }
            const Rect wanted = whole.intersected(area);
            for (int y = wanted.y; y < wanted.bottom(); ++y)
                std::copy_n(chunk.pixels.data() + static_cast<std::size_t>(y - whole.y) * whole.width +
                                (wanted.x - whole.x),
                            wanted.width,
                            result.data() + static_cast<std::size_t>(y - area.y) * area.width + (wanted.x - area.x));
        }
    return result;
}

template <typename Pixel>
void ChunkedLevels<Pixel>::forget(const Rect& dirty, int reach)
{
    for (std::size_t i = 0; i < m_levels.size(); ++i) {
        Level& level = m_levels[i];
        // Rounding at a level moves an edge by up to a pixel of that level.
        const long long margin = reach + 2 * (1LL << i);
        const auto firstOf = [&](int start) {
            return static_cast<int>(std::max(0LL, (start - margin) >> i) / kViewChunkSide);
        };
        const auto lastOf = [&](int end, int length) {
            return static_cast<int>(std::clamp((end + margin) >> i, 0LL, length - 1LL) / kViewChunkSide);
        };
        for (int row = firstOf(dirty.y); row <= lastOf(dirty.bottom(), level.size.height); ++row)
            for (int column = firstOf(dirty.x); column <= lastOf(dirty.right(), level.size.width); ++column)
                level.chunks[static_cast<std::size_t>(row * level.columns + column)] = std::make_shared<Chunk>();
    }
}

template <typename Pixel>
std::uint64_t ChunkedLevels<Pixel>::bytes() const
{
    std::uint64_t sum = 0;
    for (const Level& level : m_levels)
        for (const std::shared_ptr<Chunk>& chunk : level.chunks)
            sum += chunk->bytes;
    return sum;
}

template class ChunkedLevels<std::uint32_t>;
template class ChunkedLevels<std::uint8_t>;

ImagePyramid::ImagePyramid(const Image& image) : m_transform(image.iccProfile()), m_levels(image.size()) {}

std::vector<std::uint32_t> ImagePyramid::patch(const Image& image, int level, const Rect& area)
{
    if (level == 0 && isScreenReady(image, m_transform))
        return screenPixels(image, m_transform, area);
    return m_levels.patch(level, area, [&](int ofLevel, const Rect& whole) { return make(image, ofLevel, whole); });
}

std::vector<std::uint32_t> ImagePyramid::make(const Image& image, int level, const Rect& area)
{
    if (level == 0)
        return screenPixels(image, m_transform, area);
    const Rect source = doubled(area, sizeAtLevel(image.size(), level - 1));
    if (level == 1)
        return halvedScreenPixels(image, m_transform, source);
    return halved(patch(image, level - 1, source), source.size());
}

MaskPyramid::MaskPyramid(const Mask& mask, const MaskEdge& edge, std::shared_ptr<MaskPyramid> plain)
    : m_size(mask.size()), m_edge(edge), m_plain(std::move(plain)), m_levels(mask.size())
{
}

MaskPyramid::MaskPyramid(const MaskPyramid& other, const Rect& dirty, std::shared_ptr<MaskPyramid> plain)
    : m_size(other.m_size), m_edge(other.m_edge), m_plain(std::move(plain)), m_levels(other.m_levels)
{
    m_levels.forget(dirty, reachOf(m_edge));
}

std::vector<std::uint8_t> MaskPyramid::patch(const Mask& mask, int level, const Rect& area)
{
    if (level == 0 && !m_plain)
        return bytesOf(mask, area);
    return m_levels.patch(level, area, [&](int ofLevel, const Rect& whole) { return make(mask, ofLevel, whole); });
}

std::vector<std::uint8_t> MaskPyramid::make(const Mask& mask, int level, const Rect& area)
{
    if (!m_plain) {
        const Rect source = doubled(area, sizeAtLevel(m_size, level - 1));
        return halved(patch(mask, level - 1, source), source.size());
    }
    const MaskEdge edge = edgeAtLevel(m_edge, level);
    const int reach = reachOf(edge);
    const Size size = sizeAtLevel(m_size, level);
    const Rect needed =
        Rect{area.x - reach, area.y - reach, area.width + 2 * reach, area.height + 2 * reach}.intersected(
            {0, 0, size.width, size.height});
    const Mask part(needed.size(), m_plain->patch(mask, level, needed));
    const Rect local{area.x - needed.x, area.y - needed.y, area.width, area.height};
    return bytesOf(editedMask(part, edge, local), {0, 0, area.width, area.height});
}

} // namespace dh
