#pragma once

#include "ui/tools/mask_tool.h"

namespace dh
{

/// Selects what a freehand line encloses; its ends are joined. One drag is one step.
class LassoTool final : public MaskTool
{
    Q_DECLARE_TR_FUNCTIONS(dh::LassoTool)
public:
    using MaskTool::MaskTool;

    bool press(const CanvasPointer& pointer) override;
    bool move(const CanvasPointer& pointer) override;
    bool release(const CanvasPointer& pointer) override;
    [[nodiscard]] bool isInProgress() const override { return !m_line.empty() || isBusy(); }
    void paintOverlay(QPainter& painter, const ViewTransform& view) override;

protected:
    [[nodiscard]] QString usage() const override;
    bool dropDrawing() override;

private:
    std::vector<PointF> m_line; ///< canvas pixels; empty while nothing is dragged
    QPointF m_pressInWidget;
    bool m_isClick = true; ///< as long as the pointer hasn't gone anywhere
    MaskCombine m_combine = MaskCombine::Replace;
};

} // namespace dh
