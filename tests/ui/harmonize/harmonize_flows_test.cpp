#include "core/imaging/compose.h"
#include "core/scene/render.h"
#include "tests/ui/harmonize/harmonize_fixture.h"
#include "ui/main_window/error_text.h"

#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>

using namespace dh;
using namespace dh::test;

Q_DECLARE_METATYPE(dh::Stage)

namespace
{

constexpr Rect kCanvas{0, 0, 160, 120};

void clickButton(const HarmonizeFixture& fixture, const QString& name)
{
    auto* button = fixture.widget<QToolButton>(name);
    QVERIFY(button != nullptr);
    QTest::mouseClick(button, Qt::LeftButton);
}

} // namespace

class HarmonizeFlowsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void harmonizeIsOneStepOnItsLayer();
    void windowAndEngineGiveTheSamePixels();
    void keyboardRunsAndEscapeCancels();
    void escapeEndsAStrokeBeforeTheRun();
    void cancelAtEachStage_data();
    void cancelAtEachStage();
    void previewsLieOnTheCanvas();
    void variationsKeepTheirSeeds();
    void resultAfterAnEdit_data();
    void resultAfterAnEdit();
    void resultWaitsForAnOpenEdit();
    void everyErrorIsWorded_data();
    void everyErrorIsWorded();
    void failureEndsTheQueue();
    void twoRunsInARow();
    void engineIsReadyBeforeTheFirstRun_data();
    void engineIsReadyBeforeTheFirstRun();
    void closingDuringARun();
    void anotherPictureEndsTheRun();
    void seedIsRolledUnlessLocked();
    void choicesArePartOfTheRequest();
    void choicesComeBack();
    void contextFrameIsTakenOver();
    void unusableModelIsSaid();
};

void HarmonizeFlowsTest::harmonizeIsOneStepOnItsLayer()
{
    HarmonizeFixture fixture;
    QVERIFY(fixture.waitForOutlook());
    const Image before = renderComposition(fixture.composition());
    const int steps = fixture.document.history().count();
    clickButton(fixture, QStringLiteral("Harmonize"));
    QTRY_COMPARE(fixture.document.history().count(), steps + 1);
    QCOMPARE(fixture.lastStep(), QStringLiteral("Harmonize"));
    QCOMPARE(fixture.composition().results.size(), std::size_t{1});
    const Layer& layer = *fixture.composition().layer(1);
    QVERIFY(layer.applied && layer.applied->result == fixture.composition().results[0]);
    QVERIFY(!fixture.composition().layer(2)->applied);
    const Image after = renderComposition(fixture.composition());
    QVERIFY(!after.samePixels(before));
    fixture.document.history().undo();
    QVERIFY(renderComposition(fixture.composition()).samePixels(before));
    fixture.document.history().redo();
    QVERIFY(renderComposition(fixture.composition()).samePixels(after));
}

void HarmonizeFlowsTest::windowAndEngineGiveTheSamePixels()
{
    HarmonizeFixture fixture;
    fixture.document.select(2);
    QVERIFY(fixture.waitForOutlook());
    const Composition asItWas = fixture.composition();
    fixture.module->choices().setSeed(31);
    fixture.action("harmonize.run")->trigger();
    QTRY_COMPARE(fixture.composition().results.size(), std::size_t{1});
    const HarmonizeRequest request = fixture.script->lastRequest().value();
    // What `diffharmony harmonize` takes for the same composite and mask.
    QVERIFY(request.composite.samePixels(renderComposition(asItWas)));
    QVERIFY(request.mask == renderMask(*asItWas.layer(2), kCanvas));
    QCOMPARE(request.seed, 31U);
    QCOMPARE(request.mode, Mode::Native);
    QVERIFY(!request.steps && !request.resolution && request.refine && !request.context);
    QCOMPARE(request.strength, 1.0);
    const HarmonizedResult& result = *fixture.composition().results[0];
    const Image engines = fixture.script->lastResult().image;
    QVERIFY(result.after.samePixels(cropped(engines, result.areaInCanvas)));
    QVERIFY(result.before.samePixels(cropped(request.composite, result.areaInCanvas)));
    // And the picture shows it, nothing else.
    QVERIFY(renderComposition(fixture.composition()).samePixels(engines));
}

