#include "core/imaging/compose.h"

#include "core/base/error.h"
#include "core/imaging/colour.h"
#include "core/imaging/convert.h"
#include "core/imaging/resample_taps.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <new>
#include <optional>
#include <string>

namespace dh
{

namespace
{

/// Enough for an even share of the threads while the floats of a large picture never exist at once.
constexpr int kBandRows = 256;
constexpr int kAlphaPlane = 3;

/// The part of one axis of the background that the foreground reaches.
struct Span {
    int begin = 0;
    int end = 0;
};

Span coveredSpan(double start, double length, int backgroundLength)
{
    const double begin = std::clamp(std::floor(start), 0.0, static_cast<double>(backgroundLength));
    const double end = std::clamp(std::ceil(start + length), 0.0, static_cast<double>(backgroundLength));
    return {static_cast<int>(begin), static_cast<int>(end)};
}

/// One axis of the placement.
struct Axis {
    double start = 0.0; ///< of the foreground, in background pixels
    double scale = 1.0;
    int length = 0; ///< of the foreground, in its own pixels

    [[nodiscard]] double inForeground(double inBackground) const { return (inBackground - start) / scale; }
    /// How much of background pixel `i` the foreground covers, 0..1.
    [[nodiscard]] double coverage(int i) const
    {
        return std::clamp(std::min(i + 1.0, start + length * scale) - std::max(static_cast<double>(i), start), 0.0,
                          1.0);
    }
};

/// The mean of the foreground over background pixel `i`, times the coverage.
void addAreaWeights(const Axis& axis, int i, int first, std::span<float> weights)
{
    const double begin = axis.inForeground(i);
    for (std::size_t k = 0; k < weights.size(); ++k) {
        const double pixel = first + static_cast<double>(k);
        const double overlap = std::min(begin + 1.0 / axis.scale, pixel + 1.0) - std::max(begin, pixel);
        weights[k] = static_cast<float>(std::max(0.0, overlap) * axis.scale);
    }
}

/// Linear interpolation at the centre of background pixel `i`, edges replicated, times the coverage.
void addLinearWeights(const Axis& axis, int i, int first, std::span<float> weights)
{
    const double centre = axis.inForeground(i + 0.5) - 0.5;
    const double below = std::floor(centre);
    const double share = centre - below;
    const auto add = [&](double pixel, double weight) {
        const int clamped = std::clamp(static_cast<int>(pixel), 0, axis.length - 1);
        weights[static_cast<std::size_t>(clamped - first)] += static_cast<float>(weight * axis.coverage(i));
    };
    add(below, 1.0 - share);
    add(below + 1.0, share);
}

/// Taps for the background pixels of `span`; they index the foreground.
Taps placementTaps(const Axis& axis, Span span)
{
    Taps taps;
    const bool isShrinking = axis.scale <= 1.0;
    const double reach = isShrinking ? std::ceil(1.0 / axis.scale) + 1.0 : 2.0;
    taps.count = static_cast<int>(std::min<double>(axis.length, reach));
    const int outputs = span.end - span.begin;
    taps.weights.assign(static_cast<std::size_t>(outputs) * taps.count, 0.0F);
    for (int i = span.begin; i < span.end; ++i) {
        const double lowest = isShrinking ? axis.inForeground(i) : axis.inForeground(i + 0.5) - 0.5;
        const int first = std::clamp(static_cast<int>(std::floor(lowest)), 0, axis.length - taps.count);
        taps.first.push_back(first);
        const std::span<float> weights(&taps.weights[static_cast<std::size_t>(i - span.begin) * taps.count],
                                       static_cast<std::size_t>(taps.count));
        if (isShrinking)
            addAreaWeights(axis, i, first, weights);
        else
            addLinearWeights(axis, i, first, weights);
    }
    return taps;
}

/// The taps of outputs `begin` to `end`, for an input that starts at its sample `origin`.
Taps subTaps(const Taps& taps, int begin, int end, int origin)
{
    Taps part;
    part.count = taps.count;
    for (int i = begin; i < end; ++i)
        part.first.push_back(taps.first[static_cast<std::size_t>(i)] - origin);
    part.weights.assign(taps.weights.begin() + static_cast<std::ptrdiff_t>(begin) * taps.count,
                        taps.weights.begin() + static_cast<std::ptrdiff_t>(end) * taps.count);
    return part;
}

/// The foreground's samples that `taps` use.
Span usedSpan(const Taps& taps, int begin, int end)
{
    Span used{taps.first[static_cast<std::size_t>(begin)], 0};
    for (int i = begin; i < end; ++i)
        used.end = std::max(used.end, taps.first[static_cast<std::size_t>(i)] + taps.count);
    return used;
}

/// Puts a foreground into a background, band by band.
class Placer
{
public:
    Placer(const Image& background, const Image& foreground, const Mask& foregroundMask, const Placement& placement)
        : m_background(background),
          m_foreground(foreground),
          m_foregroundMask(foregroundMask),
          m_horizontal{placement.topLeft.x, placement.scale, foreground.width()},
          m_vertical{placement.topLeft.y, placement.scale, foreground.height()},
          m_composite(background),
          m_mask(background.size())
    {
        if (!hasSameProfile()) {
            m_fromForeground.emplace(foreground.iccProfile());
            m_toBackground.emplace(background.iccProfile());
        }
    }

