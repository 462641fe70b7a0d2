#include "ui/main_window/screen_module.h"

#include "ui/canvas/canvas_view.h"
#include "ui/main_window/actions.h"
#include "ui/main_window/panel_dock.h"

#include <QAction>
#include <QEvent>
#include <QMainWindow>

namespace dh
{

namespace
{

constexpr int kScreenGroup = 90;
constexpr int kLayoutGroup = 90;

} // namespace

void ScreenModule::addActions(ActionRegistry& actions)
{
    ActionSpec full;
    full.id = QStringLiteral("view.full_screen");
    full.text = tr("F&ull screen");
    full.menu = MenuId::View;
    full.group = kScreenGroup;
    full.shortcuts = {QKeySequence(Qt::Key_F), QKeySequence(Qt::Key_F11)};
    full.checkable = true;
    m_fullScreen = actions.add(full);
    connect(m_fullScreen, &QAction::toggled, &m_window,
            [this](bool on) { m_window.setWindowState(m_window.windowState().setFlag(Qt::WindowFullScreen, on)); });
    m_window.installEventFilter(this);

    ActionSpec hide;
    hide.id = QStringLiteral("view.hide_panels");
    hide.text = tr("&Hide panels");
    hide.menu = MenuId::View;
    hide.group = kScreenGroup;
    hide.hint = tr("Only the picture; once more brings them back");
    hide.shortcuts = {QKeySequence(Qt::Key_Tab)};
    hide.scope = ShortcutScope::Canvas;
    hide.checkable = true;
    QAction* hideAction = actions.add(hide);
    connect(hideAction, &QAction::toggled, &m_window, [this](bool on) { m_panels.setPanelsHidden(on); });

    ActionSpec next;
    next.id = QStringLiteral("window.next_panel");
    next.text = tr("&Next panel");
    next.menu = MenuId::Window;
    next.group = kLayoutGroup;
    next.hint = tr("Moves the keyboard focus from the canvas through the panels");
    next.shortcuts = {QKeySequence(Qt::Key_F6)};
    next.run = [this] { m_panels.focusNext(m_context.canvas); };
    actions.add(next);

    ActionSpec reset;
    reset.id = QStringLiteral("window.reset_layout");
    reset.text = tr("&Reset the layout");
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

bool ScreenModule::eventFilter(QObject* watched, QEvent* event)
{
    // The last session's state and the desktop change it, too.
    if (watched == &m_window && event->type() == QEvent::WindowStateChange)
        m_fullScreen->setChecked(m_window.isFullScreen());
    return QObject::eventFilter(watched, event);
}

} // namespace dh
