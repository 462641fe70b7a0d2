#pragma once

#include "core/imaging/brush.h"
#include "core/scene/composition.h"
#include "ui/canvas/canvas_tool.h"
#include "ui/tools/brush_outline.h"

#include <QCoreApplication>
#include <QTimer>

#include <memory>

namespace dh
{

class DocumentEdit;
struct StudioContext;

/// A brush that keeps the original where it paints: it changes the protection of the result in use on the selected
/// layer. Alt and a pen's eraser end take protection away. Size, hardness and flow are the mask brush's. One stroke is
/// one step.
class ProtectTool final : public CanvasTool
{
    Q_DECLARE_TR_FUNCTIONS(dh::ProtectTool)
public:
    /// @param context  outlives the tool
    explicit ProtectTool(StudioContext& context);
    ~ProtectTool() override;

    void deactivated() override;
    bool press(const CanvasPointer& pointer) override;
    bool move(const CanvasPointer& pointer) override;
    bool release(const CanvasPointer& pointer) override;
    bool keyPress(QKeyEvent& event) override;
    void leave() override;
    bool cancel() override;
    [[nodiscard]] bool isInProgress() const override { return m_stroke != nullptr; }
    void paintOverlay(QPainter& painter, const ViewTransform& view) override;
    [[nodiscard]] QCursor cursor() const override;
    [[nodiscard]] QString hint() const override;

private:
    struct Stroke;
    [[nodiscard]] const Layer* paintedLayer() const;
    void extend(const CanvasPointer& pointer);
    void showStroke();
    void endStroke();

    StudioContext& m_context;
    std::unique_ptr<Stroke> m_stroke;
    QTimer m_show; ///< dabs reach the document together, because each time copies the protection
    BrushOutline m_outline;
};

} // namespace dh
