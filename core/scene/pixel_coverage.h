#pragma once

#include "core/scene/affine.h"

namespace dh
{

/// How much of a target pixel a source rectangle covers under an affine map, exactly.
class PixelCoverage
{
public:
    PixelCoverage(Size source, const Affine& sourceFromTarget);
    /// 0..1 for the target pixel whose centre maps to `centreInSource`.
    [[nodiscard]] double at(PointF centreInSource) const;

private:
    [[nodiscard]] double clippedShare(PointF centreInSource) const;

    double m_width;
    double m_height;
    Affine m_sourceFromTarget;
    double m_reachX; ///< half of what a target pixel spans in the source
    double m_reachY;
};

} // namespace dh
