#include "transfer_pictures.h"

#include "core/imaging/resample.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <utility>
#include <vector>

namespace dh::test
{
namespace
{

constexpr int kSamplesOfPixel = 4;

template <typename Sample>
void fillRow(ImageBuffer& buffer, int y, std::mt19937& random)
{
    constexpr float kMax = std::numeric_limits<Sample>::max();
    std::uniform_real_distribution<float> grain(-0.05F, 0.05F);
    const Size size = buffer.size();
    for (int x = 0; x < size.width; ++x) {
        const float u = (x + 0.5F) / size.width;
        const float v = (y + 0.5F) / size.height;
        const float colour[kSamplesOfPixel] = {0.2F + 0.5F * u, 0.7F - 0.4F * v, 0.45F + 0.2F * std::sin(9.0F * u * v),
                                               0.5F + 0.4F * v};
        for (int channel = 0; channel < buffer.channels(); ++channel)
            buffer.row<Sample>(y)[x * buffer.channels() + channel] =
                static_cast<Sample>((colour[channel] + grain(random)) * kMax);
    }
}

} // namespace

Rect wholeOf(Size size)
{
    return {0, 0, size.width, size.height};
}

Image picture(Size size, int channels, SampleType type)
{
    std::mt19937 random(7);
    ImageBuffer buffer(size, channels, type);
    for (int y = 0; y < size.height; ++y)
        if (type == SampleType::U8)
            fillRow<std::uint8_t>(buffer, y, random);
        else
            fillRow<std::uint16_t>(buffer, y, random);
    return std::move(buffer).finish();
}

Image textLikePicture(Size size)
{
    std::mt19937 random(11);
    std::bernoulli_distribution isInk(0.35);
    ImageBuffer buffer(size, 3, SampleType::U8);
    constexpr int kStroke = 3;
    std::vector<bool> ink(static_cast<std::size_t>(size.width / kStroke + 1));
    for (int y = 0; y < size.height; ++y) {
        if (y % kStroke == 0)
            for (std::size_t i = 0; i < ink.size(); ++i)
                ink[i] = isInk(random);
        for (int x = 0; x < size.width; ++x)
            for (int channel = 0; channel < 3; ++channel)
                buffer.row<std::uint8_t>(y)[x * 3 + channel] =
                    static_cast<std::uint8_t>((ink[static_cast<std::size_t>(x / kStroke)] ? 40 : 190) + 8 * channel);
    }
    return std::move(buffer).finish();
}

Mask ellipseMask(Size size)
{
    Mask mask(size);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            const double u = (x + 0.5) / size.width * 2.0 - 1.0;
            const double v = (y + 0.5) / size.height * 2.0 - 1.0;
            const double rim = (0.8 - std::sqrt(u * u + v * v)) / 0.1;
            mask.writableRow(y)[x] = static_cast<std::uint8_t>(255.0 * std::clamp(rim, 0.0, 1.0));
        }
    return mask;
}

PlanarImage mapped(const PlanarImage& planar, const ColourMap& map)
{
    PlanarImage result = planar;
    for (long long i = 0; i < planar.size.area(); ++i) {
        const Colour colour = map({planar.plane(0)[i], planar.plane(1)[i], planar.plane(2)[i]});
        for (int channel = 0; channel < 3; ++channel)
            result.plane(channel)[i] = colour[static_cast<std::size_t>(channel)];
    }
    return result;
}

LowResolutionPair lowResolutionPair(const Image& native, const Mask& mask, Size size, const ColourMap& map)
{
    const PlanarImage composite = resized(planarFromImage(native), size);
    return {composite, mapped(composite, map), resized(planarFromMask(mask), size)};
}

float sampleAt(const Image& image, int x, int y, int channel)
{
    const int index = x * image.channels() + channel;
    return image.type() == SampleType::U8 ? image.row<std::uint8_t>(y)[index] : image.row<std::uint16_t>(y)[index];
}

double largestError(const Image& native, const Image& result, const Mask& mask, const ColourMap& map)
{
    const float scale = maxSample(native.type());
    double largest = 0.0;
    for (int y = 0; y < native.height(); ++y)
        for (int x = 0; x < native.width(); ++x) {
            if (mask.row(y)[x] != 255)
                continue;
            Colour colour;
            for (int channel = 0; channel < 3; ++channel)
                colour[static_cast<std::size_t>(channel)] = sampleAt(native, x, y, channel) / scale;
            const Colour wanted = map(colour);
            for (int channel = 0; channel < 3; ++channel)
                largest = std::max<double>(largest, std::abs(wanted[static_cast<std::size_t>(channel)] -
                                                             sampleAt(result, x, y, channel) / scale));
        }
    return largest;
}

PlanarImage degraded(const PlanarImage& planar)
{
    std::mt19937 random(3);
    std::normal_distribution<float> noise(0.0F, 2.0F / 255.0F);
    PlanarImage result = planar;
    const Size size = planar.size;
    for (int channel = 0; channel < 3; ++channel)
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x) {
                float sum = 0.0F;
                for (int dy = -1; dy <= 1; ++dy)
                    for (int dx = -1; dx <= 1; ++dx)
                        sum += planar.plane(channel)[std::clamp(y + dy, 0, size.height - 1) * size.width +
                                                     std::clamp(x + dx, 0, size.width - 1)];
                result.plane(channel)[y * size.width + x] = sum / 9.0F + noise(random);
            }
    return result;
}

bool pixelEquals(const Image& a, const Image& b, int x, int y)
{
    for (int channel = 0; channel < a.channels(); ++channel)
        if (sampleAt(a, x, y, channel) != sampleAt(b, x, y, channel))
            return false;
    return true;
}

} // namespace dh::test
