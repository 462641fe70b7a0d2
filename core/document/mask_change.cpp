#include "core/document/mask_change.h"

#include <algorithm>
#include <cassert>
#include <iterator>

namespace dh
{

namespace
{

constexpr std::uint8_t kSelected = 255;

Rect differingArea(const Mask& a, const Mask& b)
{
    Rect area;
    for (int y = 0; y < a.height(); ++y) {
        const std::uint8_t* first = a.row(y);
        const std::uint8_t* last = first + a.width();
        const std::uint8_t* other = b.row(y);
        const auto left = std::mismatch(first, last, other).first;
        if (left == last)
            continue;
        const auto right = std::mismatch(std::make_reverse_iterator(last), std::make_reverse_iterator(left),
                                         std::make_reverse_iterator(other + a.width()))
                               .first.base();
        area = area.united({static_cast<int>(left - first), y, static_cast<int>(right - left), 1});
    }
    return area;
}

} // namespace

MaskChange maskChange(const Layer& layer, const Mask& after)
{
    assert(after.size() == layer.image.size());
    const Mask before = layer.mask.isNull() ? Mask(after.size(), kSelected) : layer.mask;
    const Rect area = differingArea(before, after);
    return {layer.id, layer.mask, after, area, maskDelta(before, after, area)};
}

} // namespace dh
