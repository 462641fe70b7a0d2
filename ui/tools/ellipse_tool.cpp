#include "ui/tools/ellipse_tool.h"

namespace dh
{

QString EllipseTool::usage() const
{
    return tr("Drag an ellipse. Before: Shift adds, Alt subtracts, both intersect. Meanwhile: Shift for a circle, Alt "
              "from the centre.");
}

QString EllipseTool::stepName() const
{
    return tr("Select ellipse");
}

std::vector<PointF> EllipseTool::outlineOf(const CanvasBox& box) const
{
    return ellipseOutline(box.corner, box.opposite);
}

} // namespace dh
