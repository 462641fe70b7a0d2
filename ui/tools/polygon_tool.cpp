#include "ui/tools/polygon_tool.h"

#include "ui/canvas/view_transform.h"
#include "ui/tools/mask_tool_settings.h"
#include "ui/tools/overlay_lines.h"

#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>

#include <utility>

namespace dh
{

namespace
{

constexpr double kCloseReach = 8.0; // logical pixels around the first corner
constexpr std::size_t kFewestCorners = 3;

} // namespace

QString PolygonTool::usage() const
{
    return m_corners.empty() ? tr("Click the corners of a polygon. Shift adds, Alt subtracts, both intersect.")
                             : tr("Double click or Enter: close. Backspace: take the last corner back. Escape: drop.");
}

bool PolygonTool::press(const CanvasPointer& pointer)
{
    if (pointer.button != Qt::LeftButton || isBusy() || !editableFrame())
        return false;
    m_pointer = pointer.inCanvas;
    if (m_corners.empty()) {
        m_combine = combineFor(pointer.modifiers, settings().combineMode());
        m_firstInWidget = pointer.inWidget;
    } else if (m_corners.size() >= kFewestCorners &&
               (pointer.inWidget - m_firstInWidget).manhattanLength() <= kCloseReach) {
        close();
        return true;
    }
    m_corners.push_back(pointer.inCanvas);
    repaintAll();
    return true;
}

bool PolygonTool::move(const CanvasPointer& pointer)
{
    if (m_corners.empty())
        return false;
    m_pointer = pointer.inCanvas;
    repaintAll();
    return true;
}

bool PolygonTool::release(const CanvasPointer& pointer)
{
    return pointer.button == Qt::LeftButton && !m_corners.empty();
}

bool PolygonTool::doubleClick(const CanvasPointer& pointer)
{
    if (pointer.button != Qt::LeftButton || m_corners.empty())
        return false;
    close();
    return true;
}

bool PolygonTool::keyPress(QKeyEvent& event)
{
    if (m_corners.empty())
        return false;
    switch (event.key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        close();
        return true;
    case Qt::Key_Backspace:
        return cancelLast();
    case Qt::Key_Escape:
        return dropDrawing();
    default:
        return false;
    }
}

void PolygonTool::close()
{
    const std::vector<PointF> corners = std::exchange(m_corners, {});
    repaintAll();
    if (corners.size() >= kFewestCorners)
        applyOutline(tr("Select polygon"), corners, m_combine);
}

bool PolygonTool::cancelLast()
{
    if (m_corners.empty())
        return cancel();
    m_corners.pop_back();
    repaintAll();
    return true;
}

bool PolygonTool::dropDrawing()
{
    const bool wasOpen = !std::exchange(m_corners, {}).empty();
    if (wasOpen)
        repaintAll();
    return wasOpen;
}

void PolygonTool::paintOverlay(QPainter& painter, const ViewTransform& view)
{
    if (m_corners.empty())
        return;
    // The view may have moved since the click.
    m_firstInWidget = view.widgetFromCanvas(m_corners.front());
    std::vector<PointF> line = m_corners;
    line.push_back(m_pointer);
    drawOverlayPath(painter, pathInWidget(line, view, false));
    QPainterPath first;
    first.addEllipse(m_firstInWidget, kCloseReach / 2.0, kCloseReach / 2.0);
    drawOverlayOutline(painter, first);
}

} // namespace dh
