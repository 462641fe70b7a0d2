#pragma once

#include "ui/tools/mask_tool.h"

namespace dh
{

/// Two opposite corners, canvas pixels.
struct CanvasBox {
    PointF corner;
    PointF opposite;
    [[nodiscard]] bool isEmpty() const { return corner.x == opposite.x || corner.y == opposite.y; }
};

/// A drag that spans a box, none while it is no longer than a click's. Modifier keys held from the press on say how the
/// selection is combined; pressed later, Shift makes the sides equal and Alt keeps the first point in the centre.
class BoxDrag
{
public:
    explicit BoxDrag(const CanvasPointer& press)
        : m_start(press.inCanvas),
          m_startInWidget(press.inWidget),
          m_end(press.inCanvas),
          m_fromPress(press.modifiers),
          m_modifiers(press.modifiers)
    {
    }
    void moveTo(const CanvasPointer& pointer);
    [[nodiscard]] CanvasBox box() const;

private:
    PointF m_start;
    QPointF m_startInWidget;
    PointF m_end;
    bool m_isClick = true;
    Qt::KeyboardModifiers m_fromPress; ///< held without a pause since the press
    Qt::KeyboardModifiers m_modifiers;
};

/// Selects a shape that fills a dragged box. One drag is one step.
class BoxTool : public MaskTool
{
public:
    using MaskTool::MaskTool;

    bool press(const CanvasPointer& pointer) override;
    bool move(const CanvasPointer& pointer) override;
    bool release(const CanvasPointer& pointer) override;
    [[nodiscard]] bool isInProgress() const override { return m_drag || isBusy(); }
    void paintOverlay(QPainter& painter, const ViewTransform& view) override;

protected:
    /// The shape's outline, canvas pixels.
    [[nodiscard]] virtual std::vector<PointF> outlineOf(const CanvasBox& box) const = 0;
    /// The step's name, translated.
    [[nodiscard]] virtual QString stepName() const = 0;
    bool dropDrawing() final;

private:
    std::optional<BoxDrag> m_drag;
    MaskCombine m_combine = MaskCombine::Replace;
};

} // namespace dh