void HarmonizeFlowsTest::keyboardRunsAndEscapeCancels()
{
    HarmonizeFixture fixture;
    QVERIFY(fixture.waitForOutlook());
    QVERIFY(fixture.activate());
    fixture.script->holdAt(Stage::Denoise);
    QVERIFY(!fixture.isEnabled("harmonize.cancel"));
    QTest::keyClick(fixture.window.get(), Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(fixture.script->waitUntilHeld());
    QVERIFY(!fixture.isEnabled("harmonize.run"));
    const std::uint64_t revision = fixture.document.revision();
    QTest::keyClick(fixture.window.get(), Qt::Key_Escape);
    QVERIFY(fixture.waitUntilIdle());
    QCOMPARE(fixture.document.revision(), revision);
    QVERIFY(fixture.composition().results.empty());
    QVERIFY(!fixture.isEnabled("harmonize.cancel"));
    QVERIFY(fixture.isEnabled("harmonize.run"));
}

void HarmonizeFlowsTest::escapeEndsAStrokeBeforeTheRun()
{
    HarmonizeFixture fixture;
    QVERIFY(fixture.waitForOutlook());
    QVERIFY(fixture.activate());
    QVERIFY(fixture.runUntil(Stage::Denoise));
    fixture.action("tool.influence")->trigger();
    CanvasView& canvas = fixture.window->context().canvas;
    const QPoint at = canvas.view().widgetFromCanvas(PointF{20.5, 20.5}).toPoint();
    QTest::mousePress(&canvas, Qt::LeftButton, {}, at);
    QVERIFY(!fixture.composition().influence.isNull());
    QTest::keyClick(&canvas, Qt::Key_Escape);
    QVERIFY(fixture.composition().influence.isNull());
    QVERIFY(fixture.runs().isBusy());
    QTest::mouseRelease(&canvas, Qt::LeftButton, {}, at);
    QTest::keyClick(&canvas, Qt::Key_Escape);
    QVERIFY(fixture.waitUntilIdle());
    QVERIFY(fixture.composition().results.empty());
}

void HarmonizeFlowsTest::cancelAtEachStage_data()
{
    QTest::addColumn<Stage>("stage");
    for (const Stage stage :
         {Stage::Load, Stage::Prepare, Stage::Encode, Stage::Denoise, Stage::Decode, Stage::Refine, Stage::Transfer})
        QTest::newRow(stageName(stage)) << stage;
}

void HarmonizeFlowsTest::cancelAtEachStage()
{
    QFETCH(Stage, stage);
    HarmonizeFixture fixture;
    QVERIFY(fixture.waitForOutlook());
    fixture.window->context().canvas.finishTiles();
    QVERIFY(fixture.runUntil(stage));
    QCoreApplication::processEvents();
    fixture.action("harmonize.cancel")->trigger();
    QVERIFY(fixture.waitUntilIdle());
    QVERIFY(fixture.composition().results.empty());
    QVERIFY(!fixture.composition().layer(1)->applied);
    QCOMPARE(fixture.widget<QProgressBar>(QStringLiteral("Progress of the run"))->value(), 0);
}

void HarmonizeFlowsTest::previewsLieOnTheCanvas()
{
    HarmonizeFixture fixture;
    QVERIFY(fixture.waitForOutlook());
    CanvasView& canvas = fixture.window->context().canvas;
    fixture.window->context().actions.action(QStringLiteral("harmonize.context"))->setChecked(false);
    canvas.fit();
    canvas.finishTiles();
    const QImage before = canvas.grab().toImage();
    const QPointF inWidget = canvas.view().widgetFromCanvas(PointF{50.0, 60.0});
    const QPoint inside = (inWidget * before.devicePixelRatio()).toPoint();
    const QPoint outside = (canvas.view().widgetFromCanvas(PointF{8.0, 8.0}) * before.devicePixelRatio()).toPoint();
    fixture.script->previewSteps = 9;
    QVERIFY(fixture.runUntil(Stage::Decode));
    // The fake's ninth preview is almost black.
    QTRY_VERIFY(canvas.grab().toImage().pixelColor(inside).lightness() < 20);
    QCOMPARE(canvas.grab().toImage().pixelColor(outside), before.pixelColor(outside));
    fixture.action("harmonize.cancel")->trigger();
    QVERIFY(fixture.waitUntilIdle());
    canvas.finishTiles();
    QCOMPARE(canvas.grab().toImage().pixelColor(inside), before.pixelColor(inside));
}

void HarmonizeFlowsTest::variationsKeepTheirSeeds()
{
    HarmonizeFixture fixture;
    QVERIFY(fixture.waitForOutlook());
    fixture.module->choices().setSeed(100);
    fixture.module->choices().setVariations(3);
    fixture.action("harmonize.run")->trigger();
    QTRY_COMPARE(fixture.composition().results.size(), std::size_t{3});
    QVERIFY(fixture.waitUntilIdle());
    for (std::size_t i = 0; i < 3; ++i)
        QCOMPARE(fixture.composition().results[i]->seed, 100U + i);
    QCOMPARE(fixture.composition().layer(1)->applied->result->seed, 100U);
    QVERIFY(fixture.composition().results[0]->before.samePixels(fixture.composition().results[2]->before));
    QCOMPARE(fixture.script->loads.load(), 1);
}

void HarmonizeFlowsTest::resultAfterAnEdit_data()
{
    QTest::addColumn<QString>("button");
    QTest::addColumn<bool>("applied");
    QTest::addColumn<int>("results");
    QTest::newRow("apply anyway") << QStringLiteral("apply_anyway") << true << 1;
    QTest::newRow("keep") << QStringLiteral("keep") << false << 1;
    QTest::newRow("discard") << QStringLiteral("discard") << false << 0;
}

void HarmonizeFlowsTest::resultAfterAnEdit()
{
    QFETCH(QString, button);
    QFETCH(bool, applied);
    QFETCH(int, results);
    HarmonizeFixture fixture;
    QVERIFY(fixture.waitForOutlook());
    QVERIFY(fixture.runIntoAnEdit());
    QTRY_COMPARE(fixture.composition().results.size(), std::size_t{1});
    QVERIFY(!fixture.composition().layer(1)->applied);
    auto* answer = fixture.window->findChild<QPushButton*>(button);
    QTRY_VERIFY(answer->isVisible());
    QTest::mouseClick(answer, Qt::LeftButton);
    QVERIFY(!answer->isVisible());
    QCOMPARE(fixture.composition().layer(1)->applied.has_value(), applied);
    QCOMPARE(static_cast<int>(fixture.composition().results.size()), results);
}

void HarmonizeFlowsTest::resultWaitsForAnOpenEdit()
{
    HarmonizeFixture fixture;
    QVERIFY(fixture.waitForOutlook());
    auto stroke = fixture.document.beginEdit(QStringLiteral("Rename"));
    stroke->changeLayer(2, [](Layer& layer) { layer.name = "half-way"; });
    fixture.action("harmonize.run")->trigger();
    QVERIFY(fixture.waitUntilIdle());
    QVERIFY(fixture.document.hasOpenEdit());
    QVERIFY(fixture.composition().results.empty());
    QVERIFY(stroke->commit());
    QTRY_COMPARE(fixture.composition().results.size(), std::size_t{1});
    QCOMPARE(fixture.lastStep(), QStringLiteral("Harmonize"));
}

void HarmonizeFlowsTest::everyErrorIsWorded_data()
{
    QTest::addColumn<int>("code");
    for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code)
        QTest::newRow(errorCodeName(static_cast<ErrorCode>(code))) << code;
}

