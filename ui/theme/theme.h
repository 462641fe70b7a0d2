#pragma once

#include <QColor>
#include <QPalette>

namespace dh
{

enum class ThemeChoice { System, Light, Dark };
enum class Shade { Light, Dark };

/// Neutral greys, so that the frame around a picture doesn't tint how it looks; one accent. Text has a contrast of at
/// least 4.5 : 1 on its ground (WCAG 2.1, 1.4.3).
[[nodiscard]] QPalette themePalette(Shade shade);
/// What surrounds the picture on the canvas.
[[nodiscard]] QColor workspaceColour(Shade shade);

/// What the desktop asks for; ask before the first applyTheme().
[[nodiscard]] Shade systemShade();
[[nodiscard]] Shade shadeFor(ThemeChoice choice);
/// Gives the whole program its style and colours. GUI thread; call again for another theme.
void applyTheme(ThemeChoice choice);
/// What the present palette is.
[[nodiscard]] Shade currentShade();

/// (L1 + 0.05) / (L2 + 0.05) of the relative luminances, 1..21 (WCAG 2.1).
[[nodiscard]] double contrastRatio(const QColor& a, const QColor& b);

} // namespace dh
