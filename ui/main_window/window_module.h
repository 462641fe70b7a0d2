#pragma once

#include <QString>
#include <QStringList>

#include <functional>
#include <utility>
#include <vector>

class QWidget;

namespace dh
{

class ActionRegistry;
class PanelHost;
class ToolBox;

/// A page of the preferences: shows the settings when made and stores them in `apply`.
class PreferencesPage
{
public:
    virtual ~PreferencesPage() = default;
    /// Called when the dialog is accepted.
    virtual void apply() = 0;
};

/// Says how to make a page. `make` returns a widget that also is a PreferencesPage (dynamic_cast); `parent` owns it.
struct PreferencesPageSpec {
    QString title; ///< translated
    std::function<QWidget*(QWidget* parent)> make;
};

/// The pages of all modules, for the preferences dialog.
class PreferencesPages
{
public:
    void addPage(PreferencesPageSpec page) { m_pages.push_back(std::move(page)); }
    [[nodiscard]] const std::vector<PreferencesPageSpec>& pages() const { return m_pages; }

private:
    std::vector<PreferencesPageSpec> m_pages;
};

/// A feature that plugs into the window: made by the composition root (app/studio) with the StudioContext, asked once
/// for its actions, tools, panels and pages, in this order, and told about start and end. The window knows no feature
/// by name. A module that needs slots derives from QObject as well. GUI thread.
///
/// Groups used in the menus, for a place between them (a separator lies between two groups):
///   File: 10 open, 20 save, 30 export, 40 project, 90 quit         Edit: 10 history, 20 clipboard, 90 preferences
///   Layer: 10 list, 20 order, 30 place, 40 state                   Mask: 10 whole mask, 20 edge, 30 from and to, 40
///   view View: 10 zoom, 20 canvas, 30 compare, 90 screen                Harmonize: 10 run, 20 results, 30 models
///   Window: 10 panels, 90 layout                                   Help: 10 help, 90 about
class WindowModule
{
public:
    virtual ~WindowModule() = default;
    virtual void addActions(ActionRegistry&) {}
    virtual void addTools(ToolBox&) {}
    virtual void addPanels(PanelHost&) {}
    virtual void addPreferencesPages(PreferencesPages&) {}
    /// The window is on the screen; `files` were named on the command line.
    virtual void started(const QStringList& files) { static_cast<void>(files); }
    /// What the window's title calls the open document; of the one module that names it.
    [[nodiscard]] virtual QString documentName() const { return {}; }
    /// The user closes the window. May ask. @return false to stay open
    virtual bool mayClose() { return true; }
    /// The window closes: nothing asks any more; threads are stopped here.
    virtual void closing() {}
};

} // namespace dh
