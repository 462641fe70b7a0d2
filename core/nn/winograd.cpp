#include "core/nn/winograd.h"

#include "core/nn/kernels.h"
#include "core/nn/tensor_layout.h"
#include "core/nn/winograd_tiles.h"

#include <ATen/Parallel.h>

#include <algorithm>

namespace dh
{

using namespace winograd;

namespace
{

/// Filters [first, first + count) at the points, packed as the products want them: [36, count / 16, in, 16].
void packWeights(const at::Tensor& weight, std::int64_t first, std::int64_t count, at::Tensor& packed)
{
    const std::int64_t in = weight.size(1);
    const float* from = weight.data_ptr<float>();
    auto* to = packed.data_ptr<float>();
    at::parallel_for(0, count / kChannelBlock, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t block = begin; block < end; ++block)
            kernels::table().winogradWeights(from + (first + block * kChannelBlock) * in * kTaps * kTaps, in,
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

/// One thread's working memory, for a block of tiles and a number of filters.
struct Scratch {
    float* values;
    float* products;
    std::int64_t valueStride;
    std::int64_t productStride;
};

/// Some filters of a convolution, packed, and where their results go.
struct Filters {
    const float* packed;
    const float* bias;
    std::int64_t in;
    std::int64_t count;
    float* target;            ///< of the first of them, in the output's first pixel
    std::int64_t pixelStride; ///< channels of the output
};

/// The output of tiles [first, first + count), for all of `filters`.
void computeTiles(const TileReader& reader, const TileGrid& grid, std::int64_t first, std::int64_t count,
                  const Filters& filters, const Scratch& scratch)
{
    const kernels::Table& k = kernels::table();
    for (std::int64_t t = 0; t < count; ++t) {
        const float* pixels[kPoints];
        reader.pixelsOf(grid.place(first + t), pixels);
        k.winogradInput(pixels, filters.in, scratch.values + t * filters.in, scratch.valueStride);
    }
    for (std::int64_t point = 0; point < kPoints; ++point)
        k.winogradProducts(scratch.values + point * scratch.valueStride, count, filters.in,
                           filters.packed + point * filters.count * filters.in, filters.count,
                           scratch.products + point * scratch.productStride);
    for (std::int64_t t = 0; t < count; ++t) {
        const TileGrid::Place place = grid.place(first + t);
        const std::int64_t x = place.x * kSide;
        const std::int64_t y = place.y * kSide;
        float* target = filters.target + ((place.picture * grid.height + y) * grid.width + x) * filters.pixelStride;
        k.winogradOutput(scratch.products + t * filters.count, scratch.productStride, filters.count, filters.bias,
                         target, filters.pixelStride, grid.width * filters.pixelStride,
                         static_cast<int>(std::min(kSide, grid.height - y)),
                         static_cast<int>(std::min(kSide, grid.width - x)));
    }
}

} // namespace

bool winogradPays(const at::Tensor& input, const at::Tensor& weight, int enlargement)
{
    constexpr std::int64_t kLeastTiles = 36;
    return usesOwnKernels(input) && hasChannelsLast(input) && weight.size(2) == kTaps && weight.size(3) == kTaps &&
           weight.size(0) % kChannelBlock == 0 && weight.size(1) % kChannelBlock == 0 &&
           TileGrid{input.size(0), input.size(2) * enlargement, input.size(3) * enlargement}.count() >= kLeastTiles;
}

at::Tensor convolveByWinograd(const at::Tensor& input, const at::Tensor& weight, const at::Tensor& bias,
                              int enlargement, const ForwardPass& pass)
{
    constexpr double kOperationsBetweenLooks = 4e9;
    const std::int64_t in = weight.size(1);
    const std::int64_t out = weight.size(0);
    const TileGrid grid{input.size(0), input.size(2) * enlargement, input.size(3) * enlargement};
    const TileReader reader(input, enlargement);
    const std::int64_t filtersPerPass = filtersAtOnce(in, out);
    const std::int64_t perBlock = tilesPerBlock(in, filtersPerPass);
    const std::int64_t blocks = (grid.count() + perBlock - 1) / perBlock;
    const double operationsPerBlock = 2.0 * kPoints * static_cast<double>(perBlock * in * filtersPerPass);
    const auto blocksPerLook = static_cast<std::int64_t>(std::max(1.0, kOperationsBetweenLooks / operationsPerBlock));

    at::Tensor output = at::empty({grid.pictures, out, grid.height, grid.width},
                                  input.options().memory_format(at::MemoryFormat::ChannelsLast));
    at::Tensor packed = at::empty({kPoints * in * filtersPerPass}, input.options());
    const std::int64_t valueStride = perBlock * in + kPadding;
    const std::int64_t productStride = perBlock * filtersPerPass + kPadding;
    const std::int64_t scratchPerThread = kPoints * (valueStride + productStride);
    at::Tensor memory = at::empty({at::get_num_threads() * scratchPerThread}, input.options());

    for (std::int64_t first = 0; first < out; first += filtersPerPass) {
        const Filters filters{packed.data_ptr<float>(),
                              bias.data_ptr<float>() + first,
                              in,
                              std::min(filtersPerPass, out - first),
                              output.data_ptr<float>() + first,
                              out};
        packWeights(weight, first, filters.count, packed);
        const auto compute = [&](std::int64_t begin, std::int64_t end) {
            float* values = memory.data_ptr<float>() + at::get_thread_num() * scratchPerThread;
            const Scratch scratch{values, values + kPoints * valueStride, valueStride, productStride};
            for (std::int64_t block = begin; block < end; ++block)
                computeTiles(reader, grid, block * perBlock, std::min(perBlock, grid.count() - block * perBlock),
                             filters, scratch);
        };
        for (std::int64_t block = 0; block < blocks; block += blocksPerLook) {
            pass.cancel().throwIfCancelled();
            at::parallel_for(block, std::min(blocks, block + blocksPerLook), 1, compute);
        }
    }
    return output;
}

} // namespace dh
