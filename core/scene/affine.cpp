#include "core/scene/affine.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

namespace dh
{

namespace
{

/// Rounds outwards; far-away corners stay within what an int holds with room to subtract.
int boundedInt(double value)
{
    constexpr double kLimit = std::numeric_limits<int>::max() / 4;
    return static_cast<int>(std::clamp(value, -kLimit, kLimit));
}

} // namespace

Affine Affine::inverted() const
{
    const double scale = 1.0 / determinant();
    assert(std::isfinite(scale));
    Affine inverse{yy * scale, -xy * scale, -yx * scale, xx * scale, 0.0, 0.0};
    inverse.dx = -(inverse.xx * dx + inverse.xy * dy);
    inverse.dy = -(inverse.yx * dx + inverse.yy * dy);
    return inverse;
}

Affine operator*(const Affine& a, const Affine& b)
{
    return {a.xx * b.xx + a.xy * b.yx, a.xx * b.xy + a.xy * b.yy,        a.yx * b.xx + a.yy * b.yx,
            a.yx * b.xy + a.yy * b.yy, a.xx * b.dx + a.xy * b.dy + a.dx, a.yx * b.dx + a.yy * b.dy + a.dy};
}

Rect mappedBounds(const Affine& map, const Rect& rect)
{
    if (rect.isEmpty())
        return {};
    // What rounding adds to an edge on a pixel border must not cost a row of pixels.
    constexpr double kTolerance = 1e-6;
    const auto spanOf = [](double a, double b, double offset, double from, double to, double alsoFrom, double alsoTo) {
        const double low = offset + std::min(a * from, a * to) + std::min(b * alsoFrom, b * alsoTo);
        const double high = offset + std::max(a * from, a * to) + std::max(b * alsoFrom, b * alsoTo);
        return std::pair(boundedInt(std::floor(low + kTolerance)), boundedInt(std::ceil(high - kTolerance)));
    };
    const auto [left, right] = spanOf(map.xx, map.xy, map.dx, rect.x, rect.right(), rect.y, rect.bottom());
    const auto [top, bottom] = spanOf(map.yx, map.yy, map.dy, rect.x, rect.right(), rect.y, rect.bottom());
    return {left, top, std::max(0, right - left), std::max(0, bottom - top)};
}

} // namespace dh
