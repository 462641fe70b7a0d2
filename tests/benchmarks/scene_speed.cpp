// What drawing costs at 24 megapixels: the canvas's tiles, a dab of a brush, the whole picture, an adjusted result.

#include "core/scene/render.h"
#include "core/scene/view_tiles.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>

namespace
{

constexpr dh::Size kCanvas{6000, 4000};
constexpr dh::Size kForeground{3000, 2000};
constexpr std::uint64_t kCacheBytes = 1ULL << 30U;
constexpr int kFitLevel = 2;

dh::Image picture(dh::Size size, std::uint32_t state)
{
    dh::ImageBuffer buffer(size, 3, dh::SampleType::U8);
    for (std::size_t i = 0; i < buffer.rowBytes() * size.height; ++i) {
        state = state * 1664525U + 1013904223U;
        buffer.bytes()[i] = static_cast<std::byte>(64U + (state >> 25U));
    }
    return std::move(buffer).finish();
}

dh::Mask middleOf(dh::Size size)
{
    dh::Mask mask(size);
    for (int y = size.height / 4; y < size.height * 3 / 4; ++y)
        std::fill_n(mask.writableRow(y) + size.width / 4, size.width / 2, std::uint8_t{255});
    return mask;
}

dh::Composition composition(double rotation)
{
    dh::Layer layer;
    layer.id = 1;
    layer.image = picture(kForeground, 2);
    layer.mask = middleOf(kForeground);
    layer.transform = dh::LayerTransform::fittedAndCentred(kForeground, kCanvas);
    layer.transform.rotation = rotation;
    dh::Composition result;
    result.background = picture(kCanvas, 1);
    result.layers.push_back(std::move(layer));
    return result;
}

/// A layer as large as the canvas, for painting on.
dh::Composition largeLayer(const dh::MaskEdge& edge)
{
    dh::Composition result = composition(0.0);
    dh::Layer& layer = result.layers.front();
    layer.image = picture(kCanvas, 3);
    layer.mask = middleOf(kCanvas);
    layer.edge = edge;
    layer.transform = dh::LayerTransform::fittedAndCentred(kCanvas, kCanvas);
    return result;
}

dh::HarmonizedResult result()
{
    dh::HarmonizedResult made;
    made.areaInCanvas = {0, 0, kCanvas.width, kCanvas.height};
    made.before = picture(kCanvas, 1);
    made.after = picture(kCanvas, 5);
    made.mask = middleOf(kCanvas);
    return made;
}

void tileCold(benchmark::State& state)
{
    const dh::Composition shown = composition(20.0);
    for ([[maybe_unused]] auto iteration : state) {
        dh::ViewCache cache(kCacheBytes);
        benchmark::DoNotOptimize(dh::renderViewTile(shown, cache, static_cast<int>(state.range(0)), {2, 2}));
    }
}

void tileWarm(benchmark::State& state)
{
    const dh::Composition shown = composition(20.0);
    const int level = static_cast<int>(state.range(0));
    const dh::Point middle{(kCanvas.width >> level) / 2 / dh::kViewTileSize,
                           (kCanvas.height >> level) / 2 / dh::kViewTileSize};
    dh::ViewCache cache(kCacheBytes);
    benchmark::DoNotOptimize(dh::renderViewTile(shown, cache, level, middle));
    for ([[maybe_unused]] auto iteration : state)
        benchmark::DoNotOptimize(dh::renderViewTile(shown, cache, level, middle));
}

void tileWithAdjustedResult(benchmark::State& state)
{
    dh::Composition shown = largeLayer({});
    auto made = std::make_shared<dh::HarmonizedResult>(result());
    made->transformAtRun = shown.layers.front().transform;
    shown.layers.front().applied = dh::AppliedResult{made, {0.7, 1.2, 0.5, dh::Mask()}};
    dh::ViewCache cache(kCacheBytes);
    constexpr dh::Point kMiddle{2, 1};
    benchmark::DoNotOptimize(dh::renderViewTile(shown, cache, kFitLevel, kMiddle));
    for ([[maybe_unused]] auto iteration : state)
        benchmark::DoNotOptimize(dh::renderViewTile(shown, cache, kFitLevel, kMiddle));
}

/// From a painted dab to the tile that shows it, on a mask of 24 megapixels written in place.
void dabToTile(benchmark::State& state, const dh::MaskEdge& edge, int level)
{
    dh::Composition shown = largeLayer(edge);
    dh::Mask& mask = shown.layers.front().mask;
    constexpr dh::Rect kDab{2800, 1900, 300, 300};
    const dh::Point tile{(kDab.x >> level) / dh::kViewTileSize, (kDab.y >> level) / dh::kViewTileSize};
    dh::ViewCache cache(kCacheBytes);
    benchmark::DoNotOptimize(dh::renderViewTile(shown, cache, level, tile));
    std::uint8_t value = 0;
    for ([[maybe_unused]] auto iteration : state) {
        value = static_cast<std::uint8_t>(255 - value);
        for (int y = kDab.y; y < kDab.bottom(); ++y)
            std::fill_n(mask.writableRow(y) + kDab.x, kDab.width, value);
        cache.maskPainted(mask, mask, kDab);
        benchmark::DoNotOptimize(dh::renderViewTile(shown, cache, level, tile));
    }
}

void wholePicture(benchmark::State& state)
{
    const dh::Composition drawn = composition(static_cast<double>(state.range(0)));
    for ([[maybe_unused]] auto iteration : state)
        benchmark::DoNotOptimize(dh::renderComposition(drawn));
}

void adjusted(benchmark::State& state, const dh::ResultAdjustment& adjustment)
{
    const dh::HarmonizedResult made = result();
    for ([[maybe_unused]] auto iteration : state)
        benchmark::DoNotOptimize(dh::adjustedResult(made, adjustment));
}

} // namespace

BENCHMARK(tileCold)->Arg(0)->Arg(kFitLevel)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(tileWarm)->Arg(0)->Arg(1)->Arg(kFitLevel)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(tileWithAdjustedResult)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(dabToTile, one_to_one, dh::MaskEdge{}, 0)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(dabToTile, fit, dh::MaskEdge{}, kFitLevel)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(dabToTile, fit_with_edge, (dh::MaskEdge{8, 4.0}), kFitLevel)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(dabToTile, one_to_one_with_edge, (dh::MaskEdge{8, 4.0}), 0)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK(wholePicture)->Arg(0)->Arg(20)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(adjusted, light_and_colour, (dh::ResultAdjustment{0.7, 1.2, 0.0, dh::Mask()}))
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(adjusted, with_detail_lock, (dh::ResultAdjustment{0.7, 1.2, 0.5, dh::Mask()}))
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_MAIN();
