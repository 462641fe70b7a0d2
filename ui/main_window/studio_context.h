#pragma once

#include <QString>

class QWidget;

namespace dh
{

class ActionRegistry;
class CanvasView;
class Document;
class Error;
class PreferencesPages;
class Settings;
class ToolBox;
class ToolSettings;

/// Where the window tells the user what happened. GUI thread.
class Notices
{
public:
    virtual ~Notices() = default;
    /// A sentence in the status bar that goes by itself.
    virtual void inform(const QString& text) = 0;
    /// A banner over the canvas that stays until closed; for what the user must not miss. The newest replaces the last.
    virtual void warn(const QString& text) = 0;
    /// warn() with errorText().
    virtual void report(const Error& error) = 0;
};

/// What a module of the window works with. Everything outlives the modules.
struct StudioContext {
    Document& document;
    CanvasView& canvas;
    Settings& settings;
    ToolSettings& toolSettings;
    ActionRegistry& actions;
    ToolBox& tools;
    PreferencesPages& preferencesPages;
    Notices& notices;
    QWidget& window; ///< parent of dialogs
};

} // namespace dh
