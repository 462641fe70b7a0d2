#include "core/harmonize/engine_module.h"
#include "tests/ui/harmonize/results_fixture.h"
#include "ui/harmonize/result_edits.h"
#include "ui/harmonize/run_words.h"

#include <QComboBox>
#include <QFile>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>

#include <algorithm>

using namespace dh;
using namespace dh::test;

namespace
{

void receiveResult(HarmonizeFixture& fixture, ResultId id)
{
    auto result = std::make_shared<HarmonizedResult>(*fixture.composition().results.front());
    result->id = id;
    fixture.document.edit(QStringLiteral("Add"), [&](Composition& scene) { scene.results.push_back(result); });
    Q_EMIT fixture.runs().resultAdded(id);
}

void lockLayer(HarmonizeFixture& fixture, LayerId id)
{
    fixture.document.edit(QStringLiteral("Lock"), [id](Composition& scene) { scene.layer(id)->locked = true; });
}

} // namespace

/// Runs and results while something else goes on: typing, locks, other layers, pictures and models, failures.
class RunCircumstancesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void typedNumbersCount();
    void seedKeepsItsDigitsWhileItIsTyped();
    void nameThatIsTypedStaysWhenAResultComes();
    void choiceStaysWhenAVariationComes();
    void lockedLayerKeepsItsResult();
    void oneMeanAtATime();
    void anotherPictureEndsTheRunAtOnce();
    void anotherPictureIsNotAskedAbout();
    void lockedLayerTakesNoLateResult();
    void cancelKeepsWhatIsFinished();
    void contextFrameBelongsToItsLayer();
    void whatIsSaidIsOfTheSelectedLayer();
    void modelThatWasReplacedIsLookedAt();
    void failureIsNoCancel();
    void deviceThatIsGoneShows();
    void durations_data();
    void durations();
};

