#include "ui/tools/rectangle_tool.h"

namespace dh
{

QString RectangleTool::usage() const
{
    return tr("Drag a rectangle. Before: Shift adds, Alt subtracts, both intersect. Meanwhile: Shift for a square, Alt "
              "from the centre.");
}

QString RectangleTool::stepName() const
{
    return tr("Select rectangle");
}

std::vector<PointF> RectangleTool::outlineOf(const CanvasBox& box) const
{
    return {box.corner, {box.opposite.x, box.corner.y}, box.opposite, {box.corner.x, box.opposite.y}};
}

} // namespace dh
