#pragma once

#include "ui/tools/box_tool.h"

namespace dh
{

/// Selects a rectangle of the canvas.
class RectangleTool final : public BoxTool
{
    Q_DECLARE_TR_FUNCTIONS(dh::RectangleTool)
public:
    using BoxTool::BoxTool;

protected:
    [[nodiscard]] QString usage() const override;
    [[nodiscard]] QString stepName() const override;
    [[nodiscard]] std::vector<PointF> outlineOf(const CanvasBox& box) const override;
};

} // namespace dh
