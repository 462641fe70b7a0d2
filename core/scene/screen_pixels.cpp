#include "core/scene/screen_pixels.h"

#include "core/imaging/convert.h"
#include "core/imaging/premultiply.h"

#include <algorithm>
#include <utility>

namespace dh
{

namespace
{

constexpr std::uint32_t kOpaque = 255;

constexpr std::uint32_t packed(std::uint32_t red, std::uint32_t green, std::uint32_t blue, std::uint32_t alpha)
{
    const std::uint32_t straight = (kOpaque << 24U) | (red << 16U) | (green << 8U) | blue;
    return alpha == kOpaque ? straight : scaled(straight, alpha);
}

std::vector<std::uint32_t> packedPixels(const Image& image, const Rect& area)
{
    std::vector<std::uint32_t> pixels(static_cast<std::size_t>(area.size().area()));
    const int step = image.channels();
    for (int y = 0; y < area.height; ++y) {
        const std::uint8_t* source = image.row<std::uint8_t>(area.y + y) + static_cast<std::ptrdiff_t>(area.x) * step;
        std::uint32_t* target = pixels.data() + static_cast<std::size_t>(y) * area.width;
        if (image.hasAlpha())
            for (int x = 0; x < area.width; ++x, source += 4)
                target[x] = packed(source[0], source[1], source[2], source[3]);
        else
            for (int x = 0; x < area.width; ++x, source += 3)
                target[x] = packed(source[0], source[1], source[2], kOpaque);
    }
    return pixels;
}

PlanarImage halvedPlanes(const PlanarImage& planes)
{
    const Size size = planes.size;
    PlanarImage result({(size.width + 1) / 2, (size.height + 1) / 2}, planes.channels);
    for (int c = 0; c < planes.channels; ++c)
        for (int y = 0; y < result.size.height; ++y) {
            const float* upper = planes.plane(c) + static_cast<std::size_t>(2 * y) * size.width;
            const float* lower = 2 * y + 1 < size.height ? upper + size.width : upper;
            float* target = result.plane(c) + static_cast<std::size_t>(y) * result.size.width;
            for (int x = 0; x < result.size.width; ++x) {
                const int right = std::min(2 * x + 1, size.width - 1);
                target[x] = 0.25F * (upper[2 * x] + upper[right] + lower[2 * x] + lower[right]);
            }
        }
    return result;
}

/// Premultiplied planes in the image's encoding to premultiplied screen pixels.
std::vector<std::uint32_t> screenFromPlanes(PlanarImage planes, const ColourTransform& transform)
{
    const float* weights = planes.plane(kWeightPlane);
    PlanarImage colours(planes.size, kWeightPlane);
    const auto pixels = static_cast<std::size_t>(planes.size.area());
    for (int c = 0; c < kWeightPlane; ++c)
        for (std::size_t i = 0; i < pixels; ++i)
            colours.plane(c)[i] = weights[i] > 0.0F ? planes.plane(c)[i] / weights[i] : 0.0F;
    transform.toSrgb(colours);
    std::copy(colours.values.begin(), colours.values.end(), planes.values.begin());
    const Image image = imageFromPlanar(planes, SampleType::U8);
    return packedPixels(image, {0, 0, image.width(), image.height()});
}

} // namespace

bool isScreenReady(const Image& image, const ColourTransform& transform)
{
    return image.type() == SampleType::U8 && transform.isIdentity();
}

std::vector<std::uint32_t> screenPixels(const Image& image, const ColourTransform& transform, const Rect& area)
{
    if (isScreenReady(image, transform))
        return packedPixels(image, area);
    const EncodingChange none(nullptr, nullptr);
    return screenFromPlanes(premultiplied(image, area, Mask(), none), transform);
}

std::vector<std::uint32_t> halvedScreenPixels(const Image& image, const ColourTransform& transform, const Rect& area)
{
    if (isScreenReady(image, transform))
        return halved(packedPixels(image, area), area.size());
    const EncodingChange none(nullptr, nullptr);
    return screenFromPlanes(halvedPlanes(premultiplied(image, area, Mask(), none)), transform);
}

Image imageFromScreen(const std::vector<std::uint32_t>& pixels, Size size)
{
    ImageBuffer buffer(size, 3, SampleType::U8);
    auto* target = buffer.row<std::uint8_t>(0);
    for (const std::uint32_t pixel : pixels) {
        const std::uint32_t alpha = pixel >> 24U;
        for (const unsigned shift : {16U, 8U, 0U}) {
            const std::uint32_t part = (pixel >> shift) & 0xFFU;
            const std::uint32_t straight = alpha == 0 ? 0U : std::min(kOpaque, (part * kOpaque + alpha / 2) / alpha);
            *target++ = static_cast<std::uint8_t>(straight);
        }
    }
    return std::move(buffer).finish();
}

} // namespace dh
