#pragma once

#include "ui/canvas/canvas_tool.h"
#include "ui/canvas/layer_handles.h"
#include "ui/canvas/snapping.h"

#include <QCoreApplication>

#include <memory>

namespace dh
{

class CanvasView;
class Document;
class DocumentEdit;

/// Places layers: drags move, scale (corners keep the proportions, Shift frees them; Alt scales about the pivot), turn
/// (Shift: steps of 15 degrees) and set the pivot; arrow keys nudge. A drag is one step of the history, nudges in a row
/// too. Snaps to edges and centres unless Ctrl is held. A click on another layer selects it.
class TransformTool final : public CanvasTool
{
    Q_DECLARE_TR_FUNCTIONS(dh::TransformTool)
public:
    /// The canvas that it is used on outlives it.
    explicit TransformTool(CanvasView& canvas);
    ~TransformTool() override;

    void deactivated() override;
    bool press(const CanvasPointer& pointer) override;
    bool move(const CanvasPointer& pointer) override;
    bool release(const CanvasPointer& pointer) override;
    bool keyPress(QKeyEvent& event) override;
    void leave() override;
    [[nodiscard]] bool hasHandleAt(QPointF inWidget) const override;
    bool cancel() override;
    [[nodiscard]] bool isInProgress() const override { return m_drag != nullptr; }
    void paintOverlay(QPainter& painter, const ViewTransform& view) override;
    [[nodiscard]] QCursor cursor() const override;
    [[nodiscard]] QString hint() const override;

private:
    struct Drag;

    [[nodiscard]] Document& document() const;
    /// The selected layer when it can be placed.
    [[nodiscard]] const Layer* placeable() const;
    [[nodiscard]] HandleKind handleUnder(QPointF inWidget) const;
    bool beginDrag(HandleKind handle, const CanvasPointer& pointer);
    void applyDrag(const CanvasPointer& pointer);
    [[nodiscard]] LayerTransform draggedTransform(const CanvasPointer& pointer);
    [[nodiscard]] LayerTransform movedTransform(const CanvasPointer& pointer);
    [[nodiscard]] LayerTransform scaledTransform(const CanvasPointer& pointer);
    [[nodiscard]] double snapReach(const CanvasPointer& pointer) const;
    void nudge(PointF delta);
    void showGuides(const Snap& snap);
    void updateOverlay();
    void paintGuides(QPainter& painter, const ViewTransform& view) const;
    [[nodiscard]] QString stepName(HandleKind handle) const;

    CanvasView& m_canvas;
    std::unique_ptr<Drag> m_drag;
    HandleKind m_hovered = HandleKind::None;
    double m_rotationUnderPointer = 0.0; ///< of the hovered layer, for the cursor's direction
    bool m_isMirrored = false;           ///< so that its handles go the other way round
    Snap m_guides;
};

} // namespace dh
