#include "core/harmonize/seed_statistics.h"
#include "core/scene/render.h"
#include "tests/ui/harmonize/results_fixture.h"
#include "ui/harmonize/result_edits.h"
#include "ui/harmonize/result_model.h"
#include "ui/main_window/tool_box.h"
#include "ui/panels/value_slider.h"

#include <QDoubleSpinBox>
#include <QFile>
#include <QLineEdit>
#include <QMouseEvent>

using namespace dh;
using namespace dh::test;

class ResultsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void clickShowsWithoutApplying();
    void anEditTakesTheLookAtAResultAway_data();
    void anEditTakesTheLookAtAResultAway();
    void returnApplies();
    void takeOffBringsTheOriginalBack();
    void starRenameDelete();
    void deletingTheAppliedOneTakesItOff();
    void compareTellsTheIds();
    void runAgainGivesTheSamePixels();
    void meanOfSeeds();
    void deviationLiesOverTheCanvas();
    void lutIsWritten();
    void slidersAdjustWithoutARun();
    void captionSaysWhichIsApplied();
    void tallThumbnailLeavesRoomForTheCaption();
    void thumbnailsAreAsSharpAsTheScreen_data();
    void thumbnailsAreAsSharpAsTheScreen();
    void protectBrushKeepsTheOriginal();
    void backgroundBrushIsOneStepAndShows();
    void backgroundBrushSteersTheNextRun();
    void allAndSwappedInfluence();
};

void ResultsTest::clickShowsWithoutApplying()
{
    Results fixture;
    QVERIFY(fixture.isReady());
    const QImage applied = fixture.shown();
    const std::uint64_t revision = fixture.document.revision();
    fixture.click(0);
    QTRY_VERIFY(fixture.shown() != applied);
    QCOMPARE(fixture.document.revision(), revision);
    fixture.list->clearSelection();
    QCOMPARE(fixture.shown(), applied);
}

void ResultsTest::anEditTakesTheLookAtAResultAway_data()
{
    QTest::addColumn<QString>("action");
    QTest::newRow("moved") << QString();
    QTest::newRow("taken off") << QStringLiteral("results.take_off");
}

void ResultsTest::anEditTakesTheLookAtAResultAway()
{
    QFETCH(QString, action);
    Results fixture;
    QVERIFY(fixture.isReady());
    const QImage applied = fixture.shown();
    fixture.click(0);
    QTRY_VERIFY(fixture.shown() != applied);
    if (action.isEmpty())
        fixture.document.edit(QStringLiteral("Move"),
                              [](Composition& composition) { composition.layer(1)->transform.pivotInCanvas.x += 9.0; });
    else
        fixture.action(qPrintable(action))->trigger();
    const QImage edited = fixture.shown();
    fixture.list->clearSelection();
    QCOMPARE(fixture.shown(), edited);
}

void ResultsTest::returnApplies()
{
    Results fixture;
    QVERIFY(fixture.isReady());
    fixture.click(0);
    QTest::keyClick(fixture.list, Qt::Key_Return);
    QCOMPARE(fixture.composition().layer(1)->applied->result->id, fixture.idOf(12));
    QCOMPARE(fixture.lastStep(), QStringLiteral("Apply result"));
    QTest::keyClick(fixture.list, Qt::Key_Down);
    fixture.document.history().undo();
    QCOMPARE(fixture.composition().layer(1)->applied->result->id, fixture.idOf(10));
}

void ResultsTest::takeOffBringsTheOriginalBack()
{
    Results fixture;
    QVERIFY(fixture.isReady());
    QVERIFY(fixture.isEnabled("results.take_off"));
    fixture.action("results.take_off")->trigger();
    QVERIFY(renderComposition(fixture.composition()).samePixels(renderComposition(twoDiscs())));
    QCOMPARE(fixture.composition().results.size(), std::size_t{3});
    QVERIFY(!fixture.isEnabled("results.take_off"));
}

