#include "ui/main_window/actions.h"
#include "ui/main_window/mnemonics.h"
#include "ui/main_window/settings.h"

#include <QAction>
#include <QMenu>
#include <QMenuBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <memory>

using namespace dh;

namespace
{

ActionSpec spec(const char* id, const QString& text, MenuId menu, int group, const char* keys = "")
{
    ActionSpec made;
    made.id = QLatin1String(id);
    made.text = text;
    made.menu = menu;
    made.group = group;
    if (*keys != '\0')
        made.shortcuts = {QKeySequence(QLatin1String(keys))};
    return made;
}

/// The texts of a menu in order, "-" for a separator.
QStringList shownIn(const QMenu& menu)
{
    QStringList texts;
    for (const QAction* action : menu.actions())
        texts << (action->isSeparator() ? QStringLiteral("-") : action->text());
    return texts;
}

} // namespace

class ActionsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void mnemonicsGoWhereTheyMeanNothing_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("plain");
        QTest::newRow("letter") << QStringLiteral("&Open…") << QStringLiteral("Open…");
        QTest::newRow("inside") << QStringLiteral("Sa&ve") << QStringLiteral("Save");
        QTest::newRow("in brackets") << QStringLiteral("打开(&O)…") << QStringLiteral("打开…");
        QTest::newRow("in brackets, with a space") << QStringLiteral("打开 (&O)") << QStringLiteral("打开");
        QTest::newRow("other brackets") << QStringLiteral("Size (&px)") << QStringLiteral("Size (px)");
        QTest::newRow("ampersand") << QStringLiteral("Black && &white") << QStringLiteral("Black & white");
        QTest::newRow("none") << QStringLiteral("Undo") << QStringLiteral("Undo");
    }
    void mnemonicsGoWhereTheyMeanNothing()
    {
        QFETCH(QString, text);
        QFETCH(QString, plain);
        QCOMPARE(withoutMnemonic(text), plain);
    }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<Settings>(m_folder->filePath(QStringLiteral("settings.ini")));
        m_window = std::make_unique<QWidget>();
        m_canvas = new QWidget(m_window.get());
        m_actions = std::make_unique<ActionRegistry>(*m_settings, *m_window, *m_canvas);
    }
    void cleanup() { m_actions.reset(); }

    void menusFollowTheirGroups()
    {
        m_actions->add(spec("b", QStringLiteral("B"), MenuId::Edit, 20));
        m_actions->add(spec("a", QStringLiteral("A"), MenuId::Edit, 10));
        m_actions->add(spec("c", QStringLiteral("C"), MenuId::Edit, 20));
        ActionSpec inner = spec("d", QStringLiteral("D"), MenuId::Edit, 30);
        inner.submenu = QStringLiteral("More");
        m_actions->add(inner);
        inner.id = QStringLiteral("e");
        inner.text = QStringLiteral("E");
        m_actions->add(inner);
        ActionSpec keyOnly = spec("f", QStringLiteral("F"), MenuId::Edit, 10);
        keyOnly.inMenu = false;
        m_actions->add(keyOnly);
        m_actions->addMenu({QStringLiteral("g"), QStringLiteral("G"), MenuId::Edit, 30});
        QMenuBar bar;
        m_actions->buildMenus(bar);
        QCOMPARE(bar.actions().size(), 1); // empty menus are left out
        const QMenu* menu = bar.actions().front()->menu();
        QCOMPARE(shownIn(*menu), (QStringList{"A", "-", "B", "C", "-", "More", "G"}));
        QCOMPARE(shownIn(*menu->actions().at(5)->menu()), (QStringList{"D", "E"}));
    }

    void enabledByWhatIsThere_data()
    {
        QTest::addColumn<int>("needs");
        QTest::addColumn<QList<bool>>("enabled"); // nothing, picture, layer, unlocked layer
        QTest::newRow("nothing") << static_cast<int>(ActionNeeds::Nothing) << QList<bool>{true, true, true, true};
        QTest::newRow("picture") << static_cast<int>(ActionNeeds::Picture) << QList<bool>{false, true, true, true};
        QTest::newRow("layer") << static_cast<int>(ActionNeeds::Layer) << QList<bool>{false, false, true, true};
        QTest::newRow("unlocked") << static_cast<int>(ActionNeeds::UnlockedLayer)
                                  << QList<bool>{false, false, false, true};
    }
    void enabledByWhatIsThere()
    {
        QFETCH(int, needs);
        QFETCH(QList<bool>, enabled);
        ActionSpec wanted = spec("x", QStringLiteral("X"), MenuId::Layer, 1);
        wanted.needs = static_cast<ActionNeeds>(needs);
        const QAction* action = m_actions->add(wanted);
        const ActionState states[] = {
            {false, false, false}, {true, false, false}, {true, true, false}, {true, true, true}};
        for (int i = 0; i < enabled.size(); ++i) {
            m_actions->refresh(states[i]);
            QCOMPARE(action->isEnabled(), enabled[i]);
        }
    }

    void ownConditionCountsToo()
    {
        bool ready = false;
        ActionSpec wanted = spec("x", QStringLiteral("X"), MenuId::Edit, 1);
        wanted.enabledWhen = [&ready] { return ready; };
        const QAction* action = m_actions->add(wanted);
        m_actions->refresh({});
        QVERIFY(!action->isEnabled());
        ready = true;
        m_actions->refresh({});
        QVERIFY(action->isEnabled());
    }

    void runsWhenTriggered()
    {
        int runs = 0;
        ActionSpec wanted = spec("x", QStringLiteral("X"), MenuId::Edit, 1);
        wanted.run = [&runs] { ++runs; };
        m_actions->add(wanted)->trigger();
        QCOMPARE(runs, 1);
    }

    void conflictsAreFound_data()
    {
        QTest::addColumn<QString>("keys");
        QTest::addColumn<QStringList>("with");
        QTest::newRow("free") << QStringLiteral("Ctrl+J") << QStringList{};
        QTest::newRow("same") << QStringLiteral("Ctrl+Z") << QStringList{QStringLiteral("undo")};
        QTest::newRow("begins with") << QStringLiteral("Ctrl+Z, A") << QStringList{QStringLiteral("undo")};
        QTest::newRow("is the beginning") << QStringLiteral("Ctrl+X") << QStringList{QStringLiteral("chord")};
        QTest::newRow("own") << QStringLiteral("Ctrl+T") << QStringList{};
    }
    void conflictsAreFound()
    {
        QFETCH(QString, keys);
        QFETCH(QStringList, with);
        m_actions->add(spec("undo", QStringLiteral("Undo"), MenuId::Edit, 1, "Ctrl+Z"));
        m_actions->add(spec("chord", QStringLiteral("Chord"), MenuId::Edit, 1, "Ctrl+X, Ctrl+Y"));
        m_actions->add(spec("other", QStringLiteral("Other"), MenuId::Edit, 1, "Ctrl+T"));
        QCOMPARE(m_actions->conflicts(QStringLiteral("other"), QKeySequence(keys)), with);
    }

    void usersShortcutsAreStoredAndShown()
    {
        const ActionSpec undo = spec("edit.undo", QStringLiteral("&Undo"), MenuId::Edit, 1, "Ctrl+Z");
        QAction* action = m_actions->add(undo);
        QCOMPARE(action->toolTip(), QStringLiteral("Undo (Ctrl+Z)"));
        const QSignalSpy changed(m_actions.get(), &ActionRegistry::shortcutsChanged);
        m_actions->setShortcuts(undo.id, {QKeySequence(Qt::ALT | Qt::Key_Backspace)});
        QCOMPARE(changed.count(), 1);
        QCOMPARE(action->toolTip(), QStringLiteral("Undo (Alt+Backspace)"));

        ActionRegistry nextSession(*m_settings, *m_window, *m_canvas);
        QCOMPARE(nextSession.add(undo)->shortcut(), QKeySequence(Qt::ALT | Qt::Key_Backspace));
        nextSession.resetShortcuts(undo.id);
        QVERIFY(!m_settings->shortcuts(undo.id).has_value());
    }

    void noShortcutIsAChoiceToo()
    {
        const ActionSpec undo = spec("edit.undo", QStringLiteral("&Undo"), MenuId::Edit, 1, "Ctrl+Z");
        m_actions->add(undo);
        m_actions->setShortcuts(undo.id, {});
        ActionRegistry nextSession(*m_settings, *m_window, *m_canvas);
        QVERIFY(nextSession.add(undo)->shortcuts().isEmpty());
    }

    void canvasShortcutsLeaveThePanelsAlone()
    {
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_canvas->setFocusPolicy(Qt::StrongFocus);
        auto* elsewhere = new QWidget(m_window.get());
        elsewhere->setFocusPolicy(Qt::StrongFocus);
        elsewhere->show();
        int runs = 0;
        ActionSpec remove = spec("layer.delete", QStringLiteral("Delete"), MenuId::Layer, 1, "Del");
        remove.scope = ShortcutScope::Canvas;
        remove.run = [&runs] { ++runs; };
        m_actions->add(remove);
        elsewhere->setFocus();
        QTest::keyClick(elsewhere, Qt::Key_Delete);
        QCOMPARE(runs, 0);
        m_canvas->setFocus();
        QTest::keyClick(m_canvas, Qt::Key_Delete);
        QCOMPARE(runs, 1);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<QWidget> m_window;
    QWidget* m_canvas = nullptr;
    std::unique_ptr<ActionRegistry> m_actions;
};

QTEST_MAIN(ActionsTest)
#include "actions_test.moc"
