#pragma once

#include "ui/main_window/window_module.h"

#include <QKeySequence>
#include <QMap>
#include <QWidget>

class QKeySequenceEdit;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace dh
{

class ActionRegistry;

/// The shortcut editor: search a command, press its new keys, see at once who uses them already.
class ShortcutsPage : public QWidget, public PreferencesPage
{
    Q_OBJECT
public:
    ShortcutsPage(ActionRegistry& actions, QWidget* parent);
    void apply() override;

private:
    void fill();
    void filter(const QString& text);
    void showSelected();
    void record(const QKeySequence& keys);
    void takeFromOthers();
    void resetSelected();
    void resetAll();
    void showRow(QTreeWidgetItem& row);
    void showConflict();
    [[nodiscard]] QString selectedId() const;
    [[nodiscard]] QStringList conflictsOf(const QString& id) const;

    ActionRegistry& m_actions;
    QMap<QString, QList<QKeySequence>> m_chosen; ///< what apply() will store
    QLineEdit* m_search;
    QTreeWidget* m_list;
    QKeySequenceEdit* m_keys;
    QLabel* m_conflict;
    QPushButton* m_take;
    QPushButton* m_reset;
};

} // namespace dh
