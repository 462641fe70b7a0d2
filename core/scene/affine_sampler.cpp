#include "core/scene/affine_sampler.h"

#include "core/imaging/parallel_rows.h"
#include "core/imaging/placement_taps.h"
#include "core/scene/pixel_coverage.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace dh
{

namespace
{

/// Vectors of this many floats are summed at once.
constexpr int kLanes = 4;
constexpr int kCubicRadius = 2;
constexpr int kCubicTaps = 2 * kCubicRadius;

/// Removes what rounding left of zeros and whole numbers, so that moves by whole pixels stay exact.
Affine withoutRounding(Affine map, Size source)
{
    constexpr double kTolerance = 1e-7;
    const double longest = std::max({1, source.width, source.height});
    const auto toWhole = [](double& value, double tolerance) {
        if (std::abs(value - std::round(value)) < tolerance)
            value = std::round(value);
    };
    for (double* factor : {&map.xx, &map.xy, &map.yx, &map.yy})
        toWhole(*factor, kTolerance / longest);
    toWhole(map.dx, kTolerance);
    toWhole(map.dy, kTolerance);
    return map;
}

PlanarImage transposed(const PlanarImage& planar)
{
    PlanarImage result({planar.size.height, planar.size.width}, planar.channels);
    for (int c = 0; c < planar.channels; ++c)
        for (int y = 0; y < planar.size.height; ++y) {
            const float* source = planar.plane(c) + static_cast<std::size_t>(y) * planar.size.width;
            float* target = result.plane(c) + y;
            for (int x = 0; x < planar.size.width; ++x)
                target[static_cast<std::size_t>(x) * planar.size.height] = source[x];
        }
    return result;
}

/// One axis of `area`, as taps that index the source, and the part of the source that they use.
struct AxisTaps {
    Taps taps;
    Span used;
};

AxisTaps tapsOf(const PlacedAxis& axis, int begin, int length)
{
    AxisTaps result{placementTaps(axis, {begin, begin + length}, Growing::Cubic), {}};
    result.used = usedSpan(result.taps, {0, length});
    result.taps = subTaps(result.taps, {0, length}, result.used.begin);
    return result;
}

/// Pixels of interleaved floats, padded to whole vectors.
struct InterleavedPixels {
    Rect area;
    int lanes = kLanes; ///< floats a pixel
    std::vector<float> values;

    InterleavedPixels(const PlanarImage& planar, const Rect& areaOfPlanar)
        : area(areaOfPlanar),
          lanes((planar.channels + kLanes - 1) / kLanes * kLanes),
          values(static_cast<std::size_t>(area.size().area()) * lanes)
    {
        const auto pixels = static_cast<std::size_t>(area.size().area());
        for (int c = 0; c < planar.channels; ++c)
            for (std::size_t i = 0; i < pixels; ++i)
                values[i * lanes + c] = planar.plane(c)[i];
    }

    [[nodiscard]] const float* at(int x, int y) const
    {
        const auto index = static_cast<std::size_t>(y - area.y) * area.width + (x - area.x);
        return values.data() + index * lanes;
    }
};

/// The cubic's taps along one axis at `position`, edges of `length` replicated.
struct CubicTaps {
    std::array<int, kCubicTaps> index;
    std::array<float, kCubicTaps> weight;

    CubicTaps(double position, int length)
    {
        const double centre = position - 0.5;
        const double below = std::floor(centre);
        const double t = centre - below;
        for (int k = 0; k < kCubicTaps; ++k) {
            const int offset = k - kCubicRadius + 1;
            index[k] = std::clamp(static_cast<int>(below) + offset, 0, length - 1);
            weight[k] = static_cast<float>(keysCubic(t - offset));
        }
    }
};

/// The cubic at `position`, times `coverage`, to the planes of `target` at pixel `i`.
template <int kVectors>
void sampleCubic(const InterleavedPixels& pixels, PointF position, Size size, float coverage, PlanarImage& target,
                 std::size_t i)
{
    const CubicTaps horizontal(position.x, size.width);
    const CubicTaps vertical(position.y, size.height);
    std::array<float, kVectors * kLanes> sums{};
    for (int row = 0; row < kCubicTaps; ++row)
        for (int column = 0; column < kCubicTaps; ++column) {
            const float weight = vertical.weight[row] * horizontal.weight[column];
            const float* source = pixels.at(horizontal.index[column], vertical.index[row]);
            for (std::size_t lane = 0; lane < sums.size(); ++lane)
                sums[lane] += weight * source[lane];
        }
    for (int c = 0; c < target.channels; ++c)
        target.plane(c)[i] = sums[static_cast<std::size_t>(c)] * coverage;
}

} // namespace

AffineSampler::AffineSampler(Size sourceSize, int channels, const Affine& targetFromSource, Source source)
    : m_size(sourceSize),
      m_channels(channels),
      m_targetFromSource(withoutRounding(targetFromSource, sourceSize)),
      m_source(std::move(source))
{
    const auto shrunkLength = [](int length, double scale) {
        return scale < 1.0 ? std::max(1, static_cast<int>(std::lround(length * scale))) : length;
    };
    m_shrunkSize = {shrunkLength(m_size.width, std::hypot(m_targetFromSource.xx, m_targetFromSource.yx)),
                    shrunkLength(m_size.height, std::hypot(m_targetFromSource.xy, m_targetFromSource.yy))};
}

Rect AffineSampler::bounds() const
{
    return mappedBounds(m_targetFromSource, {0, 0, m_size.width, m_size.height});
}

PlanarImage AffineSampler::sample(const Rect& area) const
{
    const Affine& map = m_targetFromSource;
    const bool isUpright = map.xy == 0.0 && map.yx == 0.0;
    const bool isQuarterTurned = map.xx == 0.0 && map.yy == 0.0;
    return isUpright || isQuarterTurned ? sampleAlongAxes(area) : sampleTurned(area);
}

PlanarImage AffineSampler::sampleAlongAxes(const Rect& area) const
{
    const Affine& map = m_targetFromSource;
    const bool isMove = map.xx == 1.0 && map.yy == 1.0 && map.dx == std::round(map.dx) && map.dy == std::round(map.dy);
    if (isMove)
        return m_source(
            {area.x - static_cast<int>(map.dx), area.y - static_cast<int>(map.dy), area.width, area.height});
    const bool isTurned = map.xx == 0.0;
    const PlacedAxis horizontal{map.dx, isTurned ? map.xy : map.xx, isTurned ? m_size.height : m_size.width};
    const PlacedAxis vertical{map.dy, isTurned ? map.yx : map.yy, isTurned ? m_size.width : m_size.height};
    const AxisTaps columns = tapsOf(horizontal, area.x, area.width);
    const AxisTaps rows = tapsOf(vertical, area.y, area.height);
    const Rect used{columns.used.begin, rows.used.begin, columns.used.end - columns.used.begin,
                    rows.used.end - rows.used.begin};
    const PlanarImage source =
        isTurned ? transposed(m_source({used.y, used.x, used.height, used.width})) : m_source(used);
    return resampled(source, area.size(), columns.taps, rows.taps);
}

PlanarImage AffineSampler::shrunk(const Rect& area) const
{
    if (m_shrunkSize == m_size)
        return m_source(area);
    const auto axisOf = [](int length, int shrunkLength) {
        return PlacedAxis{0.0, static_cast<double>(shrunkLength) / length, length};
    };
    const AxisTaps columns = tapsOf(axisOf(m_size.width, m_shrunkSize.width), area.x, area.width);
    const AxisTaps rows = tapsOf(axisOf(m_size.height, m_shrunkSize.height), area.y, area.height);
    const PlanarImage source = m_source(
        {columns.used.begin, rows.used.begin, columns.used.end - columns.used.begin, rows.used.end - rows.used.begin});
    return resampled(source, area.size(), columns.taps, rows.taps);
}

PlanarImage AffineSampler::sampleTurned(const Rect& area) const
{
    const Affine targetFromShrunk =
        m_targetFromSource * Affine::scaling(static_cast<double>(m_size.width) / m_shrunkSize.width,
                                             static_cast<double>(m_size.height) / m_shrunkSize.height);
    const Affine shrunkFromTarget = targetFromShrunk.inverted();
    PlanarImage result(area.size(), m_channels);
    const Rect mapped = mappedBounds(shrunkFromTarget, area);
    const int reach = kCubicRadius + 1;
    const Rect needed =
        Rect{mapped.x - reach, mapped.y - reach, mapped.width + 2 * reach, mapped.height + 2 * reach}.intersected(
            {0, 0, m_shrunkSize.width, m_shrunkSize.height});
    if (needed.isEmpty())
        return result;
    const InterleavedPixels pixels(shrunk(needed), needed);
    const PixelCoverage coverage(m_shrunkSize, shrunkFromTarget);
    forEachBand(area.height, [&](int first, int end) {
        for (int y = first; y < end; ++y)
            for (int x = 0; x < area.width; ++x) {
                const PointF position = shrunkFromTarget.map({area.x + x + 0.5, area.y + y + 0.5});
                const double covered = coverage.at(position);
                if (covered <= 0.0)
                    continue;
                const std::size_t i = static_cast<std::size_t>(y) * area.width + x;
                if (pixels.lanes == kLanes)
                    sampleCubic<1>(pixels, position, m_shrunkSize, static_cast<float>(covered), result, i);
                else
                    sampleCubic<2>(pixels, position, m_shrunkSize, static_cast<float>(covered), result, i);
            }
    });
    return result;
}

} // namespace dh
