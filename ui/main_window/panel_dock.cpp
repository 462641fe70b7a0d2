#include "ui/main_window/panel_dock.h"

#include "ui/main_window/actions.h"
#include "ui/main_window/studio_status_bar.h"

#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QMainWindow>
#include <QScrollArea>
#include <QStyle>
#include <QToolBar>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace dh
{

namespace
{

constexpr int kPanelsGroup = 10;

constexpr int kLeastPanelHeight = 72;

/// Scrolls up and down but never sideways.
class PanelScroll final : public QScrollArea
{
public:
    explicit PanelScroll(QWidget* content)
    {
        setWidget(content);
        setWidgetResizable(true);
        setFrameShape(QFrame::NoFrame);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setFocusPolicy(Qt::NoFocus);
    }
    [[nodiscard]] QSize minimumSizeHint() const override
    {
        const int bar = style()->pixelMetric(QStyle::PM_ScrollBarExtent);
        return {widget()->minimumSizeHint().width() + bar, kLeastPanelHeight};
    }
};

QWidget* firstFocusable(QWidget& panel)
{
    for (QWidget* widget : panel.findChildren<QWidget*>()) {
        if (widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) != 0)
            return widget;
    }
    return nullptr;
}

} // namespace

PanelDock::PanelDock(QMainWindow& window, ActionRegistry& actions, QVBoxLayout& canvasBars, StudioStatusBar& statusBar)
    : m_window(window), m_actions(actions), m_canvasBars(canvasBars), m_statusBar(statusBar)
{
}

QDockWidget* PanelDock::addPanel(const PanelSpec& panel)
{
    auto* dock = new QDockWidget(panel.title, &m_window);
    dock->setObjectName(panel.id);
    dock->setAccessibleName(panel.title);
    dock->setWidget(new PanelScroll(panel.content));
    m_all.push_back({dock, panel.area == PanelArea::Right ? Qt::RightDockWidgetArea : Qt::BottomDockWidgetArea,
                     panel.tabWith, panel.shown, panel.room});
    place(m_all.back());
    if (panel.height > 0) {
        m_sized << dock;
        m_heights << panel.height;
    }

    ActionSpec spec;
    spec.id = QStringLiteral("panel.") + panel.id;
    spec.text = panel.title;
    spec.menu = MenuId::Window;
    spec.group = kPanelsGroup;
    spec.checkable = true;
    QAction* action = m_actions.add(spec);
    action->setChecked(panel.shown);
    QObject::connect(action, &QAction::triggered, dock, [this, dock](bool shown) {
        dock->setVisible(shown);
        if (shown)
            showPanel(dock->objectName());
    });
    QObject::connect(dock->toggleViewAction(), &QAction::toggled, action, &QAction::setChecked);
    return dock;
}

const PanelDock::Panel* PanelDock::panel(const QString& id) const
{
    const auto found =
        std::find_if(m_all.begin(), m_all.end(), [&id](const Panel& panel) { return panel.dock->objectName() == id; });
    return found == m_all.end() ? nullptr : &*found;
}

QList<QToolBar*> PanelDock::toolBars() const
{
    return m_window.findChildren<QToolBar*>(Qt::FindDirectChildrenOnly);
}

void PanelDock::place(const Panel& panel)
{
    m_window.addDockWidget(panel.area, panel.dock);
    if (const Panel* neighbour = this->panel(panel.tabWith))
        m_window.tabifyDockWidget(neighbour->dock, panel.dock);
    panel.dock->setVisible(panel.shown);
}

void PanelDock::showPanel(const QString& id)
{
    const Panel* shown = panel(id);
    if (shown == nullptr)
        return;
    shown->dock->show();
    shown->dock->raise();
    if (shown->dock->height() < shown->room)
        m_window.resizeDocks({shown->dock}, {shown->room}, Qt::Vertical);
}

void PanelDock::addStatusWidget(QWidget* widget)
{
    m_statusBar.addModuleWidget(widget);
}

void PanelDock::addCanvasBar(QWidget* widget)
{
    m_canvasBars.addWidget(widget);
}

void PanelDock::finish()
{
    m_window.resizeDocks(m_sized, m_heights, Qt::Vertical);
    int width = 0;
    QDockWidget* shown = nullptr; // any of the column, which is as wide as its widest
    for (const Panel& panel : m_all) {
        if (panel.area != Qt::RightDockWidgetArea || !panel.shown)
            continue;
        width = std::max(width, panel.dock->sizeHint().width());
        shown = panel.dock;
    }
    if (shown != nullptr)
        m_window.resizeDocks({shown}, {width}, Qt::Horizontal);
}

void PanelDock::refreshActions()
{
    for (const Panel& panel : m_all)
        m_actions.action(QStringLiteral("panel.") + panel.dock->objectName())->setChecked(!panel.dock->isHidden());
}

// Not by QMainWindow::restoreState(), here and below: in a window that shows, Qt 6.4 can crash in it while it goes
// through its tab bars.
void PanelDock::resetLayout()
{
    m_hidden.clear();
    m_inFront.clear();
    for (const Panel& panel : m_all) {
        panel.dock->setFloating(false);
        m_window.removeDockWidget(panel.dock);
    }
    for (const Panel& panel : m_all)
        place(panel);
    for (const Panel& panel : m_all)
        if (panel.tabWith.isEmpty() && panel.shown)
            panel.dock->raise();
    for (QToolBar* bar : toolBars())
        bar->show();
    finish();
}

void PanelDock::setPanelsHidden(bool hidden)
{
    if (!hidden) {
        for (QWidget* widget : std::exchange(m_hidden, {}))
            widget->show();
        for (QDockWidget* dock : std::exchange(m_inFront, {}))
            dock->raise();
        return;
    }
    for (const Panel& panel : m_all) {
        if (panel.dock->isHidden())
            continue;
        m_hidden << panel.dock;
        if (!panel.dock->visibleRegion().isEmpty())
            m_inFront << panel.dock;
    }
    for (QToolBar* bar : toolBars())
        if (!bar->isHidden())
            m_hidden << bar;
    for (QWidget* widget : m_hidden)
        widget->hide();
}

void PanelDock::focusNext(QWidget& canvas)
{
    QList<QWidget*> stops{&canvas};
    for (QToolBar* bar : toolBars())
        stops << bar;
    for (const Panel& panel : m_all)
        stops << panel.dock;
    int present = 0;
    for (int i = 1; i < stops.size(); ++i) {
        if (stops[i]->isAncestorOf(QApplication::focusWidget()))
            present = i;
    }
    for (int step = 1; step <= stops.size(); ++step) {
        QWidget* next = stops[(present + step) % stops.size()];
        QWidget* target = next == &canvas ? next : next->isVisible() ? firstFocusable(*next) : nullptr;
        if (target != nullptr) {
            target->activateWindow(); // a floating panel is one of its own
            target->setFocus(Qt::TabFocusReason);
            return;
        }
    }
}

} // namespace dh