void ResultsTest::starRenameDelete()
{
    Results fixture;
    QVERIFY(fixture.isReady());
    fixture.list->clearSelection();
    QTRY_VERIFY(!fixture.isEnabled("results.star"));
    fixture.click(1);
    fixture.action("results.star")->trigger();
    QVERIFY(findResult(fixture.composition(), fixture.idOf(11))->starred);
    QVERIFY(fixture.activate());
    fixture.action("results.rename")->trigger();
    auto* editor = fixture.list->findChild<QLineEdit*>();
    QVERIFY(editor != nullptr);
    editor->selectAll();
    QTest::keyClicks(editor, QStringLiteral("The best"));
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(QString::fromStdString(findResult(fixture.composition(), fixture.idOf(11))->name),
                 QStringLiteral("The best"));
    fixture.click(2);
    fixture.click(1, Qt::ControlModifier);
    fixture.action("results.star")->trigger();
    QVERIFY(findResult(fixture.composition(), fixture.idOf(10))->starred);
    // What is in use follows.
    QVERIFY(fixture.composition().layer(1)->applied->result->starred);
    fixture.click(0);
    QTest::keyClick(fixture.list, Qt::Key_Delete);
    QCOMPARE(fixture.composition().results.size(), std::size_t{2});
    QCOMPARE(fixture.idOf(12), 0U);
    fixture.document.history().undo();
    QCOMPARE(fixture.composition().results.size(), std::size_t{3});
}

void ResultsTest::deletingTheAppliedOneTakesItOff()
{
    Results fixture;
    QVERIFY(fixture.isReady());
    fixture.click(2);
    fixture.action("results.delete")->trigger();
    QCOMPARE(fixture.composition().results.size(), std::size_t{2});
    QVERIFY(!fixture.composition().layer(1)->applied);
}

void ResultsTest::compareTellsTheIds()
{
    Results fixture;
    QVERIFY(fixture.isReady());
    std::vector<std::pair<ResultId, ResultId>> asked;
    connect(fixture.module, &HarmonizeModule::compareRequested, this,
            [&asked](ResultId before, ResultId after) { asked.emplace_back(before, after); });
    fixture.click(0);
    fixture.action("results.compare")->trigger();
    fixture.click(2, Qt::ControlModifier);
    fixture.action("results.compare")->trigger();
    QCOMPARE(asked.size(), std::size_t{2});
    QCOMPARE(asked[0], std::make_pair(ResultId{0}, fixture.idOf(12)));
    QCOMPARE(asked[1], std::make_pair(fixture.idOf(12), fixture.idOf(10)));
    fixture.click(1, Qt::ControlModifier);
    QVERIFY(!fixture.isEnabled("results.compare"));
}

void ResultsTest::runAgainGivesTheSamePixels()
{
    Results fixture;
    QVERIFY(fixture.isReady());
    RunSettings other;
    other.steps = 9;
    fixture.module->choices().setRun(other);
    const Image eleven = findResult(fixture.composition(), fixture.idOf(11))->after;
    fixture.click(1);
    fixture.action("results.run_again")->trigger();
    QTRY_COMPARE(fixture.composition().results.size(), std::size_t{4});
    const HarmonizedResult& again = *fixture.composition().results.back();
    QCOMPARE(again.seed, 11U);
    QVERIFY(again.after.samePixels(eleven));
    QCOMPARE(fixture.script->loads.load(), 1);
    QCOMPARE(fixture.script->lastRequest()->steps.value(), 3);
}

void ResultsTest::meanOfSeeds()
{
    Results fixture;
    QVERIFY(fixture.isReady());
    fixture.click(0);
    QVERIFY(!fixture.isEnabled("results.mean"));
    fixture.click(2, Qt::ControlModifier);
    QVERIFY(fixture.isEnabled("results.mean"));
    const Image wanted = meanOf({findResult(fixture.composition(), fixture.idOf(12))->after,
                                 findResult(fixture.composition(), fixture.idOf(10))->after});
    fixture.action("results.mean")->trigger();
    QTRY_COMPARE(fixture.composition().results.size(), std::size_t{4});
    QVERIFY(fixture.composition().results.back()->after.samePixels(wanted));
}

