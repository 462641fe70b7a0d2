#pragma once

#include "core/imaging/brush.h"
#include "ui/canvas/canvas_tool.h"
#include "ui/harmonize/influence_overlay.h"
#include "ui/tools/brush_outline.h"

#include <QCoreApplication>
#include <QObject>

#include <memory>

namespace dh
{

class DocumentEdit;
struct SceneChange;
struct StudioContext;

/// A brush over the background: what it paints does not count for the next runs, and is hatched while the tool is in
/// use. Alt and a pen's eraser end let it count again. Size, hardness and flow are the mask brush's. One stroke is one
/// step.
class InfluenceTool final : public CanvasTool
{
    Q_DECLARE_TR_FUNCTIONS(dh::InfluenceTool)
public:
    /// @param context  outlives the tool
    explicit InfluenceTool(StudioContext& context);
    ~InfluenceTool() override;

    void activated() override;
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
    void follow(const SceneChange& change);
    void extend(const CanvasPointer& pointer);
    void endStroke();

    StudioContext& m_context;
    std::unique_ptr<Stroke> m_stroke;
    InfluenceOverlay m_overlay;
    BrushOutline m_outline;
    QObject m_receiver; ///< the last member: its connections end first
};

} // namespace dh
