#include "studio_fixture.h"

#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QLineEdit>
#include <QSet>
#include <QtTest>

#include <string>

using namespace dh;

/// The panels of the whole window: where they are and how one gets to them.
class StudioPanelsTest : public QObject, private test::StudioFixture
{
    Q_OBJECT
private Q_SLOTS:
    void init() { open(); }
    void cleanup() { close(); }

    void tabHidesPanelsAndBringsThemBack()
    {
        auto* layers = m_window->findChild<QDockWidget*>(QStringLiteral("layers"));
        QVERIFY(layers->isVisible());
        QTest::keyClick(canvas(), Qt::Key_Tab);
        QVERIFY(!layers->isVisible());
        QVERIFY(canvas()->hasFocus());
        QTest::keyClick(canvas(), Qt::Key_Tab);
        QVERIFY(layers->isVisible());
    }

    void focusWalksThroughThePanels()
    {
        canvas()->setFocus();
        QSet<QString> visited;
        for (int i = 0; i < 20; ++i) {
            action("window.next_panel")->trigger();
            for (const auto* dock : m_window->findChildren<QDockWidget*>()) {
                if (dock->isAncestorOf(QApplication::focusWidget()))
                    visited << dock->objectName();
            }
        }
        QVERIFY(visited.contains(QStringLiteral("layers")));
        QVERIFY(visited.contains(QStringLiteral("placement")));
    }

    void layoutSurvivesASession()
    {
        action("panel.history")->trigger();
        const auto hidden = [this] {
            return !m_window->findChild<QDockWidget*>(QStringLiteral("history"))->toggleViewAction()->isChecked();
        };
        QVERIFY(hidden());
        m_window->close();
        restart();
        QVERIFY(hidden());
        QVERIFY(!action("panel.history")->isChecked());
        action("window.reset_layout")->trigger();
        QVERIFY(!hidden());
    }

    void floatingPanelsFollowTheWindow()
    {
        const auto panel = [this] { return m_window->findChild<QDockWidget*>(QStringLiteral("layers")); };
        panel()->setFloating(true);
        panel()->move(120, 90);
        QTRY_VERIFY(panel()->isVisible());
        const QRect place = panel()->geometry();
        m_window->close();
        close();
        make();
        QVERIFY(panel()->isFloating());
        QVERIFY(!panel()->isVisible()); // a window manager would put the window above it
        show();
        QTRY_VERIFY(panel()->isVisible());
        QVERIFY(panel()->isFloating() && action("panel.layers")->isChecked());
        QCOMPARE(panel()->geometry(), place);
    }

    void hiddenPanelsComeBackAsTheyWere()
    {
        const auto isInFront = [this](const char* id) {
            const auto* dock = m_window->findChild<QDockWidget*>(QLatin1String(id));
            return dock != nullptr && dock->isVisible() && !dock->visibleRegion().isEmpty();
        };
        action("panel.adjustment")->trigger(); // away with it
        m_window->findChild<QDockWidget*>(QStringLiteral("history"))->raise();
        QTRY_VERIFY(isInFront("history") && !isInFront("layers") && !isInFront("adjustment"));
        action("view.hide_panels")->trigger();
        QTRY_VERIFY(!isInFront("history") && !isInFront("harmonize"));
        action("view.hide_panels")->trigger();
        QTRY_VERIFY(isInFront("history") && !isInFront("layers") && isInFront("harmonize"));
        QVERIFY(!action("panel.adjustment")->isChecked());
    }

    void resetBringsPanelsBackToTheirPlaces()
    {
        const auto dock = [this](const char* id) { return m_window->findChild<QDockWidget*>(QLatin1String(id)); };
        constexpr int kWider = 120;
        const int width = dock("harmonize")->width();
        m_window->resizeDocks({dock("harmonize")}, {width + kWider}, Qt::Horizontal);
        QTRY_COMPARE(dock("harmonize")->width(), width + kWider);
        dock("layers")->setFloating(true);
        dock("placement")->close();
        m_window->addDockWidget(Qt::LeftDockWidgetArea, dock("history"));
        action("window.reset_layout")->trigger();
        QVERIFY(!dock("layers")->isFloating() && dock("placement")->isVisible());
        QCOMPARE(m_window->dockWidgetArea(dock("history")), Qt::RightDockWidgetArea);
        QVERIFY(m_window->tabifiedDockWidgets(dock("layers")).contains(dock("history")));
        QTRY_VERIFY(dock("history")->visibleRegion().isEmpty() && !dock("layers")->visibleRegion().isEmpty());
        QTRY_COMPARE(dock("harmonize")->width(), width);
    }

    void renamingOpensItsPanel()
    {
        auto* layers = m_window->findChild<QDockWidget*>(QStringLiteral("layers"));
        layers->close();
        QVERIFY(!layers->isVisible());
        QTest::keyClick(canvas(), Qt::Key_F2);
        QTRY_VERIFY(layers->isVisible() && !layers->visibleRegion().isEmpty());
        auto* editor = qobject_cast<QLineEdit*>(QApplication::focusWidget());
        QVERIFY(editor != nullptr && layers->isAncestorOf(editor));
        QTest::keyClicks(editor, QStringLiteral("Lamp"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(layer().name, std::string("Lamp"));
    }
};

QTEST_MAIN(StudioPanelsTest)
#include "studio_panels_test.moc"
