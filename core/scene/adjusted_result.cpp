#include "core/base/error.h"
#include "core/imaging/compose.h"
#include "core/imaging/parallel_rows.h"
#include "core/imaging/premultiply.h"
#include "core/scene/lab.h"
#include "core/scene/render.h"
#include "core/scene/result_change.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <functional>
#include <new>
#include <vector>

namespace dh
{

namespace
{

constexpr std::uint8_t kFull = 255;

bool usesLab(const ResultAdjustment& adjustment)
{
    return adjustment.light != 1.0 || adjustment.colour != 1.0 || adjustment.detailLock > 0.0;
}

ColourRow rowFrom(const PlanarImage& planes, std::size_t first)
{
    return {planes.plane(0) + first, planes.plane(1) + first, planes.plane(2) + first};
}

WritableColourRow writableRowFrom(PlanarImage& planes, std::size_t first)
{
    return {planes.plane(0) + first, planes.plane(1) + first, planes.plane(2) + first};
}

/// Sums over squares of 2 * radius + 1, cut at the border. Whole numbers, so that a sum does not depend on where the
/// area starts.
class BoxSums
{
public:
    BoxSums(Size size, int radius) : m_size(size), m_radius(radius), m_columns(static_cast<std::size_t>(size.width)) {}

    /// The sums of row `y`; `valueAt(index)` gives the summed values. Rows in ascending order, any first one.
    template <typename ValueAt>
    void sumRow(int y, const ValueAt& valueAt, std::vector<std::int64_t>& sums)
    {
        if (m_next != y) {
            std::fill(m_columns.begin(), m_columns.end(), 0);
            for (int row = std::max(0, y - m_radius); row < std::min(m_size.height, y + m_radius); ++row)
                addRow(row, 1, valueAt);
        } else {
            addRow(y - m_radius - 1, -1, valueAt);
        }
        addRow(y + m_radius, 1, valueAt);
        m_next = y + 1;
        std::int64_t sum = 0;
        for (int x = 0; x < std::min(m_radius, m_size.width); ++x)
            sum += m_columns[static_cast<std::size_t>(x)];
        for (int x = 0; x < m_size.width; ++x) {
            if (x + m_radius < m_size.width)
                sum += m_columns[static_cast<std::size_t>(x + m_radius)];
            if (x > m_radius)
                sum -= m_columns[static_cast<std::size_t>(x - m_radius - 1)];
            sums[static_cast<std::size_t>(x)] = sum;
        }
    }

private:
    template <typename ValueAt>
    void addRow(int y, int sign, const ValueAt& valueAt)
    {
        if (y < 0 || y >= m_size.height)
            return;
        const std::size_t start = static_cast<std::size_t>(y) * m_size.width;
        for (std::size_t x = 0; x < m_columns.size(); ++x)
            m_columns[x] += sign * valueAt(start + x);
    }

