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
    m_window.addDockWidget(panel.area == PanelArea::Right ? Qt::RightDockWidgetArea : Qt::BottomDockWidgetArea, dock);
    if (const auto neighbour = m_docks.find(panel.tabWith); neighbour != m_docks.end())
        m_window.tabifyDockWidget(neighbour->second, dock);
    dock->setVisible(panel.shown);
    m_docks[panel.id] = dock;
    if (panel.room > 0)
        m_room[panel.id] = panel.room;
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

void PanelDock::showPanel(const QString& id)
{
    const auto found = m_docks.find(id);
    if (found == m_docks.end())
        return;
    QDockWidget* dock = found->second;
    dock->show();
    dock->raise();
    if (const auto room = m_room.find(id); room != m_room.end() && dock->height() < room->second)
        m_window.resizeDocks({dock}, {room->second}, Qt::Vertical);
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
    m_defaultState = m_window.saveState();
}

void PanelDock::resetLayout()
{
    m_stateBeforeHiding.clear();
    m_window.restoreState(m_defaultState);
}

void PanelDock::setPanelsHidden(bool hidden)
{
    if (!hidden) {
        if (!m_stateBeforeHiding.isEmpty())
            m_window.restoreState(m_stateBeforeHiding);
        m_stateBeforeHiding.clear();
        return;
    }
    m_stateBeforeHiding = m_window.saveState();
    for (const auto& [id, dock] : m_docks)
        dock->hide();
    for (auto* bar : m_window.findChildren<QToolBar*>(Qt::FindDirectChildrenOnly))
        bar->hide();
}

void PanelDock::focusNext(QWidget& canvas)
{
    QList<QWidget*> stops{&canvas};
    for (auto* bar : m_window.findChildren<QToolBar*>(Qt::FindDirectChildrenOnly))
        stops << bar;
    for (const auto& [id, dock] : m_docks)
        stops << dock;
    int present = 0;
    for (int i = 1; i < stops.size(); ++i) {
        if (stops[i]->isAncestorOf(QApplication::focusWidget()))
            present = i;
    }
    for (int step = 1; step <= stops.size(); ++step) {
        QWidget* next = stops[(present + step) % stops.size()];
        QWidget* target = next == &canvas ? next : next->isVisible() ? firstFocusable(*next) : nullptr;
        if (target != nullptr) {
            target->setFocus(Qt::TabFocusReason);
            return;
        }
    }
}

} // namespace dh
