#pragma once

#include "core/nn/kernels.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <vector>

namespace dh::winograd
{

/// What the parts of Winograd's form share: where tiles lie and what they read. Tensors are float32, channels last.

constexpr std::int64_t kPoints = kernels::kWinogradPoints;
constexpr std::int64_t kSide = kernels::kWinogradTile;
constexpr std::int64_t kTaps = kernels::kWinogradTaps;
constexpr std::int64_t kChannelBlock = kernels::kWinogradChannels;

/// Between the values of two points, beyond their length: the same place of all points would otherwise fall into a few
/// lines of the processor's first cache.
constexpr std::int64_t kPadding = 16;

inline std::int64_t tilesAlong(std::int64_t pixels)
{
    return (pixels + kSide - 1) / kSide;
}

/// Where tiles lie in a picture of height x width, counted over a batch, row by row.
struct TileGrid {
    std::int64_t pictures;
    std::int64_t height;
    std::int64_t width;

    struct Place {
        std::int64_t picture;
        std::int64_t x; ///< in tiles
        std::int64_t y;
    };

    [[nodiscard]] std::int64_t count() const { return pictures * tilesAlong(height) * tilesAlong(width); }
    [[nodiscard]] Place place(std::int64_t tile) const
    {
        const std::int64_t row = tile / tilesAlong(width);
        return {row / tilesAlong(height), tile % tilesAlong(width), row % tilesAlong(height)};
    }
};

/// The input as the tiles see it: enlarged, and with zeros around.
class TileReader
{
public:
    explicit TileReader(const at::Tensor& input, int enlargement = 1)
        : m_values(input.data_ptr<float>()),
          m_channels(input.size(1)),
          m_height(input.size(2)),
          m_width(input.size(3)),
          m_enlargement(enlargement),
          m_zeros(static_cast<std::size_t>(m_channels), 0.0F)
    {
    }

    /// The 6 x 6 pixels of a tile with those around it, or with no border its own 4 x 4.
    void pixelsOf(TileGrid::Place tile, const float** pixels, std::int64_t border = 1) const
    {
        const float* first = m_values + tile.picture * m_height * m_width * m_channels;
        for (std::int64_t row = tile.y * kSide - border; row < (tile.y + 1) * kSide + border; ++row) {
            const bool isRow = row >= 0 && row < m_height * m_enlargement;
            const float* start = isRow ? first + row / m_enlargement * m_width * m_channels : nullptr;
            for (std::int64_t column = tile.x * kSide - border; column < (tile.x + 1) * kSide + border; ++column) {
                const bool isInside = isRow && column >= 0 && column < m_width * m_enlargement;
                *pixels++ = isInside ? start + column / m_enlargement * m_channels : m_zeros.data();
            }
        }
    }

private:
    const float* m_values;
    std::int64_t m_channels;
    std::int64_t m_height;
    std::int64_t m_width;
    std::int64_t m_enlargement;
    std::vector<float> m_zeros;
};

} // namespace dh::winograd
