#include "ui/dialogs/about_dialog.h"
#include "ui/dialogs/preferences_dialog.h"
#include "ui/dialogs/preferences_pages.h"
#include "ui/dialogs/shortcut_sheet_dialog.h"
#include "ui/dialogs/shortcuts_page.h"
#include "ui/main_window/actions.h"
#include "ui/main_window/settings.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTextBrowser>
#include <QTreeWidget>
#include <QtTest>

#include <algorithm>
#include <memory>

using namespace dh;

class DialogsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        applyTheme(ThemeChoice::Light);
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<Settings>(m_folder->filePath(QStringLiteral("settings.ini")));
        m_window = std::make_unique<QWidget>();
        m_actions = std::make_unique<ActionRegistry>(*m_settings, *m_window, *m_window);
        addAction("edit.undo", QStringLiteral("&Undo"), QKeySequence(Qt::CTRL | Qt::Key_Z));
        addAction("edit.copy", QStringLiteral("&Copy"), QKeySequence(Qt::CTRL | Qt::Key_C));
        addAction("edit.bare", QStringLiteral("&Bare"), {});
    }

    void acceptedPagesAreStored()
    {
        PreferencesDialog dialog(pages(), m_window.get());
        auto* theme = dialog.findChild<GeneralPage*>()->findChildren<QComboBox*>().at(1);
        theme->setCurrentIndex(theme->findText(QStringLiteral("Dark")));
        auto* autosave = dialog.findChild<AutosavePage*>();
        autosave->findChild<QSpinBox*>()->setValue(42);
        dialog.findChild<MemoryPage*>()->findChildren<QSpinBox*>().at(0)->setValue(256);
        QVERIFY(m_settings->theme() != ThemeChoice::Dark);
        QTest::mouseClick(dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok), Qt::LeftButton);
        QCOMPARE(m_settings->theme(), ThemeChoice::Dark);
        QCOMPARE(m_settings->autosaveInterval().count(), 42);
        QCOMPARE(m_settings->historyBytes(), std::uint64_t{256} << 20U);
        QVERIFY(m_settings->canvasColours() == Settings::defaultCanvasColours());
    }

    void cancelStoresNothing()
    {
        PreferencesDialog dialog(pages(), m_window.get());
        dialog.findChild<AutosavePage*>()->findChild<QCheckBox*>()->setChecked(false);
        QTest::mouseClick(dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Cancel), Qt::LeftButton);
        QCOMPARE(m_settings->autosaveEnabled(), true);
    }

    void autosaveIsWithinAMinute()
    {
        AutosavePage page(*m_settings, nullptr);
        page.findChild<QSpinBox*>()->setValue(1000);
        page.apply();
        QCOMPARE(m_settings->autosaveInterval().count(), 60);
    }

    void searchFindsCommandsAndKeys_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("found");
        QTest::newRow("name") << "und" << QStringList{"Undo"};
        QTest::newRow("key") << "ctrl+c" << QStringList{"Copy"};
        QTest::newRow("menu") << "edit" << QStringList{"Undo", "Copy", "Bare"};
        QTest::newRow("nothing") << "zzz" << QStringList{};
    }
    void searchFindsCommandsAndKeys()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, found);
        ShortcutsPage page(*m_actions, nullptr);
        page.findChild<QLineEdit*>()->setText(text);
        QStringList shown;
        const auto* list = page.findChild<QTreeWidget*>();
        for (int i = 0; i < list->topLevelItemCount(); ++i) {
            if (!list->topLevelItem(i)->isHidden())
                shown << list->topLevelItem(i)->text(0);
        }
        QCOMPARE(shown, found);
    }

    void aShortcutCanBeTakenAway()
    {
        ShortcutsPage page(*m_actions, nullptr);
        auto* list = page.findChild<QTreeWidget*>();
        list->setCurrentItem(list->topLevelItem(0)); // Undo
        auto* keys = page.findChild<QKeySequenceEdit*>();
        QVERIFY(keys->isClearButtonEnabled());
        keys->clear();
        page.apply();
        QVERIFY(m_actions->shortcuts(QStringLiteral("edit.undo")).isEmpty());
    }

    void keysAreNotForAHiddenCommand()
    {
        ShortcutsPage page(*m_actions, nullptr);
        auto* list = page.findChild<QTreeWidget*>();
        list->setCurrentItem(list->topLevelItem(0)); // Undo
        QVERIFY(!showsText(page, QStringLiteral("Choose a command to change its shortcut.")));
        page.findChild<QLineEdit*>()->setText(QStringLiteral("copy"));
        QVERIFY(!page.findChild<QKeySequenceEdit*>()->isEnabled());
        QVERIFY(showsText(page, QStringLiteral("Choose a command to change its shortcut.")));
        page.findChild<QLineEdit*>()->clear();
        list->setCurrentItem(list->topLevelItem(0));
        page.findChild<QLineEdit*>()->setText(QStringLiteral("undo"));
        QVERIFY(page.findChild<QKeySequenceEdit*>()->isEnabled());
    }

    void conflictIsShownAndSolved()
    {
        m_actions->action(QStringLiteral("edit.undo"))->setText(QStringLiteral("&Undo: Move layer"));
        ShortcutsPage page(*m_actions, nullptr);
        page.show();
        auto* list = page.findChild<QTreeWidget*>();
        list->setCurrentItem(list->topLevelItem(2)); // Bare
        page.findChild<QKeySequenceEdit*>()->setKeySequence(QKeySequence(Qt::CTRL | Qt::Key_Z));
        QVERIFY(showsText(page, QStringLiteral("Already used by: Undo")));
        QCOMPARE(m_actions->shortcuts(QStringLiteral("edit.bare")).size(), 0); // not before it is applied
        clickButton(page, QStringLiteral("&Take it from there"));
        QVERIFY(!showsText(page, QStringLiteral("Already used by: Undo")));
        page.apply();
        QCOMPARE(m_actions->shortcuts(QStringLiteral("edit.bare")),
                 QList<QKeySequence>{QKeySequence(Qt::CTRL | Qt::Key_Z)});
        QVERIFY(m_actions->shortcuts(QStringLiteral("edit.undo")).isEmpty());
    }

    void defaultsComeBack()
    {
        m_actions->setShortcuts(QStringLiteral("edit.undo"), {QKeySequence(Qt::Key_F9)});
        ShortcutsPage page(*m_actions, nullptr);
        clickButton(page, QStringLiteral("&All defaults"));
        page.apply();
        QCOMPARE(m_actions->shortcuts(QStringLiteral("edit.undo")),
                 QList<QKeySequence>{QKeySequence(Qt::CTRL | Qt::Key_Z)});
    }

    void sheetListsWhatHasKeys()
    {
        const ShortcutSheetDialog sheet(*m_actions, nullptr);
        const QString text = sheet.findChild<QTextBrowser*>()->toPlainText();
        QVERIFY(text.contains(QStringLiteral("Undo")));
        QVERIFY(text.contains(QStringLiteral("Ctrl+Z")));
        QVERIFY(!text.contains(QStringLiteral("Bare")));
    }

    void aboutTellsVersions()
    {
        const AboutDialog about(nullptr);
        QString text;
        for (const auto* label : about.findChildren<QLabel*>())
            text += label->text();
        QVERIFY(text.contains(QLatin1String(DH_VERSION)));
        QVERIFY(text.contains(QLatin1String(qVersion())));
    }

