#pragma once

#include "core/imaging/colour.h"
#include "core/imaging/image.h"

#include <cstdint>
#include <vector>

namespace dh
{

/// 0xAARRGGBB, premultiplied, and how its parts are reached two at a time.
inline constexpr std::uint32_t kRedAndBlue = 0x00FF00FFU;

/// `a` towards `b` by `share` of 256.
[[nodiscard]] constexpr std::uint32_t mixed(std::uint32_t a, std::uint32_t b, std::uint32_t share)
{
    constexpr std::uint32_t kHalf = 0x00800080U;
    const std::uint32_t low = ((a & kRedAndBlue) * (256U - share) + (b & kRedAndBlue) * share + kHalf) >> 8U;
    const std::uint32_t high = ((a >> 8U) & kRedAndBlue) * (256U - share) + ((b >> 8U) & kRedAndBlue) * share + kHalf;
    return (low & kRedAndBlue) | (high & ~kRedAndBlue);
}

/// Every part times factor / 255, rounded. @param factor 0..255
[[nodiscard]] constexpr std::uint32_t scaled(std::uint32_t pixel, std::uint32_t factor)
{
    constexpr std::uint32_t kHalf = 0x00800080U;
    const auto dividedBy255 = [](std::uint32_t pair) {
        return ((pair + ((pair >> 8U) & kRedAndBlue)) >> 8U) & kRedAndBlue;
    };
    const std::uint32_t low = dividedBy255((pixel & kRedAndBlue) * factor + kHalf);
    const std::uint32_t high = dividedBy255(((pixel >> 8U) & kRedAndBlue) * factor + kHalf);
    return low | (high << 8U);
}

[[nodiscard]] constexpr std::uint32_t average(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d)
{
    constexpr std::uint32_t kHalf = 0x00020002U;
    const std::uint32_t low =
        ((a & kRedAndBlue) + (b & kRedAndBlue) + (c & kRedAndBlue) + (d & kRedAndBlue) + kHalf) >> 2U;
    const std::uint32_t high = (((a >> 8U) & kRedAndBlue) + ((b >> 8U) & kRedAndBlue) + ((c >> 8U) & kRedAndBlue) +
                                ((d >> 8U) & kRedAndBlue) + kHalf) >>
                               2U;
    return (low & kRedAndBlue) | ((high & kRedAndBlue) << 8U);
}

[[nodiscard]] constexpr std::uint8_t average(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d)
{
    return static_cast<std::uint8_t>((a + b + c + d + 2) >> 2);
}

/// Half the size, rounded up, each pixel the mean of the four (fewer at the right and bottom edge) that it covers.
template <typename Pixel>
[[nodiscard]] std::vector<Pixel> halved(const std::vector<Pixel>& pixels, Size size)
{
    const Size half{(size.width + 1) / 2, (size.height + 1) / 2};
    std::vector<Pixel> result(static_cast<std::size_t>(half.area()));
    for (int y = 0; y < half.height; ++y) {
        const Pixel* upper = pixels.data() + static_cast<std::size_t>(2 * y) * size.width;
        const Pixel* lower = 2 * y + 1 < size.height ? upper + size.width : upper;
        Pixel* target = result.data() + static_cast<std::size_t>(y) * half.width;
        for (int x = 0; x < size.width / 2; ++x)
            target[x] = average(upper[2 * x], upper[2 * x + 1], lower[2 * x], lower[2 * x + 1]);
        if (size.width % 2 != 0) {
            const int last = size.width - 1;
            target[half.width - 1] = average(upper[last], upper[last], lower[last], lower[last]);
        }
    }
    return result;
}

/// Whether the image's samples are the screen's already.
[[nodiscard]] bool isScreenReady(const Image& image, const ColourTransform& transform);

/// `area` of `image` in sRGB, 8-bit, premultiplied.
[[nodiscard]] std::vector<std::uint32_t> screenPixels(const Image& image, const ColourTransform& transform,
                                                      const Rect& area);
/// The same at half the size: as halved() of it, but converted after the means are taken, which is what costs.
[[nodiscard]] std::vector<std::uint32_t> halvedScreenPixels(const Image& image, const ColourTransform& transform,
                                                            const Rect& area);

/// Opaque pixels as an image, for computing; transparent ones are divided by alpha, which is dropped.
[[nodiscard]] Image imageFromScreen(const std::vector<std::uint32_t>& pixels, Size size);

} // namespace dh
