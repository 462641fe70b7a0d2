#include "core/harmonize/background_influence.h"

#include "core/base/error.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <utility>
#include <vector>

namespace dh
{
namespace
{

constexpr int kRgb = 3;
constexpr float kFull = 255.0F;
/// Rows of a large picture that are floats at once.
constexpr int kBandRows = 256;

/// Colours times their weights, and the weights in the last plane.
PlanarImage weighted(const PlanarImage& picture, const Mask& subject, const Mask& influence)
{
    PlanarImage level(picture.size, kRgb + 1);
    const auto count = static_cast<std::size_t>(picture.size.area());
    const std::uint8_t* inside = subject.row(0);
    const std::uint8_t* counts = influence.row(0);
    for (std::size_t i = 0; i < count; ++i) {
        const float weight = (kFull - static_cast<float>(inside[i])) * static_cast<float>(counts[i]) / (kFull * kFull);
        for (int c = 0; c < kRgb; ++c)
            level.plane(c)[i] = weight * picture.plane(c)[i];
        level.plane(kRgb)[i] = weight;
    }
    return level;
}

/// Half the size; each pixel the sum of four, its weight at most 1.
PlanarImage pushed(const PlanarImage& fine)
{
    PlanarImage coarse({(fine.size.width + 1) / 2, (fine.size.height + 1) / 2}, kRgb + 1);
    for (int c = 0; c <= kRgb; ++c)
        for (int y = 0; y < fine.size.height; ++y)
            for (int x = 0; x < fine.size.width; ++x)
                coarse.plane(c)[static_cast<std::size_t>(y / 2) * coarse.size.width + x / 2] +=
                    fine.plane(c)[static_cast<std::size_t>(y) * fine.size.width + x];
    for (std::size_t i = 0; i < static_cast<std::size_t>(coarse.size.area()); ++i) {
        const float weight = coarse.plane(kRgb)[i];
        if (weight > 1.0F)
            for (int c = 0; c <= kRgb; ++c)
                coarse.plane(c)[i] /= weight;
    }
    return coarse;
}

/// Where a fine pixel lies between two coarse ones.
struct Between {
    int first = 0;
    int second = 0;
    float share = 0.0F; ///< of the second
};

Between between(int fine, int coarseLength)
{
    // Centres at +0.5: a fine pixel lies a quarter of a coarse one off its centre.
    constexpr float kNear = 0.75F;
    const int own = fine / 2;
    const int other = std::clamp(fine % 2 == 0 ? own - 1 : own + 1, 0, coarseLength - 1);
    return {own, other, 1.0F - kNear};
}

/// Fills up what the weights leave open with the coarse level's colours.
void pull(PlanarImage& fine, const PlanarImage& coarse)
{
    for (int y = 0; y < fine.size.height; ++y) {
        const Between rows = between(y, coarse.size.height);
        const std::size_t above = static_cast<std::size_t>(rows.first) * coarse.size.width;
        const std::size_t below = static_cast<std::size_t>(rows.second) * coarse.size.width;
        for (int x = 0; x < fine.size.width; ++x) {
            const Between columns = between(x, coarse.size.width);
            const std::size_t i = static_cast<std::size_t>(y) * fine.size.width + x;
            const float open = 1.0F - fine.plane(kRgb)[i];
            if (open <= 0.0F)
                continue;
            for (int c = 0; c < kRgb; ++c) {
                const float* from = coarse.plane(c);
                const auto mixed = [&](std::size_t row) {
                    return from[row + columns.first] +
                           columns.share * (from[row + columns.second] - from[row + columns.first]);
                };
                const float upper = mixed(above);
                fine.plane(c)[i] += open * (upper + rows.share * (mixed(below) - upper));
            }
        }
    }
}

/// The background that counts, continued over everything.
PlanarImage continuedBackground(PlanarImage level, const BackgroundColour& mean)
{
    std::vector<PlanarImage> levels{std::move(level)};
    while (levels.back().size.area() > 1)
        levels.push_back(pushed(levels.back()));
    PlanarImage& top = levels.back();
    for (int c = 0; c < kRgb; ++c)
        top.plane(c)[0] += (1.0F - top.plane(kRgb)[0]) * mean[static_cast<std::size_t>(c)];
    for (std::size_t i = levels.size() - 1; i > 0; --i)
        pull(levels[i - 1], levels[i]);
    return std::move(levels.front());
}

/// Sums over the background.
struct Sums {
    std::array<double, kRgb> colour{};
    double counted = 0.0;
    double background = 0.0;
};

Sums sumsOf(const Image& picture, const Mask& subject, const Mask& influence, const Rect& area)
{
    Sums sums;
    for (int top = area.y; top < area.bottom(); top += kBandRows) {
        const Rect band{area.x, top, area.width, std::min(kBandRows, area.bottom() - top)};
        const PlanarImage planes = planarFromImage(picture, band);
        std::size_t i = 0;
        for (int y = band.y; y < band.bottom(); ++y)
            for (int x = band.x; x < band.right(); ++x, ++i) {
                const double background = (kFull - subject.row(y)[x]) / kFull;
                const double weight = background * influence.row(y)[x] / kFull;
                sums.background += background;
                sums.counted += weight;
                for (int c = 0; c < kRgb; ++c)
                    sums.colour[static_cast<std::size_t>(c)] += weight * planes.plane(c)[i];
            }
    }
    return sums;
}

} // namespace

BackgroundColour meanInfluence(const Image& picture, const Mask& subject, const Mask& influence, const Rect& area)
{
    assert(subject.size() == picture.size() && influence.size() == picture.size());
    Sums sums = sumsOf(picture, subject, influence, area);
    if (sums.counted <= 0.0)
        sums = sumsOf(picture, subject, influence, {0, 0, picture.width(), picture.height()});
    if (sums.counted <= 0.0 && sums.background > 0.0)
        throw Error(ErrorCode::InvalidArgument, "influence", "none of the background counts");
    BackgroundColour mean{};
    if (sums.counted > 0.0)
        std::transform(sums.colour.begin(), sums.colour.end(), mean.begin(),
                       [&](double sum) { return static_cast<float>(sum / sums.counted); });
    return mean;
}

PlanarImage withInfluence(const PlanarImage& picture, const Mask& subject, const Mask& influence,
                          const BackgroundColour& mean)
{
    assert(picture.channels == kRgb && subject.size() == picture.size && influence.size() == picture.size);
    const PlanarImage background = continuedBackground(weighted(picture, subject, influence), mean);
    PlanarImage result = picture;
    const std::uint8_t* inside = subject.row(0);
    const std::uint8_t* counts = influence.row(0);
    for (std::size_t i = 0; i < static_cast<std::size_t>(picture.size.area()); ++i) {
        const float share = (kFull - static_cast<float>(inside[i])) * (kFull - static_cast<float>(counts[i]));
        // What counts keeps its exact value.
        if (share <= 0.0F)
            continue;
        for (int c = 0; c < kRgb; ++c)
            result.plane(c)[i] += share / (kFull * kFull) * (background.plane(c)[i] - picture.plane(c)[i]);
    }
    return result;
}

} // namespace dh
