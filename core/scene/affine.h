#pragma once

#include "core/base/geometry.h"

namespace dh
{

/// A map of the plane: x' = xx * x + xy * y + dx, y' = yx * x + yy * y + dy. y points down, pixel centres are at +0.5.
struct Affine {
    double xx = 1.0;
    double xy = 0.0;
    double yx = 0.0;
    double yy = 1.0;
    double dx = 0.0;
    double dy = 0.0;

    [[nodiscard]] PointF map(PointF point) const
    {
        return {xx * point.x + xy * point.y + dx, yx * point.x + yy * point.y + dy};
    }
    [[nodiscard]] double determinant() const { return xx * yy - xy * yx; }
    /// @pre determinant() != 0
    [[nodiscard]] Affine inverted() const;
    /// (a * b).map(p) == a.map(b.map(p))
    friend Affine operator*(const Affine& a, const Affine& b);
    friend bool operator==(const Affine&, const Affine&) = default;

    [[nodiscard]] static Affine translation(double x, double y) { return {1.0, 0.0, 0.0, 1.0, x, y}; }
    [[nodiscard]] static Affine scaling(double x, double y) { return {x, 0.0, 0.0, y, 0.0, 0.0}; }
};

/// The smallest pixel rectangle that holds the image of `rect` under `map`.
[[nodiscard]] Rect mappedBounds(const Affine& map, const Rect& rect);

} // namespace dh
