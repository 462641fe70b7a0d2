#include "core/scene/view_sampler.h"

#include "core/scene/view_pyramid.h"

#include <algorithm>
#include <cmath>

namespace dh
{

namespace
{

constexpr double kShares = 256.0;

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

ViewSampler::Along ViewSampler::alongX(double inLevel, const Rect& patch) const
{
    return along(inLevel, m_width, m_stepX, patch.x, patch.width);
}

ViewSampler::Along ViewSampler::alongY(double inLevel, const Rect& patch) const
{
    return along(inLevel, m_height, m_stepY, patch.y, patch.height);
}

ViewSampler::Along ViewSampler::along(double inLevel, double length, double step, int patchStart, int patchLength)
{
    const double inside = std::min(inLevel, length - inLevel) / step;
    const double position = std::clamp(inLevel - 0.5 - patchStart, 0.0, patchLength - 1.0);
    Along result;
    result.coverage = std::clamp(inside + 0.5, 0.0, 1.0);
    result.index = static_cast<int>(position);
    result.share = static_cast<std::uint32_t>((position - result.index) * kShares + 0.5);
    result.step = result.index + 1 < patchLength ? 1 : 0;
    return result;
}

} // namespace dh
