#include "ui/theme/theme.h"

#include "ui/theme/studio_style.h"

#include <QApplication>
#include <QGuiApplication>
#include <QStyleHints>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace dh
{

namespace
{

/// The colours of one shade, from which the palette is made.
struct Tones {
    QColor window;
    QColor base;
    QColor alternateBase;
    QColor button;
    QColor text;
    QColor disabledText;
    QColor placeholder;
    QColor light;
    QColor midlight;
    QColor mid;
    QColor dark;
    QColor shadow;
    QColor accent;
    QColor link;
    QColor toolTip;
};

Tones lightTones()
{
    return {.window = 0xe6e6e6,
            .base = 0xfafafa,
            .alternateBase = 0xf0f0f0,
            .button = 0xf2f2f2,
            .text = 0x1c1c1c,
            .disabledText = 0x8c8c8c,
            .placeholder = 0x666666,
            .light = 0xffffff,
            .midlight = 0xf4f4f4,
            .mid = 0xb8b8b8,
            .dark = 0xa0a0a0,
            .shadow = 0x606060,
            .accent = 0x2469b3,
            .link = 0x1a5599,
            .toolTip = 0xfffff2};
}

Tones darkTones()
{
    return {.window = 0x353535,
            .base = 0x262626,
            .alternateBase = 0x2c2c2c,
            .button = 0x454545,
            .text = 0xe8e8e8,
            .disabledText = 0x858585,
            .placeholder = 0xa8a8a8,
            .light = 0x5c5c5c,
            .midlight = 0x4c4c4c,
            .mid = 0x222222,
            .dark = 0x1e1e1e,
            .shadow = 0x101010,
            .accent = 0x2a70c0,
            .link = 0x7fb8ff,
            .toolTip = 0x1f1f1f};
}

double relativeLuminance(const QColor& colour)
{
    const auto linear = [](double value) {
        return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

Shade shadeOf(const QPalette& palette)
{
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness() ? Shade::Dark
                                                                                                         : Shade::Light;
}

} // namespace

QPalette themePalette(Shade shade)
{
    const Tones tones = shade == Shade::Dark ? darkTones() : lightTones();
    QPalette palette;
    palette.setColor(QPalette::Window, tones.window);
    palette.setColor(QPalette::Base, tones.base);
    palette.setColor(QPalette::AlternateBase, tones.alternateBase);
    palette.setColor(QPalette::Button, tones.button);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText})
        palette.setColor(role, tones.text);
    palette.setColor(QPalette::PlaceholderText, tones.placeholder);
    palette.setColor(QPalette::BrightText, Qt::white);
    palette.setColor(QPalette::Light, tones.light);
    palette.setColor(QPalette::Midlight, tones.midlight);
    palette.setColor(QPalette::Mid, tones.mid);
    palette.setColor(QPalette::Dark, tones.dark);
    palette.setColor(QPalette::Shadow, tones.shadow);
    palette.setColor(QPalette::Highlight, tones.accent);
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, tones.link);
    palette.setColor(QPalette::LinkVisited, tones.link);
    palette.setColor(QPalette::ToolTipBase, tones.toolTip);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, tones.disabledText);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, tones.midlight);
    return palette;
}

QColor workspaceColour(Shade shade)
{
    return shade == Shade::Dark ? QColor(0x28, 0x28, 0x28) : QColor(0xc4, 0xc4, 0xc4);
}

Shade systemShade()
{
    // Once our own palette is set, the desktop's can't be read any more.
    static const Shade kAtStart = [] {
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
        if (QGuiApplication::styleHints()->colorScheme() != Qt::ColorScheme::Unknown)
            return QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark ? Shade::Dark : Shade::Light;
#endif
        return shadeOf(QGuiApplication::palette());
    }();
    return kAtStart;
}

Shade shadeFor(ThemeChoice choice)
{
    switch (choice) {
    case ThemeChoice::Light:
        return Shade::Light;
    case ThemeChoice::Dark:
        return Shade::Dark;
    case ThemeChoice::System:
        break;
    }
    return systemShade();
}

void applyTheme(ThemeChoice choice)
{
    static_cast<void>(systemShade()); // remembers the desktop's before it is covered
    const Shade shade = shadeFor(choice);
    if (qobject_cast<StudioStyle*>(QApplication::style()) == nullptr)
        QApplication::setStyle(new StudioStyle); // QApplication owns it
    const QPalette palette = themePalette(shade);
    QApplication::setPalette(palette);
    QToolTip::setPalette(palette);
}

Shade currentShade()
{
    return shadeOf(QGuiApplication::palette());
}

double contrastRatio(const QColor& a, const QColor& b)
{
    const double first = relativeLuminance(a);
    const double second = relativeLuminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

} // namespace dh
