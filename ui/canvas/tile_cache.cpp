#include "ui/canvas/tile_cache.h"

#include <algorithm>
#include <utility>

namespace dh
{

namespace
{

std::uint64_t bytesOf(const QImage& image)
{
    return static_cast<std::uint64_t>(image.sizeInBytes());
}

} // namespace

const TileCache::Tile* TileCache::find(const TileKey& key)
{
    const auto found = m_tiles.find(key);
    if (found == m_tiles.end())
        return nullptr;
    found->second.lastUse = ++m_clock;
    return &found->second;
}

void TileCache::insert(const TileKey& key, QImage image, std::uint64_t version)
{
    const auto [entry, isNew] = m_tiles.try_emplace(key);
    Tile& tile = entry->second;
    if (tile.version > version)
        return;
    // Nobody could mark it while it was being drawn.
    if (const auto changed = m_changed.find(key.content); isNew && changed != m_changed.end())
        tile.staleSince = changed->second;
    m_bytes += bytesOf(image);
    m_bytes -= bytesOf(tile.image);
    tile.image = std::move(image);
    tile.version = version;
    tile.lastUse = ++m_clock;
}

void TileCache::markStale(TileContent content, const Rect& area, std::uint64_t version)
{
    m_changed[content] = version;
    for (auto& [key, tile] : m_tiles) {
        if (key.content != content)
            continue;
        const int side = kViewTileSize << key.level;
        // A pixel of a coarse level, and the smooth scaling between pixels, reach a little over their own area.
        const int reach = 2 << key.level;
        const Rect covered{key.tile.x * side - reach, key.tile.y * side - reach, side + 2 * reach, side + 2 * reach};
        if (!covered.intersected(area).isEmpty())
            tile.staleSince = version;
    }
}

void TileCache::remove(TileContent content, std::uint64_t version)
{
    m_changed[content] = version;
    std::erase_if(m_tiles, [this, content](const auto& entry) {
        if (entry.first.content != content)
            return false;
        m_bytes -= bytesOf(entry.second.image);
        return true;
    });
}

void TileCache::clear()
{
    m_tiles.clear();
    m_bytes = 0;
}

void TileCache::trim()
{
    if (m_bytes > m_maxBytes) {
        std::vector<std::pair<std::uint64_t, TileKey>> candidates;
        for (const auto& [key, tile] : m_tiles)
            if (tile.lastUse <= m_lastTrim)
                candidates.emplace_back(tile.lastUse, key);
        std::sort(candidates.begin(), candidates.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        for (const auto& [use, key] : candidates) {
            if (m_bytes <= m_maxBytes)
                break;
            const auto found = m_tiles.find(key);
            m_bytes -= bytesOf(found->second.image);
            m_tiles.erase(found);
        }
    }
    m_lastTrim = m_clock;
}

} // namespace dh
