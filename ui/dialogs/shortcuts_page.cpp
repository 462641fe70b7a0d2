#include "ui/dialogs/shortcuts_page.h"

#include "ui/main_window/actions.h"
#include "ui/main_window/mnemonics.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace dh
{

namespace
{

enum Column { kCommandColumn, kKeysColumn, kMenuColumn, kColumnCount };

constexpr int kIdRole = Qt::UserRole;

} // namespace

ShortcutsPage::ShortcutsPage(ActionRegistry& actions, QWidget* parent)
    : QWidget(parent),
      m_actions(actions),
      m_search(new QLineEdit(this)),
      m_list(new QTreeWidget(this)),
      m_keys(new QKeySequenceEdit(this)),
      m_conflict(new QLabel(this)),
      m_take(new QPushButton(tr("&Take it from there"), this)),
      m_reset(new QPushButton(tr("&Default"), this))
{
    m_search->setPlaceholderText(tr("Search a command or a key"));
    m_search->setAccessibleName(tr("Search a command or a key"));
    m_search->setClearButtonEnabled(true);
    m_list->setColumnCount(kColumnCount);
    m_list->setHeaderLabels({tr("Command"), tr("Shortcut"), tr("Menu")});
    m_list->setRootIsDecorated(false);
    m_list->setAccessibleName(tr("Commands"));
    m_list->setUniformRowHeights(true);
    m_keys->setAccessibleName(tr("New shortcut"));
    m_keys->setClearButtonEnabled(true); // no key would do: each is a shortcut
    m_conflict->setWordWrap(true);
    auto* resetAllButton = new QPushButton(tr("&All defaults"), this);
    auto* row = new QHBoxLayout;
    row->addWidget(new QLabel(tr("New shortcut:"), this));
    row->addWidget(m_keys, 1);
    row->addWidget(m_reset);
    row->addWidget(resetAllButton);
    auto* warning = new QHBoxLayout;
    warning->addWidget(m_conflict, 1);
    warning->addWidget(m_take);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_search);
    column->addWidget(m_list, 1);
    column->addLayout(row);
    column->addLayout(warning);
    setTabOrder(resetAllButton, m_take);

    fill();
    connect(m_search, &QLineEdit::textChanged, this, &ShortcutsPage::filter);
    connect(m_list, &QTreeWidget::currentItemChanged, this, &ShortcutsPage::showSelected);
    connect(m_keys, &QKeySequenceEdit::keySequenceChanged, this, &ShortcutsPage::record);
    connect(m_take, &QPushButton::clicked, this, &ShortcutsPage::takeFromOthers);
    connect(m_reset, &QPushButton::clicked, this, &ShortcutsPage::resetSelected);
    connect(resetAllButton, &QPushButton::clicked, this, &ShortcutsPage::resetAll);
    showSelected();
}

void ShortcutsPage::apply()
{
    for (auto entry = m_chosen.constBegin(); entry != m_chosen.constEnd(); ++entry) {
        if (entry.value() != m_actions.shortcuts(entry.key()))
            m_actions.setShortcuts(entry.key(), entry.value());
    }
}

void ShortcutsPage::fill()
{
    for (const auto& entry : m_actions.entries()) {
        if (entry.action == nullptr)
            continue;
        m_chosen[entry.spec.id] = m_actions.shortcuts(entry.spec.id);
        auto* row = new QTreeWidgetItem(m_list);
        row->setText(kCommandColumn, withoutMnemonic(entry.spec.text));
        row->setIcon(kCommandColumn, entry.action->icon());
        row->setText(kMenuColumn, withoutMnemonic(ActionRegistry::menuTitle(entry.spec.menu)));
        row->setData(kCommandColumn, kIdRole, entry.spec.id);
        showRow(*row);
    }
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(kCommandColumn, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(kKeysColumn, QHeaderView::ResizeToContents);
    m_list->header()->setSectionResizeMode(kMenuColumn, QHeaderView::ResizeToContents);
}

void ShortcutsPage::filter(const QString& text)
{
    for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
        QTreeWidgetItem* row = m_list->topLevelItem(i);
        bool found = false;
        for (int column = 0; column < kColumnCount; ++column)
            found = found || row->text(column).contains(text, Qt::CaseInsensitive);
        row->setHidden(!found);
    }
    // New keys are for a command that one sees.
    if (m_list->currentItem() != nullptr && m_list->currentItem()->isHidden())
        m_list->setCurrentItem(nullptr);
}