void HarmonizeFlowsTest::everyErrorIsWorded()
{
    QFETCH(int, code);
    HarmonizeFixture fixture;
    QVERIFY(fixture.waitForOutlook());
    const Error error(static_cast<ErrorCode>(code), "the subject", "the detail");
    fixture.script->failAt(Stage::Encode, error);
    fixture.action("harmonize.run")->trigger();
    QTRY_VERIFY(fixture.isSaid(errorText(error)));
    QVERIFY(!fixture.runs().isBusy());
    QVERIFY(fixture.composition().results.empty());
}

void HarmonizeFlowsTest::failureEndsTheQueue()
{
    HarmonizeFixture fixture;
    QVERIFY(fixture.waitForOutlook());
    fixture.module->choices().setVariations(4);
    fixture.script->failWithBadAlloc(Stage::Decode);
    fixture.action("harmonize.run")->trigger();
    QVERIFY(fixture.waitUntilIdle());
    QCOMPARE(fixture.script->runs.load(), 1);
    QCOMPARE(fixture.runs().waiting(), 0);
}

void HarmonizeFlowsTest::twoRunsInARow()
{
    HarmonizeFixture fixture;
    QVERIFY(fixture.waitForOutlook());
    fixture.action("harmonize.run")->trigger();
    QTRY_COMPARE(fixture.composition().results.size(), std::size_t{1});
    QTRY_VERIFY(fixture.isEnabled("harmonize.run"));
    fixture.action("harmonize.run")->trigger();
    QTRY_COMPARE(fixture.composition().results.size(), std::size_t{2});
    // The layer's own result is no part of what the next run sees.
    QVERIFY(fixture.composition().results[0]->before.samePixels(fixture.composition().results[1]->before));
    QVERIFY(fixture.composition().results[0]->after.samePixels(fixture.composition().results[1]->after));
    QCOMPARE(fixture.composition().layer(1)->applied->result->id, fixture.composition().results[1]->id);
}

