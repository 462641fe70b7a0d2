#pragma once

#include "ui/main_window/studio_context.h"
#include "ui/main_window/window_module.h"

#include <QList>
#include <QMainWindow>

#include <memory>
#include <vector>

namespace dh
{

class NoticeBanner;
class PanelDock;
class StudioStatusBar;
class ToolOptionBar;

/// The window: puts the canvas, the bars and what the modules bring together, and knows no feature by name. Use:
/// construct, addModule() for each, assemble(), show(), start().
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    /// All three outlive the window.
    MainWindow(Document& document, Settings& settings, ToolSettings& toolSettings);
    ~MainWindow() override;

    /// For the constructors of the modules.
    [[nodiscard]] StudioContext& context() { return *m_context; }
    void addModule(std::unique_ptr<WindowModule> module);
    /// Builds menus, bars and panels and restores the last session's layout; once, after all modules.
    void assemble();
    /// The window is on the screen: tells the modules, shows the hint of a first start.
    void start(const QStringList& files);

protected:
    void closeEvent(QCloseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void buildToolBar();
    void connectDocument();
    void refreshActions();
    void refreshTitle();
    void refreshHint();
    void showFirstRunHint();
    void dismissFirstRunHint();
    void restoreSession();
    void showFloating();

    std::unique_ptr<CanvasView> m_canvas;
    std::unique_ptr<ActionRegistry> m_actions;
    std::unique_ptr<ToolBox> m_tools;
    std::unique_ptr<PanelDock> m_panels;
    std::unique_ptr<Notices> m_notices;
    std::unique_ptr<StudioContext> m_context;
    PreferencesPages m_preferencesPages;
    StudioStatusBar* m_status = nullptr;
    NoticeBanner* m_firstRunHint = nullptr;
    std::vector<std::unique_ptr<WindowModule>> m_modules;
    QList<QWidget*> m_floating; ///< panels that wait for the window to show
};

} // namespace dh
