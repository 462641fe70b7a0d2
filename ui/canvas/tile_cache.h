#pragma once

#include "ui/canvas/view_tile.h"

#include <map>
#include <unordered_map>
#include <vector>

namespace dh
{

/// The tiles that a canvas has. Outdated ones stay, to be shown until their successors arrive; the least recently used
/// go when the budget is used up. GUI thread.
class TileCache
{
public:
    struct Tile {
        QImage image;              ///< null when it could not be rendered, or nothing shows there
        std::uint64_t version = 0; ///< of the snapshot that it shows
        std::uint64_t staleSince = 0;
        std::uint64_t lastUse = 0;
        [[nodiscard]] bool isFresh() const { return version >= staleSince; }
    };

    explicit TileCache(std::uint64_t maxBytes) : m_maxBytes(maxBytes) {}

    /// Null when there is none. Counts as a use.
    [[nodiscard]] const Tile* find(const TileKey& key);
    /// An older picture never replaces a newer one.
    void insert(const TileKey& key, QImage image, std::uint64_t version);
    /// What tiles of `content` show inside `area` of the canvas differs from `version` on.
    void markStale(TileContent content, const Rect& area, std::uint64_t version);
    /// Tiles of `content` that are drawn from an older picture than `version` are stale when they come.
    void remove(TileContent content, std::uint64_t version);
    void clear();
    /// From the next trim() on.
    void setMaxBytes(std::uint64_t bytes) { m_maxBytes = bytes; }
    /// Forgets the least recently used until the budget holds; the tiles used since the last call stay.
    void trim();
    [[nodiscard]] std::uint64_t bytes() const { return m_bytes; }

private:
    std::uint64_t m_maxBytes;
    std::uint64_t m_bytes = 0;
    std::uint64_t m_clock = 1;
    std::uint64_t m_lastTrim = 0;
    std::unordered_map<TileKey, Tile, TileKeyHash> m_tiles;
    std::map<TileContent, std::uint64_t> m_changed; ///< the last version in which something of it changed
};

} // namespace dh
