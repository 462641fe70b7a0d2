#include "core/imaging/mask_edit.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace dh
{

namespace
{

std::uint8_t combined(std::uint8_t value, std::uint8_t selected, MaskCombine how)
{
    switch (how) {
    case MaskCombine::Replace:
        return selected;
    case MaskCombine::Add:
        return std::max(value, selected);
    case MaskCombine::Subtract:
        return std::min(value, static_cast<std::uint8_t>(255 - selected));
    case MaskCombine::Intersect:
        return std::min(value, selected);
    }
    return value;
}

} // namespace

Rect combine(Mask& mask, const Mask& selection, MaskCombine how)
{
    assert(mask.size() == selection.size());
    Rect changed;
    for (int y = 0; y < mask.height(); ++y) {
        const std::uint8_t* now = std::as_const(mask).row(y);
        const std::uint8_t* selected = selection.row(y);
        const auto stays = [&](int x) { return combined(now[x], selected[x], how) == now[x]; };
        int first = 0;
        while (first < mask.width() && stays(first))
            ++first;
        if (first == mask.width())
            continue;
        int end = mask.width();
        while (stays(end - 1))
            --end;
        std::uint8_t* values = mask.writableRow(y);
        for (int x = first; x < end; ++x)
            values[x] = combined(values[x], selected[x], how);
        changed = changed.united({first, y, end - first, 1});
    }
    return changed;
}

} // namespace dh
