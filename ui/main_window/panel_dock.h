#pragma once

#include "ui/main_window/panel_host.h"

#include <QByteArray>
#include <QList>

#include <map>

class QMainWindow;
class QVBoxLayout;

namespace dh
{

class ActionRegistry;
class StudioStatusBar;

/// The docks of a window, each with a checkable action in the menu Window.
class PanelDock final : public PanelHost
{
public:
    /// @param canvasBars  takes the strips above the canvas, from top to bottom
    PanelDock(QMainWindow& window, ActionRegistry& actions, QVBoxLayout& canvasBars, StudioStatusBar& statusBar);

    QDockWidget* addPanel(const PanelSpec& panel) override;
    void showPanel(const QString& id) override;
    void addStatusWidget(QWidget* widget) override;
    void addCanvasBar(QWidget* widget) override;

    /// Called once, when all panels are there: remembers the layout as the default.
    void finish();
    void resetLayout();
    /// Hides all panels and tool bars, or shows those that were hidden so.
    void setPanelsHidden(bool hidden);
    /// Moves the keyboard focus from the canvas through the panels and back.
    void focusNext(QWidget& canvas);

private:
    QMainWindow& m_window;
    ActionRegistry& m_actions;
    QVBoxLayout& m_canvasBars;
    StudioStatusBar& m_statusBar;
    std::map<QString, QDockWidget*> m_docks;
    std::map<QString, int> m_room; ///< of those that want some when they are shown
    QList<QDockWidget*> m_sized; ///< those with a wanted height
    QList<int> m_heights;
    QByteArray m_defaultState;
    QByteArray m_stateBeforeHiding;
};

} // namespace dh
