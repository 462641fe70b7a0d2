#include "tests/ui/harmonize/harmonize_fixture.h"

using namespace dh;
using namespace dh::test;

/// The panels for those who use the keyboard, or hear instead of see.
class PanelAccessTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyControlHasAName();
    void tabFollowsThePanel();
};

void PanelAccessTest::everyControlHasAName()
{
    HarmonizeFixture fixture;
    for (const char* id : {"harmonize", "adjustment", "results"}) {
        auto* panel = fixture.window->findChild<QWidget*>(QLatin1String(id));
        QVERIFY(panel != nullptr);
        for (const QWidget* control : panel->findChildren<QWidget*>()) {
            // Neither parts of a spin box nor the popup of a list.
            const bool isOwn =
                !control->objectName().startsWith(QLatin1String("qt_")) && control->window() == fixture.window.get();
            if (isOwn && (control->focusPolicy() & Qt::TabFocus) != 0)
                QVERIFY2(!control->accessibleName().isEmpty(), control->metaObject()->className());
        }
    }
}

void PanelAccessTest::tabFollowsThePanel()
{
    const HarmonizeFixture fixture;
    const auto* panel = fixture.window->findChild<QWidget*>(QStringLiteral("harmonize"));
    QStringList names;
    for (const QWidget* stop = fixture.window->nextInFocusChain(); stop != fixture.window.get();
         stop = stop->nextInFocusChain()) {
        if (panel->isAncestorOf(stop) && (stop->focusPolicy() & Qt::TabFocus) != 0 && !stop->accessibleName().isEmpty())
            names << stop->accessibleName();
    }
    const QStringList first{"Harmonize",
                            "Cancel the run",
                            "Choose the context by itself",
                            "Let all of the background count",
                            "Seed",
                            "Another seed",
                            "Keep the seed for the next run",
                            "Variations",
                            "Model",
                            "Models",
                            "More settings",
                            "Steps"};
    QCOMPARE(names.mid(0, first.size()), first);
}

QTEST_MAIN(PanelAccessTest)
#include "panel_access_test.moc"