void RunCircumstancesTest::typedNumbersCount()
{
    HarmonizeFixture fixture;
    QVERIFY(fixture.waitForOutlook());
    QVERIFY(fixture.activate());
    auto* run = fixture.widget<QToolButton>(QStringLiteral("Harmonize"));
    auto* seed = fixture.widget<QLineEdit>(QStringLiteral("Seed"));
    seed->setFocus();
    seed->selectAll();
    QTest::keyClicks(seed, QStringLiteral("77"));
    QTest::mouseClick(run, Qt::LeftButton);
    QTRY_COMPARE(fixture.composition().results.size(), std::size_t{1});
    QCOMPARE(fixture.composition().results[0]->seed, 77U);

    QTest::mouseClick(fixture.widget<QToolButton>(QStringLiteral("More settings")), Qt::LeftButton);
    auto* steps = fixture.widget<QSpinBox>(QStringLiteral("Steps"));
    steps->setFocus();
    steps->selectAll();
    QTest::keyClicks(steps, QStringLiteral("9"));
    QTRY_VERIFY(fixture.isEnabled("harmonize.run"));
    QTest::keyClick(fixture.window.get(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(fixture.composition().results.size(), std::size_t{2});
    QCOMPARE(fixture.script->lastRequest()->steps.value(), 9);
}

void RunCircumstancesTest::seedKeepsItsDigitsWhileItIsTyped()
{
    HarmonizeFixture fixture;
    auto* seed = fixture.widget<QLineEdit>(QStringLiteral("Seed"));
    seed->setFocus();
    seed->selectAll();
    QTest::keyClicks(seed, QStringLiteral("034"));
    QCOMPARE(seed->text(), QStringLiteral("034"));
    QTest::keyClick(seed, Qt::Key_Return);
    QCOMPARE(seed->text(), QStringLiteral("34"));
    seed->selectAll();
    QTest::keyClick(seed, Qt::Key_Delete);
    QTest::keyClick(seed, Qt::Key_Return);
    QCOMPARE(seed->text(), QStringLiteral("34"));
    QCOMPARE(fixture.module->choices().seed(), 34U);
}

void RunCircumstancesTest::nameThatIsTypedStaysWhenAResultComes()
{
    Results fixture;
    QVERIFY(fixture.isReady());
    QVERIFY(fixture.activate());
    fixture.click(0);
    fixture.action("results.rename")->trigger();
    const QPointer<QLineEdit> editor = fixture.list->findChild<QLineEdit*>();
    QVERIFY(editor != nullptr);
    editor->selectAll();
    QTest::keyClicks(editor, QStringLiteral("The be"));
    receiveResult(fixture, 1000);
    QVERIFY(editor != nullptr);
    QCOMPARE(editor->text(), QStringLiteral("The be"));
    QTest::keyClicks(editor, QStringLiteral("st"));
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(nameOf(*findResult(fixture.composition(), fixture.idOf(12))), QStringLiteral("The best"));
}

void RunCircumstancesTest::choiceStaysWhenAVariationComes()
{
    Results fixture;
    QVERIFY(fixture.isReady());
    fixture.click(1);
    fixture.click(2, Qt::ControlModifier);
    receiveResult(fixture, 1000);
    QCOMPARE(fixture.list->model()->rowCount(), 4);
    QVERIFY(fixture.isEnabled("results.mean"));
    // The newest is followed by the next.
    fixture.click(0);
    receiveResult(fixture, 1001);
    const QModelIndexList selected = fixture.list->selectionModel()->selectedIndexes();
    QCOMPARE(selected.size(), 1);
    QCOMPARE(selected.front().row(), 0);
    deleteResults(fixture.document, {1001});
    QVERIFY(!fixture.isEnabled("results.star"));
}

void RunCircumstancesTest::lockedLayerKeepsItsResult()
{
    Results fixture;
    QVERIFY(fixture.isReady());
    lockLayer(fixture, 1);
    fixture.click(0);
    for (const char* id : {"results.apply", "results.take_off", "results.run_again"})
        QVERIFY2(!fixture.isEnabled(id), id);
    QVERIFY(!fixture.widget<QToolButton>(QStringLiteral("Reset the adjustment"))->isEnabled());
    QTest::keyClick(fixture.list, Qt::Key_Return);
    QCOMPARE(fixture.composition().layer(1)->applied->result->id, fixture.idOf(10));
}

void RunCircumstancesTest::oneMeanAtATime()
{
    Results fixture;
    QVERIFY(fixture.isReady());
    const Composition other = fixture.composition();
    fixture.click(0);
    fixture.click(2, Qt::ControlModifier);
    fixture.action("results.mean")->trigger();
    QVERIFY(!fixture.isEnabled("results.mean"));
    // It is of a picture that is no more.
    fixture.document.reset(other);
    fixture.click(0);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.isEnabled("results.export_lut"), HarmonizeFixture::kPatience);
    QCOMPARE(fixture.composition().results.size(), std::size_t{3});
    QVERIFY(!fixture.document.isModified());
}

void RunCircumstancesTest::anotherPictureEndsTheRunAtOnce()
{
    HarmonizeFixture fixture;
    QVERIFY(fixture.waitForOutlook());
    fixture.module->choices().setVariations(3);
    QVERIFY(fixture.runUntil(Stage::Denoise));
    fixture.document.reset(twoDiscs());
    QVERIFY(!fixture.runs().isBusy());
    fixture.script->release();
    fixture.document.select(1);
    fixture.module->choices().setVariations(1);
    QTRY_VERIFY(fixture.isEnabled("harmonize.run"));
    fixture.action("harmonize.run")->trigger();
    QVERIFY(fixture.waitUntilIdle());
    QCOMPARE(fixture.composition().results.size(), std::size_t{1});
    QVERIFY(!fixture.isSaid(QStringLiteral("Cancelled")));
}

void RunCircumstancesTest::anotherPictureIsNotAskedAbout()
{
    HarmonizeFixture fixture;
    QVERIFY(fixture.waitForOutlook());
    QVERIFY(fixture.runIntoAnEdit());
    auto* discard = fixture.window->findChild<QPushButton*>(QStringLiteral("discard"));
    QTRY_VERIFY(discard->isVisible());
    // Its result has the same number.
    fixture.document.reset(fixture.composition());
    QCOMPARE(fixture.composition().results.size(), std::size_t{1});
    QVERIFY(!discard->isVisible());
}

void RunCircumstancesTest::lockedLayerTakesNoLateResult()
{
    HarmonizeFixture fixture;
    QVERIFY(fixture.waitForOutlook());
    QVERIFY(fixture.runIntoAnEdit());
    auto* apply = fixture.window->findChild<QPushButton*>(QStringLiteral("apply_anyway"));
    QTRY_VERIFY(apply->isVisible());
    QVERIFY(apply->isEnabled() && apply->toolTip().isEmpty());
    lockLayer(fixture, 1);
    QVERIFY(!apply->isEnabled());
    QVERIFY(apply->toolTip().contains(QStringLiteral("locked")));
}

void RunCircumstancesTest::cancelKeepsWhatIsFinished()
{
    HarmonizeFixture fixture;
    QVERIFY(fixture.waitForOutlook());
    fixture.module->choices().setVariations(3);
    connect(&fixture.runs(), &RunController::resultAdded, this, [&fixture] { fixture.script->holdAt(Stage::Denoise); });
    fixture.action("harmonize.run")->trigger();
    QTRY_COMPARE(fixture.composition().results.size(), std::size_t{1});
    QVERIFY(fixture.script->waitUntilHeld());
    fixture.action("harmonize.cancel")->trigger();
    QVERIFY(fixture.waitUntilIdle());
    QTRY_VERIFY(fixture.isSaid(QStringLiteral("Cancelled. The results that are finished stay.")));
    QVERIFY(fixture.composition().layer(1)->applied);

    QTRY_VERIFY(fixture.isEnabled("harmonize.run"));
    fixture.action("harmonize.run")->trigger();
    QVERIFY(fixture.script->waitUntilHeld());
    fixture.action("harmonize.cancel")->trigger();
    QVERIFY(fixture.waitUntilIdle());
    QTRY_VERIFY(fixture.isSaid(QStringLiteral("Cancelled. The picture is as it was.")));
}

void RunCircumstancesTest::contextFrameBelongsToItsLayer()
{
    HarmonizeFixture fixture;
    QVERIFY(fixture.waitForOutlook());
    const Rect wanted{20, 20, 90, 80};
    CanvasView& canvas = fixture.window->context().canvas;
    Q_EMIT canvas.frameDragBegan();
    Q_EMIT canvas.frameDragged(wanted);
    auto* button = fixture.widget<QToolButton>(QStringLiteral("Choose the context by itself"));
    QVERIFY(button->isVisible());
    fixture.document.select(2);
    QVERIFY(!button->isVisible());
    fixture.action("harmonize.run")->trigger();
    QTRY_COMPARE(fixture.composition().results.size(), std::size_t{1});
    QVERIFY(!fixture.script->lastRequest()->context);
    // It is there again with its layer, also where all are run.
    fixture.document.select(1);
    QVERIFY(button->isVisible());
    QVERIFY(fixture.waitUntilIdle());
    QTRY_VERIFY(fixture.isEnabled("harmonize.all_layers"));
    fixture.document.edit(QStringLiteral("Lock"),
                          [](Composition& composition) { composition.layer(2)->locked = true; });
    fixture.action("harmonize.all_layers")->trigger();
    QTRY_COMPARE(fixture.composition().results.size(), std::size_t{2});
    QVERIFY(fixture.script->lastRequest()->context == wanted);
    // Another picture has layers of the same numbers.
    fixture.document.reset(twoDiscs());
    fixture.document.select(1);
    QVERIFY(!button->isVisible());
}

void RunCircumstancesTest::whatIsSaidIsOfTheSelectedLayer()
{
    HarmonizeFixture fixture;
    const auto asksForALayer = [&fixture] {
        const QList<QLabel*> labels = fixture.window->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
            return label->text() == QStringLiteral("Select a layer whose mask selects something.");
        });
    };
    QVERIFY(!asksForALayer()); // one is selected, though nobody has looked at it yet
    QVERIFY(fixture.waitForOutlook());
    fixture.document.select(0);
    QTRY_VERIFY(asksForALayer());
    fixture.document.select(1);
    QVERIFY(!asksForALayer());
}

