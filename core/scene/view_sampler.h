#pragma once

#include "core/scene/affine.h"
#include "core/scene/screen_pixels.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace dh
{

/// Where a picture of `fullSize` lies on a view, and which of its levels fits best: bilinear at the view's pixels.
class ViewSampler
{
public:
    ViewSampler(Size fullSize, const Affine& viewFromPicture);

    [[nodiscard]] int level() const { return m_level; }
    /// The view's pixels that the picture touches.
    [[nodiscard]] Rect bounds() const;
    /// The part of the level that `areaInView`, within bounds(), needs; empty when it needs nothing.
    [[nodiscard]] Rect needed(const Rect& areaInView) const;

    /// Calls `work(x, y, spot)` for each pixel of `areaInView` that the picture covers.
    template <typename Work>
    void forEachSpot(const Rect& areaInView, const Work& work) const;

    /// Where a view pixel's centre lies in what needed() named: four neighbours, and shares of 256 towards the right
    /// and the lower ones.
    struct Spot {
        int upper = 0; ///< index of the upper left neighbour
        int lower = 0;
        int right = 0; ///< to the right neighbour, 0 or 1
        std::uint32_t shareX = 0;
        std::uint32_t shareY = 0;
        std::uint32_t coverage = 0; ///< 0..255 of the view pixel, less than 255 only at the picture's border
    };

private:
    /// What one axis says of a spot.
    struct Along {
        int index = 0; ///< of the left or upper neighbour in the patch
        int step = 0;  ///< to the right or lower neighbour, 0 or 1
        std::uint32_t share = 0;
        double coverage = 0.0; ///< 0..1
    };
    /// @param length of the picture along the axis, in pixels of the level
    /// @param step   what a view pixel spans
    [[nodiscard]] static Along along(double inLevel, double length, double step, int patchStart, int patchLength);
    [[nodiscard]] Along alongX(double inLevel, const Rect& patch) const;
    [[nodiscard]] Along alongY(double inLevel, const Rect& patch) const;
    [[nodiscard]] static Spot spotOf(const Along& x, const Along& y, const Rect& patch)
    {
        constexpr double kFull = 255.0;
        Spot spot;
        spot.upper = y.index * patch.width + x.index;
        spot.lower = spot.upper + y.step * patch.width;
        spot.right = x.step;
        spot.shareX = x.share;
        spot.shareY = y.share;
        spot.coverage = static_cast<std::uint32_t>(x.coverage * y.coverage * kFull + 0.5);
        return spot;
    }
    [[nodiscard]] bool isAligned() const { return m_levelFromView.xy == 0.0 && m_levelFromView.yx == 0.0; }
    template <typename Work>
    void forEachAlignedSpot(const Rect& areaInView, const Rect& patch, const Work& work) const;

    Size m_fullSize;
    Affine m_viewFromPicture;
    int m_level = 0;
    Size m_levelSize;
    double m_width;  ///< of the picture, in pixels of the level; not rounded up
    double m_height; ///< likewise
    Affine m_levelFromView;
    double m_stepX; ///< what a view pixel spans in the level
    double m_stepY;
};

template <typename Work>
void ViewSampler::forEachSpot(const Rect& areaInView, const Work& work) const
{
    const Rect patch = needed(areaInView);
    if (patch.isEmpty())
        return;
    if (isAligned())
        return forEachAlignedSpot(areaInView, patch, work);
    for (int y = areaInView.y; y < areaInView.bottom(); ++y)
        for (int x = areaInView.x; x < areaInView.right(); ++x) {
            const PointF inLevel = m_levelFromView.map({x + 0.5, y + 0.5});
            const Spot spot = spotOf(alongX(inLevel.x, patch), alongY(inLevel.y, patch), patch);
            if (spot.coverage > 0)
                work(x, y, spot);
        }
}

/// Without rotation all rows share their columns, whose computation is what costs.
template <typename Work>
void ViewSampler::forEachAlignedSpot(const Rect& areaInView, const Rect& patch, const Work& work) const
{
    std::vector<Along> columns;
    columns.reserve(static_cast<std::size_t>(areaInView.width));
    for (int x = areaInView.x; x < areaInView.right(); ++x)
        columns.push_back(alongX(m_levelFromView.map({x + 0.5, 0.0}).x, patch));
    for (int y = areaInView.y; y < areaInView.bottom(); ++y) {
        const Along row = alongY(m_levelFromView.map({0.0, y + 0.5}).y, patch);
        for (int x = areaInView.x; x < areaInView.right(); ++x) {
            const Spot spot = spotOf(columns[static_cast<std::size_t>(x - areaInView.x)], row, patch);
            if (spot.coverage > 0)
                work(x, y, spot);
        }
    }
}

[[nodiscard]] inline std::uint32_t pixelAt(const std::vector<std::uint32_t>& patch, const ViewSampler::Spot& spot)
{
    const std::uint32_t* upper = patch.data() + spot.upper;
    const std::uint32_t* lower = patch.data() + spot.lower;
    if ((spot.shareX | spot.shareY) == 0)
        return *upper;
    return mixed(mixed(upper[0], upper[spot.right], spot.shareX), mixed(lower[0], lower[spot.right], spot.shareX),
                 spot.shareY);
}

[[nodiscard]] inline std::uint32_t valueAt(const std::vector<std::uint8_t>& patch, const ViewSampler::Spot& spot)
{
    constexpr std::uint32_t kWhole = 256;
    constexpr std::uint32_t kHalf = kWhole * kWhole / 2;
    const std::uint8_t* upper = patch.data() + spot.upper;
    const std::uint8_t* lower = patch.data() + spot.lower;
    const std::uint32_t above = upper[0] * (kWhole - spot.shareX) + upper[spot.right] * spot.shareX;
    const std::uint32_t below = lower[0] * (kWhole - spot.shareX) + lower[spot.right] * spot.shareX;
    return (above * (kWhole - spot.shareY) + below * spot.shareY + kHalf) / (kWhole * kWhole);
}

} // namespace dh
