#include "core/document/mask_change.h"
#include "core/imaging/image_file.h"
#include "ui/tools/grab_cut_tool.h"
#include "ui/tools/lasso_tool.h"
#include "ui/tools/magic_wand_tool.h"
#include "ui/tools/mask_commands.h"

#include "tests/ui/tools/mask_job_arrivals.h"
#include "tests/ui/tools/tool_fixture.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <functional>

using namespace dh;
using namespace dh::test;

using MakeMask = std::function<Mask(const Layer&)>;
Q_DECLARE_METATYPE(MaskCommand)
Q_DECLARE_METATYPE(MakeMask)

namespace
{

const Mask& square()
{
    static const Mask mask = rectangleMask(kLayerSize, {40, 30}, {80, 60});
    return mask;
}

double overlap(const Mask& a, const Mask& b)
{
    double both = 0.0;
    double either = 0.0;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x) {
            both += std::min(a.row(y)[x], b.row(y)[x]);
            either += std::max(a.row(y)[x], b.row(y)[x]);
        }
    return either > 0.0 ? both / either : 1.0;
}

/// As the window does, but here and now. @return whether the mask changed
bool carryOut(ToolFixture& fixture, const MaskCommand& command)
{
    const Layer& layer = *fixture.document.composition().layer(kLayer);
    const std::optional<Mask> made = command.make(layer, {});
    const int before = fixture.steps();
    return made && fixture.document.apply(command.name, maskChange(layer, *made)) && fixture.steps() != before;
}

} // namespace

class MaskSelectionTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void wandSelectsInTheLayer();
    void wandSelectsInTheComposite();
    void wandOutsideTheLayerChangesNothing();
    void resultIsDroppedWhenTheMaskMovedOn();
    void resultIsDroppedWithItsPicture();
    void resultWaitsForAnOpenEdit();
    void aCutIsDroppedWhenTheMaskMovedOn();
    void aFeatheredOutlineIsComputedBeside();
    void cancelledResultIsDropped();
    void cutsABoxAndRefines();
    void cutsFromThePresentMask();
    void marksFollowTheLayer();
    void cancelledMarksAreForgotten();
    void givingUpAMarkKeepsTheCut();
    void aMarkEndsWithItsLayer();
    void theCutsHintFollowsItsSwitch();
    void anotherButtonEndsNoBox();
    void commands_data();
    void commands();
    void commandsChangeNothingInVain();
    void masksFromAndToFiles();
    void settingsTellOnlyChanges();
};

void MaskSelectionTest::wandSelectsInTheLayer()
{
    ToolFixture fixture(ToolFixture::tilted());
    MagicWandTool tool(fixture.context());
    const Affine canvasFromLayer = fixture.document.composition().layer(kLayer)->transform.canvasFromLayer();
    QVERIFY(tool.press(pointerAt(canvasFromLayer.map({50.5, 40.5}))));
    QTRY_VERIFY(!tool.isBusy());
    QVERIFY(fixture.mask() == square());
    QCOMPARE(fixture.steps(), 1);
    fixture.document.history().undo();
    QVERIFY(fixture.mask() == Mask(kLayerSize));
}

void MaskSelectionTest::wandSelectsInTheComposite()
{
    ToolFixture fixture;
    // The layer shows nothing of its own; below it lies the background's square, at (40, 30) of the canvas.
    fixture.settings.setWandSample(WandSample::Composite);
    MagicWandTool tool(fixture.context());
    QVERIFY(tool.press(pointerAt({50, 40})));
    QTRY_VERIFY(!tool.isBusy());
    // What of it lies under the layer, which begins at (20, 30).
    QVERIFY(fixture.mask() == rectangleMask(kLayerSize, {20, 0}, {60, 30}));
}

void MaskSelectionTest::wandOutsideTheLayerChangesNothing()
{
    ToolFixture fixture;
    fixture.setLayer([](Layer& layer) { layer.mask = square(); });
    MagicWandTool tool(fixture.context());
    for (const PointF place : {PointF{5, 5}, PointF{-1e300, 5}, PointF{std::nan(""), 5}}) {
        tool.press(pointerAt(place));
        QTRY_VERIFY(!tool.isBusy());
    }
    QVERIFY(fixture.mask() == square());
    QCOMPARE(fixture.steps(), 0);
}

