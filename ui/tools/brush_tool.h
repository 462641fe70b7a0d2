#pragma once

#include "core/imaging/brush.h"
#include "ui/tools/brush_outline.h"
#include "ui/tools/mask_tool.h"

#include <memory>

namespace dh
{

class DocumentEdit;

enum class BrushMode { Paint, Erase };

/// Paints or erases; a pen's eraser end always erases. Shift-click draws a straight line from the last point; dragging
/// with the right button sets size (across) and hardness (up and down). One stroke is one step.
class BrushTool final : public MaskTool
{
    Q_DECLARE_TR_FUNCTIONS(dh::BrushTool)
public:
    BrushTool(MaskToolContext context, BrushMode mode);
    ~BrushTool() override;

    void deactivated() override;
    bool press(const CanvasPointer& pointer) override;
    bool move(const CanvasPointer& pointer) override;
    bool release(const CanvasPointer& pointer) override;
    bool keyPress(QKeyEvent& event) override;
    void leave() override;
    bool cancel() override;
    [[nodiscard]] bool isInProgress() const override { return m_adjustment || m_stroke; }
    void paintOverlay(QPainter& painter, const ViewTransform& view) override;
    [[nodiscard]] QCursor cursor() const override;

protected:
    [[nodiscard]] QString usage() const override;

private:
    struct Stroke;
    /// A drag with the right button.
    struct Adjustment {
        CanvasPointer start;
        double diameter = 0.0;
        double hardness = 0.0;
    };

    bool beginStroke(const CanvasPointer& pointer);
    void extendStroke(const StrokePoint& inCanvas);
    void endStroke();
    void adjust(const CanvasPointer& pointer);
    [[nodiscard]] StrokePoint strokePoint(const CanvasPointer& pointer) const;

    BrushMode m_mode;
    std::unique_ptr<Stroke> m_stroke;
    std::optional<Adjustment> m_adjustment;
    std::optional<PointF> m_lastInCanvas; ///< where the last stroke ended
    LayerId m_lastLayer = 0;
    BrushOutline m_outline;
};

} // namespace dh
