#include "core/scene/pixel_coverage.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace dh
{

namespace
{

/// Keeps what lies on the inner side of a line (Sutherland and Hodgman, CACM 1974).
/// @param depthOf how deep a point lies inside; < 0 is outside
template <typename DepthOf>
void clip(std::vector<PointF>& polygon, const DepthOf& depthOf)
{
    std::vector<PointF> kept;
    for (std::size_t i = 0; i < polygon.size(); ++i) {
        const PointF from = polygon[i];
        const PointF to = polygon[(i + 1) % polygon.size()];
        const double fromDepth = depthOf(from);
        const double toDepth = depthOf(to);
        if (fromDepth >= 0.0)
            kept.push_back(from);
        if ((fromDepth < 0.0) != (toDepth < 0.0)) {
            const double share = fromDepth / (fromDepth - toDepth);
            kept.push_back({from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share});
        }
    }
    polygon = std::move(kept);
}

double areaOf(const std::vector<PointF>& polygon)
{
    double twice = 0.0;
    for (std::size_t i = 0; i < polygon.size(); ++i) {
        const PointF a = polygon[i];
        const PointF b = polygon[(i + 1) % polygon.size()];
        twice += a.x * b.y - b.x * a.y;
    }
    return std::abs(twice) / 2.0;
}

} // namespace

PixelCoverage::PixelCoverage(Size source, const Affine& sourceFromTarget)
    : m_width(source.width),
      m_height(source.height),
      m_sourceFromTarget(sourceFromTarget),
      m_reachX(0.5 * (std::abs(sourceFromTarget.xx) + std::abs(sourceFromTarget.xy))),
      m_reachY(0.5 * (std::abs(sourceFromTarget.yx) + std::abs(sourceFromTarget.yy)))
{
}

double PixelCoverage::at(PointF centre) const
{
    const double insideX = std::min(centre.x, m_width - centre.x);
    const double insideY = std::min(centre.y, m_height - centre.y);
    if (insideX >= m_reachX && insideY >= m_reachY)
        return 1.0;
    if (insideX <= -m_reachX || insideY <= -m_reachY)
        return 0.0;
    return clippedShare(centre);
}

double PixelCoverage::clippedShare(PointF centre) const
{
    const auto corner = [&](double x, double y) {
        return PointF{centre.x + m_sourceFromTarget.xx * x + m_sourceFromTarget.xy * y,
                      centre.y + m_sourceFromTarget.yx * x + m_sourceFromTarget.yy * y};
    };
    std::vector<PointF> polygon = {corner(-0.5, -0.5), corner(0.5, -0.5), corner(0.5, 0.5), corner(-0.5, 0.5)};
    clip(polygon, [](PointF point) { return point.x; });
    clip(polygon, [](PointF point) { return point.y; });
    clip(polygon, [this](PointF point) { return m_width - point.x; });
    clip(polygon, [this](PointF point) { return m_height - point.y; });
    return std::min(1.0, areaOf(polygon) / std::abs(m_sourceFromTarget.determinant()));
}

} // namespace dh
