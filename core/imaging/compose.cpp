#include "core/imaging/compose.h"

#include "core/base/error.h"
#include "core/imaging/convert.h"
#include "core/imaging/placement_taps.h"
#include "core/imaging/premultiply.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>
#include <new>
#include <string>

namespace dh
{

namespace
{

/// Enough for an even share of the threads while the floats of a large picture never exist at once.
constexpr int kBandRows = 256;

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
          m_encoding(foreground.iccProfile(), background.iccProfile()),
          m_composite(background),
          m_mask(background.size())
    {
    }

    PlacedComposite place()
    {
        const Span columns = m_horizontal.coveredSpan(m_background.width());
        const Span rows = m_vertical.coveredSpan(m_background.height());
        if (!columns.isEmpty() && !rows.isEmpty()) {
            const Taps horizontal = placementTaps(m_horizontal, columns, Growing::Linear);
            const Taps vertical = placementTaps(m_vertical, rows, Growing::Linear);
            for (int y = rows.begin; y < rows.end; y += kBandRows)
                placeBand(columns, {y, std::min(y + kBandRows, rows.end)}, horizontal, vertical, y - rows.begin);
        }
        if (m_mask.isEmpty())
            throw Error(ErrorCode::EmptyMask, "", "nothing of the foreground lands on the background");
        return {std::move(m_composite).finish(m_background.iccProfile()), std::move(m_mask)};
    }

private:
    void placeBand(Span columns, Span rows, const Taps& horizontal, const Taps& vertical, int firstTap)
    {
        const Span outputRows{firstTap, firstTap + rows.end - rows.begin};
        const Span outputColumns{0, columns.end - columns.begin};
        const Span usedRows = usedSpan(vertical, outputRows);
        const Span usedColumns = usedSpan(horizontal, outputColumns);
        const Rect used{usedColumns.begin, usedRows.begin, usedColumns.end - usedColumns.begin,
                        usedRows.end - usedRows.begin};
        const Rect area{columns.begin, rows.begin, columns.end - columns.begin, rows.end - rows.begin};
        const Mask usedMask = m_foregroundMask.isNull() ? Mask() : m_foregroundMask.cropped(used);
        const PlanarImage placed =
            resampled(premultiplied(m_foreground, used, usedMask, m_encoding), area.size(),
                      subTaps(horizontal, outputColumns, used.x), subTaps(vertical, outputRows, used.y));
        blend(placed, area);
    }

    void blend(const PlanarImage& placed, const Rect& area)
    {
        const Mask mask = weightsAsMask(placed);
        PlanarImage blended = planarFromImage(m_background, area);
        blendOver(blended, placed);
        for (int y = 0; y < area.height; ++y)
            std::memcpy(m_mask.writableRow(area.y + y) + area.x, mask.row(y), static_cast<std::size_t>(area.width));
        copyColoursWhere(imageFromPlanar(blended, m_background.type()), m_composite, {area.x, area.y},
                         [&](int x, int y) { return mask.row(y)[x] > 0; });
    }

    const Image& m_background;
    const Image& m_foreground;
    const Mask& m_foregroundMask;
    PlacedAxis m_horizontal;
    PlacedAxis m_vertical;
    EncodingChange m_encoding;
    ImageBuffer m_composite;
    Mask m_mask;
};

} // namespace

Image cropped(const Image& image, const Rect& area)
{
    assert((Rect{0, 0, image.width(), image.height()}).contains(area));
    if (area.size() == image.size())
        return image;
    return ImageBuffer(image, area).finish(image.iccProfile());
}

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
