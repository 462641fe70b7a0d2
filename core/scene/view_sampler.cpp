#include "core/scene/view_sampler.h"

#include "core/scene/view_pyramid.h"

#include <algorithm>
#include <cmath>

namespace dh
{

namespace
{

constexpr double kShares = 256.0;
constexpr double kFull = 255.0;

/// The level whose pixels come nearest to the view's.
int bestLevel(Size size, const Affine& viewFromPicture)
{
    const double scale = std::sqrt(std::abs(viewFromPicture.determinant()));
    const double level = std::floor(0.5 - std::log2(scale));
    return static_cast<int>(std::clamp(level, 0.0, static_cast<double>(lastLevel(size))));
}

} // namespace

ViewSampler::ViewSampler(Size fullSize, const Affine& viewFromPicture)
    : m_fullSize(fullSize),
      m_viewFromPicture(viewFromPicture),
      m_level(bestLevel(fullSize, viewFromPicture)),
      m_levelSize(sizeAtLevel(fullSize, m_level)),
      m_width(std::ldexp(fullSize.width, -m_level)),
      m_height(std::ldexp(fullSize.height, -m_level)),
      m_levelFromView(Affine::scaling(std::ldexp(1.0, -m_level), std::ldexp(1.0, -m_level)) *
                      viewFromPicture.inverted()),
      m_stepX(std::hypot(m_levelFromView.xx, m_levelFromView.xy)),
      m_stepY(std::hypot(m_levelFromView.yx, m_levelFromView.yy))
{
}

Rect ViewSampler::bounds() const
{
    return mappedBounds(m_viewFromPicture, {0, 0, m_fullSize.width, m_fullSize.height});
}

Rect ViewSampler::needed(const Rect& areaInView) const
{
    const Rect mapped = mappedBounds(m_levelFromView, areaInView);
    return Rect{mapped.x - 1, mapped.y - 1, mapped.width + 2, mapped.height + 2}.intersected(
        {0, 0, m_levelSize.width, m_levelSize.height});
}

ViewSampler::Spot ViewSampler::spotAt(PointF inLevel, const Rect& patch) const
{
    const double insideX = std::min(inLevel.x, m_width - inLevel.x) / m_stepX;
    const double insideY = std::min(inLevel.y, m_height - inLevel.y) / m_stepY;
    const double coverage = std::clamp(insideX + 0.5, 0.0, 1.0) * std::clamp(insideY + 0.5, 0.0, 1.0);
    Spot spot;
    spot.coverage = static_cast<std::uint32_t>(coverage * kFull + 0.5);
    if (spot.coverage == 0)
        return spot;
    const double x = std::clamp(inLevel.x - 0.5 - patch.x, 0.0, patch.width - 1.0);
    const double y = std::clamp(inLevel.y - 0.5 - patch.y, 0.0, patch.height - 1.0);
    const int column = static_cast<int>(x);
    const int row = static_cast<int>(y);
    spot.shareX = static_cast<std::uint32_t>((x - column) * kShares + 0.5);
    spot.shareY = static_cast<std::uint32_t>((y - row) * kShares + 0.5);
    spot.right = column + 1 < patch.width ? 1 : 0;
    spot.upper = row * patch.width + column;
    spot.lower = row + 1 < patch.height ? spot.upper + patch.width : spot.upper;
    return spot;
}

} // namespace dh
