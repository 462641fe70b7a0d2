#include "studio_fixture.h"

#include "ui/main_window/tool_box.h"

#include <QAction>
#include <QUndoStack>
#include <QtTest>

using namespace dh;

/// Menus and keys of the whole window.
class StudioCommandsTest : public QObject, private test::StudioFixture
{
    Q_OBJECT
private Q_SLOTS:
    void init() { open(); }
    void cleanup() { close(); }

    void defaultShortcutsDontCollide()
    {
        const ActionRegistry& actions = m_window->context().actions;
        QStringList collisions;
        for (const auto& entry : actions.entries()) {
            for (const QKeySequence& keys : entry.spec.shortcuts) {
                const QStringList with = actions.conflicts(entry.spec.id, keys);
                if (!with.isEmpty())
                    collisions << entry.spec.id + QStringLiteral(": ") + with.join(QLatin1Char(' '));
            }
        }
        QVERIFY2(collisions.isEmpty(), qPrintable(collisions.join(QLatin1Char('\n'))));
    }

    void keysChooseTools_data()
    {
        QTest::addColumn<QString>("keys");
        QTest::addColumn<QString>("tool");
        QTest::newRow("brush") << "B"
                               << "tool.brush";
        QTest::newRow("eraser") << "E"
                                << "tool.eraser";
        QTest::newRow("lasso") << "L"
                               << "tool.lasso";
        QTest::newRow("polygon") << "Shift+L"
                                 << "tool.polygon";
        QTest::newRow("rectangle") << "M"
                                   << "tool.rectangle";
        QTest::newRow("ellipse") << "Shift+M"
                                 << "tool.ellipse";
        QTest::newRow("wand") << "W"
                              << "tool.wand";
        QTest::newRow("cut out") << "Shift+W"
                                 << "tool.cut_out";
        QTest::newRow("hand") << "H"
                              << "tool.hand";
        QTest::newRow("zoom") << "Z"
                              << "tool.zoom";
    }
    void keysChooseTools()
    {
        QFETCH(QString, keys);
        QFETCH(QString, tool);
        QTest::keySequence(canvas(), QKeySequence(keys));
        QCOMPARE(m_window->context().tools.active(), tool);
        QVERIFY(m_window->context().actions.action(tool)->isChecked());
        QTest::keySequence(canvas(), QKeySequence(Qt::Key_V));
        QCOMPARE(m_window->context().tools.active(), QStringLiteral("tool.move"));
    }

