#include "core/base/error.h"
#include "core/nn/kernels.h"
#include "core/nn/ops.h"
#include "core/nn/tensor_layout.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace dh
{

namespace
{

struct Picture {
    const float* in = nullptr;
    float* out = nullptr;
    std::int64_t pixels = 0;
    std::int64_t channels = 0;
};

struct Factors {
    std::vector<float> scales; ///< a channel
    std::vector<float> shifts;
};

struct Sums {
    double plain = 0.0;
    double squares = 0.0;
};

/// The factors of channels [first, first + perGroup), from sums over `count` values that were taken around `origin`.
void setFactors(const GroupNorm& layer, const Sums& sums, double count, double origin, std::size_t first,
                std::size_t perGroup, const float* gain, const float* offset, Factors& factors)
{
    const double shiftedMean = sums.plain / count;
    const double variance = std::max(0.0, sums.squares / count - shiftedMean * shiftedMean);
    const double mean = shiftedMean + origin;
    const double inverse = 1.0 / std::sqrt(variance + layer.eps);
    for (std::size_t c = first; c < first + perGroup; ++c) {
        const double scale = gain[c] * inverse;
        factors.scales[c] = static_cast<float>(scale);
        factors.shifts[c] = static_cast<float>(offset[c] - mean * scale);
    }
}

void normalizePlanes(const GroupNorm& layer, const Picture& picture, const float* gain, const float* offset, bool silu)
{
    const kernels::Table& k = kernels::table();
    const auto perGroup = static_cast<std::size_t>(picture.channels / layer.groups);
    const std::int64_t groupSize = static_cast<std::int64_t>(perGroup) * picture.pixels;
    Factors factors{std::vector<float>(static_cast<std::size_t>(picture.channels)),
                    std::vector<float>(static_cast<std::size_t>(picture.channels))};
    at::parallel_for(0, layer.groups, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t g = begin; g < end; ++g) {
            const float* values = picture.in + g * groupSize;
            // Sums around a value of the group itself: no cancellation when the mean is far from zero.
            const float origin = values[0];
            Sums sums;
            k.moments(values, groupSize, origin, &sums.plain, &sums.squares);
            const std::size_t first = static_cast<std::size_t>(g) * perGroup;
            setFactors(layer, sums, static_cast<double>(groupSize), origin, first, perGroup, gain, offset, factors);
            for (std::size_t c = first; c < first + perGroup; ++c) {
                const std::int64_t plane = static_cast<std::int64_t>(c) * picture.pixels;
                k.scaleShift(picture.in + plane, picture.out + plane, picture.pixels, factors.scales[c],
                             factors.shifts[c], silu);
            }
        }
    });
}

/// Sums are taken over chunks of a fixed size, so that the result doesn't depend on the number of threads.
void normalizeChannelsLast(const GroupNorm& layer, const Picture& picture, const float* gain, const float* offset,
                           bool silu)
{
    constexpr std::int64_t kValuesPerChunk = 1 << 16;
    const std::int64_t chunkPixels = std::max<std::int64_t>(1, kValuesPerChunk / picture.channels);
    const std::int64_t chunks = (picture.pixels + chunkPixels - 1) / chunkPixels;
    const auto channels = static_cast<std::size_t>(picture.channels);
    const auto perGroup = channels / static_cast<std::size_t>(layer.groups);
    const kernels::Table& k = kernels::table();
    const auto pixelsOf = [&](std::int64_t i) { return std::min(chunkPixels, picture.pixels - i * chunkPixels); };

    // Sums around each group's first value.
    std::vector<float> origins(channels);
    for (std::size_t c = 0; c < channels; ++c)
        origins[c] = picture.in[c - c % perGroup];
    std::vector<double> partial(2 * channels * static_cast<std::size_t>(chunks), 0.0);
    at::parallel_for(0, chunks, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i) {
            double* sums = partial.data() + 2 * channels * static_cast<std::size_t>(i);
            k.channelMoments(picture.in + i * chunkPixels * picture.channels, pixelsOf(i), picture.channels,
                             origins.data(), sums, sums + channels);
        }
    });
    Factors factors{std::vector<float>(channels), std::vector<float>(channels)};
    for (std::size_t first = 0; first < channels; first += perGroup) {
        Sums sums;
        for (std::size_t i = 0; i < static_cast<std::size_t>(chunks); ++i) {
            for (std::size_t c = first; c < first + perGroup; ++c) {
                sums.plain += partial[2 * channels * i + c];
                sums.squares += partial[2 * channels * i + channels + c];
            }
        }
        setFactors(layer, sums, static_cast<double>(picture.pixels) * static_cast<double>(perGroup), origins[first],
                   first, perGroup, gain, offset, factors);
    }
    at::parallel_for(0, chunks, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i) {
            const std::int64_t at = i * chunkPixels * picture.channels;
            k.scaleShiftChannels(picture.in + at, picture.out + at, pixelsOf(i), picture.channels,
                                 factors.scales.data(), factors.shifts.data(), silu);
        }
    });
}

} // namespace

GroupNorm GroupNorm::take(ParameterSource& source, const std::string& key, std::int64_t channels, int groups,
                          double eps)
{
    if (groups < 1 || channels % groups != 0)
        throw Error(ErrorCode::ModelInvalid, key,
                    std::to_string(channels) + " channels can't be normalized in " + std::to_string(groups) +
                        " groups");
    return {source.take(key + ".weight", {channels}), source.take(key + ".bias", {channels}), groups, eps};
}

at::Tensor GroupNorm::operator()(const at::Tensor& input, bool applySilu) const
{
    if (!usesOwnKernels(input)) {
        // LibTorch 1.13 adds up a group's bfloat16 values in bfloat16 when channels are last: wrong by more than 1 at
        // 64 x 64 pixels.
        const at::Tensor x = input.is_cpu() && input.scalar_type() == at::kBFloat16 ? input.to(at::kFloat) : input;
        const at::Tensor normalized = at::group_norm(x, groups, widened(weight, x), widened(bias, x), eps);
        return (applySilu ? at::silu(normalized) : normalized).to(input.scalar_type());
    }
    const bool channelsLast = hasChannelsLast(input);
    const at::Tensor x = channelsLast ? input : input.contiguous();
    const at::Tensor gain = widened(weight, input);
    const at::Tensor offset = widened(bias, input);
    at::Tensor y = at::empty_like(x);
    const std::int64_t channels = x.size(1);
    const std::int64_t pixels = x.size(2) * x.size(3);
    for (std::int64_t i = 0; i < x.size(0); ++i) {
        const Picture picture{x.data_ptr<float>() + i * channels * pixels, y.data_ptr<float>() + i * channels * pixels,
                              pixels, channels};
        if (channelsLast)
            normalizeChannelsLast(*this, picture, gain.data_ptr<float>(), offset.data_ptr<float>(), applySilu);
        else
            normalizePlanes(*this, picture, gain.data_ptr<float>(), offset.data_ptr<float>(), applySilu);
    }
    return y;
}

LayerNorm LayerNorm::take(ParameterSource& source, const std::string& key, std::int64_t width, double eps)
{
    return {source.take(key + ".weight", {width}), source.take(key + ".bias", {width}), eps};
}

at::Tensor LayerNorm::operator()(const at::Tensor& input) const
{
    return at::layer_norm(input, {input.size(-1)}, widened(weight, input), widened(bias, input), eps);
}

} // namespace dh
