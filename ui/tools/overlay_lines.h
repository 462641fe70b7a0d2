#pragma once

#include "core/base/geometry.h"

#include <span>

class QPainter;
class QPainterPath;

namespace dh
{

class ViewTransform;

/// A line that shows on light and on dark: light below, dark dashes above. Widget coordinates.
void drawOverlayPath(QPainter& painter, const QPainterPath& path);
/// The same without dashes, for outlines that move with the pointer.
void drawOverlayOutline(QPainter& painter, const QPainterPath& path);
/// Straight lines between canvas positions, in the widget.
[[nodiscard]] QPainterPath pathInWidget(std::span<const PointF> inCanvas, const ViewTransform& view, bool closed);

} // namespace dh
