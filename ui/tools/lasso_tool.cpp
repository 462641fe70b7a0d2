#include "ui/tools/lasso_tool.h"

#include "ui/tools/mask_tool_settings.h"
#include "ui/tools/overlay_lines.h"

#include <QPainterPath>

#include <utility>

namespace dh
{

QString LassoTool::usage() const
{
    return tr("Draw around what belongs to the mask. Shift adds, Alt subtracts, both intersect.");
}

bool LassoTool::press(const CanvasPointer& pointer)
{
    if (!m_line.empty())
        return true;
    if (pointer.button != Qt::LeftButton || isBusy() || !editableFrame())
        return false;
    m_line = {pointer.inCanvas};
    m_pressInWidget = pointer.inWidget;
    m_isClick = true;
    m_combine = combineFor(pointer.modifiers, settings().combineMode());
    return true;
}

bool LassoTool::move(const CanvasPointer& pointer)
{
    if (m_line.empty())
        return false;
    m_isClick = m_isClick && !isDrag(m_pressInWidget, pointer.inWidget);
    if (m_line.back() != pointer.inCanvas)
        m_line.push_back(pointer.inCanvas);
    repaintAll();
    return true;
}

bool LassoTool::release(const CanvasPointer& pointer)
{
    if (m_line.empty() || pointer.button != Qt::LeftButton)
        return false;
    std::vector<PointF> line = std::exchange(m_line, {});
    line.push_back(pointer.inCanvas);
    repaintAll();
    constexpr std::size_t kFewest = 4; // three places, the last of which comes twice
    if (!m_isClick && line.size() >= kFewest)
        applyOutline(tr("Select with lasso"), line, m_combine);
    return true;
}

bool LassoTool::dropDrawing()
{
    const bool wasDragging = !std::exchange(m_line, {}).empty();
    if (wasDragging)
        repaintAll();
    return wasDragging;
}

void LassoTool::paintOverlay(QPainter& painter, const ViewTransform& view)
{
    if (!m_line.empty())
        drawOverlayPath(painter, pathInWidget(m_line, view, false));
}

} // namespace dh
