#pragma once

#include "document_pictures.h"

#include <string>

namespace dh::test
{

constexpr Size kCrashCanvas{240, 160};
constexpr LayerId kCrashLayer = 1;

/// State number `step` of the helper's work: the name tells the number, the mask is filled with what follows from it.
inline std::uint8_t crashMaskValue(int step)
{
    return static_cast<std::uint8_t>(step * 7 % 256);
}

inline Composition crashStart()
{
    Layer layer = layerOf(kCrashLayer, noise({120, 80}, 3, SampleType::U8, 2), kCrashCanvas);
    layer.name = std::to_string(0);
    layer.mask = Mask(layer.image.size(), crashMaskValue(0));
    return {noise(kCrashCanvas, 3, SampleType::U8, 1), {layer}, {}};
}

} // namespace dh::test
