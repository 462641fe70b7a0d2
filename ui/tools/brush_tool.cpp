#include "ui/tools/brush_tool.h"

#include "core/base/error.h"
#include "core/document/document.h"
#include "ui/canvas/view_transform.h"
#include "ui/tools/brush_keys.h"
#include "ui/tools/mask_tool_settings.h"
#include "ui/tools/overlay_lines.h"

#include <QKeyEvent>
#include <QPainterPath>

#include <algorithm>
#include <utility>

namespace dh
{

namespace
{

constexpr double kHardnessPerPixel = 1.0 / 200.0; // of a drag in the widget
constexpr double kOutlineMargin = 3.0;
/// Below this the outline can't be seen and a cross shows the place.
constexpr double kSmallestOutline = 6.0;

} // namespace

struct BrushTool::Stroke {
    LayerFrame frame;
    std::unique_ptr<DocumentEdit> edit;
    BrushStroke brush;
};

BrushTool::BrushTool(MaskToolContext context, BrushMode mode) : MaskTool(std::move(context)), m_mode(mode) {}

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
    if (editableLayer() == nullptr)
        return Qt::ForbiddenCursor;
    return settings().brushDiameter() * m_zoom < kSmallestOutline ? Qt::CrossCursor : Qt::BlankCursor;
}

void BrushTool::deactivated()
{
    endStroke();
    m_adjustment.reset();
    moveOutline(std::nullopt);
}

StrokePoint BrushTool::strokePoint(const CanvasPointer& pointer) const
{
    return {pointer.inCanvas, settings().pressureSetsSize() ? pointer.pressure : 1.0};
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
    const ToolSettings& set = settings();
    const bool erases = m_mode == BrushMode::Erase || pointer.eraserEnd;
    const Brush brush{set.brushDiameter() * frame->layerPerCanvas, set.brushHardness(), set.brushFlow(),
                      set.brushSpacing(), erases};
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
    moveOutline(pointer.inWidget);
    if (!m_stroke)
        return false;
    extendStroke(strokePoint(pointer));
    return true;
}

void BrushTool::adjust(const CanvasPointer& pointer)
{
    const QRectF before = outlineArea();
    const CanvasPointer& start = m_adjustment->start;
    // The outline's right side follows the pointer.
    settings().setBrushDiameter(m_adjustment->diameter + 2.0 * (pointer.inCanvas.x - start.inCanvas.x));
    settings().setBrushHardness(m_adjustment->hardness -
                                (pointer.inWidget.y() - start.inWidget.y()) * kHardnessPerPixel);
    m_outline = start.inWidget;
    repaint(before | outlineArea());
}

bool BrushTool::release(const CanvasPointer& pointer)
{
    if (m_adjustment && pointer.button == Qt::RightButton) {
        m_adjustment.reset();
        moveOutline(pointer.inWidget);
        return true;
    }
    if (!m_stroke || pointer.button != Qt::LeftButton)
        return false;
    endStroke();
    return true;
}

bool BrushTool::keyPress(QKeyEvent& event)
{
    const QRectF before = outlineArea();
    if (!changeBrushByKey(settings(), event))
        return false;
    repaint(before | outlineArea());
    return true;
}

void BrushTool::leave()
{
    if (!m_adjustment)
        moveOutline(std::nullopt);
}

bool BrushTool::cancel()
{
    if (const std::optional<Adjustment> adjustment = std::exchange(m_adjustment, std::nullopt)) {
        const QRectF before = outlineArea();
        settings().setBrushDiameter(adjustment->diameter);
        settings().setBrushHardness(adjustment->hardness);
        repaint(before | outlineArea());
        return true;
    }
    return std::exchange(m_stroke, nullptr) != nullptr;
}

QRectF BrushTool::outlineArea() const
{
    if (!m_outline)
        return {};
    const double radius = std::max(settings().brushDiameter() * m_zoom, kSmallestOutline) / 2.0 + kOutlineMargin;
    return {m_outline->x() - radius, m_outline->y() - radius, 2.0 * radius, 2.0 * radius};
}

void BrushTool::moveOutline(std::optional<QPointF> inWidget)
{
    const QRectF before = outlineArea();
    m_outline = inWidget;
    repaint(before | outlineArea());
}

void BrushTool::paintOverlay(QPainter& painter, const ViewTransform& view)
{
    m_zoom = view.zoom();
    if (!m_outline || editableLayer() == nullptr)
        return;
    const double radius = settings().brushDiameter() * m_zoom / 2.0;
    QPainterPath path;
    path.addEllipse(*m_outline, radius, radius);
    if (m_adjustment)
        path.addEllipse(*m_outline, radius * settings().brushHardness(), radius * settings().brushHardness());
    drawOverlayOutline(painter, path);
}

} // namespace dh
