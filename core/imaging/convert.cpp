#include "core/imaging/convert.h"

#include "core/imaging/parallel_rows.h"

#include <algorithm>
#include <cassert>
#include <type_traits>

namespace dh
{

namespace
{

template <typename T>
constexpr SampleType kTypeOf = sizeof(T) == 1   ? SampleType::U8
                               : sizeof(T) == 2 ? SampleType::U16
                                                : SampleType::F32;

/// NaN becomes 0.
float clampedToUnit(float value)
{
    const float atLeastZero = value > 0.0F ? value : 0.0F;
    return atLeastZero < 1.0F ? atLeastZero : 1.0F;
}

template <typename T>
T fromUnit(float value)
{
    if constexpr (kTypeOf<T> == SampleType::F32)
        return clampedToUnit(value);
    else
        return static_cast<T>(clampedToUnit(value) * maxSample(kTypeOf<T>) + 0.5F);
}

/// Calls `work` with a value of the C++ type of `type`.
template <typename Work>
void withSampleType(SampleType type, const Work& work)
{
    switch (type) {
    case SampleType::U8:
        return work(std::uint8_t{});
    case SampleType::U16:
        return work(std::uint16_t{});
    case SampleType::F32:
        return work(float{});
    }
}

/// Writes channels from `firstChannel` on to the planes.
template <typename T>
void splitRows(const Image& image, const Rect& area, int firstChannel, PlanarImage& planar)
{
    const int step = image.channels();
    forEachBand(area.height, [&](int first, int end) {
        for (int y = first; y < end; ++y) {
            const T* source = image.row<T>(area.y + y) + static_cast<std::ptrdiff_t>(area.x) * step + firstChannel;
            const std::size_t offset = static_cast<std::size_t>(y) * area.width;
            for (int c = 0; c < planar.channels; ++c) {
                float* target = planar.plane(c) + offset;
                for (int x = 0; x < area.width; ++x)
                    target[x] = static_cast<float>(source[x * step + c]) / maxSample(kTypeOf<T>);
            }
        }
    });
}

template <typename T, typename Convert>
void joinRows(const PlanarImage& planar, ImageBuffer& buffer, const Convert& convert)
{
    const int width = planar.size.width;
    forEachBand(planar.size.height, [&](int first, int end) {
        for (int y = first; y < end; ++y) {
            T* target = buffer.row<T>(y);
            for (int c = 0; c < planar.channels; ++c) {
                const float* source = planar.plane(c) + static_cast<std::size_t>(y) * width;
                for (int x = 0; x < width; ++x)
                    target[x * planar.channels + c] = convert(source[x]);
            }
        }
    });
}

template <typename From, typename To>
To convertedSample(From value)
{
    if constexpr (kTypeOf<From> == SampleType::F32)
        return fromUnit<To>(value);
    else if constexpr (kTypeOf<To> == SampleType::F32)
        return static_cast<float>(value) / maxSample(kTypeOf<From>);
    else if constexpr (sizeof(From) < sizeof(To))
        return static_cast<To>(value * 257);
    else
        return static_cast<To>((value + 128) / 257);
}

} // namespace

PlanarImage planarFromImage(const Image& image, const Rect& area)
{
    assert((Rect{0, 0, image.width(), image.height()}).contains(area));
    PlanarImage planar(area.size(), 3);
    withSampleType(image.type(), [&](auto sample) { splitRows<decltype(sample)>(image, area, 0, planar); });
    return planar;
}

PlanarImage planarFromImage(const Image& image)
{
    return planarFromImage(image, Rect{0, 0, image.width(), image.height()});
}

PlanarImage alphaFromImage(const Image& image, const Rect& area)
{
    assert((Rect{0, 0, image.width(), image.height()}).contains(area));
    constexpr int kAlphaChannel = 3;
    PlanarImage plane(area.size(), 1);
    if (image.hasAlpha())
        withSampleType(image.type(),
                       [&](auto sample) { splitRows<decltype(sample)>(image, area, kAlphaChannel, plane); });
    else
        std::fill(plane.values.begin(), plane.values.end(), 1.0F);
    return plane;
}

Image imageFromPlanar(const PlanarImage& planar, SampleType type, IccProfile icc)
{
    ImageBuffer buffer(planar.size, planar.channels, type);
    withSampleType(type, [&](auto sample) {
        using T = decltype(sample);
        // A lambda, not the function: its call can't be seen through.
        joinRows<T>(planar, buffer, [](float value) { return fromUnit<T>(value); });
    });
    return std::move(buffer).finish(std::move(icc));
}

Image imageFromPlanarTruncated(const PlanarImage& planar)
{
    assert(planar.channels == 3);
    ImageBuffer buffer(planar.size, 3, SampleType::U8);
    joinRows<std::uint8_t>(planar, buffer, [](float value) {
        return static_cast<std::uint8_t>(clampedToUnit(value) * maxSample(SampleType::U8));
    });
    return std::move(buffer).finish();
}

PlanarImage planarFromMask(const Mask& mask)
{
    PlanarImage planar(mask.size(), 1);
    for (int y = 0; y < mask.height(); ++y) {
        const std::uint8_t* source = mask.row(y);
        float* target = planar.plane(0) + static_cast<std::size_t>(y) * mask.width();
        for (int x = 0; x < mask.width(); ++x)
            target[x] = static_cast<float>(source[x]) / maxSample(SampleType::U8);
    }
    return planar;
}

Mask maskFromPlanar(const PlanarImage& planar)
{
    assert(planar.channels == 1);
    std::vector<std::uint8_t> values(planar.values.size());
    std::transform(planar.values.begin(), planar.values.end(), values.begin(),
                   [](float value) { return fromUnit<std::uint8_t>(value); });
    return Mask(planar.size, std::move(values));
}

Image convertedToType(const Image& image, SampleType type)
{
    if (image.isNull() || image.type() == type)
        return image;
    ImageBuffer buffer(image.size(), image.channels(), type);
    const int samples = image.width() * image.channels();
    withSampleType(image.type(), [&](auto from) {
        withSampleType(type, [&](auto to) {
            using From = decltype(from);
            using To = decltype(to);
            if constexpr (!std::is_same_v<From, To>) {
                forEachBand(image.height(), [&](int first, int end) {
                    for (int y = first; y < end; ++y)
                        for (int i = 0; i < samples; ++i)
                            buffer.row<To>(y)[i] = convertedSample<From, To>(image.row<From>(y)[i]);
                });
            }
        });
    });
    return std::move(buffer).finish(image.iccProfile());
}

} // namespace dh
