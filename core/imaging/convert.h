#pragma once

#include "core/imaging/image.h"
#include "core/imaging/mask.h"

#include <vector>

namespace dh
{

/// Planar float pixels for computation: `channels` planes of size.area() values, plane after plane.
struct PlanarImage {
    Size size;
    int channels = 3;
    std::vector<float> values;

    PlanarImage() = default;
    PlanarImage(Size imageSize, int channelCount)
        : size(imageSize), channels(channelCount), values(static_cast<std::size_t>(imageSize.area()) * channelCount)
    {
    }
    [[nodiscard]] float* plane(int channel) { return values.data() + static_cast<std::size_t>(size.area()) * channel; }
    [[nodiscard]] const float* plane(int channel) const
    {
        return values.data() + static_cast<std::size_t>(size.area()) * channel;
    }
};

/// This file is the only place where samples change between integers and 0..1 floats.

/// The R, G and B planes of `image` inside `area`, 0..1, in the image's own encoding. Alpha is dropped.
[[nodiscard]] PlanarImage planarFromImage(const Image& image, const Rect& area);
[[nodiscard]] PlanarImage planarFromImage(const Image& image);

/// The alpha of `image` inside `area` as one plane; 1 everywhere when it has none.
[[nodiscard]] PlanarImage alphaFromImage(const Image& image, const Rect& area);

/// Three planes to an RGB image of `type`, four to an RGBA one: clamped to 0..1, rounded to nearest.
[[nodiscard]] Image imageFromPlanar(const PlanarImage& planar, SampleType type, IccProfile icc = nullptr);

/// As torchvision's to_pil_image: clamped, times 255, truncated. Reference mode needs it.
[[nodiscard]] Image imageFromPlanarTruncated(const PlanarImage& planar);

/// One plane, value / 255.
[[nodiscard]] PlanarImage planarFromMask(const Mask& mask);

/// One plane in 0..1 to a mask: clamped, times 255, rounded to nearest.
[[nodiscard]] Mask maskFromPlanar(const PlanarImage& planar);

/// `image` with 16-bit samples scaled to 8 bit (rounded), or 8 to 16 (times 257).
[[nodiscard]] Image convertedToType(const Image& image, SampleType type);

} // namespace dh
