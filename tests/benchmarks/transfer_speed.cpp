// How long the transfer to native pixels takes: 24 megapixels of which the mask covers about half.

#include "core/harmonize/change_transfer.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace
{

constexpr dh::Size kNative{6000, 4000};
constexpr dh::Size kLow{1024, 704};

dh::Image picture(dh::SampleType type)
{
    dh::ImageBuffer buffer(kNative, 3, type);
    std::uint32_t state = 1;
    for (std::size_t i = 0; i < buffer.rowBytes() * kNative.height; ++i) {
        state = state * 1664525U + 1013904223U;
        buffer.bytes()[i] = static_cast<std::byte>(state >> 24U);
    }
    return std::move(buffer).finish();
}

dh::Mask leftHalf()
{
    dh::Mask mask(kNative);
    for (int y = 0; y < kNative.height; ++y)
        std::fill_n(mask.writableRow(y), kNative.width / 2, std::uint8_t{255});
    return mask;
}

dh::LowResolutionPair pairWith(float gain, float offset)
{
    dh::PlanarImage composite(kLow, 3);
    dh::PlanarImage mask(kLow, 1);
    for (std::size_t i = 0; i < composite.values.size(); ++i)
        composite.values[i] = 0.2F + 0.6F * static_cast<float>(i % 97) / 97.0F;
    for (std::size_t i = 0; i < mask.values.size(); ++i)
        mask.values[i] =
            i % static_cast<std::size_t>(kLow.width) < static_cast<std::size_t>(kLow.width) / 2 ? 1.0F : 0.0F;
    dh::PlanarImage result = composite;
    for (float& value : result.values)
        value = gain * value + offset;
    return {composite, result, mask};
}

void transfer(benchmark::State& state, dh::SampleType type, float gain, float offset)
{
    const dh::Image native = picture(type);
    const dh::Mask mask = leftHalf();
    const dh::LowResolutionPair pair = pairWith(gain, offset);
    for ([[maybe_unused]] auto iteration : state)
        benchmark::DoNotOptimize(dh::transferChange(native, {0, 0, kNative.width, kNative.height}, mask, pair, {}, {}));
}

} // namespace

BENCHMARK_CAPTURE(transfer, 24_megapixels_8_bit, dh::SampleType::U8, 0.9F, 0.08F)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(transfer, 24_megapixels_16_bit, dh::SampleType::U16, 0.9F, 0.08F)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
// A white result makes the search for a faithful fit try everything.
BENCHMARK_CAPTURE(transfer, 24_megapixels_hardest_fit, dh::SampleType::U8, 0.0F, 1.0F)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_MAIN();
