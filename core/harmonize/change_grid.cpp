#include "core/harmonize/change_grid.h"

#include <algorithm>
#include <cmath>

namespace dh
{

std::vector<AxisTap> axisTaps(int pixels, int cells)
{
    std::vector<AxisTap> taps(static_cast<std::size_t>(pixels));
    const double cellsPerPixel = static_cast<double>(cells) / pixels;
    for (int i = 0; i < pixels; ++i) {
        const double position = std::clamp((i + 0.5) * cellsPerPixel - 0.5, 0.0, cells - 1.0);
        AxisTap& tap = taps[static_cast<std::size_t>(i)];
        tap.first = static_cast<int>(position);
        tap.second = std::min(tap.first + 1, cells - 1);
        tap.fraction = static_cast<float>(position - tap.first);
    }
    return taps;
}

void ChangeGrid::interpolateRow(const AxisTap& vertical, std::vector<AffineChange>& row) const
{
    const auto width = static_cast<std::size_t>(size.width);
    row.resize(width);
    const AffineChange* first = changes.data() + static_cast<std::size_t>(vertical.first) * width;
    const AffineChange* second = changes.data() + static_cast<std::size_t>(vertical.second) * width;
    for (std::size_t x = 0; x < width; ++x)
        for (int column = 0; column < 4; ++column)
            for (int lane = 0; lane < AffineChange::kLanes; ++lane) {
                const float from = first[x].columns[column][lane];
                row[x].columns[column][lane] = from + vertical.fraction * (second[x].columns[column][lane] - from);
            }
}

} // namespace dh