    void undoAndRedoByKey()
    {
        const LayerTransform before = layer().transform;
        QTest::keySequence(canvas(), QKeySequence(Qt::SHIFT | Qt::Key_H));
        QVERIFY(layer().transform.flipHorizontal);
        QVERIFY(document().isModified());
        QVERIFY(m_window->isWindowModified());
        QTest::keySequence(canvas(), QKeySequence(Qt::CTRL | Qt::Key_Z));
        QCOMPARE(layer().transform, before);
        QVERIFY(!m_window->isWindowModified());
        QTest::keySequence(canvas(), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z));
        QVERIFY(layer().transform.flipHorizontal);
    }

    void undoConcernsWhatIsUnderWayFirst()
    {
        const QKeySequence undo(Qt::CTRL | Qt::Key_Z);
        const auto click = [this](QPoint fromMiddle) {
            QTest::mouseClick(canvas(), Qt::LeftButton, {}, canvas()->rect().center() + fromMiddle);
        };
        QTest::keySequence(canvas(), QKeySequence(Qt::SHIFT | Qt::Key_L));
        click({});
        QVERIFY(action("edit.undo")->isEnabled());
        QTest::keySequence(canvas(), undo);
        QVERIFY(!canvas()->isInProgress());
        QTRY_VERIFY(!action("edit.undo")->isEnabled());

        QTest::keySequence(canvas(), QKeySequence(Qt::SHIFT | Qt::Key_H));
        const QString step = action("edit.undo")->text();
        click({});
        click({40, 0});
        QCOMPARE(action("edit.undo")->text(), QStringLiteral("&Undo"));
        QTest::keySequence(canvas(), undo);
        QVERIFY(canvas()->isInProgress()); // one corner is left
        QTest::keySequence(canvas(), undo);
        QVERIFY(!canvas()->isInProgress());
        QTRY_COMPARE(action("edit.undo")->text(), step);
        QVERIFY(layer().transform.flipHorizontal);

        // A panel's slider that is being dragged.
        const auto edit = document().beginEdit(QStringLiteral("Fade"));
        edit->changeLayer(document().selectedLayer(), [](Layer& layer) { layer.opacity = 0.5; });
        QTest::keySequence(canvas(), undo);
        QCOMPARE(layer().opacity, 1.0);
        QVERIFY(layer().transform.flipHorizontal);
        QTest::keySequence(canvas(), undo);
        QVERIFY(!layer().transform.flipHorizontal);
    }

    void lockedLayerIsLeftAlone()
    {
        QTest::keySequence(canvas(), QKeySequence(Qt::CTRL | Qt::Key_Slash));
        QVERIFY(layer().locked);
        for (const char* id : {"layer.delete", "layer.flip_horizontal", "mask.invert", "mask.fill", "layer.fit"})
            QVERIFY2(!action(id)->isEnabled(), id);
        QVERIFY(action("layer.duplicate")->isEnabled());
        QTest::keySequence(canvas(), QKeySequence(Qt::CTRL | Qt::Key_Slash));
        QVERIFY(action("layer.delete")->isEnabled());
    }

    void emptyDocumentDisablesWhatNeedsOne()
    {
        document().reset({});
        for (const char* id : {"layer.delete", "layer.duplicate", "mask.invert", "view.fit", "edit.undo"})
            QVERIFY2(!action(id)->isEnabled(), id);
        QVERIFY(action("edit.preferences")->isEnabled());
    }

    void duplicateThenDelete()
    {
        const LayerId original = document().selectedLayer();
        QTest::keySequence(canvas(), QKeySequence(Qt::CTRL | Qt::Key_J));
        QCOMPARE(document().composition().layers.size(), std::size_t{2});
        QVERIFY(document().selectedLayer() != original);
        QTest::keyClick(canvas(), Qt::Key_Delete);
        QCOMPARE(document().composition().layers.size(), std::size_t{1});
        QCOMPARE(document().selectedLayer(), original);
        document().history().undo();
        document().history().undo();
        QVERIFY(!document().isModified());
    }

    void maskKeyTogglesTheOverlay()
    {
        const MaskDisplay before = canvas()->maskDisplay();
        QTest::keyClick(canvas(), Qt::Key_Q);
        QVERIFY(canvas()->maskDisplay() != before);
        QCOMPARE(action("mask.show_overlay")->isChecked(), canvas()->maskDisplay() == MaskDisplay::Overlay);
        QTest::keyClick(canvas(), Qt::Key_Q);
        QTest::keyClick(canvas(), Qt::Key_Q, Qt::ShiftModifier);
        QCOMPARE(canvas()->maskDisplay(), MaskDisplay::MaskOnly);
        // Whoever changes it, the menu follows.
        canvas()->setMaskDisplay(MaskDisplay::Off);
        m_window->context().actions.requestRefresh();
        QVERIFY(!action("mask.show_only")->isChecked());
    }

    void anAmpersandOfANameStays()
    {
        document().edit(QStringLiteral("Add layer “A & B”"),
                        [](Composition& composition) { composition.layers.front().opacity = 0.5; });
        QCOMPARE(action("edit.undo")->text(), QStringLiteral("&Undo: Add layer “A && B”"));
    }
};

QTEST_MAIN(StudioCommandsTest)
#include "studio_commands_test.moc"