void ResultsTest::deviationLiesOverTheCanvas()
{
    Results fixture;
    QVERIFY(fixture.isReady());
    fixture.click(0);
    fixture.click(1, Qt::ControlModifier);
    const QImage before = fixture.shown();
    fixture.action("results.deviation")->trigger();
    QTRY_VERIFY(fixture.shown() != before);
    fixture.list->clearSelection();
    QTRY_COMPARE(fixture.shown(), before);
}

void ResultsTest::lutIsWritten()
{
    Results fixture;
    QVERIFY(fixture.isReady());
    fixture.click(0);
    fixture.action("results.export_lut")->trigger();
    const QString path = fixture.folder.filePath(QStringLiteral("change.cube"));
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), HarmonizeFixture::kPatience);
    QTRY_VERIFY(fixture.isSaid(QStringLiteral("of 255 levels")));
}

void ResultsTest::slidersAdjustWithoutARun()
{
    Results fixture;
    QVERIFY(fixture.isReady());
    const Image full = renderComposition(fixture.composition());
    const int runs = fixture.script->runs.load();
    auto* light = fixture.widget<QDoubleSpinBox>(QStringLiteral("Light"));
    auto* colour = fixture.widget<QDoubleSpinBox>(QStringLiteral("Colour"));
    QCOMPARE(light->value(), 100.0);
    light->setValue(0.0);
    colour->setValue(0.0);
    QCOMPARE(fixture.composition().layer(1)->applied->adjustment.light, 0.0);
    QVERIFY(!renderComposition(fixture.composition()).samePixels(full));
    light->setValue(150.0);
    QCOMPARE(fixture.composition().layer(1)->applied->adjustment.light, 1.5);
    QCOMPARE(fixture.lastStep(), QStringLiteral("Adjust light"));
    for (int i = 0; i < 3; ++i)
        fixture.document.history().undo();
    QVERIFY(renderComposition(fixture.composition()).samePixels(full));
    QCOMPARE(light->value(), 100.0);
    QCOMPARE(fixture.script->runs.load(), runs);
}

void ResultsTest::tallThumbnailLeavesRoomForTheCaption()
{
    Results fixture;
    QVERIFY(fixture.isReady());
    auto tall = std::make_shared<HarmonizedResult>(*fixture.composition().results.front());
    tall->id = 1000;
    tall->after = gradientPicture({40, 300}, 3, 0);
    fixture.document.edit(QStringLiteral("tall"),
                          [&](Composition& composition) { composition.results.push_back(tall); });
    const QModelIndex index = fixture.list->model()->index(0, 0);
    QTRY_VERIFY(!index.data(Qt::DecorationRole).value<QPixmap>().isNull());
    const int height = index.data(Qt::DecorationRole).value<QPixmap>().height();
    QCOMPARE(height, 72);
    // Selection leaves the colours of a thumbnail alone.
    const QRect cell = fixture.list->visualRect(index);
    const QPoint middle(cell.center().x(), cell.top() + height / 2);
    fixture.list->clearSelection();
    const QColor plain = fixture.list->viewport()->grab().toImage().pixelColor(middle);
    fixture.list->selectionModel()->select(index, QItemSelectionModel::Select);
    QCOMPARE(fixture.list->viewport()->grab().toImage().pixelColor(middle), plain);
    QVERIFY(fixture.list->gridSize().height() >= height + 2 * fixture.list->fontMetrics().lineSpacing());
}

void ResultsTest::thumbnailsAreAsSharpAsTheScreen_data()
{
    QTest::addColumn<Size>("picture");
    QTest::addColumn<QSize>("thumbnail");
    QTest::addColumn<double>("ratio");
    QTest::newRow("large") << Size{40, 300} << QSize(19, 144) << 2.0;
    QTest::newRow("between") << Size{144, 60} << QSize(144, 60) << 1.5;
    QTest::newRow("small") << Size{30, 20} << QSize(30, 20) << 1.0;
}