void RunCircumstancesTest::modelThatWasReplacedIsLookedAt()
{
    HarmonizeFixture fixture;
    QVERIFY(fixture.waitForOutlook());
    const QString folder = fixture.folder.filePath(QStringLiteral("model"));
    RunSettings run = fixture.module->choices().run();
    run.model.root = folder.toStdString();
    fixture.module->choices().setRun(run);
    QTRY_VERIFY(!fixture.module->outlook().outlook().modelProblem.isEmpty());
    QVERIFY(QFile::link(QString::fromStdString(builtInModelFolder().string()), folder));
    // The user was in another program meanwhile.
    Q_EMIT qGuiApp->applicationStateChanged(Qt::ApplicationActive);
    QTRY_VERIFY(fixture.isEnabled("harmonize.run"));
    QVERIFY(fixture.module->outlook().outlook().modelProblem.isEmpty());
}

void RunCircumstancesTest::failureIsNoCancel()
{
    HarmonizeFixture fixture;
    QVERIFY(fixture.waitForOutlook());
    fixture.module->choices().setVariations(4);
    fixture.script->failAt(Stage::Decode, Error(ErrorCode::ModelNotFinite, "unet", "a weight"));
    fixture.action("harmonize.run")->trigger();
    QVERIFY(fixture.waitUntilIdle());
    QTRY_VERIFY(fixture.isSaid(QStringLiteral("unet")));
    QVERIFY(!fixture.isSaid(QStringLiteral("Cancelled")));
}

void RunCircumstancesTest::deviceThatIsGoneShows()
{
    HarmonizeFixture fixture;
    RunSettings run;
    run.engine.device = "cuda:7";
    fixture.module->choices().setRun(run);
    auto* device = fixture.widget<QComboBox>(QStringLiteral("Device"));
    QCOMPARE(device->currentData().toString(), QStringLiteral("cuda:7"));
    fixture.widget<QSpinBox>(QStringLiteral("Steps"))->setValue(4);
    QCOMPARE(fixture.module->choices().run().engine.device, std::string("cuda:7"));
}

void RunCircumstancesTest::durations_data()
{
    QTest::addColumn<double>("seconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("almost a minute") << 59.6 << QStringLiteral("1 min 0 s");
    QTest::newRow("less than that") << 59.4 << QStringLiteral("59 s");
    QTest::newRow("almost two") << 119.7 << QStringLiteral("2 min 0 s");
    QTest::newRow("more") << 131.2 << QStringLiteral("2 min 11 s");
}

void RunCircumstancesTest::durations()
{
    QFETCH(double, seconds);
    QTEST(durationText(seconds), "text");
}

QTEST_MAIN(RunCircumstancesTest)
#include "run_circumstances_test.moc"
