#include "ui/canvas/snapping.h"

#include "ui/canvas/layer_handles.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>

namespace dh
{

namespace
{

struct AxisSnap {
    double delta = 0.0;
    std::optional<double> line;
};

AxisSnap snapAxis(std::initializer_list<double> positions, const std::vector<double>& lines, double reach)
{
    AxisSnap best;
    double distance = reach;
    for (const double position : positions) {
        for (const double line : lines) {
            if (std::abs(line - position) > distance || (best.line && std::abs(line - position) >= distance))
                continue;
            distance = std::abs(line - position);
            best = {line - position, line};
        }
    }
    return best;
}

void addSpan(std::vector<double>& lines, double from, double to)
{
    lines.insert(lines.end(), {from, (from + to) / 2.0, to});
}

} // namespace

SnapLines snapLinesOf(const Composition& composition, LayerId moving)
{
    SnapLines lines;
    addSpan(lines.x, 0.0, composition.size().width);
    addSpan(lines.y, 0.0, composition.size().height);
    for (const Layer& layer : composition.layers) {
        if (layer.id == moving || !layer.visible)
            continue;
        const SnapBox box = snapBoxOf(layer);
        addSpan(lines.x, box.topLeft.x, box.bottomRight.x);
        addSpan(lines.y, box.topLeft.y, box.bottomRight.y);
    }
    return lines;
}

SnapBox snapBoxOf(const Layer& layer)
{
    const auto corners = cornersInCanvas(layer);
    const auto [left, right] = std::minmax({corners[0].x, corners[1].x, corners[2].x, corners[3].x});
    const auto [top, bottom] = std::minmax({corners[0].y, corners[1].y, corners[2].y, corners[3].y});
    return {{left, top}, {right, bottom}};
}

Snap snapBox(const SnapBox& box, const SnapLines& lines, double reach)
{
    const auto snapSpan = [reach](double from, double to, const std::vector<double>& targets) {
        return snapAxis({from, (from + to) / 2.0, to}, targets, reach);
    };
    const AxisSnap x = snapSpan(box.topLeft.x, box.bottomRight.x, lines.x);
    const AxisSnap y = snapSpan(box.topLeft.y, box.bottomRight.y, lines.y);
    return {{x.delta, y.delta}, x.line, y.line};
}

Snap snapPoint(PointF point, const SnapLines& lines, double reach)
{
    const AxisSnap x = snapAxis({point.x}, lines.x, reach);
    const AxisSnap y = snapAxis({point.y}, lines.y, reach);
    return {{x.delta, y.delta}, x.line, y.line};
}

Snap snapAlong(PointF fixed, PointF point, const SnapLines& lines, double reach)
{
    const Snap nearest = snapPoint(point, lines, reach);
    const PointF way{point.x - fixed.x, point.y - fixed.y};
    Snap best;
    double distance = std::numeric_limits<double>::infinity();
    const auto take = [&](const Snap& crossing) {
        const double moved = std::max(std::abs(crossing.delta.x), std::abs(crossing.delta.y));
        if (moved > reach || moved >= distance)
            return;
        distance = moved;
        best = crossing;
    };
    if (nearest.lineX && way.x != 0.0)
        take({{nearest.delta.x, nearest.delta.x / way.x * way.y}, nearest.lineX, {}});
    if (nearest.lineY && way.y != 0.0)
        take({{nearest.delta.y / way.y * way.x, nearest.delta.y}, {}, nearest.lineY});
    return best;
}

} // namespace dh