void HarmonizeFlowsTest::engineIsReadyBeforeTheFirstRun_data()
{
    QTest::addColumn<std::uint64_t>("limit");
    QTest::addColumn<int>("engines");
    QTest::addColumn<int>("loads");
    QTest::newRow("a small model") << std::uint64_t{1'000'000'000} << 1 << 1;
    QTest::newRow("a large one") << std::uint64_t{1'000} << 1 << 0;
    QTest::newRow("not wanted") << std::uint64_t{0} << 0 << 0;
}

void HarmonizeFlowsTest::engineIsReadyBeforeTheFirstRun()
{
    QFETCH(std::uint64_t, limit);
    QFETCH(int, engines);
    QFETCH(int, loads);
    HarmonizeFixture fixture({}, limit);
    QVERIFY(fixture.waitForOutlook());
    QTRY_COMPARE(fixture.script->living.load(), engines);
    QTRY_COMPARE(fixture.script->loaded.load(), loads);
    QVERIFY(!fixture.runs().isBusy());
    // What is ready already isn't asked for again.
    QSignalSpy looked(&fixture.module->outlook(), &RunOutlook::changed);
    fixture.module->choices().setSeed(9);
    fixture.document.select(2);
    QVERIFY(looked.wait());
    QCOMPARE(fixture.script->living.load(), engines);
    QCOMPARE(fixture.script->loads.load(), loads);
    fixture.action("harmonize.run")->trigger();
    QVERIFY(fixture.waitUntilIdle());
    QCOMPARE(fixture.composition().results.size(), std::size_t{1});
    QCOMPARE(fixture.script->loads.load(), 1);
    QCOMPARE(fixture.script->living.load(), 1);
}

void HarmonizeFlowsTest::closingDuringARun()
{
    HarmonizeFixture fixture;
    QVERIFY(fixture.waitForOutlook());
    fixture.module->choices().setVariations(2);
    QVERIFY(fixture.runUntil(Stage::Denoise));
    QVERIFY(fixture.window->close());
    QCOMPARE(fixture.script->living.load(), 0);
    QVERIFY(fixture.composition().results.empty());
    fixture.window.reset();
    QVERIFY(!fixture.script->leftItsThread);
}

void HarmonizeFlowsTest::anotherPictureEndsTheRun()
{
    HarmonizeFixture fixture;
    QVERIFY(fixture.waitForOutlook());
    QVERIFY(fixture.runUntil(Stage::Denoise));
    Composition other = twoDiscs();
    other.background = gradientPicture({200, 100}, 3, 5);
    fixture.document.reset(other);
    QVERIFY(fixture.waitUntilIdle());
    QVERIFY(fixture.composition().results.empty());
}

void HarmonizeFlowsTest::seedIsRolledUnlessLocked()
{
    HarmonizeFixture fixture;
    QVERIFY(fixture.waitForOutlook());
    auto* seed = fixture.widget<QLineEdit>(QStringLiteral("Seed"));
    seed->setFocus();
    seed->selectAll();
    QTest::keyClicks(seed, QStringLiteral("5000000"));
    QTest::keyClick(seed, Qt::Key_Return);
    QCOMPARE(fixture.module->choices().seed(), 5000000U);
    fixture.action("harmonize.run")->trigger();
    QTRY_COMPARE(fixture.composition().results.size(), std::size_t{1});
    QCOMPARE(seed->text(), QStringLiteral("5000000"));
    clickButton(fixture, QStringLiteral("Keep the seed for the next run"));
    QVERIFY(!fixture.module->choices().isSeedLocked());
    QTRY_VERIFY(fixture.isEnabled("harmonize.run"));
    fixture.action("harmonize.run")->trigger();
    QTRY_COMPARE(fixture.composition().results.size(), std::size_t{2});
    QCOMPARE(fixture.composition().results[1]->seed, 5000000U);
    QVERIFY(seed->text() != QStringLiteral("5000000"));
}

void HarmonizeFlowsTest::choicesArePartOfTheRequest()
{
    HarmonizeFixture fixture;
    QVERIFY(fixture.waitForOutlook());
    clickButton(fixture, QStringLiteral("More settings"));
    fixture.widget<QSpinBox>(QStringLiteral("Steps"))->setValue(4);
    RunSettings run = fixture.module->choices().run();
    run.resolution = 768;
    run.refine = false;
    run.strength = 0.25;
    fixture.module->choices().setRun(run);
    QCOMPARE(fixture.widget<QSpinBox>(QStringLiteral("Steps"))->value(), 4);
    fixture.action("harmonize.run")->trigger();
    QTRY_COMPARE(fixture.composition().results.size(), std::size_t{1});
    const HarmonizeRequest request = fixture.script->lastRequest().value();
    QCOMPARE(request.steps.value(), 4);
    QCOMPARE(request.resolution.value(), 768);
    QVERIFY(!request.refine);
    QCOMPARE(request.strength, 0.25);
}

void HarmonizeFlowsTest::choicesComeBack()
{
    QTemporaryDir folder;
    Settings settings(folder.filePath(QStringLiteral("a.ini")));
    RunChoices first(settings);
    RunSettings run;
    run.model.root = "/some/model";
    run.steps = 7;
    run.resolution = 640;
    run.refine = false;
    run.strength = 1.2;
    run.engine.threads = 2;
    run.engine.precision = Precision::BFloat16;
    first.setRun(run);
    first.setSeed(18446744073709551615ULL);
    first.setVariations(5);
    Calibration measured{{{512, 384}, 3, true, 5e5}, {{"denoise", 1.5}}};
    first.setCalibration(run, measured);
    const RunChoices second(settings);
    QCOMPARE(second.seed(), 18446744073709551615ULL);
    QCOMPARE(second.variations(), 5);
    QCOMPARE(second.run().steps.value(), 7);
    QCOMPARE(second.run().resolution.value(), 640);
    QVERIFY(!second.run().refine);
    QCOMPARE(second.run().strength, 1.2);
    QCOMPARE(second.run().engine.threads, 2);
    QCOMPARE(second.run().engine.precision, Precision::BFloat16);
    QCOMPARE(second.calibration(run)->stageSeconds.at("denoise"), 1.5);
    QCOMPARE(second.calibration(run)->shape.inference.height, 384);
    run.engine.threads = 1;
    QVERIFY(!second.calibration(run));
}

void HarmonizeFlowsTest::contextFrameIsTakenOver()
{
    HarmonizeFixture fixture;
    QVERIFY(fixture.waitForOutlook());
    const Rect chosen = fixture.module->outlook().outlook().crop->area;
    const Rect wanted{20, 20, 90, 80};
    QVERIFY(!(chosen == wanted));
    Q_EMIT fixture.window->context().canvas.frameDragBegan();
    Q_EMIT fixture.window->context().canvas.frameDragged(wanted);
    QTRY_VERIFY(fixture.module->outlook().outlook().crop->area == wanted);
    fixture.action("harmonize.run")->trigger();
    QTRY_COMPARE(fixture.composition().results.size(), std::size_t{1});
    QVERIFY(fixture.script->lastRequest()->context == wanted);
    clickButton(fixture, QStringLiteral("Choose the context by itself"));
    QTRY_VERIFY(fixture.module->outlook().outlook().crop->area == chosen);
}

void HarmonizeFlowsTest::unusableModelIsSaid()
{
    HarmonizeFixture fixture;
    QVERIFY(fixture.waitForOutlook());
    RunSettings run = fixture.module->choices().run();
    run.model.root = fixture.folder.filePath(QStringLiteral("nothing")).toStdString();
    fixture.module->choices().setRun(run);
    QTRY_VERIFY(!fixture.isEnabled("harmonize.run"));
    QVERIFY(!fixture.module->outlook().outlook().modelProblem.isEmpty());
    QTRY_VERIFY(fixture.isSaid(fixture.module->outlook().outlook().modelProblem));
    run.model = {};
    fixture.module->choices().setRun(run);
    QTRY_VERIFY(fixture.isEnabled("harmonize.run"));
}

QTEST_MAIN(HarmonizeFlowsTest)
#include "harmonize_flows_test.moc"
