#include "core/scene/layer_mask.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace dh
{

int reachOf(const MaskEdge& edge)
{
    constexpr double kSigmas = 3.0;
    return std::abs(edge.grow) + static_cast<int>(std::ceil(kSigmas * edge.feather));
}

Mask editedMask(const Mask& mask, const MaskEdge& edge, const Rect& area)
{
    if (mask.isNull())
        return mask;
    const int reach = reachOf(edge);
    const Rect needed =
        Rect{area.x - reach, area.y - reach, area.width + 2 * reach, area.height + 2 * reach}.intersected(
            {0, 0, mask.width(), mask.height()});
    const Mask part = mask.cropped(needed);
    if (edge == MaskEdge{})
        return part;
    return part.grown(edge.grow)
        .feathered(static_cast<float>(edge.feather))
        .cropped({area.x - needed.x, area.y - needed.y, area.width, area.height});
}

} // namespace dh
