#include "ui/tools/brush_keys.h"

#include "ui/tools/mask_tool_settings.h"

#include <QKeyEvent>

namespace dh
{

bool changeBrushByKey(ToolSettings& settings, const QKeyEvent& event)
{
    const bool hardens = event.modifiers().testFlag(Qt::ShiftModifier);
    switch (event.key()) {
    case Qt::Key_BracketLeft:
    case Qt::Key_BraceLeft:
        hardens ? settings.changeHardness(-1) : settings.changeDiameter(-1);
        return true;
    case Qt::Key_BracketRight:
    case Qt::Key_BraceRight:
        hardens ? settings.changeHardness(1) : settings.changeDiameter(1);
        return true;
    default:
        return false;
    }
}

} // namespace dh