void MaskSelectionTest::resultIsDroppedWhenTheMaskMovedOn()
{
    ToolFixture fixture;
    MagicWandTool tool(fixture.context());
    QVERIFY(tool.press(pointerAt({65, 70})));
    QVERIFY(carryOut(fixture, fillMask()));
    QTRY_VERIFY(!tool.isBusy());
    QVERIFY(fixture.mask() == Mask(kLayerSize, 255));
    QCOMPARE(fixture.steps(), 1);
    QCOMPARE(fixture.informed.size(), 1); // never without a word
    QVERIFY(fixture.informed.front().contains(QLatin1String("Select by colour")));
}

/// The layer of another picture has the same number, size and mask.
void MaskSelectionTest::resultIsDroppedWithItsPicture()
{
    ToolFixture fixture;
    MagicWandTool tool(fixture.context());
    QVERIFY(tool.press(pointerAt({65, 70})));
    fixture.setLayer([](Layer& layer) { layer.name = "another"; });
    QTRY_VERIFY(!tool.isBusy());
    QVERIFY(fixture.mask() == Mask(kLayerSize));
    QCOMPARE(fixture.steps(), 0);
    QVERIFY(fixture.informed.empty());
}

void MaskSelectionTest::resultWaitsForAnOpenEdit()
{
    const MaskJobArrivals arrivals;
    ToolFixture fixture;
    MagicWandTool tool(fixture.context());
    QVERIFY(tool.press(pointerAt({65, 70})));
    const auto edit = fixture.document.beginEdit(QStringLiteral("Move"));
    edit->changeLayer(kLayer, [](Layer& layer) { layer.transform.pivotInCanvas = {21.0, 30.0}; });
    QTRY_COMPARE(arrivals.count(), 1);
    QVERIFY(fixture.document.hasOpenEdit());
    QVERIFY(tool.isBusy());
    QVERIFY(fixture.mask() == Mask(kLayerSize));
    QVERIFY(edit->commit());
    QTRY_VERIFY(!tool.isBusy());
    QVERIFY(fixture.mask() == square());
    QCOMPARE(fixture.steps(), 2);
}

void MaskSelectionTest::aCutIsDroppedWhenTheMaskMovedOn()
{
    ToolFixture fixture;
    GrabCutTool tool(fixture.context());
    drag(tool, {{50, 50}, {80, 80}, {115, 105}});
    QVERIFY(tool.isBusy());
    QVERIFY(carryOut(fixture, fillMask()));
    QTRY_VERIFY(!tool.isBusy());
    QVERIFY(fixture.mask() == Mask(kLayerSize, 255));
    QCOMPARE(fixture.informed.size(), 1);
    QVERIFY(!tool.cancel()); // there is nothing to refine
}

void MaskSelectionTest::aFeatheredOutlineIsComputedBeside()
{
    ToolFixture fixture;
    fixture.settings.setFeather(3.0);
    LassoTool tool(fixture.context());
    drag(tool, {{60, 60}, {100, 60}, {100, 90}, {60, 90}});
    QVERIFY(tool.isBusy());
    QVERIFY(!tool.press(pointerAt({60, 60}))); // whoever takes a press back ends no computation
    QVERIFY(tool.hint().contains(QLatin1String("Escape")));
    QVERIFY(fixture.mask() == Mask(kLayerSize));
    QTRY_VERIFY(!tool.isBusy());
    QVERIFY(fixture.mask() == square().feathered(3.0F));
    QCOMPARE(fixture.steps(), 1);

    drag(tool, {{40, 40}, {60, 40}, {60, 60}});
    QVERIFY(tool.cancel());
    QTRY_VERIFY(!tool.isBusy());
    QVERIFY(fixture.mask() == square().feathered(3.0F));
    QCOMPARE(fixture.steps(), 1);
}

