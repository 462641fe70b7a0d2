#pragma once

#include "ui/tools/box_tool.h"

namespace dh
{

/// Selects an ellipse of the canvas.
class EllipseTool final : public BoxTool
{
    Q_DECLARE_TR_FUNCTIONS(dh::EllipseTool)
public:
    using BoxTool::BoxTool;

protected:
    [[nodiscard]] QString usage() const override;
    [[nodiscard]] QString stepName() const override;
    [[nodiscard]] std::vector<PointF> outlineOf(const CanvasBox& box) const override;
};

} // namespace dh
