#pragma once

#include "core/scene/composition.h"

#include <cstdint>
#include <random>
#include <utility>

namespace dh
{

constexpr Size kLargeBackground{6000, 4000};
constexpr Size kLargeLayer{3000, 2000};
constexpr LayerId kLargeSceneLayer = 1;

inline Image noisyPicture(Size size, unsigned seed)
{
    ImageBuffer buffer(size, 3, SampleType::U8);
    std::minstd_rand random(seed);
    for (int y = 0; y < size.height; ++y) {
        auto* row = buffer.row<std::uint8_t>(y);
        for (int x = 0; x < 3 * size.width; ++x)
            row[x] = static_cast<std::uint8_t>((x / 12 + y / 8 + static_cast<int>(random() & 15U)) & 255);
    }
    return std::move(buffer).finish();
}

/// What the benchmarks of the window work on: a layer in the middle of 24 megapixels.
inline Composition largeComposition()
{
    Composition composition;
    composition.background = noisyPicture(kLargeBackground, 1);
    Layer layer;
    layer.id = kLargeSceneLayer;
    layer.image = noisyPicture(kLargeLayer, 2);
    layer.mask = Mask(kLargeLayer, 255);
    layer.transform = LayerTransform::fittedAndCentred(kLargeLayer, kLargeBackground);
    composition.layers = {layer};
    return composition;
}

} // namespace dh