private:
    void addAction(const char* id, const QString& text, const QKeySequence& keys)
    {
        ActionSpec spec;
        spec.id = QLatin1String(id);
        spec.text = text;
        if (!keys.isEmpty())
            spec.shortcuts = {keys};
        m_actions->add(spec);
    }
    const PreferencesPages& pages()
    {
        m_pages = {};
        Settings& settings = *m_settings;
        m_pages.addPage(
            {QStringLiteral("General"), [&](QWidget* parent) { return new GeneralPage(settings, parent); }});
        m_pages.addPage({QStringLiteral("Canvas"), [&](QWidget* parent) { return new CanvasPage(settings, parent); }});
        m_pages.addPage({QStringLiteral("Memory"), [&](QWidget* parent) { return new MemoryPage(settings, parent); }});
        m_pages.addPage(
            {QStringLiteral("Autosave"), [&](QWidget* parent) { return new AutosavePage(settings, parent); }});
        return m_pages;
    }
    static bool showsText(const QWidget& widget, const QString& text)
    {
        const auto labels = widget.findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(),
                           [&text](const QLabel* label) { return label->text() == text; });
    }
    static void clickButton(const QWidget& widget, const QString& text)
    {
        for (auto* button : widget.findChildren<QPushButton*>()) {
            if (button->text() == text)
                button->click();
        }
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<QWidget> m_window;
    std::unique_ptr<ActionRegistry> m_actions;
    PreferencesPages m_pages;
};

QTEST_MAIN(DialogsTest)
#include "dialogs_test.moc"
