#pragma once

#include "ui/tools/box_tool.h"

#include <memory>

namespace dh
{

/// Cuts out what a dragged box holds, or what the present mask roughly covers; strokes then mark what belongs to it
/// (left button) and what does not (right button, or Alt). Every cut is one step. Escape or Enter ends the refining.
class GrabCutTool final : public MaskTool
{
    Q_DECLARE_TR_FUNCTIONS(dh::GrabCutTool)
public:
    explicit GrabCutTool(MaskToolContext context);
    ~GrabCutTool() override;

    void deactivated() override;
    bool press(const CanvasPointer& pointer) override;
    bool move(const CanvasPointer& pointer) override;
    bool release(const CanvasPointer& pointer) override;
    bool keyPress(QKeyEvent& event) override;
    bool cancel() override;
    [[nodiscard]] bool isInProgress() const override { return m_boxDrag || m_mark || isBusy(); }
    void paintOverlay(QPainter& painter, const ViewTransform& view) override;

protected:
    [[nodiscard]] QString usage() const override;
    bool dropDrawing() override;

private:
    struct Session;
    /// A stroke that says what a place is.
    struct Mark {
        CutHint hint = CutHint::Foreground;
        double width = 1.0; ///< canvas pixels
        std::vector<PointF> line;
    };

    /// What is known before a cut.
    struct Known {
        Rect box;                                          ///< layer pixels
        std::shared_ptr<const std::vector<CutHint>> hints; ///< for each pixel of the layer
    };

    [[nodiscard]] bool canRefine() const;
    void beginSession(const Rect& boxInLayer, MaskCombine how);
    void cutBox(const CanvasBox& box);
    void refine(const Mark& mark);
    /// Cuts by `known`, which the session keeps when the cut arrives.
    void run(const Known& known);
    void finish(const Mask& cut, const Known& known, const MaskChange& change);
    void paintMark(QPainter& painter, const ViewTransform& view, const Mark& mark) const;

    std::unique_ptr<Session> m_session;
    std::optional<BoxDrag> m_boxDrag;
    std::optional<Mark> m_mark;
    Qt::MouseButton m_button = Qt::LeftButton; ///< that drags
    MaskCombine m_combine = MaskCombine::Replace;
    double m_zoom = 1.0; ///< of the last overlay
    QObject m_receiver;  ///< the last member: its connections end first
};

} // namespace dh
