#pragma once

#include "core/document/document.h"

#include <map>
#include <vector>

namespace dh
{

/// The place of the influence among the areas of painted masks: no layer has this id.
inline constexpr LayerId kInfluenceArea = 0;

/// Whether both are the same pixels in memory with the same profile; content is not looked at.
[[nodiscard]] bool sameImage(const Image& a, const Image& b);

/// The painted bounds of masks, each looked for once. Keeps copies, so that what it knows stays true.
class MaskBounds
{
public:
    [[nodiscard]] Rect of(const Mask& mask);

private:
    struct Known {
        Mask mask;
        Rect bounds;
    };
    std::vector<Known> m_known;
};

/// What views have to look at again when `before` becomes `after`: old bounds united with new ones.
/// @param areas where the masks of listed layers may differ, in mask pixels
[[nodiscard]] SceneChange changeBetween(const Composition& before, const Composition& after,
                                        const std::map<LayerId, Rect>& areas, MaskBounds& bounds);

/// What one dab on a mask changes; `dab` in mask pixels.
[[nodiscard]] SceneChange changeOfStroke(Size canvas, const Layer& layer, const Rect& dab);

/// Both changes as one.
[[nodiscard]] SceneChange united(const SceneChange& a, const SceneChange& b);

} // namespace dh
