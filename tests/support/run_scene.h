#pragma once

#include "core/scene/composition.h"

#include <cstdint>
#include <utility>

namespace dh::test
{

/// A picture whose samples differ from place to place.
inline Image gradientPicture(Size size, int channels, int shift)
{
    ImageBuffer buffer(size, channels, SampleType::U8);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            for (int c = 0; c < channels; ++c) {
                const int value = c == 3 ? 255 : 60 + (x * 3 + y * 2 + c * 40 + shift) % 190;
                buffer.row<std::uint8_t>(y)[x * channels + c] = static_cast<std::uint8_t>(value);
            }
    return std::move(buffer).finish();
}

inline Mask discMask(Size size)
{
    Mask mask(size);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            const int dx = 2 * x - size.width;
            const int dy = 2 * y - size.height;
            if (dx * dx + dy * dy < size.width * size.height / 2)
                mask.writableRow(y)[x] = 255;
        }
    return mask;
}

inline Layer discLayer(LayerId id, PointF centre, int shift)
{
    constexpr Size kSize{40, 36};
    Layer layer;
    layer.id = id;
    layer.name = "layer " + std::to_string(id);
    layer.image = gradientPicture(kSize, 3, shift);
    layer.mask = discMask(kSize);
    layer.transform.pivotInLayer = {kSize.width / 2.0, kSize.height / 2.0};
    layer.transform.pivotInCanvas = centre;
    return layer;
}

/// A background of 160 x 120 with a disc at its left and one at its right, ids 1 and 2.
inline Composition twoDiscs()
{
    Composition scene;
    scene.background = gradientPicture({160, 120}, 3, 0);
    scene.layers = {discLayer(1, {50.0, 60.0}, 70), discLayer(2, {110.0, 60.0}, 130)};
    return scene;
}

} // namespace dh::test
