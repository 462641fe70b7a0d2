#include "core/document/mask_delta.h"

#include "core/base/error.h"

#include <zlib.h>

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <cstring>
#include <functional>
#include <new>

namespace dh
{

namespace
{

constexpr int kTileSide = 64;
constexpr int kFastDeflate = 1;

using Bytes = std::vector<std::uint8_t>;

/// Before the deflated tiles: their number, then the number of each in the grid.
using TileNumber = std::uint32_t;

Rect tileRect(TileNumber tile, Size size)
{
    const int tilesPerRow = (size.width + kTileSide - 1) / kTileSide;
    const int x = static_cast<int>(tile % static_cast<TileNumber>(tilesPerRow)) * kTileSide;
    const int y = static_cast<int>(tile / static_cast<TileNumber>(tilesPerRow)) * kTileSide;
    return Rect{x, y, kTileSide, kTileSide}.intersected({0, 0, size.width, size.height});
}

bool differ(const Mask& a, const Mask& b, const Rect& tile)
{
    for (int y = tile.y; y < tile.bottom(); ++y)
        if (std::memcmp(a.row(y) + tile.x, b.row(y) + tile.x, static_cast<std::size_t>(tile.width)) != 0)
            return true;
    return false;
}

void appendDifference(Bytes& target, const Mask& a, const Mask& b, const Rect& tile)
{
    std::size_t end = target.size();
    target.resize(end + static_cast<std::size_t>(tile.size().area()));
    for (int y = tile.y; y < tile.bottom(); ++y) {
        const std::uint8_t* first = a.row(y) + tile.x;
        const std::uint8_t* second = b.row(y) + tile.x;
        std::transform(first, first + tile.width, second, target.data() + end, std::bit_xor<std::uint8_t>());
        end += static_cast<std::size_t>(tile.width);
    }
}

MaskDelta packed(const std::vector<TileNumber>& tiles, const Bytes& differences)
{
    const auto count = static_cast<TileNumber>(tiles.size());
    const std::size_t headerBytes = sizeof count + tiles.size() * sizeof(TileNumber);
    uLongf deflatedBytes = compressBound(static_cast<uLong>(differences.size()));
    MaskDelta delta(headerBytes + deflatedBytes);
    std::memcpy(delta.data(), &count, sizeof count);
    std::memcpy(delta.data() + sizeof count, tiles.data(), tiles.size() * sizeof(TileNumber));
    if (compress2(reinterpret_cast<Bytef*>(delta.data() + headerBytes), &deflatedBytes, differences.data(),
                  static_cast<uLong>(differences.size()), kFastDeflate) != Z_OK)
        throw std::bad_alloc();
    delta.resize(headerBytes + deflatedBytes);
    delta.shrink_to_fit();
    return delta;
}

[[noreturn]] void throwOutOfMemory()
{
    throw Error(ErrorCode::OutOfMemory, "", "a step of the mask does not fit in memory");
}

} // namespace

MaskDelta maskDelta(const Mask& a, const Mask& b, const Rect& area)
{
    assert(a.size() == b.size());
    const Size size = a.size();
    const Rect changed = area.intersected({0, 0, size.width, size.height});
    if (changed.isEmpty() || sharePixels(a, b))
        return {};
    try {
        const int tilesPerRow = (size.width + kTileSide - 1) / kTileSide;
        std::vector<TileNumber> tiles;
        Bytes differences;
        for (int row = changed.y / kTileSide; row * kTileSide < changed.bottom(); ++row)
            for (int column = changed.x / kTileSide; column * kTileSide < changed.right(); ++column) {
                const auto tile = static_cast<TileNumber>(row * tilesPerRow + column);
                if (!differ(a, b, tileRect(tile, size)))
                    continue;
                tiles.push_back(tile);
                appendDifference(differences, a, b, tileRect(tile, size));
            }
        return tiles.empty() ? MaskDelta{} : packed(tiles, differences);
    } catch (const std::bad_alloc&) {
        throwOutOfMemory();
    }
}

void applyMaskDelta(Mask& mask, const MaskDelta& delta)
{
    if (delta.empty())
        return;
    try {
        TileNumber count = 0;
        std::memcpy(&count, delta.data(), sizeof count);
        std::vector<TileNumber> tiles(count);
        std::memcpy(tiles.data(), delta.data() + sizeof count, count * sizeof(TileNumber));
        const std::size_t headerBytes = sizeof count + count * sizeof(TileNumber);
        std::size_t expected = 0;
        for (const TileNumber tile : tiles)
            expected += static_cast<std::size_t>(tileRect(tile, mask.size()).size().area());
        Bytes differences(expected);
        uLongf size = static_cast<uLongf>(expected);
        if (uncompress(differences.data(), &size, reinterpret_cast<const Bytef*>(delta.data() + headerBytes),
                       static_cast<uLong>(delta.size() - headerBytes)) != Z_OK ||
            size != expected)
            throw Error(ErrorCode::CorruptFile, "", "an old step of the mask is damaged");
        std::uint8_t* const values = mask.writableRow(0);
        const std::uint8_t* difference = differences.data();
        for (const TileNumber tile : tiles) {
            const Rect rect = tileRect(tile, mask.size());
            for (int y = rect.y; y < rect.bottom(); ++y) {
                std::uint8_t* const row = values + static_cast<std::size_t>(y) * mask.width() + rect.x;
                for (int x = 0; x < rect.width; ++x)
                    row[x] ^= *difference++;
            }
        }
    } catch (const std::bad_alloc&) {
        throwOutOfMemory();
    }
}

} // namespace dh
