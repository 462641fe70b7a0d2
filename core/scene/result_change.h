#pragma once

#include "core/imaging/colour.h"
#include "core/imaging/convert.h"
#include "core/scene/composition.h"

#include <optional>

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

/// Makes parts of an adjustedResult(). Refers to the result and the adjustment, which outlive it. Thread-safe after
/// construction.
class ResultAdjuster
{
public:
    ResultAdjuster(const HarmonizedResult& result, const ResultAdjustment& adjustment);

    /// The part inside `area` of the result.
    [[nodiscard]] Image adjusted(const Rect& area) const;

private:
    [[nodiscard]] PlanarImage adjustedColours(const Rect& area) const;

    const HarmonizedResult& m_result;
    const ResultAdjustment& m_adjustment;
    std::optional<LabTransform> m_lab; ///< where light, colour or detail are adjusted
};

} // namespace dh