void MaskSelectionTest::cancelledResultIsDropped()
{
    ToolFixture fixture;
    GrabCutTool tool(fixture.context());
    drag(tool, {{50, 50}, {115, 105}});
    QVERIFY(tool.isBusy());
    QVERIFY(tool.hint().contains("Escape"));
    QVERIFY(tool.cancel());
    QTRY_VERIFY(!tool.isBusy());
    QVERIFY(fixture.mask() == Mask(kLayerSize));
    QCOMPARE(fixture.steps(), 0);
}

void MaskSelectionTest::cutsABoxAndRefines()
{
    ToolFixture fixture;
    GrabCutTool tool(fixture.context());
    drag(tool, {{50, 50}, {80, 80}, {115, 105}});
    QTRY_VERIFY(!tool.isBusy());
    QVERIFY2(overlap(fixture.mask(), square()) > 0.95, qPrintable(QString::number(overlap(fixture.mask(), square()))));
    QCOMPARE(fixture.steps(), 1);
    const Mask cut = fixture.mask();

    // A stroke with the right button takes away.
    drag(tool, {{65, 75}, {75, 75}}, Qt::NoModifier, Qt::RightButton);
    QTRY_VERIFY(!tool.isBusy());
    QCOMPARE(fixture.steps(), 2);
    QCOMPARE(static_cast<int>(fixture.mask().row(45)[50]), 0);
    fixture.document.history().undo();
    QVERIFY(fixture.mask() == cut);
    fixture.document.history().undo();
    QVERIFY(fixture.mask() == Mask(kLayerSize));
    QVERIFY(fixture.errors.empty());
}

void MaskSelectionTest::cutsFromThePresentMask()
{
    ToolFixture fixture;
    const Mask rough = rectangleMask(kLayerSize, {44, 34}, {84, 64});
    fixture.setLayer([&](Layer& layer) { layer.mask = rough; });
    fixture.settings.setCutFromMask(true);
    GrabCutTool tool(fixture.context());
    drag(tool, {{70, 70}, {85, 80}}); // in the middle of the square
    QTRY_VERIFY(!tool.isBusy());
    QCOMPARE(fixture.steps(), 1);
    QVERIFY(overlap(fixture.mask(), square()) > overlap(rough, square()));
    // A cut that is done is a step to be undone, though it may be refined.
    QVERIFY(!tool.isInProgress());
    QVERIFY(tool.cancel());
    QVERIFY(!tool.cancel());
}

void MaskSelectionTest::marksFollowTheLayer()
{
    ToolFixture fixture;
    GrabCutTool tool(fixture.context());
    drag(tool, {{50, 50}, {80, 80}, {115, 105}});
    QTRY_VERIFY(!tool.isBusy());
    fixture.document.edit(QStringLiteral("move"), [](Composition& composition) {
        composition.layer(kLayer)->transform.pivotInCanvas = {80.0, 60.0};
    });
    drag(tool, {{125, 105}, {135, 105}}, Qt::NoModifier, Qt::RightButton);
    QTRY_VERIFY(!tool.isBusy());
    QCOMPARE(static_cast<int>(fixture.mask().row(45)[50]), 0);
}

void MaskSelectionTest::cancelledMarksAreForgotten()
{
    ToolFixture fixture;
    GrabCutTool tool(fixture.context());
    drag(tool, {{50, 50}, {80, 80}, {115, 105}});
    QTRY_VERIFY(!tool.isBusy());
    const Mask cut = fixture.mask();
    drag(tool, {{65, 75}, {75, 75}}, Qt::NoModifier, Qt::RightButton);
    QVERIFY(tool.cancel());
    QTRY_VERIFY(!tool.isBusy());
    QVERIFY(fixture.mask() == cut);
    // The next one is carried out without it.
    drag(tool, {{85, 80}, {90, 80}});
    QTRY_VERIFY(!tool.isBusy());
    QVERIFY(fixture.mask().row(45)[50] > 128);
}

