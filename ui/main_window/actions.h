#pragma once

#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QString>

#include <functional>
#include <vector>

class QAction;
class QMenu;
class QMenuBar;
class QWidget;

namespace dh
{

class Settings;

enum class MenuId { File, Edit, Layer, Mask, View, Harmonize, Window, Help };

/// What must be there for an action to make sense; decides whether it is enabled.
enum class ActionNeeds {
    Nothing,
    Picture,      ///< a background
    Layer,        ///< a selected layer
    UnlockedLayer ///< a selected layer that isn't locked
};

/// Where an action's shortcut works. Canvas: only while the canvas has the focus, for keys that mean something else in
/// a panel (Tab, Delete, arrows).
enum class ShortcutScope { Window, Canvas };

/// What is true now, for ActionNeeds.
struct ActionState {
    bool picture = false;
    bool layer = false;
    bool unlockedLayer = false;
};

struct ActionSpec {
    QString id;   ///< "edit.undo": stable, lower case, names the action in the settings
    QString text; ///< translated, with a mnemonic
    MenuId menu = MenuId::Edit;
    int group = 0;                 ///< groups of a menu follow each other, with a separator between two
    QString submenu;               ///< translated title of a sub-menu of that group; empty = in the menu itself
    QString icon;                  ///< the name of a file in resources/icons without ".svg"; empty = none
    QList<QKeySequence> shortcuts; ///< the defaults
    QString hint;                  ///< translated sentence for the tooltip; empty = the text
    ActionNeeds needs = ActionNeeds::Nothing;
    ShortcutScope scope = ShortcutScope::Window;
    std::function<void()> run;         ///< when triggered; for a checkable one see QAction::toggled
    std::function<bool()> enabledWhen; ///< asked on each refresh() in addition to `needs`; may be empty
    bool checkable = false;
    bool prominent = false; ///< also a large button at the right of the option bar
    bool inMenu = true;     ///< false: only a shortcut (brush size keys)
};

/// A sub-menu that its owner fills.
struct MenuSpec {
    QString id;
    QString text; ///< translated, with a mnemonic
    MenuId menu = MenuId::File;
    int group = 0;
};

/// Every command of the window by its id: menus, tool bar, shortcut editor and shortcut sheet are made from it. Applies
/// the user's shortcuts from the settings. GUI thread.
class ActionRegistry : public QObject
{
    Q_OBJECT
public:
    /// @param window  gets the actions with window-wide shortcuts
    /// @param canvas  gets those with ShortcutScope::Canvas
    ActionRegistry(Settings& settings, QWidget& window, QWidget& canvas);

    /// @pre the id is new
    QAction* add(const ActionSpec& spec);
    /// A menu to be filled by the caller; place as for actions.
    QMenu* addMenu(const MenuSpec& spec);
    /// Null when there is none.
    [[nodiscard]] QAction* action(const QString& id) const;

    struct Entry {
        ActionSpec spec;
        QAction* action = nullptr;
        QMenu* menu = nullptr; ///< of addMenu(); then `action` is null
    };
    /// In the order of adding.
    [[nodiscard]] const std::vector<Entry>& entries() const { return m_entries; }
    /// Fills `bar` with all menus; once, after everything is added.
    void buildMenus(QMenuBar& bar);
    [[nodiscard]] static QString menuTitle(MenuId menu);

    /// Enables and disables every action.
    void refresh(const ActionState& state);
    /// Asks for a refresh() with the present state; for what no change of the document tells.
    void requestRefresh();

    [[nodiscard]] QList<QKeySequence> shortcuts(const QString& id) const;
    /// Stores and applies; an empty list means no shortcut.
    void setShortcuts(const QString& id, const QList<QKeySequence>& shortcuts);
    void resetShortcuts(const QString& id);
    /// The ids of other actions that use `sequence`, or begin with it, or are its beginning.
    [[nodiscard]] QStringList conflicts(const QString& id, const QKeySequence& sequence) const;

Q_SIGNALS:
    void refreshRequested();
    void shortcutsChanged(const QString& id);

private:
    [[nodiscard]] const Entry* find(const QString& id) const;
    void applyShortcuts(const Entry& entry, const QList<QKeySequence>& shortcuts);

    Settings& m_settings;
    QWidget& m_window;
    QWidget& m_canvas;
    std::vector<Entry> m_entries;
};

/// Whether two shortcuts are the same, or one begins with the other; an empty one never is.
[[nodiscard]] bool collide(const QKeySequence& a, const QKeySequence& b);

/// "Undo (Ctrl+Z)" with a hint below it, when there is one.
[[nodiscard]] QString actionToolTip(const ActionSpec& spec, const QList<QKeySequence>& shortcuts);

} // namespace dh
