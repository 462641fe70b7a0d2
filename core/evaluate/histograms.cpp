#include "core/evaluate/histograms.h"

#include "core/base/error.h"
#include "core/imaging/colour.h"
#include "core/imaging/convert.h"

#include <algorithm>
#include <cmath>

namespace dh
{

namespace
{

constexpr int kForegroundThreshold = 128;
constexpr int kBandRows = 32; ///< converted at once, to keep memory small and a cancel short
constexpr float kLastBin = 255.0F;

std::size_t binOf(float value)
{
    return static_cast<std::size_t>(std::lround(std::clamp(value, 0.0F, 1.0F) * kLastBin));
}

/// Sums from which mean and deviation follow.
class Moments
{
public:
    void add(double value)
    {
        m_sum += value;
        m_squares += value * value;
    }
    [[nodiscard]] float mean(long long count) const { return static_cast<float>(m_sum / static_cast<double>(count)); }
    [[nodiscard]] float deviation(long long count) const
    {
        const double mean = m_sum / static_cast<double>(count);
        return static_cast<float>(std::sqrt(std::max(0.0, m_squares / static_cast<double>(count) - mean * mean)));
    }

private:
    double m_sum = 0.0;
    double m_squares = 0.0;
};

class RegionCounter
{
public:
    void add(const SrgbColour& colour)
    {
        ++m_region.pixels;
        const float luma = 0.299F * colour.red + 0.587F * colour.green + 0.114F * colour.blue;
        const std::array values{colour.red, colour.green, colour.blue, luma};
        for (std::size_t c = 0; c < kHistogramChannels; ++c)
            ++m_region.histograms[c][binOf(values[c])];
        const Lab lab = labFromSrgb(colour);
        m_lightness.add(lab.lightness);
        m_a.add(lab.a);
        m_b.add(lab.b);
    }
    [[nodiscard]] RegionStatistics take()
    {
        const long long n = m_region.pixels;
        if (n > 0) {
            m_region.mean = {m_lightness.mean(n), m_a.mean(n), m_b.mean(n)};
            m_region.deviation = {m_lightness.deviation(n), m_a.deviation(n), m_b.deviation(n)};
        }
        return m_region;
    }

private:
    RegionStatistics m_region;
    Moments m_lightness;
    Moments m_a;
    Moments m_b;
};

} // namespace

PictureStatistics pictureStatistics(const Image& image, const Mask& mask, const CancelToken& cancel)
{
    if (image.size() != mask.size())
        throw Error(ErrorCode::SizeMismatch, "", "the picture and the mask are not of one size");
    const ColourTransform transform(image.iccProfile());
    RegionCounter foreground;
    RegionCounter background;
    for (int top = 0; top < image.height(); top += kBandRows) {
        cancel.throwIfCancelled();
        const Rect area{0, top, image.width(), std::min(kBandRows, image.height() - top)};
        PlanarImage planar = planarFromImage(image, area);
        transform.toSrgb(planar);
        const float* red = planar.plane(0);
        const float* green = planar.plane(1);
        const float* blue = planar.plane(2);
        for (int y = 0; y < area.height; ++y) {
            const std::uint8_t* weights = mask.row(top + y);
            for (int x = 0; x < area.width; ++x, ++red, ++green, ++blue)
                (weights[x] >= kForegroundThreshold ? foreground : background).add({*red, *green, *blue});
        }
    }
    return {foreground.take(), background.take()};
}

} // namespace dh
