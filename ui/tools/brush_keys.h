#pragma once

class QKeyEvent;

namespace dh
{

class ToolSettings;

/// [ and ] change a brush's size, with Shift its hardness. @return whether it was one of these keys
bool changeBrushByKey(ToolSettings& settings, const QKeyEvent& event);

} // namespace dh
