#include "ui/dialogs/dialogs_module.h"

#include "ui/dialogs/about_dialog.h"
#include "ui/dialogs/preferences_dialog.h"
#include "ui/dialogs/preferences_pages.h"
#include "ui/dialogs/shortcut_sheet_dialog.h"
#include "ui/dialogs/shortcuts_page.h"
#include "ui/main_window/actions.h"

namespace dh
{

namespace
{

enum Group { kHelpGroup = 10, kPreferencesGroup = 90, kAboutGroup = 90 };

/// Opens a dialog that leaves the window's event loop as it is and destroys itself when closed.
void openDialog(QDialog* dialog)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace

void DialogsModule::addActions(ActionRegistry& actions)
{
    ActionSpec preferences;
    preferences.id = QStringLiteral("edit.preferences");
    preferences.text = tr("Pre&ferences…");
    preferences.menu = MenuId::Edit;
    preferences.group = kPreferencesGroup;
    preferences.icon = QStringLiteral("settings");
    preferences.shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_K)};
    preferences.run = [this] { openDialog(new PreferencesDialog(m_context.preferencesPages, &m_context.window)); };
    actions.add(preferences);

    ActionSpec sheet;
    sheet.id = QStringLiteral("help.shortcuts");
    sheet.text = tr("&Keyboard shortcuts");
    sheet.menu = MenuId::Help;
    sheet.group = kHelpGroup;
    sheet.shortcuts = {QKeySequence(Qt::Key_F1)};
    sheet.run = [this] { openDialog(new ShortcutSheetDialog(m_context.actions, &m_context.window)); };
    actions.add(sheet);

    ActionSpec about;
    about.id = QStringLiteral("help.about");
    about.text = tr("&About");
    about.menu = MenuId::Help;
    about.group = kAboutGroup;
    about.icon = QStringLiteral("info");
    about.run = [this] { openDialog(new AboutDialog(&m_context.window)); };
    actions.add(about);
}

void DialogsModule::addPreferencesPages(PreferencesPages& pages)
{
    Settings& settings = m_context.settings;
    pages.addPage({tr("General"), [&settings](QWidget* parent) { return new GeneralPage(settings, parent); }});
    pages.addPage({tr("Canvas"), [&settings](QWidget* parent) { return new CanvasPage(settings, parent); }});
    pages.addPage({tr("Memory"), [&settings](QWidget* parent) { return new MemoryPage(settings, parent); }});
    pages.addPage({tr("Autosave"), [&settings](QWidget* parent) { return new AutosavePage(settings, parent); }});
    pages.addPage({tr("Shortcuts"), [this](QWidget* parent) { return new ShortcutsPage(m_context.actions, parent); }});
}

} // namespace dh