void ResultsTest::thumbnailsAreAsSharpAsTheScreen()
{
    QFETCH(Size, picture);
    Document document(64ULL << 20U);
    auto result = std::make_shared<HarmonizedResult>();
    result->id = 1;
    result->after = gradientPicture(picture, 3, 0);
    document.reset({gradientPicture(picture, 3, 0), {}, {result}});
    ResultModel model(document);
    model.setDevicePixelRatio(2.0);
    const QModelIndex index = model.index(0, 0);
    QTRY_VERIFY(!index.data(Qt::DecorationRole).value<QPixmap>().isNull());
    const auto thumbnail = index.data(Qt::DecorationRole).value<QPixmap>();
    QTEST(thumbnail.size(), "thumbnail");
    QTEST(thumbnail.devicePixelRatio(), "ratio");
}

void ResultsTest::protectBrushKeepsTheOriginal()
{
    Results fixture;
    QVERIFY(fixture.isReady());
    CanvasView& canvas = fixture.takeBrush("tool.protect", 200.0);
    const QPoint at = canvas.view().widgetFromCanvas(PointF{50.0, 60.0}).toPoint();
    const int steps = fixture.document.history().count();
    QTest::mouseClick(&canvas, Qt::LeftButton, {}, at);
    QCOMPARE(fixture.document.history().count(), steps + 1);
    QCOMPARE(fixture.lastStep(), QStringLiteral("Protect"));
    QVERIFY(renderComposition(fixture.composition()).samePixels(renderComposition(twoDiscs())));
    QTest::mouseClick(&canvas, Qt::LeftButton, Qt::AltModifier, at);
    const Mask& protect = fixture.composition().layer(1)->applied->adjustment.protect;
    QVERIFY(protect.isEmpty());
    // A stroke that is given up leaves nothing.
    const std::uint64_t revision = fixture.document.revision();
    QTest::mousePress(&canvas, Qt::LeftButton, {}, at);
    QTest::keyClick(&canvas, Qt::Key_Escape);
    QTest::mouseRelease(&canvas, Qt::LeftButton, {}, at);
    QCOMPARE(fixture.document.history().count(), steps + 2);
    QVERIFY(fixture.document.revision() >= revision);
    QVERIFY(fixture.composition().layer(1)->applied->adjustment.protect.isEmpty());
}

void ResultsTest::captionSaysWhichIsApplied()
{
    Results fixture;
    QVERIFY(fixture.isReady());
    renameResult(fixture.document, fixture.idOf(10), QStringLiteral("A name that is far too long for its place"));
    const auto lines = [&](int row) {
        return fixture.list->model()->index(row, 0).data().toString().split(QLatin1Char('\n'));
    };
    // The newest is first, the applied one was the first run.
    QVERIFY(lines(2)[1].contains(QStringLiteral("applied")));
    QVERIFY(!lines(0).join(QLatin1Char(' ')).contains(QStringLiteral("applied")));
    const int room = fixture.list->gridSize().width();
    QVERIFY(fixture.list->fontMetrics().horizontalAdvance(lines(2)[1]) < room);
}

