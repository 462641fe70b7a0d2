#pragma once

#include "ui/tools/mask_tool.h"

namespace dh
{

/// Selects a polygon of clicked corners. A double click, Enter or a click on the first corner closes it; Backspace
/// and Undo take the last corner back, Escape drops all. One polygon is one step.
class PolygonTool final : public MaskTool
{
    Q_DECLARE_TR_FUNCTIONS(dh::PolygonTool)
public:
    using MaskTool::MaskTool;

    bool press(const CanvasPointer& pointer) override;
    bool move(const CanvasPointer& pointer) override;
    bool release(const CanvasPointer& pointer) override;
    bool doubleClick(const CanvasPointer& pointer) override;
    bool keyPress(QKeyEvent& event) override;
    bool cancelLast() override;
    [[nodiscard]] bool isInProgress() const override { return !m_corners.empty() || isBusy(); }
    void paintOverlay(QPainter& painter, const ViewTransform& view) override;

protected:
    [[nodiscard]] QString usage() const override;
    bool dropDrawing() override;

private:
    void close();

    std::vector<PointF> m_corners; ///< canvas pixels; empty while no polygon is open
    QPointF m_firstInWidget;
    PointF m_pointer;
    MaskCombine m_combine = MaskCombine::Replace;
};

} // namespace dh
