#pragma once

#include "core/imaging/mask.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace dh::test
{

/// The smallest rectangle that holds every difference; masks of one size.
inline Rect differenceOf(const Mask& a, const Mask& b)
{
    Rect area;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x)
            if (a.row(y)[x] != b.row(y)[x])
                area = area.united({x, y, 1, 1});
    return area;
}

inline int largestDifference(const Mask& a, const Mask& b)
{
    int largest = 0;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x)
            largest = std::max(largest, std::abs(a.row(y)[x] - b.row(y)[x]));
    return largest;
}

/// 255 times the share of each pixel for which `isInside(x, y)` holds, counted on a grid of points.
template <typename IsInside>
Mask sampledMask(Size size, const IsInside& isInside)
{
    constexpr int kPoints = 32;
    Mask mask(size);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            int inside = 0;
            for (int j = 0; j < kPoints; ++j)
                for (int i = 0; i < kPoints; ++i)
                    inside += isInside(x + (i + 0.5) / kPoints, y + (j + 0.5) / kPoints) ? 1 : 0;
            mask.writableRow(y)[x] = static_cast<std::uint8_t>(std::lround(255.0 * inside / (kPoints * kPoints)));
        }
    return mask;
}

/// Intersection over union, values >= 128 counting as inside.
inline double overlap(const Mask& a, const Mask& b)
{
    long long both = 0;
    long long either = 0;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x) {
            const bool inA = a.row(y)[x] >= 128;
            const bool inB = b.row(y)[x] >= 128;
            both += inA && inB ? 1 : 0;
            either += inA || inB ? 1 : 0;
        }
    return either == 0 ? 1.0 : static_cast<double>(both) / static_cast<double>(either);
}

} // namespace dh::test
