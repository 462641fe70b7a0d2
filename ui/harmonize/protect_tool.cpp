#include "ui/harmonize/protect_tool.h"

#include "core/base/error.h"
#include "core/document/document.h"
#include "core/scene/affine.h"
#include "ui/canvas/canvas_view.h"
#include "ui/main_window/studio_context.h"
#include "ui/tools/mask_tool_settings.h"

#include <chrono>
#include <cmath>
#include <utility>

namespace dh
{

namespace
{

using namespace std::chrono_literals;

constexpr auto kShowDelay = 30ms;

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

ProtectTool::ProtectTool(StudioContext& context)
    : m_context(context),
      m_outline(context.toolSettings, [&context](const QRectF& area) { context.canvas.updateOverlay(area); })
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
    m_outline.moveTo(std::nullopt);
}

bool ProtectTool::press(const CanvasPointer& pointer)
{
    const Layer* layer = paintedLayer();
    if (m_stroke || pointer.button != Qt::LeftButton || layer == nullptr)
        return m_stroke != nullptr;
    const Affine fromCanvas = resultFromCanvas(*layer);
    const double resultPerCanvas = std::sqrt(std::abs(fromCanvas.determinant()));
    const bool erases = pointer.eraserEnd || pointer.modifiers.testFlag(Qt::AltModifier);
    const Brush brush = m_context.toolSettings.brush(resultPerCanvas, erases);
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
    const double pressure = m_context.toolSettings.brushPressure(pointer.pressure);
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
    m_outline.moveTo(pointer.inWidget);
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
    return m_outline.keyPress(event);
}

void ProtectTool::leave()
{
    m_outline.moveTo(std::nullopt);
}

bool ProtectTool::cancel()
{
    m_show.stop();
    return std::exchange(m_stroke, nullptr) != nullptr;
}

void ProtectTool::paintOverlay(QPainter& painter, const ViewTransform& view)
{
    if (paintedLayer() != nullptr)
        m_outline.paint(painter, view);
}

QCursor ProtectTool::cursor() const
{
    return paintedLayer() == nullptr ? QCursor(Qt::ForbiddenCursor) : m_outline.cursor();
}

QString ProtectTool::hint() const
{
    return paintedLayer() == nullptr ? tr("Protecting needs a layer with a result in use: harmonize it first.")
                                     : tr("Paint where the original shall stay. Alt: take protection away. [ ]: size.");
}

} // namespace dh
