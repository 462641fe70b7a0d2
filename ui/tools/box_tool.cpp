#include "ui/tools/box_tool.h"

#include "ui/tools/mask_tool_settings.h"
#include "ui/tools/overlay_lines.h"

#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <utility>

namespace dh
{

void BoxDrag::moveTo(const CanvasPointer& pointer)
{
    m_end = pointer.inCanvas;
    m_isClick = m_isClick && !isDrag(m_startInWidget, pointer.inWidget);
    m_modifiers = pointer.modifiers;
    m_fromPress &= pointer.modifiers;
}

CanvasBox BoxDrag::box() const
{
    if (m_isClick)
        return {m_start, m_start};
    const Qt::KeyboardModifiers pressed = m_modifiers & ~m_fromPress;
    PointF way{m_end.x - m_start.x, m_end.y - m_start.y};
    if (pressed.testFlag(Qt::ShiftModifier)) {
        const double side = std::max(std::abs(way.x), std::abs(way.y));
        way = {std::copysign(side, way.x), std::copysign(side, way.y)};
    }
    const PointF opposite{m_start.x + way.x, m_start.y + way.y};
    if (pressed.testFlag(Qt::AltModifier))
        return {{m_start.x - way.x, m_start.y - way.y}, opposite};
    return {m_start, opposite};
}

bool BoxTool::press(const CanvasPointer& pointer)
{
    if (m_drag)
        return true;
    if (pointer.button != Qt::LeftButton || isBusy() || !editableFrame())
        return false;
    m_drag.emplace(pointer);
    m_combine = combineFor(pointer.modifiers, settings().combineMode());
    return true;
}

bool BoxTool::move(const CanvasPointer& pointer)
{
    if (!m_drag)
        return false;
    m_drag->moveTo(pointer);
    repaintAll();
    return true;
}

bool BoxTool::release(const CanvasPointer& pointer)
{
    if (!m_drag || pointer.button != Qt::LeftButton)
        return false;
    m_drag->moveTo(pointer);
    const CanvasBox box = m_drag->box();
    m_drag.reset();
    repaintAll();
    if (!box.isEmpty())
        applyOutline(stepName(), outlineOf(box), m_combine);
    return true;
}

bool BoxTool::dropDrawing()
{
    const bool wasDragging = std::exchange(m_drag, std::nullopt).has_value();
    if (wasDragging)
        repaintAll();
    return wasDragging;
}

void BoxTool::paintOverlay(QPainter& painter, const ViewTransform& view)
{
    if (m_drag)
        drawOverlayPath(painter, pathInWidget(outlineOf(m_drag->box()), view, true));
}

} // namespace dh
