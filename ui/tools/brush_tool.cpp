#include "ui/tools/brush_tool.h"

#include "core/base/error.h"
#include "core/document/document.h"
#include "ui/tools/mask_tool_settings.h"

#include <utility>

namespace dh
{

namespace
{

constexpr double kHardnessPerPixel = 1.0 / 200.0; // of a drag in the widget

} // namespace

struct BrushTool::Stroke {
    LayerFrame frame;
    std::unique_ptr<DocumentEdit> edit;
    BrushStroke brush;
};

BrushTool::BrushTool(MaskToolContext context, BrushMode mode)
    : MaskTool(std::move(context)), m_mode(mode), m_outline(settings(), [this](const QRectF& area) { repaint(area); })
{
}

BrushTool::~BrushTool() = default;

QString BrushTool::usage() const
{
    return m_mode == BrushMode::Paint
               ? tr("Paint the mask. Shift-click: straight line. [ ]: size, Shift+[ ]: hardness, or drag with the "
                    "right button.")
               : tr("Erase the mask. Shift-click: straight line. [ ]: size, Shift+[ ]: hardness, or drag with the "
                    "right button.");
}

QCursor BrushTool::cursor() const
{
    return editableLayer() == nullptr ? QCursor(Qt::ForbiddenCursor) : m_outline.cursor();
}

void BrushTool::deactivated()
{
    endStroke();
    m_adjustment.reset();
    m_outline.moveTo(std::nullopt);
}

StrokePoint BrushTool::strokePoint(const CanvasPointer& pointer) const
{
    return {pointer.inCanvas, settings().brushPressure(pointer.pressure)};
}

bool BrushTool::press(const CanvasPointer& pointer)
{
    if (m_stroke || m_adjustment)
        return true; // a second button changes nothing
    if (pointer.button == Qt::RightButton) {
        m_adjustment = {pointer, settings().brushDiameter(), settings().brushHardness()};
        return true;
    }
    return pointer.button == Qt::LeftButton && beginStroke(pointer);
}

bool BrushTool::beginStroke(const CanvasPointer& pointer)
{
    const std::optional<LayerFrame> frame = editableFrame();
    if (!frame)
        return false;
    const bool erases = m_mode == BrushMode::Erase || pointer.eraserEnd;
    const Brush brush = settings().brush(frame->layerPerCanvas, erases);
    const QString name = erases ? tr("Erase mask") : tr("Paint mask");
    m_stroke.reset(new Stroke{*frame, document().beginEdit(name), BrushStroke(brush)});
    const bool isLine = pointer.modifiers.testFlag(Qt::ShiftModifier) && m_lastInCanvas && m_lastLayer == frame->layer;
    if (isLine)
        extendStroke({*m_lastInCanvas, strokePoint(pointer).pressure});
    if (m_stroke)
        extendStroke(strokePoint(pointer));
    return true;
}

void BrushTool::extendStroke(const StrokePoint& inCanvas)
{
    if (document().composition().layer(m_stroke->frame.layer) == nullptr) {
        m_stroke.reset();
        return;
    }
    m_lastInCanvas = inCanvas.inMask;
    m_lastLayer = m_stroke->frame.layer;
    const StrokePoint point{m_stroke->frame.layerFromCanvas.map(inCanvas.inMask), inCanvas.pressure};
    try {
        m_stroke->edit->paintMask(m_stroke->frame.layer,
                                  [&](Mask& mask) { return m_stroke->brush.lineTo(mask, point); });
    } catch (const Error& error) {
        m_stroke.reset();
        report(error);
    }
}

void BrushTool::endStroke()
{
    if (const std::unique_ptr<Stroke> stroke = std::move(m_stroke))
        stroke->edit->commit();
}

bool BrushTool::move(const CanvasPointer& pointer)
{
    if (m_adjustment) {
        adjust(pointer);
        return true;
    }
    m_outline.moveTo(pointer.inWidget);
    if (!m_stroke)
        return false;
    extendStroke(strokePoint(pointer));
    return true;
}

void BrushTool::adjust(const CanvasPointer& pointer)
{
    const CanvasPointer& start = m_adjustment->start;
    m_outline.moveTo(start.inWidget);
    m_outline.change([&](ToolSettings& set) {
        // The outline's right side follows the pointer.
        set.setBrushDiameter(m_adjustment->diameter + 2.0 * (pointer.inCanvas.x - start.inCanvas.x));
        set.setBrushHardness(m_adjustment->hardness - (pointer.inWidget.y() - start.inWidget.y()) * kHardnessPerPixel);
    });
}

bool BrushTool::release(const CanvasPointer& pointer)
{
    if (m_adjustment && pointer.button == Qt::RightButton) {
        m_adjustment.reset();
        m_outline.moveTo(pointer.inWidget);
        return true;
    }
    if (!m_stroke || pointer.button != Qt::LeftButton)
        return false;
    endStroke();
    return true;
}

bool BrushTool::keyPress(QKeyEvent& event)
{
    return m_outline.keyPress(event);
}

void BrushTool::leave()
{
    if (!m_adjustment)
        m_outline.moveTo(std::nullopt);
}

bool BrushTool::cancel()
{
    if (const std::optional<Adjustment> adjustment = std::exchange(m_adjustment, std::nullopt)) {
        m_outline.change([&](ToolSettings& set) {
            set.setBrushDiameter(adjustment->diameter);
            set.setBrushHardness(adjustment->hardness);
        });
        return true;
    }
    return std::exchange(m_stroke, nullptr) != nullptr;
}

void BrushTool::paintOverlay(QPainter& painter, const ViewTransform& view)
{
    if (editableLayer() != nullptr)
        m_outline.paint(painter, view, m_adjustment.has_value());
}

} // namespace dh