void MaskSelectionTest::givingUpAMarkKeepsTheCut()
{
    ToolFixture fixture;
    GrabCutTool tool(fixture.context());
    drag(tool, {{50, 50}, {80, 80}, {115, 105}});
    QTRY_VERIFY(!tool.isBusy());
    QVERIFY(tool.press(pointerAt({65, 75}, Qt::RightButton)));
    QVERIFY(tool.cancel());
    // Only what is refined takes the right button.
    QVERIFY(tool.press(pointerAt({65, 75}, Qt::RightButton)));
    QVERIFY(tool.cancel());
    QVERIFY(tool.cancel());
    QVERIFY(!tool.press(pointerAt({65, 75}, Qt::RightButton)));
    QCOMPARE(fixture.steps(), 1);
}

void MaskSelectionTest::aMarkEndsWithItsLayer()
{
    ToolFixture fixture;
    GrabCutTool tool(fixture.context());
    drag(tool, {{50, 50}, {80, 80}, {115, 105}});
    QTRY_VERIFY(!tool.isBusy());
    QVERIFY(tool.press(pointerAt({65, 75}, Qt::RightButton)));
    tool.move(pointerAt({75, 75}, Qt::RightButton));
    fixture.document.select(0);
    QVERIFY(!tool.isInProgress());
    fixture.document.select(kLayer);
    QVERIFY(!tool.release(pointerAt({75, 75}, Qt::RightButton)));
    QVERIFY(!tool.isBusy());
    QCOMPARE(fixture.steps(), 1);
}

void MaskSelectionTest::theCutsHintFollowsItsSwitch()
{
    ToolFixture fixture;
    GrabCutTool tool(fixture.context());
    const QString before = tool.hint();
    QVERIFY(fixture.repaints.empty());
    fixture.settings.setCutFromMask(true);
    QVERIFY(tool.hint() != before);
    QCOMPARE(fixture.repaints.size(), std::size_t{1}); // by which the canvas sees it
}

void MaskSelectionTest::anotherButtonEndsNoBox()
{
    ToolFixture fixture;
    GrabCutTool tool(fixture.context());
    tool.press(pointerAt({50, 50}));
    tool.move(pointerAt({80, 80}));
    QVERIFY(tool.press(pointerAt({80, 80}, Qt::RightButton)));
    tool.release(pointerAt({80, 80}, Qt::RightButton));
    QVERIFY(!tool.isBusy());
    QVERIFY(tool.isInProgress());
    tool.release(pointerAt({115, 105}));
    QVERIFY(tool.isBusy());
    QVERIFY(tool.cancel());
    QTRY_VERIFY(!tool.isBusy());
}

void MaskSelectionTest::commands_data()
{
    QTest::addColumn<MaskCommand>("command");
    QTest::addColumn<MakeMask>("expected");
    const auto add = [](const char* name, const MaskCommand& command, const MakeMask& expected) {
        QTest::newRow(name) << command << expected;
    };
    add("fill", fillMask(), [](const Layer&) { return Mask(kLayerSize, 255); });
    add("clear", clearMask(), [](const Layer&) { return Mask(kLayerSize); });
    add("invert", invertMask(), [](const Layer& layer) { return inverted(layer.mask); });
    add("grow", growMask(3.0), [](const Layer& layer) { return layer.mask.grown(3); });
    add("shrink", shrinkMask(2.0), [](const Layer& layer) { return layer.mask.grown(-2); });
    add("feather", featherMask(2.5), [](const Layer& layer) { return layer.mask.feathered(2.5F); });
    add("smooth", smoothMask(4.0), [](const Layer& layer) { return smoothed(layer.mask, 4.0); });
    add("border", borderOfMask(6.0), [](const Layer& layer) { return border(layer.mask, 6); });
    add("from alpha", maskFromLayerAlpha(), [](const Layer& layer) { return maskFromAlpha(layer.image); });
    add("from luminance", maskFromLayerLuminance(), [](const Layer& layer) { return maskFromLuminance(layer.image); });
}

void MaskSelectionTest::commands()
{
    QFETCH(MaskCommand, command);
    QFETCH(MakeMask, expected);
    ToolFixture fixture;
    fixture.setLayer([](Layer& layer) { layer.mask = square(); });
    const Mask wanted = expected(*fixture.document.composition().layer(kLayer));
    QVERIFY(!(wanted == square()));
    QVERIFY(carryOut(fixture, command));
    QVERIFY(fixture.mask() == wanted);
    QCOMPARE(fixture.steps(), 1);
    QVERIFY(!fixture.document.history().undoText().isEmpty());
    fixture.document.history().undo();
    QVERIFY(fixture.mask() == square());
}

