#include "core/nn/winograd.h"

#include "core/nn/kernels.h"
#include "core/nn/tensor_layout.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <vector>

namespace dh
{

namespace
{

constexpr std::int64_t kPoints = 36;
constexpr std::int64_t kSide = 4; ///< of the pixels that a tile makes
constexpr std::int64_t kChannelBlock = 16;

/// Between the values of two points, beyond their length: the same place of all points would otherwise fall into a few
/// lines of the processor's first cache.
constexpr std::int64_t kPadding = 16;

std::int64_t tilesAlong(std::int64_t pixels)
{
    return (pixels + kSide - 1) / kSide;
}

/// The input as the tiles see it: enlarged, and with zeros around.
class TileReader
{
public:
    TileReader(const at::Tensor& input, int enlargement)
        : m_values(input.data_ptr<float>()),
          m_channels(input.size(1)),
          m_height(input.size(2)),
          m_width(input.size(3)),
          m_enlargement(enlargement),
          m_zeros(static_cast<std::size_t>(m_channels), 0.0F)
    {
    }

    /// The 6 x 6 pixels around tile (x, y) of `picture`.
    void pixelsOf(std::int64_t picture, std::int64_t x, std::int64_t y, const float** pixels) const
    {
        const float* first = m_values + picture * m_height * m_width * m_channels;
        for (std::int64_t row = y * kSide - 1; row < y * kSide + 5; ++row) {
            const bool isRow = row >= 0 && row < m_height * m_enlargement;
            const float* start = isRow ? first + row / m_enlargement * m_width * m_channels : nullptr;
            for (std::int64_t column = x * kSide - 1; column < x * kSide + 5; ++column) {
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

/// Filters [first, first + count) at the points, packed as the products want them: [36, count / 16, in, 16].
void packWeights(const at::Tensor& weight, std::int64_t first, std::int64_t count, at::Tensor& packed)
{
    const std::int64_t in = weight.size(1);
    const float* from = weight.data_ptr<float>();
    auto* to = packed.data_ptr<float>();
    at::parallel_for(0, count / kChannelBlock, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t block = begin; block < end; ++block)
            kernels::table().winogradWeights(from + (first + block * kChannelBlock) * in * 9, in,
                                             to + block * in * kChannelBlock, count * in);
    });
}

/// Tiles whose values and products at all points stay in a core's second cache.
std::int64_t tilesPerBlock(std::int64_t in, std::int64_t out)
{
    constexpr std::int64_t kValues = 96 * 1024;
    constexpr std::int64_t kStep = 12; // what the products take at once, for each instruction set
    return std::clamp<std::int64_t>(kValues / (kPoints * (in + out)) / kStep, 1, 8) * kStep;
}

/// Filters whose packed form is made at a time: it is four times the weights, and has to stay in the last cache.
std::int64_t filtersAtOnce(std::int64_t in, std::int64_t out)
{
    constexpr std::int64_t kValues = 4 << 20;
    return std::min(out, std::max<std::int64_t>(4, kValues / (kPoints * in * kChannelBlock)) * kChannelBlock);
}

} // namespace

bool winogradPays(const at::Tensor& input, const at::Tensor& weight, int enlargement)
{
    constexpr std::int64_t kLeastTiles = 36;
    return usesOwnKernels(input) && hasChannelsLast(input) && weight.size(2) == 3 && weight.size(3) == 3 &&
           weight.size(0) % kChannelBlock == 0 && weight.size(1) % kChannelBlock == 0 &&
           input.size(0) * tilesAlong(input.size(2) * enlargement) * tilesAlong(input.size(3) * enlargement) >=
               kLeastTiles;
}

at::Tensor convolveByWinograd(const at::Tensor& input, const at::Tensor& weight, const at::Tensor& bias,
                              int enlargement, const ForwardPass& pass)
{
    constexpr double kOperationsBetweenLooks = 8e9;
    const std::int64_t in = weight.size(1);
    const std::int64_t out = weight.size(0);
    const std::int64_t height = input.size(2) * enlargement;
    const std::int64_t width = input.size(3) * enlargement;
    const std::int64_t columns = tilesAlong(width);
    const std::int64_t tiles = input.size(0) * tilesAlong(height) * columns;
    const std::int64_t filters = filtersAtOnce(in, out);
    const std::int64_t perBlock = tilesPerBlock(in, filters);
    const std::int64_t blocks = (tiles + perBlock - 1) / perBlock;
    const double operationsPerBlock = 2.0 * kPoints * static_cast<double>(perBlock * in * filters);
    const auto blocksPerLook = static_cast<std::int64_t>(std::max(1.0, kOperationsBetweenLooks / operationsPerBlock));

    const kernels::Table& k = kernels::table();
    const TileReader reader(input, enlargement);
    at::Tensor output =
        at::empty({input.size(0), out, height, width}, input.options().memory_format(at::MemoryFormat::ChannelsLast));
    at::Tensor packed = at::empty({kPoints * in * filters}, input.options());
    const std::int64_t valueStride = perBlock * in + kPadding;
    const std::int64_t productStride = perBlock * filters + kPadding;
    const std::int64_t scratchPerThread = kPoints * (valueStride + productStride);
    at::Tensor scratch = at::empty({at::get_num_threads() * scratchPerThread}, packed.options());

    for (std::int64_t first = 0; first < out; first += filters) {
        const std::int64_t count = std::min(filters, out - first);
        packWeights(weight, first, count, packed);
        const auto compute = [&](std::int64_t begin, std::int64_t end) {
            float* values = scratch.data_ptr<float>() + at::get_thread_num() * scratchPerThread;
            float* products = values + kPoints * valueStride;
            const float* weights = packed.data_ptr<float>();
            for (std::int64_t block = begin; block < end; ++block) {
                const std::int64_t start = block * perBlock;
                const std::int64_t here = std::min(perBlock, tiles - start);
                for (std::int64_t t = 0; t < here; ++t) {
                    const std::int64_t row = (start + t) / columns;
                    const float* pixels[kPoints];
                    reader.pixelsOf(row / tilesAlong(height), (start + t) % columns, row % tilesAlong(height), pixels);
                    k.winogradInput(pixels, in, values + t * in, valueStride);
                }
                for (std::int64_t point = 0; point < kPoints; ++point)
                    k.winogradProducts(values + point * valueStride, here, in, weights + point * count * in, count,
                                       products + point * productStride);
                for (std::int64_t t = 0; t < here; ++t) {
                    const std::int64_t row = (start + t) / columns;
                    const std::int64_t x = (start + t) % columns * kSide;
                    const std::int64_t y = row % tilesAlong(height) * kSide;
                    float* target =
                        output.data_ptr<float>() + ((row / tilesAlong(height) * height + y) * width + x) * out + first;
                    k.winogradOutput(products + t * count, productStride, count, bias.data_ptr<float>() + first, target,
                                     out, width * out, static_cast<int>(std::min(kSide, height - y)),
                                     static_cast<int>(std::min(kSide, width - x)));
                }
            }
        };
        for (std::int64_t block = 0; block < blocks; block += blocksPerLook) {
            pass.cancel().throwIfCancelled();
            at::parallel_for(block, std::min(blocks, block + blocksPerLook), 1, compute);
        }
    }
    return output;
}

} // namespace dh
