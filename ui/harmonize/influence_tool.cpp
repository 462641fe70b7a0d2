#include "ui/harmonize/influence_tool.h"

#include "core/base/error.h"
#include "core/document/document.h"
#include "ui/canvas/canvas_view.h"
#include "ui/main_window/studio_context.h"
#include "ui/tools/mask_tool_settings.h"

#include <new>
#include <utility>

namespace dh
{

struct InfluenceTool::Stroke {
    Size canvas;
    BrushStroke brush;
    std::unique_ptr<DocumentEdit> edit;
};

InfluenceTool::InfluenceTool(StudioContext& context)
    : m_context(context),
      m_outline(context.toolSettings, [&context](const QRectF& area) { context.canvas.updateOverlay(area); })
{
    QObject::connect(&context.document, &Document::changed, &m_receiver,
                     [this](const SceneChange& change) { follow(change); });
}

InfluenceTool::~InfluenceTool() = default;

void InfluenceTool::follow(const SceneChange& change)
{
    if ((change.kinds & SceneChange::Influence) == 0)
        return;
    m_overlay.invalidate(change.area);
    if (m_context.canvas.tool() == this)
        m_context.canvas.updateOverlay(m_context.canvas.view().widgetFromCanvas(change.area));
}

void InfluenceTool::activated()
{
    m_context.canvas.update();
}

void InfluenceTool::deactivated()
{
    endStroke();
    m_outline.moveTo(std::nullopt);
    m_context.canvas.update();
}

bool InfluenceTool::press(const CanvasPointer& pointer)
{
    const Size canvas = m_context.document.composition().size();
    if (m_stroke || pointer.button != Qt::LeftButton || canvas.isEmpty())
        return m_stroke != nullptr;
    const bool countsAgain = pointer.eraserEnd || pointer.modifiers.testFlag(Qt::AltModifier);
    const Brush brush = m_context.toolSettings.brush(1.0, !countsAgain);
    m_stroke.reset(
        new Stroke{canvas, BrushStroke(brush),
                   m_context.document.beginEdit(countsAgain ? tr("Let background count") : tr("Ignore background"))});
    extend(pointer);
    return true;
}

void InfluenceTool::extend(const CanvasPointer& pointer)
{
    // Another picture may have been opened under the pointer.
    if (m_context.document.composition().size() != m_stroke->canvas) {
        m_stroke.reset();
        return;
    }
    const double pressure = m_context.toolSettings.brushPressure(pointer.pressure);
    try {
        m_stroke->edit->paintInfluence([&](Mask& influence) {
            return m_stroke->brush.lineTo(influence, {pointer.inCanvas, pressure});
        });
    } catch (const std::bad_alloc&) {
        m_stroke.reset();
        m_context.notices.report(Error(ErrorCode::OutOfMemory, "", ""));
    }
}

bool InfluenceTool::move(const CanvasPointer& pointer)
{
    m_outline.moveTo(pointer.inWidget);
    if (!m_stroke)
        return false;
    extend(pointer);
    return true;
}

bool InfluenceTool::release(const CanvasPointer& pointer)
{
    if (!m_stroke || pointer.button != Qt::LeftButton)
        return false;
    endStroke();
    return true;
}

void InfluenceTool::endStroke()
{
    if (const std::unique_ptr<Stroke> stroke = std::move(m_stroke))
        stroke->edit->commit();
}

bool InfluenceTool::keyPress(QKeyEvent& event)
{
    return m_outline.keyPress(event);
}

void InfluenceTool::leave()
{
    m_outline.moveTo(std::nullopt);
}

bool InfluenceTool::cancel()
{
    return std::exchange(m_stroke, nullptr) != nullptr;
}

void InfluenceTool::paintOverlay(QPainter& painter, const ViewTransform& view)
{
    m_overlay.paint(painter, view, m_context.document.composition().influence, m_context.canvas.size());
    m_outline.paint(painter, view);
}

QCursor InfluenceTool::cursor() const
{
    return m_outline.cursor();
}

QString InfluenceTool::hint() const
{
    return tr("Paint the background that the model shall not go by. Alt: let it count again. [ ]: size.");
}

} // namespace dh
