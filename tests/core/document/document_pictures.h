#pragma once

#include "core/scene/composition.h"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace dh::test
{

/// Scattered samples that don't compress and are the same on every run with one seed.
inline Image noise(Size size, int channels, SampleType type, std::uint32_t seed, const IccProfile& icc = nullptr)
{
    std::mt19937 random(seed);
    ImageBuffer buffer(size, channels, type);
    const std::size_t count = static_cast<std::size_t>(size.area()) * static_cast<std::size_t>(channels);
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t value = random();
        if (type == SampleType::U8)
            buffer.row<std::uint8_t>(0)[i] = static_cast<std::uint8_t>(value);
        else if (type == SampleType::U16)
            buffer.row<std::uint16_t>(0)[i] = static_cast<std::uint16_t>(value);
        else
            buffer.row<float>(0)[i] = static_cast<float>(value) / static_cast<float>(std::mt19937::max());
    }
    return std::move(buffer).finish(icc);
}

inline void fill(Mask& mask, const Rect& area, std::uint8_t value)
{
    for (int y = area.y; y < area.bottom(); ++y)
        for (int x = area.x; x < area.right(); ++x)
            mask.writableRow(y)[x] = value;
}

inline Mask spottedMask(Size size, std::uint32_t seed)
{
    std::mt19937 random(seed);
    Mask mask(size);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            mask.writableRow(y)[x] = static_cast<std::uint8_t>(random() % 5 == 0 ? random() : 0);
    return mask;
}

inline Layer layerOf(LayerId id, const Image& image, Size canvas)
{
    Layer layer;
    layer.id = id;
    layer.name = "Layer " + std::to_string(id);
    layer.image = image;
    layer.transform = LayerTransform::fittedAndCentred(image.size(), canvas);
    return layer;
}

inline ResultPtr resultOf(ResultId id, LayerId layer, const Rect& area, SampleType type, std::uint32_t seed)
{
    HarmonizedResult result;
    result.id = id;
    result.layer = layer;
    result.name = "Result " + std::to_string(id);
    result.areaInCanvas = area;
    result.before = noise(area.size(), 3, type, seed);
    result.after = noise(area.size(), 3, type, seed + 1);
    result.mask = spottedMask(area.size(), seed + 2);
    result.transformAtRun.pivotInCanvas = {3.25, 7.5};
    result.transformAtRun.rotation = 12.5;
    result.opacityAtRun = 0.625;
    result.seed = 0xFEDCBA9876543210ULL;
    result.seconds = 1.5;
    result.settings = {{"steps", "5"}, {"model", "built-in"}};
    return std::make_shared<const HarmonizedResult>(std::move(result));
}

} // namespace dh::test
