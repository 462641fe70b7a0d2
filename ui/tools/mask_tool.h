#pragma once

#include "core/document/mask_change.h"
#include "core/imaging/mask_edit.h"
#include "core/scene/affine.h"
#include "core/scene/composition.h"
#include "ui/canvas/canvas_tool.h"
#include "ui/tools/mask_job.h"

#include <QCoreApplication>

#include <functional>
#include <optional>
#include <vector>

class QRectF;

namespace dh
{

class Document;
class Error;
class ToolSettings;

/// What the mask tools work with. Everything outlives the tools.
struct MaskToolContext {
    Document& document;
    ToolSettings& settings;
    /// Has the overlay drawn again inside a rectangle of the canvas widget; an empty one means everywhere.
    std::function<void(const QRectF& inWidget)> repaint;
    /// Shows the user why something could not be done.
    std::function<void(const Error& error)> report;
    /// Tells the user in passing what happened.
    std::function<void(const QString& text)> inform;
};

/// Where the layer being edited lies.
struct LayerFrame {
    LayerId layer = 0;
    Size size;
    Affine layerFromCanvas;
    double layerPerCanvas = 1.0; ///< mean length of a canvas pixel, in layer pixels
};

/// How a selection meets the mask: Shift adds, Alt subtracts, both intersect; otherwise as set.
[[nodiscard]] MaskCombine combineFor(Qt::KeyboardModifiers modifiers, MaskCombine otherwise);

/// What becomes of a layer's mask when a selection of its size, softened by `feather` layer pixels, meets it.
/// Any thread. @throws Error OutOfMemory
[[nodiscard]] MaskChange selectionChange(const Layer& layer, const Mask& selection, double feather, MaskCombine how);

/// A tool that changes the selected layer's mask; without one that may be changed it does nothing and says why in its
/// hint. What may take long it computes beside the GUI thread; that is dropped, and the user told, when the mask
/// changed meanwhile. GUI thread.
class MaskTool : public CanvasTool
{
    Q_DECLARE_TR_FUNCTIONS(dh::MaskTool)
public:
    explicit MaskTool(MaskToolContext context);

    [[nodiscard]] QString hint() const final;
    [[nodiscard]] QCursor cursor() const override;
    void deactivated() override { dropDrawing(); }
    bool cancel() override { return dropDrawing() || cancelComputing(); }
    /// Whether something is being computed.
    [[nodiscard]] bool isBusy() const { return m_job.isRunning(); }

protected:
    [[nodiscard]] Document& document() const { return m_context.document; }
    [[nodiscard]] ToolSettings& settings() const { return m_context.settings; }
    /// The hint when a mask can be edited.
    [[nodiscard]] virtual QString usage() const = 0;

    /// The selected layer when its mask may be changed, else null.
    [[nodiscard]] const Layer* editableLayer() const;
    [[nodiscard]] std::optional<LayerFrame> editableFrame() const;
    /// Whether the layer can still be edited and has this mask: what was computed from it may be applied.
    [[nodiscard]] bool isUnchanged(const LayerFrame& frame, const Mask& mask) const;
    /// Drops what is being drawn; also when another layer is selected or another picture is there, because it was begun
    /// over the former. @return whether there was anything
    virtual bool dropDrawing() { return false; }
    void repaint(const QRectF& inWidget) const;
    void repaintAll() const;
    void report(const Error& error) const { m_context.report(error); }

    /// As set, in the layer's pixels.
    [[nodiscard]] double featherIn(const LayerFrame& frame) const;
    /// Makes it one step. @return whether the mask was still the one that the change began with
    bool apply(const QString& name, const MaskChange& change) const;
    /// Feathers what an outline in canvas pixels encloses as set and combines it into the mask, as one step.
    void applyOutline(const QString& name, const std::vector<PointF>& inCanvas, MaskCombine how);
    /// @pre not busy
    void compute(MaskJob::Work work);
    /// @return whether something was computed
    bool cancelComputing() { return m_job.cancel(); }

private:
    MaskToolContext m_context;
    MaskJob m_job;
};

} // namespace dh
