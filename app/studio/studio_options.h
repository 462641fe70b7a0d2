#pragma once

#include "ui/theme/theme.h"

#include <QSize>
#include <QString>
#include <QStringList>

#include <optional>

namespace dh
{

/// What the command line of the window asks for.
struct StudioOptions {
    QStringList files;    ///< pictures or a project to open
    QString settingsFile; ///< empty = the user's settings
    std::optional<ThemeChoice> theme;
    QSize size;          ///< of the window; empty = as the last time
    QString scale;       ///< factor of the screen's resolution, for pictures of the window; empty = the screen's
    QString screenshot;  ///< where to write a picture of the window before leaving; empty = none
    QStringList actions; ///< ids of actions to trigger before that picture
    QString answer;      ///< what --help and --version print; then nothing else is to be done
    QString mistake;     ///< what is wrong with the arguments; empty = nothing
};

/// @param arguments  the program's name first
[[nodiscard]] StudioOptions parseStudioOptions(const QStringList& arguments);

} // namespace dh