void MaskSelectionTest::commandsChangeNothingInVain()
{
    ToolFixture fixture;
    QVERIFY(!carryOut(fixture, clearMask())); // empty already
    QCOMPARE(fixture.steps(), 0);
    // Without a mask everything is selected.
    fixture.setLayer([](Layer& layer) { layer.mask = Mask(); });
    QVERIFY(!carryOut(fixture, fillMask()));
    QVERIFY(carryOut(fixture, invertMask()));
    QVERIFY(fixture.mask() == Mask(kLayerSize));
    fixture.document.history().undo();
    QVERIFY(fixture.mask().isNull());
    fixture.document.history().redo();
    QVERIFY(fixture.mask() == Mask(kLayerSize));
}

void MaskSelectionTest::masksFromAndToFiles()
{
    const QTemporaryDir folder;
    const auto path = [&](const char* name) { return std::filesystem::path(folder.filePath(name).toStdString()); };
    ToolFixture fixture;
    fixture.setLayer([](Layer& layer) { layer.mask = square(); });
    carryOut(fixture, saveMask(path("square.png")));
    QVERIFY(carryOut(fixture, clearMask()));
    QVERIFY(carryOut(fixture, loadMask(path("square.png"))));
    QVERIFY(fixture.mask() == square());

    writeMaskFile(path("half.png"), rectangleMask({60, 45}, {20, 15}, {40, 30}));
    QVERIFY(carryOut(fixture, loadMask(path("half.png"))));
    QVERIFY(overlap(fixture.mask(), square()) > 0.9);

    // The layer is a tenth of it, its height rounded.
    writeMaskFile(path("large.png"), rectangleMask({1200, 905}, {400, 300}, {800, 600}));
    QVERIFY(carryOut(fixture, clearMask()));
    QVERIFY(carryOut(fixture, loadMask(path("large.png"))));
    QVERIFY(overlap(fixture.mask(), square()) > 0.9);

    const Mask before = fixture.mask();
    writeMaskFile(path("other.png"), Mask(Size{60, 60}, 255));
    const auto codeOf = [](const std::function<void()>& work) {
        try {
            work();
        } catch (const Error& error) {
            return QString(errorCodeName(error.code()));
        }
        return QString("none");
    };
    QCOMPARE(codeOf([&] { carryOut(fixture, loadMask(path("other.png"))); }), "size_mismatch");
    QCOMPARE(codeOf([&] { carryOut(fixture, loadMask(path("nothing.png"))); }), "file_not_found");
    QCOMPARE(codeOf([&] { carryOut(fixture, saveMask(path("mask.jpg"))); }), "unsupported_format");
    QVERIFY(fixture.mask() == before);
}

void MaskSelectionTest::settingsTellOnlyChanges()
{
    ToolSettings settings;
    const QSignalSpy diameter(&settings, &ToolSettings::brushDiameterChanged);
    settings.setBrushDiameter(100.0);
    settings.setBrushDiameter(100.0);
    settings.setBrushDiameter(1e9);
    settings.setBrushDiameter(1e10);
    settings.setBrushDiameter(std::nan(""));
    QCOMPARE(diameter.count(), 2);
    QCOMPARE(settings.brushDiameter(), ToolSettings::kMaxDiameter);
    const QSignalSpy mode(&settings, &ToolSettings::combineModeChanged);
    settings.setCombineMode(settings.combineMode());
    settings.setCombineMode(MaskCombine::Intersect);
    QCOMPARE(mode.count(), 1);
    settings.setBrushHardness(-1.0);
    QCOMPARE(settings.brushHardness(), 0.0);
    settings.changeHardness(3);
    QVERIFY(qFuzzyCompare(settings.brushHardness(), 0.3));
}

QTEST_MAIN(MaskSelectionTest)
#include "mask_selection_test.moc"
