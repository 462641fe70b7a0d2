#include "ui/main_window/screen_module.h"

#include "ui/canvas/canvas_view.h"
#include "ui/main_window/actions.h"
#include "ui/main_window/panel_dock.h"

#include <QAction>
#include <QCoreApplication>
#include <QMainWindow>

namespace dh
{

namespace
{

struct ScreenWords {
    Q_DECLARE_TR_FUNCTIONS(dh::ScreenModule)
};

constexpr int kScreenGroup = 90;
constexpr int kLayoutGroup = 90;

} // namespace

void ScreenModule::addActions(ActionRegistry& actions)
{
    ActionSpec full;
    full.id = QStringLiteral("view.full_screen");
    full.text = ScreenWords::tr("F&ull screen");
    full.menu = MenuId::View;
    full.group = kScreenGroup;
    full.shortcuts = {QKeySequence(Qt::Key_F), QKeySequence(Qt::Key_F11)};
    full.checkable = true;
    QAction* fullAction = actions.add(full);
    QObject::connect(fullAction, &QAction::toggled, &m_window, [this](bool on) {
        m_window.setWindowState(m_window.windowState().setFlag(Qt::WindowFullScreen, on));
    });

    ActionSpec hide;
    hide.id = QStringLiteral("view.hide_panels");
    hide.text = ScreenWords::tr("&Hide panels");
    hide.menu = MenuId::View;
    hide.group = kScreenGroup;
    hide.hint = ScreenWords::tr("Only the picture; once more brings them back");
    hide.shortcuts = {QKeySequence(Qt::Key_Tab)};
    hide.scope = ShortcutScope::Canvas;
    hide.checkable = true;
    QAction* hideAction = actions.add(hide);
    QObject::connect(hideAction, &QAction::toggled, &m_window, [this](bool on) { m_panels.setPanelsHidden(on); });

    ActionSpec next;
    next.id = QStringLiteral("window.next_panel");
    next.text = ScreenWords::tr("&Next panel");
    next.menu = MenuId::Window;
    next.group = kLayoutGroup;
    next.hint = ScreenWords::tr("Moves the keyboard focus from the canvas through the panels");
    next.shortcuts = {QKeySequence(Qt::Key_F6)};
    next.run = [this] { m_panels.focusNext(m_context.canvas); };
    actions.add(next);

    ActionSpec reset;
    reset.id = QStringLiteral("window.reset_layout");
    reset.text = ScreenWords::tr("&Reset the layout");
    reset.menu = MenuId::Window;
    reset.group = kLayoutGroup;
    reset.run = [hideAction, this] {
        hideAction->setChecked(false);
        m_panels.resetLayout();
    };
    actions.add(reset);
}

void ScreenModule::closing()
{
    // The next session begins with its panels.
    m_panels.setPanelsHidden(false);
}

} // namespace dh