QString ShortcutsPage::selectedId() const
{
    const QTreeWidgetItem* row = m_list->currentItem();
    return row == nullptr ? QString() : row->data(kCommandColumn, kIdRole).toString();
}

void ShortcutsPage::showSelected()
{
    const QString id = selectedId();
    m_keys->setEnabled(!id.isEmpty());
    m_reset->setEnabled(!id.isEmpty());
    const QSignalBlocker quiet(m_keys);
    m_keys->setKeySequence(m_chosen.value(id).value(0));
    showConflict();
}

void ShortcutsPage::record(const QKeySequence& keys)
{
    const QString id = selectedId();
    if (id.isEmpty())
        return;
    m_chosen[id] = keys.isEmpty() ? QList<QKeySequence>() : QList<QKeySequence>{keys};
    showRow(*m_list->currentItem());
    showConflict();
}

QStringList ShortcutsPage::conflictsOf(const QString& id) const
{
    QStringList found;
    const auto own = m_chosen.value(id);
    for (auto other = m_chosen.constBegin(); other != m_chosen.constEnd(); ++other) {
        const bool used = std::any_of(own.begin(), own.end(), [&other](const QKeySequence& keys) {
            return std::any_of(other.value().begin(), other.value().end(),
                               [&keys](const QKeySequence& theirs) { return collide(keys, theirs); });
        });
        if (other.key() != id && used)
            found << other.key();
    }
    return found;
}

void ShortcutsPage::showConflict()
{
    if (selectedId().isEmpty()) {
        m_take->setEnabled(false);
        m_conflict->setText(tr("Choose a command to change its shortcut."));
        return;
    }
    const QStringList others = conflictsOf(selectedId());
    QStringList names;
    for (const auto& entry : m_actions.entries()) {
        if (others.contains(entry.spec.id))
            names << withoutMnemonic(entry.spec.text);
    }
    m_take->setEnabled(!names.isEmpty());
    m_conflict->setText(names.isEmpty() ? QString() : tr("Already used by: %1").arg(names.join(QStringLiteral(", "))));
}

void ShortcutsPage::takeFromOthers()
{
    const auto own = m_chosen.value(selectedId());
    for (const QString& id : conflictsOf(selectedId())) {
        auto& theirs = m_chosen[id];
        theirs.removeIf([&own](const QKeySequence& keys) {
            return std::any_of(own.begin(), own.end(),
                               [&keys](const QKeySequence& mine) { return collide(mine, keys); });
        });
    }
    for (int i = 0; i < m_list->topLevelItemCount(); ++i)
        showRow(*m_list->topLevelItem(i));
    showConflict();
}

void ShortcutsPage::resetSelected()
{
    const QString id = selectedId();
    for (const auto& entry : m_actions.entries()) {
        if (entry.spec.id == id)
            m_chosen[id] = entry.spec.shortcuts;
    }
    showRow(*m_list->currentItem());
    showSelected();
}

void ShortcutsPage::resetAll()
{
    for (const auto& entry : m_actions.entries()) {
        if (entry.action != nullptr)
            m_chosen[entry.spec.id] = entry.spec.shortcuts;
    }
    for (int i = 0; i < m_list->topLevelItemCount(); ++i)
        showRow(*m_list->topLevelItem(i));
    showSelected();
}

void ShortcutsPage::showRow(QTreeWidgetItem& row)
{
    const auto keys = m_chosen.value(row.data(kCommandColumn, kIdRole).toString());
    row.setText(kKeysColumn, QKeySequence::listToString(keys, QKeySequence::NativeText));
}

} // namespace dh
