#include "core/evaluate/colour_difference.h"

#include "core/base/error.h"
#include "core/imaging/colour.h"
#include "core/imaging/convert.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dh
{

namespace
{

constexpr int kForegroundThreshold = 128;
constexpr int kBandRows = 32; ///< converted at once, to keep memory small and a cancel short
constexpr double kFullTurn = 360.0;
constexpr double kHalfTurn = 180.0;

double radians(double degrees)
{
    return degrees * std::numbers::pi / kHalfTurn;
}

/// 0 for neutral colours, where small chroma counts fully; 25^7 is from the formula.
double chromaShare(double chroma)
{
    constexpr double kPivot = 6103515625.0; // 25^7
    const double power = std::pow(chroma, 7.0);
    return std::sqrt(power / (power + kPivot));
}

/// Degrees, 0..360; 0 for a neutral colour.
double hueOf(double a, double b)
{
    if (a == 0.0 && b == 0.0)
        return 0.0;
    const double hue = std::atan2(b, a) * kHalfTurn / std::numbers::pi;
    return hue < 0.0 ? hue + kFullTurn : hue;
}

struct Hues {
    double difference = 0.0; ///< degrees, -180..180
    double mean = 0.0;       ///< degrees, 0..360
};

/// Equations 10 and 14 of the source; a neutral colour has no hue of its own.
Hues compareHues(double first, double second, bool isNeutral)
{
    if (isNeutral)
        return {0.0, first + second};
    const double plain = second - first;
    const double sum = first + second;
    // Opposite hues are half a turn apart however their angles were rounded.
    constexpr double kRounding = 1e-9;
    if (std::abs(plain) <= kHalfTurn + kRounding)
        return {plain, sum / 2.0};
    return {plain > 0.0 ? plain - kFullTurn : plain + kFullTurn,
            sum < kFullTurn ? (sum + kFullTurn) / 2.0 : (sum - kFullTurn) / 2.0};
}

/// One picture's planes inside a band of rows, as sRGB.
class Band
{
public:
    Band(const Image& image, const ColourTransform& transform, const Rect& area)
        : m_planar(planarFromImage(image, area))
    {
        transform.toSrgb(m_planar);
    }
    [[nodiscard]] SrgbColour at(std::size_t pixel) const
    {
        return {m_planar.plane(0)[pixel], m_planar.plane(1)[pixel], m_planar.plane(2)[pixel]};
    }

private:
    PlanarImage m_planar;
};

} // namespace

double colourDifference(const Lab& a, const Lab& b)
{
    const double meanChroma = (std::hypot(a.a, a.b) + std::hypot(b.a, b.b)) / 2.0;
    const double stretch = 1.0 + 0.5 * (1.0 - chromaShare(meanChroma));
    const double a1 = stretch * a.a;
    const double a2 = stretch * b.a;
    const double c1 = std::hypot(a1, static_cast<double>(a.b));
    const double c2 = std::hypot(a2, static_cast<double>(b.b));
    const Hues hues = compareHues(hueOf(a1, a.b), hueOf(a2, b.b), c1 * c2 == 0.0);

    const double lightness = static_cast<double>(b.lightness) - a.lightness;
    const double chroma = c2 - c1;
    const double hue = 2.0 * std::sqrt(c1 * c2) * std::sin(radians(hues.difference) / 2.0);

    const double c = (c1 + c2) / 2.0;
    const double fromMiddle = std::pow((static_cast<double>(a.lightness) + b.lightness) / 2.0 - 50.0, 2.0);
    const double t = 1.0 - 0.17 * std::cos(radians(hues.mean - 30.0)) + 0.24 * std::cos(radians(2.0 * hues.mean)) +
                     0.32 * std::cos(radians(3.0 * hues.mean + 6.0)) - 0.20 * std::cos(radians(4.0 * hues.mean - 63.0));
    const double rotation = 30.0 * std::exp(-std::pow((hues.mean - 275.0) / 25.0, 2.0));
    const double l = lightness / (1.0 + 0.015 * fromMiddle / std::sqrt(20.0 + fromMiddle));
    const double s = chroma / (1.0 + 0.045 * c);
    const double h = hue / (1.0 + 0.015 * c * t);
    const double turn = -std::sin(radians(2.0 * rotation)) * 2.0 * chromaShare(c);
    return std::sqrt(std::max(0.0, l * l + s * s + h * h + turn * s * h));
}

double meanColourDifference(const Image& a, const Image& b, const Mask& mask, const CancelToken& cancel)
{
    if (a.size() != b.size() || a.size() != mask.size())
        throw Error(ErrorCode::SizeMismatch, "", "the pictures and the mask are not of one size");
    const ColourTransform transformA(a.iccProfile());
    const ColourTransform transformB(b.iccProfile());
    const Rect box = mask.boundingBox();
    double sum = 0.0;
    long long count = 0;
    for (int top = box.y; top < box.bottom(); top += kBandRows) {
        cancel.throwIfCancelled();
        const Rect area{box.x, top, box.width, std::min(kBandRows, box.bottom() - top)};
        const Band bandA(a, transformA, area);
        const Band bandB(b, transformB, area);
        for (std::size_t i = 0; i < static_cast<std::size_t>(area.size().area()); ++i) {
            const auto x = static_cast<int>(i % static_cast<std::size_t>(area.width));
            const auto y = static_cast<int>(i / static_cast<std::size_t>(area.width));
            if (mask.row(top + y)[box.x + x] < kForegroundThreshold)
                continue;
            ++count;
            if (bandA.at(i) != bandB.at(i))
                sum += colourDifference(labFromSrgb(bandA.at(i)), labFromSrgb(bandB.at(i)));
        }
    }
    return count > 0 ? sum / static_cast<double>(count) : 0.0;
}

} // namespace dh
