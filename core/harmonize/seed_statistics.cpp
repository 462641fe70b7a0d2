#include "core/harmonize/seed_statistics.h"

#include "core/base/error.h"
#include "core/imaging/colour.h"
#include "core/imaging/convert.h"
#include "core/imaging/resample.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <new>

namespace dh
{

namespace
{

constexpr int kRgb = 3;
constexpr double kLevels = 255.0;

void requireAlike(const std::vector<Image>& images)
{
    for (const Image& image : images) {
        const Image& first = images.front();
        if (image.size() != first.size() || image.type() != first.type() || image.channels() != first.channels())
            throw Error(ErrorCode::SizeMismatch, "", "the results are of different sizes or kinds");
    }
}

template <typename Sample>
void averageRow(const std::vector<Image>& images, ImageBuffer& mean, int y)
{
    const auto samples = static_cast<std::size_t>(mean.size().width) * static_cast<std::size_t>(mean.channels());
    const double count = static_cast<double>(images.size());
    Sample* to = mean.row<Sample>(y);
    for (std::size_t i = 0; i < samples; ++i) {
        double sum = 0.0;
        for (const Image& image : images)
            sum += static_cast<double>(image.row<Sample>(y)[i]);
        if constexpr (std::numeric_limits<Sample>::is_integer)
            to[i] = static_cast<Sample>(std::lround(sum / count));
        else
            to[i] = static_cast<Sample>(sum / count);
    }
}

/// As large as it may be, never enlarged.
Size shrunkSize(Size size, int longestSide)
{
    const double scale = std::min(1.0, static_cast<double>(longestSide) / std::max(size.width, size.height));
    return {std::max(1, static_cast<int>(std::lround(size.width * scale))),
            std::max(1, static_cast<int>(std::lround(size.height * scale)))};
}

PlanarImage shrunkSrgb(const Image& image, int longestSide)
{
    const Rect all{0, 0, image.width(), image.height()};
    PlanarImage planes = resized(image, all, shrunkSize(image.size(), longestSide));
    ColourTransform(image.iccProfile()).toSrgb(planes);
    return planes;
}

/// From dark blue over green to yellow; readable by those who don't see red and green apart, because it also grows
/// lighter.
std::array<std::uint8_t, kRgb> heatColour(double share)
{
    constexpr std::array<std::array<double, kRgb>, 3> kStops{{{30, 20, 90}, {35, 145, 140}, {253, 231, 37}}};
    const double position = std::clamp(share, 0.0, 1.0) * (kStops.size() - 1);
    const std::size_t low = std::min<std::size_t>(static_cast<std::size_t>(position), kStops.size() - 2);
    std::array<std::uint8_t, kRgb> colour{};
    for (std::size_t c = 0; c < kRgb; ++c) {
        const double value =
            kStops[low][c] + (position - static_cast<double>(low)) * (kStops[low + 1][c] - kStops[low][c]);
        colour[c] = static_cast<std::uint8_t>(std::lround(value));
    }
    return colour;
}

} // namespace

Image meanOf(const std::vector<Image>& images)
{
    requireAlike(images);
    const Image& first = images.front();
    ImageBuffer mean(first.size(), first.channels(), first.type());
    for (int y = 0; y < first.height(); ++y) {
        if (first.type() == SampleType::U8)
            averageRow<std::uint8_t>(images, mean, y);
        else if (first.type() == SampleType::U16)
            averageRow<std::uint16_t>(images, mean, y);
        else
            averageRow<float>(images, mean, y);
    }
    return std::move(mean).finish(first.iccProfile());
}

PreviewImage deviationMap(const std::vector<Image>& images, int longestSide)
{
    requireAlike(images);
    try {
        const Size size = shrunkSize(images.front().size(), longestSide);
        std::vector<double> sums(static_cast<std::size_t>(size.area()) * kRgb);
        std::vector<double> squares(sums.size());
        for (const Image& image : images) {
            const PlanarImage planes = shrunkSrgb(image, longestSide);
            for (std::size_t i = 0; i < sums.size(); ++i) {
                const double value = planes.values[i] * kLevels;
                sums[i] += value;
                squares[i] += value * value;
            }
        }
        const auto count = static_cast<double>(images.size());
        const auto pixels = static_cast<std::size_t>(size.area());
        PreviewImage map{size.width, size.height, std::vector<std::uint8_t>(pixels * kRgb)};
        for (std::size_t i = 0; i < pixels; ++i) {
            double variance = 0.0;
            for (std::size_t c = 0; c < kRgb; ++c) {
                const std::size_t at = c * pixels + i;
                variance += std::max(0.0, squares[at] - sums[at] * sums[at] / count) / (count - 1.0);
            }
            const auto colour = heatColour(std::sqrt(variance / kRgb) / kMostDeviation);
            std::copy(colour.begin(), colour.end(), map.rgb.begin() + static_cast<std::ptrdiff_t>(i * kRgb));
        }
        return map;
    } catch (const std::bad_alloc&) {
        throw Error(ErrorCode::OutOfMemory, "", "not enough memory for the map");
    }
}

} // namespace dh