    Size m_size;
    int m_radius;
    int m_next = -1;
    std::vector<std::int64_t> m_columns;
};

/// The change of lightness without its fine part. The mean counts only what the mask selects, so that the change
/// does not leak over the mask's edge.
std::vector<float> smoothChange(const std::vector<float>& change, const Mask& mask, Size size, int radius)
{
    constexpr float kFraction = 4096.0F;
    std::vector<std::int32_t> whole(change.size());
    std::transform(change.begin(), change.end(), whole.begin(),
                   [](float value) { return static_cast<std::int32_t>(std::lround(value * kFraction)); });
    const std::uint8_t* selected = mask.row(0);
    std::vector<float> smooth(change.size());
    forEachBand(size.height, [&](int first, int end) {
        BoxSums changes(size, radius);
        BoxSums weights(size, radius);
        std::vector<std::int64_t> changeSums(static_cast<std::size_t>(size.width));
        std::vector<std::int64_t> weightSums(static_cast<std::size_t>(size.width));
        for (int y = first; y < end; ++y) {
            changes.sumRow(
                y, [&](std::size_t i) { return std::int64_t{whole[i]}; }, changeSums);
            weights.sumRow(
                y, [&](std::size_t i) { return std::int64_t{selected[i]}; }, weightSums);
            for (int x = 0; x < size.width; ++x) {
                const auto column = static_cast<std::size_t>(x);
                const std::size_t i = static_cast<std::size_t>(y) * size.width + column;
                if (weightSums[column] > 0)
                    smooth[i] = static_cast<float>(static_cast<double>(changeSums[column]) * selected[i] /
                                                   static_cast<double>(weightSums[column])) /
                                kFraction;
            }
        }
    });
    return smooth;
}

std::vector<float> lightnessChange(const ChangePlanes& planes)
{
    std::vector<float> change(static_cast<std::size_t>(planes.before.size.area()));
    const int width = planes.before.size.width;
    forEachBand(planes.before.size.height, [&](int first, int end) {
        const std::size_t begin = static_cast<std::size_t>(first) * width;
        lightnessChanges(rowFrom(planes.before, begin), rowFrom(planes.after, begin),
                         static_cast<std::size_t>(end - first) * width, change.data() + begin);
    });
    return change;
}

Mask croppedOr(const Mask& mask, const Rect& area, std::uint8_t value)
{
    return mask.isNull() ? Mask(area.size(), value) : mask.cropped(area);
}

/// Two thirds of `after`'s colours go over to `before`'s where `protect` is 170, and so on.
void protectColours(PlanarImage& after, const PlanarImage& before, const Mask& protect)
{
    const PlanarImage share = planarFromMask(protect);
    for (int c = 0; c < after.channels; ++c)
        for (std::size_t i = 0; i < share.values.size(); ++i)
            after.plane(c)[i] += share.values[i] * (before.plane(c)[i] - after.plane(c)[i]);
}

PlanarImage cropped(const PlanarImage& planar, const Rect& area)
{
    PlanarImage result(area.size(), planar.channels);
    for (int c = 0; c < planar.channels; ++c)
        for (int y = 0; y < area.height; ++y)
            std::copy_n(planar.plane(c) + static_cast<std::size_t>(area.y + y) * planar.size.width + area.x, area.width,
                        result.plane(c) + static_cast<std::size_t>(y) * area.width);
    return result;
}

/// What the detail lock adds to the lightness of each pixel, whose lightness the run changed by `changes`.
std::vector<float> detailShifts(const std::vector<float>& changes, const Mask& mask, const ResultAdjustment& adjustment,
                                int radius)
{
    const float share =
        static_cast<float>(adjustment.light) * static_cast<float>(std::clamp(adjustment.detailLock, 0.0, 1.0));
    std::vector<float> shifts = smoothChange(changes, mask, mask.size(), radius);
    std::transform(shifts.begin(), shifts.end(), changes.begin(), shifts.begin(),
                   [&](float coarse, float all) { return share * (coarse - all); });
    return shifts;
}

/// adjustChange() of planes in CIELAB.
void adjustLabChange(ChangePlanes& planes, const ResultAdjustment& adjustment, int detailRadius)
{
    const auto light = static_cast<float>(adjustment.light);
    const auto colour = static_cast<float>(adjustment.colour);
    const auto count = static_cast<std::size_t>(planes.before.size.area());
    std::vector<float> shifts(count);
    if (adjustment.detailLock > 0.0) {
        std::vector<float> changes(count);
        std::transform(planes.after.plane(0), planes.after.plane(0) + count, planes.before.plane(0), changes.begin(),
                       std::minus<>());
        shifts = detailShifts(changes, planes.mask, adjustment, detailRadius);
    }
    for (int c = 0; c < 3; ++c) {
        const float* before = planes.before.plane(c);
        float* after = planes.after.plane(c);
        for (std::size_t i = 0; i < count; ++i)
            after[i] = before[i] + (c == 0 ? light : colour) * (after[i] - before[i]) + (c == 0 ? shifts[i] : 0.0F);
    }
}

} // namespace

bool leavesResultAsItIs(const ResultAdjustment& adjustment)
{
    return !usesLab(adjustment) && adjustment.protect.isNull();
}

void adjustChange(ChangePlanes& planes, const ResultAdjustment& adjustment, int detailRadius)
{
    const Size size = planes.before.size;
    const auto light = static_cast<float>(adjustment.light);
    const auto colour = static_cast<float>(adjustment.colour);
    const bool locksDetail = adjustment.detailLock > 0.0 && detailRadius > 0;
    std::vector<float> shifts;
    if (locksDetail)
        shifts = detailShifts(lightnessChange(planes), planes.mask, adjustment, detailRadius);
    forEachBand(size.height, [&](int first, int end) {
        const std::size_t begin = static_cast<std::size_t>(first) * size.width;
        mixInLab(rowFrom(planes.before, begin), writableRowFrom(planes.after, begin),
                 static_cast<std::size_t>(end - first) * size.width, {light, colour},
                 locksDetail ? shifts.data() + begin : nullptr);
    });
}

ResultAdjuster::ResultAdjuster(const HarmonizedResult& result, const ResultAdjustment& adjustment)
    : m_result(result), m_adjustment(adjustment)
{
    if (usesLab(adjustment))
        m_lab.emplace(result.after.iccProfile());
}

/// The colours of the result inside `area`; light, colour and detail adjusted, but nothing protected.
PlanarImage ResultAdjuster::adjustedColours(const Rect& area) const
{
    if (!m_lab)
        return planarFromImage(m_result.after, area);
    const int apron = m_adjustment.detailLock > 0.0 ? kDetailRadius : 0;
    const Rect needed =
        Rect{area.x - apron, area.y - apron, area.width + 2 * apron, area.height + 2 * apron}.intersected(
            {0, 0, m_result.after.width(), m_result.after.height()});
    ChangePlanes planes{planarFromImage(m_result.before, needed), planarFromImage(m_result.after, needed),
                        croppedOr(m_result.mask, needed, kFull)};
    if (m_lab->isSrgb()) {
        adjustChange(planes, m_adjustment, kDetailRadius);
    } else {
        // A detour through sRGB would cost wide colours their saturation.
        m_lab->toLab(planes.before);
        m_lab->toLab(planes.after);
        adjustLabChange(planes, m_adjustment, kDetailRadius);
        m_lab->fromLab(planes.after);
    }
    return cropped(planes.after, {area.x - needed.x, area.y - needed.y, area.width, area.height});
}

Image ResultAdjuster::adjusted(const Rect& area) const
{
    const Image after = cropped(m_result.after, area);
    if (leavesResultAsItIs(m_adjustment))
        return after;
    const Image before = cropped(m_result.before, area);
    ImageBuffer buffer(after);
    const Mask mask = croppedOr(m_result.mask, area, kFull);
    const Mask protect = croppedOr(m_adjustment.protect, area, 0);
    PlanarImage colours = adjustedColours(area);
    if (!m_adjustment.protect.isNull())
        protectColours(colours, planarFromImage(before), protect);
    const bool locksDetail = m_adjustment.detailLock > 0.0;
    // Conversions don't give every sample back; what did not change must not go through them.
    const std::size_t pixelBytes = after.rowBytes() / static_cast<std::size_t>(area.width);
    const auto isChanged = [&](int x, int y) {
        const std::size_t offset =
            static_cast<std::size_t>(y) * after.rowBytes() + pixelBytes * static_cast<std::size_t>(x);
        return std::memcmp(before.bytes() + offset, after.bytes() + offset, pixelBytes) != 0;
    };
    copyColoursWhere(imageFromPlanar(colours, after.type()), buffer, {0, 0},
                     [&](int x, int y) { return locksDetail || isChanged(x, y); });
    copyColoursWhere(before, buffer, {0, 0},
                     [&](int x, int y) { return mask.row(y)[x] == 0 || protect.row(y)[x] == kFull; });
    return std::move(buffer).finish(after.iccProfile());
}

Image adjustedResult(const HarmonizedResult& result, const ResultAdjustment& adjustment)
{
    if (leavesResultAsItIs(adjustment))
        return result.after;
    // The floats of a large picture never exist at once.
    constexpr int kBandRows = 128;
    try {
        const ResultAdjuster adjuster(result, adjustment);
        ImageBuffer whole(result.after);
        const int height = result.after.height();
        forEachPart((height + kBandRows - 1) / kBandRows, [&](int band) {
            const int y = band * kBandRows;
            const Rect area{0, y, result.after.width(), std::min(kBandRows, height - y)};
            const Image part = adjuster.adjusted(area);
            std::memcpy(whole.row<std::byte>(y), part.bytes(), part.sizeInBytes());
        });
        return std::move(whole).finish(result.after.iccProfile());
    } catch (const std::bad_alloc&) {
        throw Error(ErrorCode::OutOfMemory, "", "not enough memory to adjust the result");
    }
}

} // namespace dh
