#pragma once

#include "core/scene/view_tiles.h"

#include <QImage>

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>

namespace dh
{

/// What a tile shows.
enum class TileContent : std::uint8_t { Picture, Before, Difference, Mask };

struct TileKey {
    TileContent content = TileContent::Picture;
    int level = 0;
    Point tile;
    friend bool operator==(const TileKey&, const TileKey&) = default;
};

struct TileKeyHash {
    std::size_t operator()(const TileKey& key) const;
};

/// The colour that each mask value has on the screen, premultiplied 0xAARRGGBB.
using MaskColours = std::array<std::uint32_t, 256>;

/// All that tiles of one moment are rendered from. A value that shares the document's pixels; immutable once made.
struct TileSnapshot {
    std::uint64_t version = 0; ///< grows with every change of what is shown
    Composition picture;
    Composition before; ///< for Before and Difference
    LayerId maskLayer = 0;
    MaskColours maskColours{};
    double differenceGain = 1.0;
};

/// The canvas pixels that a tile covers; reaches over the canvas's edge by less than one pixel of its level.
[[nodiscard]] Rect tileArea(int level, Point tile, Size canvas);
/// The tiles (x and y indices) that touch `area` of the canvas.
[[nodiscard]] Rect tilesTouching(const Rect& area, int level);
/// The first level at which the whole canvas is one tile.
[[nodiscard]] int overviewLevel(Size canvas);
/// The level to show when a canvas pixel takes `scale` physical pixels: its pixels are shrunk by less than two.
[[nodiscard]] int levelForScale(double scale, Size canvas);

/// One tile; null when its layer is gone. Any thread.
/// @throws Error OutOfMemory
[[nodiscard]] QImage renderTile(const TileKey& key, const TileSnapshot& snapshot, ViewCache& cache);

} // namespace dh