void ResultsTest::backgroundBrushIsOneStepAndShows()
{
    Results fixture;
    QVERIFY(fixture.isReady());
    CanvasView& canvas = fixture.takeBrush("tool.influence", 20.0);
    const QImage before = fixture.shown();
    const int steps = fixture.document.history().count();
    const QPoint at = canvas.view().widgetFromCanvas(PointF{20.5, 20.5}).toPoint();
    QTest::mouseClick(&canvas, Qt::LeftButton, {}, at);
    QCOMPARE(fixture.document.history().count(), steps + 1);
    QCOMPARE(fixture.lastStep(), QStringLiteral("Ignore background"));
    const Mask painted = fixture.composition().influence;
    QCOMPARE(painted.size(), (Size{160, 120}));
    QCOMPARE(painted.row(20)[20], std::uint8_t{0});
    QCOMPARE(painted.row(20)[40], std::uint8_t{255});
    // Nothing of the picture changes; what is painted is hatched while the brush is in use.
    QTest::mouseMove(&canvas, QPoint(2, 2));
    QVERIFY(fixture.shown().pixel(at) != before.pixel(at) ||
            fixture.shown().pixel(at + QPoint(4, 0)) != before.pixel(at + QPoint(4, 0)));
    QVERIFY(renderComposition(fixture.composition()).samePixels([&] {
        Composition plain = fixture.composition();
        plain.influence = {};
        return renderComposition(plain);
    }()));
    fixture.action("tool.protect")->trigger();
    QCOMPARE(fixture.shown().pixel(at), before.pixel(at));
    fixture.action("tool.influence")->trigger();
    QTest::mouseClick(&canvas, Qt::LeftButton, Qt::AltModifier, at);
    QCOMPARE(fixture.composition().influence.row(20)[20], std::uint8_t{255});
    fixture.document.history().undo();
    QVERIFY(fixture.composition().influence == painted);
    fixture.document.history().undo();
    QVERIFY(fixture.composition().influence.isNull());
    // A stroke that is given up leaves nothing.
    QTest::mousePress(&canvas, Qt::LeftButton, {}, at);
    QTest::keyClick(&canvas, Qt::Key_Escape);
    QTest::mouseRelease(&canvas, Qt::LeftButton, {}, at);
    QVERIFY(fixture.composition().influence.isNull());
}

void ResultsTest::backgroundBrushSteersTheNextRun()
{
    Results fixture;
    QVERIFY(fixture.isReady());
    fixture.module->choices().setVariations(1);
    Mask influence({160, 120}, 255);
    influence.writableRow(3)[4] = 0;
    fixture.document.edit(QStringLiteral("Influence"), [&](Composition& c) { c.influence = influence; });
    fixture.action("harmonize.run")->trigger();
    QTRY_COMPARE(fixture.composition().results.size(), std::size_t{4});
    QVERIFY(fixture.waitUntilIdle());
    QVERIFY(fixture.script->lastRequest()->influence == influence);
    const ResultPtr result = fixture.composition().results.back();
    QVERIFY(result->influence == influence);
    // Made again it is made from what it was made of.
    QTRY_VERIFY(fixture.isEnabled("harmonize.influence_all"));
    fixture.action("harmonize.influence_all")->trigger();
    QVERIFY(fixture.composition().influence.isNull());
    fixture.runs().runAgain(*result);
    QTRY_COMPARE(fixture.composition().results.size(), std::size_t{5});
    QVERIFY(fixture.script->lastRequest()->influence == influence);
    QVERIFY(fixture.composition().results.back()->after.samePixels(result->after));
}

void ResultsTest::allAndSwappedInfluence()
{
    Results fixture;
    QVERIFY(fixture.isReady());
    QTRY_VERIFY(!fixture.isEnabled("harmonize.influence_all"));
    Mask influence({160, 120}, 255);
    influence.writableRow(3)[4] = 10;
    fixture.document.edit(QStringLiteral("Influence"), [&](Composition& c) { c.influence = influence; });
    QTRY_VERIFY(fixture.isEnabled("harmonize.influence_invert"));
    fixture.action("harmonize.influence_invert")->trigger();
    QCOMPARE(fixture.composition().influence.row(3)[4], std::uint8_t{245});
    QCOMPARE(fixture.composition().influence.row(3)[5], std::uint8_t{0});
    fixture.document.history().undo();
    QVERIFY(fixture.composition().influence == influence);
    fixture.action("harmonize.influence_all")->trigger();
    QVERIFY(fixture.composition().influence.isNull());
}

QTEST_MAIN(ResultsTest)
#include "results_test.moc"
