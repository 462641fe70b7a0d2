#include "ui/main_window/zoom_tool.h"

#include "ui/canvas/canvas_view.h"

namespace dh
{

namespace
{

constexpr double kStep = 1.5;

} // namespace

bool ZoomTool::press(const CanvasPointer& pointer)
{
    if (pointer.button != Qt::LeftButton && pointer.button != Qt::RightButton)
        return false;
    const bool out = pointer.button == Qt::RightButton || pointer.modifiers.testFlag(Qt::AltModifier);
    ViewTransform view = m_canvas.view();
    view.zoomTo(out ? view.zoom() / kStep : view.zoom() * kStep, pointer.inWidget);
    m_canvas.setView(view);
    return true;
}

} // namespace dh
