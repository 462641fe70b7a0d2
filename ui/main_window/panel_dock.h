#pragma once

#include "ui/main_window/panel_host.h"

#include <QList>
#include <QString>

#include <vector>

class QDockWidget;
class QMainWindow;
class QToolBar;
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

    /// Called once, when all panels are there.
    void finish();
    /// After QMainWindow::restoreState(), which tells nobody of panels that it leaves hidden.
    void refreshActions();
    /// Brings all to where they were added.
    void resetLayout();
    /// Hides all panels and tool bars, or shows those that were hidden so.
    void setPanelsHidden(bool hidden);
    /// Moves the keyboard focus from the canvas through the panels and back.
    void focusNext(QWidget& canvas);

private:
    struct Panel {
        QDockWidget* dock = nullptr;
        Qt::DockWidgetArea area = Qt::RightDockWidgetArea;
        QString tabWith;
        bool shown = true;
        int room = 0; ///< height that it wants at least when it is shown
    };
    [[nodiscard]] const Panel* panel(const QString& id) const;
    [[nodiscard]] QList<QToolBar*> toolBars() const;
    void place(const Panel& panel);

    QMainWindow& m_window;
    ActionRegistry& m_actions;
    QVBoxLayout& m_canvasBars;
    StudioStatusBar& m_statusBar;
    std::vector<Panel> m_all;    ///< in the order in which they came
    QList<QDockWidget*> m_sized; ///< those with a wanted height
    QList<int> m_heights;
    QList<QWidget*> m_hidden;      ///< panels and tool bars
    QList<QDockWidget*> m_inFront; ///< of their tabs, among them
};

} // namespace dh
