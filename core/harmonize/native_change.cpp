#include "core/harmonize/native_change.h"

#include "core/harmonize/change_grid.h"
#include "core/imaging/parallel_rows.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace dh
{
namespace
{

/// Rows between two looks at the cancel token: a few milliseconds of work, enough rows to share among threads.
constexpr int kRowsPerBand = 128;

/// Applies a grid of changes to the part of a picture under it, row by row.
class NativeChange
{
public:
    NativeChange(const ChangeGrid& grid, const Rect& area, const Mask& mask, double strength)
        : m_grid(grid),
          m_mask(mask),
          m_area(area),
          m_columns(axisTaps(area.width, grid.size.width)),
          m_rows(axisTaps(area.height, grid.size.height)),
          m_opacity(static_cast<float>(strength) / kFullMask)
    {
        m_changed = mask.boundingBox().intersected(area);
    }

    /// The rectangle outside which nothing changes.
    [[nodiscard]] const Rect& changedArea() const { return m_changed; }

    /// Changes row `y` of `picture`. `changes` is scratch memory.
    template <typename Sample>
    void applyToRow(ImageBuffer& picture, int y, std::vector<AffineChange>& changes) const
    {
        m_grid.interpolateRow(m_rows[static_cast<std::size_t>(y - m_area.y)], changes);
        const std::uint8_t* mask = m_mask.row(y);
        const int channels = picture.channels();
        Sample* pixel = picture.row<Sample>(y) + static_cast<std::ptrdiff_t>(m_changed.x) * channels;
        const AxisTap* tap = m_columns.data() + (m_changed.x - m_area.x);
        for (int x = m_changed.x; x < m_changed.right(); ++x, pixel += channels, ++tap)
            if (mask[x] != 0)
                applyToPixel(pixel, *tap, changes, m_opacity * static_cast<float>(mask[x]));
    }

private:
    static constexpr float kFullMask = 255.0F;

    template <typename Sample>
    static void applyToPixel(Sample* pixel, const AxisTap& tap, const std::vector<AffineChange>& changes, float opacity)
    {
        constexpr float kScale =
            std::is_same_v<Sample, std::uint8_t> ? maxSample(SampleType::U8) : maxSample(SampleType::U16);
        constexpr float kUnit = 1.0F / kScale;
        constexpr float kRounding = 0.5F;
        const float colour[3] = {pixel[0] * kUnit, pixel[1] * kUnit, pixel[2] * kUnit};
        float change[AffineChange::kLanes];
        changeAt(changes, tap, colour, change);
        for (int channel = 0; channel < 3; ++channel) {
            // Clamped before blending: a strength above 1 or a soft edge starts from a colour that exists.
            const float mapped = std::clamp(colour[channel] + change[channel], 0.0F, 1.0F);
            const float moved = static_cast<float>(pixel[channel]) + opacity * (mapped - colour[channel]) * kScale;
            pixel[channel] = static_cast<Sample>(std::clamp(moved, 0.0F, kScale) + kRounding);
        }
    }

    const ChangeGrid& m_grid;
    const Mask& m_mask;
    Rect m_area;
    Rect m_changed;
    std::vector<AxisTap> m_columns;
    std::vector<AxisTap> m_rows;
    float m_opacity;
};

void applyToRows(const NativeChange& change, ImageBuffer& picture, int firstRow, int rows)
{
    forEachBand(rows, [&](int first, int end) {
        std::vector<AffineChange> changes;
        for (int y = firstRow + first; y < firstRow + end; ++y)
            if (picture.type() == SampleType::U8)
                change.applyToRow<std::uint8_t>(picture, y, changes);
            else
                change.applyToRow<std::uint16_t>(picture, y, changes);
    });
}

} // namespace

Image applyChange(const Image& native, const Rect& area, const Mask& mask, const ChangeGrid& grid, double strength,
                  const CancelToken& cancel, const std::function<void(double)>& progress)
{
    assert(native.type() != SampleType::F32);
    assert(mask.size() == native.size());
    assert((Rect{0, 0, native.width(), native.height()}.contains(area)) && !area.isEmpty());

    const NativeChange change(grid, area, mask, strength);
    const Rect& changed = change.changedArea();
    ImageBuffer picture(native);
    for (int row = 0; row < changed.height; row += kRowsPerBand) {
        cancel.throwIfCancelled();
        const int rows = std::min(kRowsPerBand, changed.height - row);
        applyToRows(change, picture, changed.y + row, rows);
        if (progress)
            progress(static_cast<double>(row + rows) / changed.height);
    }
    return std::move(picture).finish(native.iccProfile());
}

} // namespace dh
