#include "core/harmonize/gradient_agreement.h"

#include "core/harmonize/change_grid.h"
#include "core/imaging/convert.h"
#include "core/imaging/image.h"
#include "core/imaging/mask.h"
#include "core/imaging/parallel_rows.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace dh
{
namespace
{

/// ITU-R 601.
constexpr float kLuminance[3] = {0.299F, 0.587F, 0.114F};

/// Enough for the second decimal of a correlation, few enough to cost little beside the transfer itself.
constexpr int kSampledRows = 256;

/// Variances below it are rounding.
constexpr double kLeastVariance = 1e-12;

/// A gradient needs the rows above and below.
constexpr int kStripRows = 3;

/// Sums for Pearson's correlation.
struct Correlation {
    double count = 0.0;
    double a = 0.0;
    double b = 0.0;
    double aa = 0.0;
    double bb = 0.0;
    double ab = 0.0;

    void add(double x, double y)
    {
        count += 1.0;
        a += x;
        b += y;
        aa += x * x;
        bb += y * y;
        ab += x * y;
    }
    void add(const Correlation& other)
    {
        count += other.count;
        a += other.a;
        b += other.b;
        aa += other.aa;
        bb += other.bb;
        ab += other.ab;
    }
    [[nodiscard]] double value() const
    {
        if (count <= 0.0)
            return 1.0;
        const double varianceA = aa / count - a * a / (count * count);
        const double varianceB = bb / count - b * b / (count * count);
        if (varianceA <= kLeastVariance && varianceB <= kLeastVariance)
            return 1.0;
        const double covariance = ab / count - a * b / (count * count);
        return covariance / std::sqrt(std::max(varianceA, kLeastVariance) * std::max(varianceB, kLeastVariance));
    }
};

/// Luminance before and after the change, of three rows of the columns looked at.
class Strip
{
public:
    /// @param columns within `area`; @param middleRow within `area`, not its first or last row
    Strip(const Image& native, const Rect& area, const Rect& columns, int middleRow, const ChangeGrid& grid,
          const std::vector<AxisTap>& horizontal, const std::vector<AxisTap>& vertical)
        : m_width(static_cast<std::size_t>(columns.width)),
          m_before(kStripRows * m_width),
          m_after(kStripRows * m_width)
    {
        const PlanarImage planar = planarFromImage(native, {columns.x, middleRow - 1, columns.width, kStripRows});
        std::vector<AffineChange> changes;
        std::size_t i = 0;
        for (int row = 0; row < kStripRows; ++row) {
            grid.interpolateRow(vertical[static_cast<std::size_t>(middleRow - 1 + row - area.y)], changes);
            const AxisTap* tap = horizontal.data() + (columns.x - area.x);
            for (std::size_t x = 0; x < m_width; ++x, ++i, ++tap) {
                const float colour[3] = {planar.plane(0)[i], planar.plane(1)[i], planar.plane(2)[i]};
                float change[AffineChange::kLanes];
                changeAt(changes, *tap, colour, change);
                for (int channel = 0; channel < 3; ++channel) {
                    m_before[i] += kLuminance[channel] * colour[channel];
                    m_after[i] += kLuminance[channel] * std::clamp(colour[channel] + change[channel], 0.0F, 1.0F);
                }
            }
        }
    }

    /// Adds both gradients of the middle row's pixel `x`, which is not the first or last.
    void addGradients(std::size_t x, Correlation& correlation) const
    {
        const std::size_t middle = m_width + x;
        for (const std::size_t step : {std::size_t{1}, m_width})
            correlation.add(m_before[middle + step] - m_before[middle - step],
                            m_after[middle + step] - m_after[middle - step]);
    }

private:
    std::size_t m_width;
    std::vector<float> m_before;
    std::vector<float> m_after;
};

bool isInsideWithNeighbours(const Mask& mask, int x, int y)
{
    constexpr std::uint8_t kInside = 255;
    return mask.row(y)[x] == kInside && mask.row(y)[x - 1] == kInside && mask.row(y)[x + 1] == kInside &&
           mask.row(y - 1)[x] == kInside && mask.row(y + 1)[x] == kInside;
}

} // namespace

double gradientAgreement(const Image& native, const Rect& area, const Mask& mask, const ChangeGrid& grid)
{
    const Rect looked = mask.boundingBox().intersected(area);
    const std::vector<AxisTap> horizontal = axisTaps(area.width, grid.size.width);
    const std::vector<AxisTap> vertical = axisTaps(area.height, grid.size.height);
    const int step = std::max(1, looked.height / kSampledRows);
    const int rows = std::max(0, (looked.height - kStripRows) / step + 1);

    // Summed row by row and then in order, so that the number of threads doesn't show.
    std::vector<Correlation> ofRows(static_cast<std::size_t>(rows));
    forEachBand(looked.height < kStripRows ? 0 : rows, [&](int first, int end) {
        for (int row = first; row < end; ++row) {
            const int y = looked.y + 1 + row * step;
            const Strip strip(native, area, looked, y, grid, horizontal, vertical);
            for (int x = looked.x + 1; x + 1 < looked.right(); ++x)
                if (isInsideWithNeighbours(mask, x, y))
                    strip.addGradients(static_cast<std::size_t>(x - looked.x), ofRows[static_cast<std::size_t>(row)]);
        }
    });
    Correlation total;
    for (const Correlation& row : ofRows)
        total.add(row);
    return total.value();
}

} // namespace dh
