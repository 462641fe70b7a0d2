#include "ui/main_window/actions.h"

#include "ui/main_window/mnemonics.h"
#include "ui/main_window/settings.h"
#include "ui/theme/icons.h"

#include <QAction>
#include <QCoreApplication>
#include <QMenu>
#include <QMenuBar>

#include <algorithm>
#include <array>
#include <map>

namespace dh
{

namespace
{

constexpr std::array kMenus{MenuId::File, MenuId::Edit,      MenuId::Layer,  MenuId::Mask,
                            MenuId::View, MenuId::Harmonize, MenuId::Window, MenuId::Help};

bool isSatisfied(ActionNeeds needs, const ActionState& state)
{
    switch (needs) {
    case ActionNeeds::Picture:
        return state.picture;
    case ActionNeeds::Layer:
        return state.layer;
    case ActionNeeds::UnlockedLayer:
        return state.unlockedLayer;
    case ActionNeeds::Nothing:
        break;
    }
    return true;
}

/// The entries of one menu, its groups in order.
std::vector<const ActionRegistry::Entry*> entriesOf(MenuId menu, const std::vector<ActionRegistry::Entry>& all)
{
    std::vector<const ActionRegistry::Entry*> chosen;
    for (const auto& entry : all) {
        if (entry.spec.menu == menu && entry.spec.inMenu)
            chosen.push_back(&entry);
    }
    std::stable_sort(chosen.begin(), chosen.end(),
                     [](const auto* a, const auto* b) { return a->spec.group < b->spec.group; });
    return chosen;
}

void fillMenu(QMenu& menu, const std::vector<const ActionRegistry::Entry*>& entries)
{
    std::map<QString, QMenu*> submenus;
    int group = entries.front()->spec.group;
    for (const auto* entry : entries) {
        if (entry->spec.group != group)
            menu.addSeparator();
        group = entry->spec.group;
        if (entry->menu != nullptr) {
            menu.addMenu(entry->menu);
            continue;
        }
        QMenu* target = &menu;
        if (!entry->spec.submenu.isEmpty()) {
            QMenu*& submenu = submenus[entry->spec.submenu];
            if (submenu == nullptr)
                submenu = menu.addMenu(entry->spec.submenu);
            target = submenu;
        }
        target->addAction(entry->action);
    }
}

} // namespace

ActionRegistry::ActionRegistry(Settings& settings, QWidget& window, QWidget& canvas)
    : m_settings(settings), m_window(window), m_canvas(canvas)
{
}

QAction* ActionRegistry::add(const ActionSpec& spec)
{
    Q_ASSERT(find(spec.id) == nullptr);
    auto* action = new QAction(themedIcon(spec.icon), spec.text, this);
    action->setObjectName(spec.id);
    action->setIconText(withoutMnemonic(spec.text));
    action->setCheckable(spec.checkable);
    action->setShortcutContext(spec.scope == ShortcutScope::Canvas ? Qt::WidgetShortcut : Qt::WindowShortcut);
    action->setMenuRole(QAction::NoRole);
    (spec.scope == ShortcutScope::Canvas ? m_canvas : m_window).addAction(action);
    if (spec.run)
        connect(action, &QAction::triggered, this, spec.run);
    m_entries.push_back({spec, action, nullptr});
    applyShortcuts(m_entries.back(), shortcuts(spec.id));
    return action;
}

QMenu* ActionRegistry::addMenu(const MenuSpec& spec)
{
    Q_ASSERT(find(spec.id) == nullptr);
    ActionSpec place;
    place.id = spec.id;
    place.text = spec.text;
    place.menu = spec.menu;
    place.group = spec.group;
    auto* menu = new QMenu(spec.text, &m_window);
    m_entries.push_back({place, nullptr, menu});
    return menu;
}

QAction* ActionRegistry::action(const QString& id) const
{
    const Entry* entry = find(id);
    return entry == nullptr ? nullptr : entry->action;
}

void ActionRegistry::buildMenus(QMenuBar& bar)
{
    for (const MenuId id : kMenus) {
        const auto entries = entriesOf(id, m_entries);
        if (!entries.empty())
            fillMenu(*bar.addMenu(menuTitle(id)), entries);
    }
}

QString ActionRegistry::menuTitle(MenuId menu)
{
    switch (menu) {
    case MenuId::File:
        return tr("&File");
    case MenuId::Edit:
        return tr("&Edit");
    case MenuId::Layer:
        return tr("&Layer");
    case MenuId::Mask:
        return tr("&Mask");
    case MenuId::View:
        return tr("&View");
    case MenuId::Harmonize:
        return tr("&Harmonize");
    case MenuId::Window:
        return tr("&Window");
    case MenuId::Help:
        return tr("Hel&p");
    }
    return {};
}

void ActionRegistry::refresh(const ActionState& state)
{
    for (const Entry& entry : m_entries) {
        if (entry.action != nullptr)
            entry.action->setEnabled(isSatisfied(entry.spec.needs, state) &&
                                     (!entry.spec.enabledWhen || entry.spec.enabledWhen()));
    }
}

void ActionRegistry::requestRefresh()
{
    Q_EMIT refreshRequested();
}

QList<QKeySequence> ActionRegistry::shortcuts(const QString& id) const
{
    const Entry* entry = find(id);
    if (entry == nullptr)
        return {};
    return m_settings.shortcuts(id).value_or(entry->spec.shortcuts);
}

void ActionRegistry::setShortcuts(const QString& id, const QList<QKeySequence>& shortcuts)
{
    const Entry* entry = find(id);
    if (entry == nullptr || entry->action == nullptr)
        return;
    if (shortcuts == entry->spec.shortcuts)
        m_settings.removeShortcuts(id);
    else
        m_settings.setShortcuts(id, shortcuts);
    applyShortcuts(*entry, shortcuts);
    Q_EMIT shortcutsChanged(id);
}

void ActionRegistry::resetShortcuts(const QString& id)
{
    if (const Entry* entry = find(id))
        setShortcuts(id, entry->spec.shortcuts);
}

QStringList ActionRegistry::conflicts(const QString& id, const QKeySequence& sequence) const
{
    QStringList found;
    for (const Entry& entry : m_entries) {
        if (entry.action == nullptr || entry.spec.id == id)
            continue;
        const auto used = shortcuts(entry.spec.id);
        if (std::any_of(used.begin(), used.end(), [&](const QKeySequence& other) { return collide(sequence, other); }))
            found << entry.spec.id;
    }
    return found;
}

const ActionRegistry::Entry* ActionRegistry::find(const QString& id) const
{
    const auto found =
        std::find_if(m_entries.begin(), m_entries.end(), [&id](const Entry& entry) { return entry.spec.id == id; });
    return found == m_entries.end() ? nullptr : &*found;
}

void ActionRegistry::applyShortcuts(const Entry& entry, const QList<QKeySequence>& shortcuts)
{
    entry.action->setShortcuts(shortcuts);
    entry.action->setToolTip(actionToolTip(entry.spec, shortcuts));
}

bool collide(const QKeySequence& a, const QKeySequence& b)
{
    return !a.isEmpty() && !b.isEmpty() &&
           (a.matches(b) != QKeySequence::NoMatch || b.matches(a) != QKeySequence::NoMatch);
}

QString actionToolTip(const ActionSpec& spec, const QList<QKeySequence>& shortcuts)
{
    QString name = withoutMnemonic(spec.text);
    if (name.endsWith(QChar(0x2026)))
        name.chop(1);
    const bool hasShortcut = !shortcuts.isEmpty() && !shortcuts.front().isEmpty();
    const QString head =
        hasShortcut ? ActionRegistry::tr("%1 (%2)").arg(name, shortcuts.front().toString(QKeySequence::NativeText))
                    : name;
    return spec.hint.isEmpty() ? head : head + QLatin1Char('\n') + spec.hint;
}

} // namespace dh
