#include "core/scene/lab.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

namespace dh
{

namespace
{

/// Pixels that are computed at a time: what is between two steps stays in the first cache.
constexpr std::size_t kChunk = 256;

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
    /// In place. In two steps, so that the compiler takes many positions at a time; the reading alone is left one by
    /// one.
    void apply(float* values, std::size_t count) const
    {
        std::array<int, kChunk> below;
        std::array<float, kChunk> share;
        for (std::size_t i = 0; i < count; ++i) {
            const float atLeastZero = values[i] > 0.0F ? values[i] : 0.0F;
            const float position = (atLeastZero < 1.0F ? atLeastZero : 1.0F) * kSteps;
            below[i] = static_cast<int>(position);
            share[i] = position - static_cast<float>(below[i]);
        }
        for (std::size_t i = 0; i < count; ++i) {
            const float* entry = m_values.data() + below[i];
            values[i] = entry[0] + (entry[1] - entry[0]) * share[i];
        }
    }

private:
    static constexpr int kSteps = 4096;
    std::vector<float> m_values;
};

using Chunk = std::array<std::array<float, kChunk>, 3>;

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

/// sRGB's primaries, each row divided by the white point, so that white is 1, 1, 1; and back.
using Matrix = std::array<std::array<float, 3>, 3>;
constexpr Matrix kShareFromLinear = {
    {{0.4339499F, 0.3762098F, 0.1898403F}, {0.2126729F, 0.7151521F, 0.0721750F}, {0.0177566F, 0.1094680F, 0.8727755F}}};
constexpr Matrix kLinearFromShare = {{{3.0799551F, -1.5371390F, -0.5428161F},
                                      {-0.9212586F, 1.8760111F, 0.0452475F},
                                      {0.0528874F, -0.2040259F, 1.1511385F}}};

float product(const std::array<float, 3>& row, float first, float second, float third)
{
    return row[0] * first + row[1] * second + row[2] * third;
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

/// `count` pixels of `row` from `first` on, as the responses that L, a and b are differences of.
void readResponses(const ColourRow& row, std::size_t first, std::size_t count, Chunk& responses)
{
    for (std::size_t c = 0; c < responses.size(); ++c) {
        std::copy_n(row[c] + first, count, responses[c].data());
        decoding().apply(responses[c].data(), count);
    }
    for (std::size_t i = 0; i < count; ++i) {
        const float r = responses[0][i];
        const float g = responses[1][i];
        const float b = responses[2][i];
        for (std::size_t c = 0; c < responses.size(); ++c)
            responses[c][i] = product(kShareFromLinear[c], r, g, b);
    }
    for (auto& values : responses)
        response().apply(values.data(), count);
}

Lab labOfResponses(float x, float y, float z)
{
    return {116.0F * y - 16.0F, 500.0F * (x - y), 200.0F * (y - z)};
}

Lab labAt(const Chunk& responses, std::size_t i)
{
    return labOfResponses(responses[0][i], responses[1][i], responses[2][i]);
}

/// The shares of X, Y and Z of the white point that belong to a colour.
std::array<float, 3> sharesOfLab(const Lab& lab)
{
    const float y = (lab.lightness + 16.0F) / 116.0F;
    return {shareOfResponse(y + lab.a / 500.0F), shareOfResponse(y), shareOfResponse(y - lab.b / 200.0F)};
}

/// Turns shares of X, Y and Z into encoded sRGB.
void encode(Chunk& colours, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i) {
        const float x = colours[0][i];
        const float y = colours[1][i];
        const float z = colours[2][i];
        for (std::size_t c = 0; c < colours.size(); ++c)
            colours[c][i] = product(kLinearFromShare[c], x, y, z);
    }
    for (auto& values : colours)
        encoding().apply(values.data(), count);
}

} // namespace

Lab labFromSrgb(const SrgbColour& colour)
{
    const float r = decoding().at(colour.red);
    const float g = decoding().at(colour.green);
    const float b = decoding().at(colour.blue);
    return labOfResponses(response().at(product(kShareFromLinear[0], r, g, b)),
                          response().at(product(kShareFromLinear[1], r, g, b)),
                          response().at(product(kShareFromLinear[2], r, g, b)));
}

SrgbColour srgbFromLab(const Lab& lab)
{
    const auto [x, y, z] = sharesOfLab(lab);
    return {encoding().at(product(kLinearFromShare[0], x, y, z)), encoding().at(product(kLinearFromShare[1], x, y, z)),
            encoding().at(product(kLinearFromShare[2], x, y, z))};
}

void lightnessChanges(const ColourRow& before, const ColourRow& after, std::size_t count, float* changes)
{
    Chunk from;
    Chunk to;
    for (std::size_t first = 0; first < count; first += kChunk) {
        const std::size_t here = std::min(kChunk, count - first);
        readResponses(before, first, here, from);
        readResponses(after, first, here, to);
        for (std::size_t i = 0; i < here; ++i)
            changes[first + i] = labAt(to, i).lightness - labAt(from, i).lightness;
    }
}

void mixInLab(const ColourRow& before, const WritableColourRow& after, std::size_t count, const LabShares& shares,
              const float* shifts)
{
    Chunk from;
    Chunk to;
    std::array<float, kChunk> shift{};
    for (std::size_t first = 0; first < count; first += kChunk) {
        const std::size_t here = std::min(kChunk, count - first);
        readResponses(before, first, here, from);
        readResponses({after[0], after[1], after[2]}, first, here, to);
        if (shifts != nullptr)
            std::copy_n(shifts + first, here, shift.data());
        for (std::size_t i = 0; i < here; ++i) {
            const Lab a = labAt(from, i);
            const Lab b = labAt(to, i);
            const std::array<float, 3> mixed =
                sharesOfLab({a.lightness + shares.lightness * (b.lightness - a.lightness) + shift[i],
                             a.a + shares.colour * (b.a - a.a), a.b + shares.colour * (b.b - a.b)});
            for (std::size_t c = 0; c < mixed.size(); ++c)
                to[c][i] = mixed[c];
        }
        encode(to, here);
        for (std::size_t i = 0; i < here; ++i) {
            const std::size_t at = first + i;
            const bool isSame = (before[0][at] == after[0][at]) & (before[1][at] == after[1][at]) &
                                (before[2][at] == after[2][at]) & (shift[i] == 0.0F);
            for (std::size_t c = 0; c < after.size(); ++c)
                after[c][at] = isSame ? after[c][at] : to[c][i];
        }
    }
}

} // namespace dh
