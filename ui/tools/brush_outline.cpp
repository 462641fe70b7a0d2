#include "ui/tools/brush_outline.h"

#include "ui/canvas/view_transform.h"
#include "ui/tools/mask_tool_settings.h"
#include "ui/tools/overlay_lines.h"

#include <QCursor>
#include <QKeyEvent>
#include <QPainterPath>

#include <algorithm>
#include <utility>

namespace dh
{

namespace
{

constexpr double kMargin = 3.0; // of the line itself
/// Below this the outline can't be seen and a cross shows the place.
constexpr double kSmallestDiameter = 6.0;

} // namespace

BrushOutline::BrushOutline(ToolSettings& settings, Repaint repaint)
    : m_settings(settings), m_repaint(std::move(repaint))
{
}

double BrushOutline::radius() const
{
    return m_settings.brushDiameter() * m_zoom / 2.0;
}

QRectF BrushOutline::area() const
{
    if (!m_centre)
        return {};
    const double reach = std::max(radius(), kSmallestDiameter / 2.0) + kMargin;
    return {m_centre->x() - reach, m_centre->y() - reach, 2.0 * reach, 2.0 * reach};
}

void BrushOutline::moveTo(std::optional<QPointF> inWidget)
{
    const QRectF before = area();
    m_centre = inWidget;
    m_repaint(before | area());
}

void BrushOutline::change(const std::function<void(ToolSettings&)>& change)
{
    const QRectF before = area();
    change(m_settings);
    m_repaint(before | area());
}

bool BrushOutline::keyPress(const QKeyEvent& event)
{
    int steps = 0;
    switch (event.key()) {
    case Qt::Key_BracketLeft:
    case Qt::Key_BraceLeft:
        steps = -1;
        break;
    case Qt::Key_BracketRight:
    case Qt::Key_BraceRight:
        steps = 1;
        break;
    default:
        return false;
    }
    const bool hardens = event.modifiers().testFlag(Qt::ShiftModifier);
    change([&](ToolSettings& settings) { hardens ? settings.changeHardness(steps) : settings.changeDiameter(steps); });
    return true;
}

void BrushOutline::paint(QPainter& painter, const ViewTransform& view, bool withCore)
{
    m_zoom = view.zoom();
    if (!m_centre)
        return;
    const double outer = radius();
    QPainterPath path;
    path.addEllipse(*m_centre, outer, outer);
    if (withCore)
        path.addEllipse(*m_centre, outer * m_settings.brushHardness(), outer * m_settings.brushHardness());
    drawOverlayOutline(painter, path);
}

QCursor BrushOutline::cursor() const
{
    return 2.0 * radius() < kSmallestDiameter ? Qt::CrossCursor : Qt::BlankCursor;
}

} // namespace dh
