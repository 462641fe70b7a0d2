#pragma once

#include "core/imaging/convert.h"
#include "core/scene/composition.h"

namespace dh
{

/// Reach, in canvas pixels, of the mean that parts fine detail from the rest for ResultAdjustment::detailLock.
inline constexpr int kDetailRadius = 8;

[[nodiscard]] bool leavesResultAsItIs(const ResultAdjustment& adjustment);

/// Both sides of a change, of one size.
struct ChangePlanes {
    PlanarImage before; ///< three planes, sRGB
    PlanarImage after;  ///< three planes, sRGB
    Mask mask;          ///< of the run
};

/// Makes `planes.after` what the shares of light and colour and the detail lock make of it; protection is not looked
/// at. Within `detailRadius` of the border the detail is measured on one side only.
void adjustChange(ChangePlanes& planes, const ResultAdjustment& adjustment, int detailRadius);

/// adjustedResult(), the part inside `area` of the result.
[[nodiscard]] Image adjustedArea(const HarmonizedResult& result, const ResultAdjustment& adjustment, const Rect& area);

} // namespace dh
