#include "core/train/data/colour_spaces.h"

#include <algorithm>
#include <cmath>

namespace dh
{

namespace
{

constexpr float kMostByte = 255.0F;

// sRGB's transfer function (IEC 61966-2-1).
constexpr double kSrgbKnee = 0.04045;
constexpr double kLinearKnee = 0.0031308;
constexpr double kSlope = 12.92;
constexpr double kOffset = 0.055;
constexpr double kExponent = 2.4;

// CIELAB (CIE 15): f is a cube root above this ratio and a line below.
constexpr double kLabKnee = 216.0 / 24389.0;
constexpr double kLabSlope = 24389.0 / 27.0 / 116.0;
constexpr double kLabOffset = 16.0 / 116.0;
constexpr float kMostRatio = 1.1F;

// sRGB primaries with the white D65; the rows are divided by the white's X, Y and Z.
constexpr float kWhiteX = 0.95047F;
constexpr float kWhiteZ = 1.08883F;

/// A function over [0, most], tabulated and interpolated linearly, because roots and powers cost more than the rest.
template <int Intervals>
class Table
{
public:
    template <typename Function>
    Table(float most, const Function& function) : m_scale(Intervals / most)
    {
        for (int i = 0; i <= Intervals; ++i)
            m_values[i] = static_cast<float>(function(static_cast<double>(i) * most / Intervals));
        m_values[Intervals + 1] = m_values[Intervals];
    }
    [[nodiscard]] float operator()(float x) const
    {
        const float position = std::clamp(x * m_scale, 0.0F, static_cast<float>(Intervals));
        const int index = static_cast<int>(position);
        const float low = m_values[index];
        return low + (m_values[index + 1] - low) * (position - static_cast<float>(index));
    }

private:
    float m_scale;
    std::array<float, Intervals + 2> m_values;
};

const Table<255> kLinear(kMostByte, [](double value) {
    const double srgb = value / kMostByte;
    return srgb <= kSrgbKnee ? srgb / kSlope : std::pow((srgb + kOffset) / (1.0 + kOffset), kExponent);
});

const Table<8192> kSrgb(1.0F, [](double light) {
    const double srgb =
        light <= kLinearKnee ? light * kSlope : (1.0 + kOffset) * std::pow(light, 1.0 / kExponent) - kOffset;
    return srgb * kMostByte;
});

const Table<4096> kLabRoot(kMostRatio, [](double ratio) {
    return ratio > kLabKnee ? std::cbrt(ratio) : kLabSlope * ratio + kLabOffset;
});

float cubeOfRoot(float root)
{
    static const float kKneeRoot = static_cast<float>(std::cbrt(kLabKnee));
    return root > kKneeRoot ? root * root * root
                            : (root - static_cast<float>(kLabOffset)) / static_cast<float>(kLabSlope);
}

} // namespace

float linearFromSrgb(float value)
{
    return kLinear(value);
}

float srgbFromLinear(float light)
{
    return kSrgb(light);
}

void labFromRgb(Pixels& pixels)
{
    auto& [first, second, third] = pixels.channels;
    for (std::size_t i = 0; i < first.size(); ++i) {
        const float r = kLinear(first[i]);
        const float g = kLinear(second[i]);
        const float b = kLinear(third[i]);
        const float x = kLabRoot((0.4124564F * r + 0.3575761F * g + 0.1804375F * b) / kWhiteX);
        const float y = kLabRoot(0.2126729F * r + 0.7151522F * g + 0.0721750F * b);
        const float z = kLabRoot((0.0193339F * r + 0.1191920F * g + 0.9503041F * b) / kWhiteZ);
        first[i] = 116.0F * y - 16.0F;
        second[i] = 500.0F * (x - y);
        third[i] = 200.0F * (y - z);
    }
}

void rgbFromLab(Pixels& pixels)
{
    auto& [first, second, third] = pixels.channels;
    for (std::size_t i = 0; i < first.size(); ++i) {
        const float root = (first[i] + 16.0F) / 116.0F;
        const float x = cubeOfRoot(root + second[i] / 500.0F) * kWhiteX;
        const float y = cubeOfRoot(root);
        const float z = cubeOfRoot(root - third[i] / 200.0F) * kWhiteZ;
        first[i] = kSrgb(3.2404542F * x - 1.5371385F * y - 0.4985314F * z);
        second[i] = kSrgb(-0.9692660F * x + 1.8760108F * y + 0.0415560F * z);
        third[i] = kSrgb(0.0556434F * x - 0.2040259F * y + 1.0572252F * z);
    }
}

void ycbcrFromRgb(Pixels& pixels)
{
    auto& [first, second, third] = pixels.channels;
    for (std::size_t i = 0; i < first.size(); ++i) {
        const float r = first[i];
        const float g = second[i];
        const float b = third[i];
        const float luma = 0.299F * r + 0.587F * g + 0.114F * b;
        first[i] = luma;
        second[i] = (b - luma) / 1.772F;
        third[i] = (r - luma) / 1.402F;
    }
}

void rgbFromYcbcr(Pixels& pixels)
{
    auto& [first, second, third] = pixels.channels;
    for (std::size_t i = 0; i < first.size(); ++i) {
        const float luma = first[i];
        const float b = luma + 1.772F * second[i];
        const float r = luma + 1.402F * third[i];
        first[i] = r;
        second[i] = (luma - 0.299F * r - 0.114F * b) / 0.587F;
        third[i] = b;
    }
    clipToBytes(pixels);
}

void clipToBytes(Pixels& pixels)
{
    for (std::vector<float>& channel : pixels.channels) {
        for (float& value : channel)
            value = std::clamp(value, 0.0F, kMostByte);
    }
}

} // namespace dh
