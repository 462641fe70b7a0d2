#include "ui/harmonize/protect_tool.h"

#include "core/base/error.h"
#include "core/document/document.h"
#include "core/scene/affine.h"
#include "ui/canvas/canvas_view.h"
#include "ui/main_window/studio_context.h"
#include "ui/tools/brush_keys.h"
#include "ui/tools/mask_tool_settings.h"
#include "ui/tools/overlay_lines.h"

#include <QPainterPath>

#include <chrono>
#include <cmath>
#include <utility>

namespace dh
{

namespace
{

using namespace std::chrono_literals;

constexpr auto kShowDelay = 30ms;
constexpr double kOutlineMargin = 3.0;

/// The applied result moves with its layer.
Affine resultFromCanvas(const Layer& layer)
{
    const HarmonizedResult& result = *layer.applied->result;
    const Affine canvasFromRun = layer.transform.canvasFromLayer() * result.transformAtRun.canvasFromLayer().inverted();
    const Affine canvasFromResult = canvasFromRun * Affine::translation(result.areaInCanvas.x, result.areaInCanvas.y);
    return canvasFromResult.inverted();
}

} // namespace

struct ProtectTool::Stroke {
    LayerId layer = 0;
    ResultId result = 0;
    Affine fromCanvas;
    Mask protect;
    BrushStroke brush;
    std::unique_ptr<DocumentEdit> edit;
};

ProtectTool::ProtectTool(StudioContext& context) : m_context(context)
{
    m_show.setSingleShot(true);
    QObject::connect(&m_show, &QTimer::timeout, &m_show, [this] { showStroke(); });
}

ProtectTool::~ProtectTool() = default;

const Layer* ProtectTool::paintedLayer() const
{
    const Document& document = m_context.document;
    const Layer* layer = document.composition().layer(document.selectedLayer());
    return layer != nullptr && layer->applied && !layer->locked ? layer : nullptr;
}

void ProtectTool::deactivated()
{
    endStroke();
    moveOutline(std::nullopt);
}

bool ProtectTool::press(const CanvasPointer& pointer)
{
    const Layer* layer = paintedLayer();
    if (m_stroke || pointer.button != Qt::LeftButton || layer == nullptr)
        return m_stroke != nullptr;
    const ToolSettings& settings = m_context.toolSettings;
    const Affine fromCanvas = resultFromCanvas(*layer);
    const double resultPerCanvas = std::sqrt(std::abs(fromCanvas.determinant()));
    const bool erases = pointer.eraserEnd || pointer.modifiers.testFlag(Qt::AltModifier);
    const Brush brush{settings.brushDiameter() * resultPerCanvas, settings.brushHardness(), settings.brushFlow(),
                      settings.brushSpacing(), erases};
    const AppliedResult& applied = *layer->applied;
    const Mask& present = applied.adjustment.protect;
    m_stroke.reset(new Stroke{layer->id, applied.result->id, fromCanvas,
                              present.isNull() ? Mask(applied.result->areaInCanvas.size()) : present,
                              BrushStroke(brush),
                              m_context.document.beginEdit(erases ? tr("Remove protection") : tr("Protect"))});
    extend(pointer);
    return true;
}

void ProtectTool::extend(const CanvasPointer& pointer)
{
    const double pressure = m_context.toolSettings.pressureSetsSize() ? pointer.pressure : 1.0;
    m_stroke->brush.lineTo(m_stroke->protect, {m_stroke->fromCanvas.map(pointer.inCanvas), pressure});
    if (!m_show.isActive())
        m_show.start(kShowDelay);
}

void ProtectTool::showStroke()
{
    if (!m_stroke)
        return;
    const Layer* layer = m_context.document.composition().layer(m_stroke->layer);
    // Undone or replaced under the pointer: the rest of the stroke has nothing to paint on.
    if (layer == nullptr || !layer->applied || layer->applied->result->id != m_stroke->result) {
        m_stroke.reset();
        return;
    }
    m_stroke->edit->changeLayer(m_stroke->layer,
                                [this](Layer& painted) { painted.applied->adjustment.protect = m_stroke->protect; });
}

bool ProtectTool::move(const CanvasPointer& pointer)
{
    moveOutline(pointer.inWidget);
    if (!m_stroke)
        return false;
    extend(pointer);
    return true;
}

bool ProtectTool::release(const CanvasPointer& pointer)
{
    if (!m_stroke || pointer.button != Qt::LeftButton)
        return false;
    endStroke();
    return true;
}

void ProtectTool::endStroke()
{
    m_show.stop();
    showStroke();
    if (const std::unique_ptr<Stroke> stroke = std::move(m_stroke))
        stroke->edit->commit();
}

bool ProtectTool::keyPress(QKeyEvent& event)
{
    const QRectF before = outlineArea();
    if (!changeBrushByKey(m_context.toolSettings, event))
        return false;
    m_context.canvas.updateOverlay(before | outlineArea());
    return true;
}

void ProtectTool::leave()
{
    moveOutline(std::nullopt);
}

bool ProtectTool::cancel()
{
    m_show.stop();
    return std::exchange(m_stroke, nullptr) != nullptr;
}

QRectF ProtectTool::outlineArea() const
{
    if (!m_outline)
        return {};
    const double radius = m_context.toolSettings.brushDiameter() * m_zoom / 2.0 + kOutlineMargin;
    return {m_outline->x() - radius, m_outline->y() - radius, 2.0 * radius, 2.0 * radius};
}

void ProtectTool::moveOutline(std::optional<QPointF> inWidget)
{
    const QRectF before = outlineArea();
    m_outline = inWidget;
    m_context.canvas.updateOverlay(before | outlineArea());
}

void ProtectTool::paintOverlay(QPainter& painter, const ViewTransform& view)
{
    m_zoom = view.zoom();
    if (!m_outline || paintedLayer() == nullptr)
        return;
    const double radius = m_context.toolSettings.brushDiameter() * m_zoom / 2.0;
    QPainterPath path;
    path.addEllipse(*m_outline, radius, radius);
    drawOverlayOutline(painter, path);
}

QCursor ProtectTool::cursor() const
{
    return paintedLayer() == nullptr ? Qt::ForbiddenCursor : Qt::CrossCursor;
}

QString ProtectTool::hint() const
{
    return paintedLayer() == nullptr ? tr("Protecting needs a layer with a result in use: harmonize it first.")
                                     : tr("Paint where the original shall stay. Alt: take protection away. [ ]: size.");
}

} // namespace dh
