#pragma once

#include "core/base/geometry.h"

#include <cstddef>
#include <vector>

namespace dh
{

/// An affine map from a colour to how much it changes, 0..1: columns for red, green, blue and one; a column's last
/// value is unused and makes it one vector register.
struct AffineChange {
    static constexpr int kLanes = 4;
    float columns[4][kLanes] = {};
};

/// Where a pixel's centre lies between two neighbouring cells' centres, along one axis.
struct AxisTap {
    int first = 0;
    int second = 0;
    float fraction = 0.0F; ///< 0 = the first, 1 = the second
};

/// Taps for `pixels` pixels that cover the same length as `cells` cells; replicated beyond the outermost centres.
[[nodiscard]] std::vector<AxisTap> axisTaps(int pixels, int cells);

/// Affine changes at the centres of `size` equal cells over an area; row by row.
struct ChangeGrid {
    Size size;
    std::vector<AffineChange> changes;

    /// The changes along a horizontal line, one for each column of cells.
    void interpolateRow(const AxisTap& vertical, std::vector<AffineChange>& row) const;
};

/// What a colour changes by at a place along an interpolated row.
inline void changeAt(const std::vector<AffineChange>& row, const AxisTap& horizontal, const float (&colour)[3],
                     float (&change)[AffineChange::kLanes])
{
    const AffineChange& first = row[static_cast<std::size_t>(horizontal.first)];
    const AffineChange& second = row[static_cast<std::size_t>(horizontal.second)];
    const float inputs[4] = {colour[0], colour[1], colour[2], 1.0F};
    for (int lane = 0; lane < AffineChange::kLanes; ++lane)
        change[lane] = 0.0F;
    for (int column = 0; column < 4; ++column)
        for (int lane = 0; lane < AffineChange::kLanes; ++lane) {
            const float from = first.columns[column][lane];
            const float value = from + horizontal.fraction * (second.columns[column][lane] - from);
            change[lane] += value * inputs[column];
        }
}

} // namespace dh
