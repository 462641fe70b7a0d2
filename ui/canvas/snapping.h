#pragma once

#include "core/scene/composition.h"

#include <optional>
#include <vector>

namespace dh
{

/// Positions on the canvas that a moved layer likes to meet, in canvas pixels.
struct SnapLines {
    std::vector<double> x;
    std::vector<double> y;
};

/// The edges and centres of the canvas and of every visible layer but `moving`.
[[nodiscard]] SnapLines snapLinesOf(const Composition& composition, LayerId moving);

/// A correction that brings something onto snap lines, and the lines it met.
struct Snap {
    PointF delta;
    std::optional<double> lineX;
    std::optional<double> lineY;
};

/// An upright box on the canvas.
struct SnapBox {
    PointF topLeft;
    PointF bottomRight;
};

/// The box around the layer's image.
[[nodiscard]] SnapBox snapBoxOf(const Layer& layer);

/// Snaps the box's edges and centre to lines at most `reach` canvas pixels away; the nearest wins, each axis on its
/// own.
[[nodiscard]] Snap snapBox(const SnapBox& box, const SnapLines& lines, double reach);
[[nodiscard]] Snap snapPoint(PointF point, const SnapLines& lines, double reach);
/// Snaps a point that can only move along the straight line through it and `fixed`: onto the nearest crossing.
[[nodiscard]] Snap snapAlong(PointF fixed, PointF point, const SnapLines& lines, double reach);

} // namespace dh