    PlacedComposite place()
    {
        const Span columns =
            coveredSpan(m_horizontal.start, m_horizontal.length * m_horizontal.scale, m_background.width());
        const Span rows = coveredSpan(m_vertical.start, m_vertical.length * m_vertical.scale, m_background.height());
        if (columns.begin < columns.end && rows.begin < rows.end) {
            const Taps horizontal = placementTaps(m_horizontal, columns);
            const Taps vertical = placementTaps(m_vertical, rows);
            for (int y = rows.begin; y < rows.end; y += kBandRows)
                placeBand(columns, {y, std::min(y + kBandRows, rows.end)}, horizontal, vertical, y - rows.begin);
        }
        if (m_mask.isEmpty())
            throw Error(ErrorCode::EmptyMask, "", "nothing of the foreground lands on the background");
        return {std::move(m_composite).finish(m_background.iccProfile()), std::move(m_mask)};
    }

private:
    [[nodiscard]] bool hasSameProfile() const
    {
        const IccProfile& a = m_background.iccProfile();
        const IccProfile& b = m_foreground.iccProfile();
        return a == b || (a && b && *a == *b);
    }

    void placeBand(Span columns, Span rows, const Taps& horizontal, const Taps& vertical, int firstTap)
    {
        const int endTap = firstTap + rows.end - rows.begin;
        const Span usedRows = usedSpan(vertical, firstTap, endTap);
        const Span usedColumns = usedSpan(horizontal, 0, columns.end - columns.begin);
        const Rect used{usedColumns.begin, usedRows.begin, usedColumns.end - usedColumns.begin,
                        usedRows.end - usedRows.begin};
        const Rect area{columns.begin, rows.begin, columns.end - columns.begin, rows.end - rows.begin};
        const PlanarImage placed =
            resampled(premultiplied(used), area.size(), subTaps(horizontal, 0, area.width, used.x),
                      subTaps(vertical, firstTap, endTap, used.y));
        blend(placed, area);
    }

    /// R, G, B times weight, and the weight, of `area` of the foreground, in the background's encoding.
    PlanarImage premultiplied(const Rect& area) const
    {
        PlanarImage colours = planarFromImage(m_foreground, area);
        if (m_fromForeground) {
            m_fromForeground->toSrgb(colours);
            m_toBackground->fromSrgb(colours);
        }
        PlanarImage weights = alphaFromImage(m_foreground, area);
        if (!m_foregroundMask.isNull()) {
            const PlanarImage mask = planarFromMask(m_foregroundMask.cropped(area));
            for (std::size_t i = 0; i < weights.values.size(); ++i)
                weights.values[i] *= mask.values[i];
        }
        PlanarImage result(area.size(), kAlphaPlane + 1);
        const std::size_t pixels = weights.values.size();
        for (int c = 0; c < kAlphaPlane; ++c)
            for (std::size_t i = 0; i < pixels; ++i)
                result.plane(c)[i] = colours.plane(c)[i] * weights.values[i];
        std::copy(weights.values.begin(), weights.values.end(), result.plane(kAlphaPlane));
        return result;
    }

    void blend(const PlanarImage& placed, const Rect& area)
    {
        PlanarImage alpha(area.size(), 1);
        std::copy_n(placed.plane(kAlphaPlane), alpha.values.size(), alpha.values.begin());
        PlanarImage blended = planarFromImage(m_background, area);
        for (int c = 0; c < blended.channels; ++c)
            for (std::size_t i = 0; i < alpha.values.size(); ++i)
                blended.plane(c)[i] = blended.plane(c)[i] * (1.0F - alpha.values[i]) + placed.plane(c)[i];
        copyWhereSelected(imageFromPlanar(blended, m_background.type()), maskFromPlanar(alpha), area);
    }

    void copyWhereSelected(const Image& blended, const Mask& mask, const Rect& area)
    {
        const auto sampleBytes = static_cast<std::size_t>(bytesPerSample(m_background.type()));
        const std::size_t targetStep = sampleBytes * static_cast<std::size_t>(m_background.channels());
        const std::size_t sourceStep = sampleBytes * 3;
        for (int y = 0; y < area.height; ++y) {
            const std::byte* source = blended.row<std::byte>(y);
            std::byte* target = m_composite.row<std::byte>(area.y + y) + static_cast<std::size_t>(area.x) * targetStep;
            std::memcpy(m_mask.writableRow(area.y + y) + area.x, mask.row(y), static_cast<std::size_t>(area.width));
            for (int x = 0; x < area.width; ++x, source += sourceStep, target += targetStep)
                if (mask.row(y)[x] > 0)
                    std::memcpy(target, source, sourceStep);
        }
    }

    const Image& m_background;
    const Image& m_foreground;
    const Mask& m_foregroundMask;
    Axis m_horizontal;
    Axis m_vertical;
    std::optional<ColourTransform> m_fromForeground;
    std::optional<ColourTransform> m_toBackground;
    ImageBuffer m_composite;
    Mask m_mask;
};

} // namespace

PlacedComposite placeForeground(const Image& background, const Image& foreground, const Mask& foregroundMask,
                                const Placement& placement)
{
    const bool isFinite = std::isfinite(placement.topLeft.x) && std::isfinite(placement.topLeft.y);
    if (!(placement.scale > 0.0) || !std::isfinite(placement.scale) || !isFinite)
        throw Error(ErrorCode::InvalidArgument, "", "the scale must be a number above 0, the position a number");
    if (background.isNull() || foreground.isNull())
        throw Error(ErrorCode::InvalidArgument, "", "a picture without pixels can't be placed");
    if (!foregroundMask.isNull() && foregroundMask.size() != foreground.size())
        throw Error(ErrorCode::SizeMismatch, "",
                    "the mask measures " + std::to_string(foregroundMask.width()) + " x " +
                        std::to_string(foregroundMask.height()) + ", the foreground " +
                        std::to_string(foreground.width()) + " x " + std::to_string(foreground.height()));
    try {
        return Placer(background, foreground, foregroundMask, placement).place();
    } catch (const std::bad_alloc&) {
        throw Error(ErrorCode::OutOfMemory, "", "not enough memory to place the foreground");
    }
}

} // namespace dh
