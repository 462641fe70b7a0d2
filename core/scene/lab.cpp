#include "core/scene/lab.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace dh
{

namespace
{

/// A function of 0..1, tabulated and interpolated.
class Curve
{
public:
    template <typename Function>
    explicit Curve(const Function& function)
    {
        m_values.reserve(kSteps + 2);
        for (int i = 0; i <= kSteps + 1; ++i)
            m_values.push_back(static_cast<float>(function(static_cast<double>(i) / kSteps)));
    }
    [[nodiscard]] float at(float value) const
    {
        const float position = std::clamp(value, 0.0F, 1.0F) * kSteps;
        const auto below = static_cast<int>(position);
        const float* values = m_values.data() + below;
        return values[0] + (values[1] - values[0]) * (position - static_cast<float>(below));
    }

private:
    static constexpr int kSteps = 4096;
    std::vector<float> m_values;
};

// IEC 61966-2-1.
double linearFromEncoded(double value)
{
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double encodedFromLinear(double value)
{
    return value <= 0.0031308 ? value * 12.92 : 1.055 * std::pow(value, 1.0 / 2.4) - 0.055;
}

// CIE 15:2004, 8.2.1.
constexpr double kDelta = 6.0 / 29.0;

double lightnessResponse(double share)
{
    return share > kDelta * kDelta * kDelta ? std::cbrt(share) : share / (3.0 * kDelta * kDelta) + 4.0 / 29.0;
}

float shareOfResponse(float response)
{
    constexpr auto kBend = static_cast<float>(kDelta);
    constexpr auto kSlope = static_cast<float>(3.0 * kDelta * kDelta);
    return response > kBend ? response * response * response : kSlope * (response - 4.0F / 29.0F);
}

const Curve& decoding()
{
    static const Curve curve(linearFromEncoded);
    return curve;
}

const Curve& encoding()
{
    static const Curve curve(encodedFromLinear);
    return curve;
}

const Curve& response()
{
    static const Curve curve(lightnessResponse);
    return curve;
}

} // namespace

Lab labFromSrgb(const SrgbColour& colour)
{
    const float r = decoding().at(colour.red);
    const float g = decoding().at(colour.green);
    const float b = decoding().at(colour.blue);
    // sRGB's primaries, each row divided by the white point, so that white is 1, 1, 1.
    const float x = response().at(0.4339499F * r + 0.3762098F * g + 0.1898403F * b);
    const float y = response().at(0.2126729F * r + 0.7151521F * g + 0.0721750F * b);
    const float z = response().at(0.0177566F * r + 0.1094680F * g + 0.8727755F * b);
    return {116.0F * y - 16.0F, 500.0F * (x - y), 200.0F * (y - z)};
}

SrgbColour srgbFromLab(const Lab& lab)
{
    const float fy = (lab.lightness + 16.0F) / 116.0F;
    const float x = shareOfResponse(fy + lab.a / 500.0F);
    const float y = shareOfResponse(fy);
    const float z = shareOfResponse(fy - lab.b / 200.0F);
    return {encoding().at(3.0799551F * x - 1.5371390F * y - 0.5428161F * z),
            encoding().at(-0.9212586F * x + 1.8760111F * y + 0.0452475F * z),
            encoding().at(0.0528874F * x - 0.2040259F * y + 1.1511385F * z)};
}

} // namespace dh
