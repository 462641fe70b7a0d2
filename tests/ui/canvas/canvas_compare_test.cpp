#include "canvas_fixture.h"

#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

#include <cmath>

using namespace dh;
using namespace dh::test;

namespace
{

constexpr Size kCanvas{400, 300};
const QColor kBefore(40, 60, 80);
const QColor kAfter(50, 60, 75);
const QColor kGrey(90, 90, 90);

std::shared_ptr<const CanvasPreview> previewOf(const QColor& colour, const Rect& area, const Mask& mask = {})
{
    auto pixels = std::make_shared<PreviewImage>();
    pixels->width = 2;
    pixels->height = 2;
    for (int i = 0; i < pixels->width * pixels->height; ++i)
        for (const int sample : {colour.red(), colour.green(), colour.blue()})
            pixels->rgb.push_back(static_cast<std::uint8_t>(sample));
    auto preview = std::make_shared<CanvasPreview>();
    preview->area = area;
    preview->picture = pixels;
    preview->mask = mask;
    return preview;
}

} // namespace

class CanvasCompareTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void splitsTheView_data();
    void splitsTheView();
    void splitCanBeDragged_data();
    void splitCanBeDragged();
    void sideBySideShowsTheSamePlaceTwice();
    void sideBySideFillsAnOddWidth();
    void sideBySideKeepsThePlace();
    void dragsStayInTheirPane();
    void afterALostDragTheOwnPaneCounts();
    void noFrameLiesOverAComparison();
    void pointerReportsWhatItIsOver_data();
    void pointerReportsWhatItIsOver();
    void aPaneWithoutHeightHasNoTag();
    void differenceUsesTheGain();
    void formerTilesShowUntilNewOnesCome();
    void withoutPictureTheUntouchedCompositeCounts();
    void previewShowsThroughItsMask();
    void newestPreviewWins();
    void previewStaysUntilTheResultIsDrawn();

private:
    QColor at(PointF inCanvas)
    {
        m_canvas->finishTiles();
        return shownAt(*m_canvas, shown(*m_canvas), inCanvas);
    }

    std::unique_ptr<Document> m_document;
    std::unique_ptr<CanvasView> m_canvas;
    std::shared_ptr<Composition> m_before;
};

void CanvasCompareTest::init()
{
    m_canvas.reset();
    m_document = std::make_unique<Document>(kHistoryBytes);
    Composition composition;
    composition.background = plain(kCanvas, kAfter);
    m_document->reset(composition);
    m_before = std::make_shared<Composition>();
    m_before->background = plain(kCanvas, kBefore);
    m_canvas = std::make_unique<CanvasView>(*m_document);
    showWhole(*m_canvas);
}

void CanvasCompareTest::splitsTheView_data()
{
    QTest::addColumn<CompareMode>("mode");
    QTest::addColumn<QColor>("topLeft");
    QTest::addColumn<QColor>("topRight");
    QTest::addColumn<QColor>("bottomLeft");
    QTest::newRow("off") << CompareMode::Off << kAfter << kAfter << kAfter;
    QTest::newRow("vertical") << CompareMode::SplitVertical << kBefore << kAfter << kBefore;
    QTest::newRow("horizontal") << CompareMode::SplitHorizontal << kBefore << kBefore << kAfter;
    QTest::newRow("before") << CompareMode::Before << kBefore << kBefore << kBefore;
}

void CanvasCompareTest::splitsTheView()
{
    QFETCH(CompareMode, mode);
    m_canvas->setCompare(mode, m_before);
    QTEST(at({100.0, 100.0}), "topLeft");
    QTEST(at({300.0, 100.0}), "topRight");
    QTEST(at({100.0, 220.0}), "bottomLeft");
}

void CanvasCompareTest::splitCanBeDragged_data()
{
    QTest::addColumn<CompareMode>("mode");
    QTest::addColumn<QPointF>("to");
    QTest::addColumn<double>("split");
    QTest::newRow("vertical") << CompareMode::SplitVertical << QPointF(160.0, 200.0) << 0.25;
    QTest::newRow("horizontal") << CompareMode::SplitHorizontal << QPointF(320.0, 360.0) << 0.75;
    QTest::newRow("beyond the edge") << CompareMode::SplitVertical << QPointF(-50.0, 200.0) << 0.0;
}

void CanvasCompareTest::splitCanBeDragged()
{
    QFETCH(CompareMode, mode);
    QFETCH(QPointF, to);
    m_canvas->setCompare(mode, m_before);
    const ViewTransform view = m_canvas->view();
    drag(*m_canvas, {320.0, 240.0}, to);
    QTEST(m_canvas->split(), "split");
    QCOMPARE(m_canvas->view(), view);
    // Elsewhere the divider doesn't follow.
    drag(*m_canvas, {500.0, 100.0}, {600.0, 50.0});
    QTEST(m_canvas->split(), "split");
}

void CanvasCompareTest::sideBySideShowsTheSamePlaceTwice()
{
    m_canvas->setCompare(CompareMode::SideBySide, m_before);
    m_canvas->finishTiles();
    const QImage image = shown(*m_canvas);
    const QPointF left = inWidget(*m_canvas, {200.0, 150.0});
    QVERIFY(left.x() < 320.0);
    const auto colourAt = [&image](QPointF at) { return image.pixelColor((at * image.devicePixelRatio()).toPoint()); };
    QCOMPARE(colourAt(left), kBefore);
    QCOMPARE(colourAt(left + QPointF(320.0, 0.0)), kAfter);
}

/// A column belongs to neither pane then; what was there before must not stay.
void CanvasCompareTest::sideBySideFillsAnOddWidth()
{
    m_canvas->resize(m_canvas->width() - 1, m_canvas->height());
    m_canvas->setCompare(CompareMode::SideBySide, m_before);
    m_canvas->finishTiles();
    const auto middleOver = [this](const QColor& colour) {
        QImage image(m_canvas->size(), QImage::Format_RGB32);
        image.fill(colour);
        m_canvas->render(&image, {}, {}, {});
        return image.pixelColor(m_canvas->width() / 2, m_canvas->height() / 2);
    };
    QCOMPARE(middleOver(Qt::magenta), middleOver(Qt::green));
}

void CanvasCompareTest::sideBySideKeepsThePlace()
{
    ViewTransform view = m_canvas->view();
    view.zoomTo(4.0, {100.0, 100.0});
    m_canvas->setView(view);
    const PointF centre = view.canvasFromWidget({320.0, 240.0});
    const auto isAt = [&](QPointF inWidget) {
        const PointF there = m_canvas->view().canvasFromWidget(inWidget);
        return std::hypot(there.x - centre.x, there.y - centre.y) < 1e-6;
    };
    m_canvas->setCompare(CompareMode::SideBySide, m_before);
    QVERIFY(isAt({160.0, 240.0}));
    m_canvas->setCompare(CompareMode::Off);
    QVERIFY(isAt({320.0, 240.0}));
}

void CanvasCompareTest::dragsStayInTheirPane()
{
    m_canvas->setCompare(CompareMode::SideBySide, m_before);
    RecordingTool tool;
    m_canvas->setTool(&tool);
    // Over the middle, from either side.
    drag(*m_canvas, {300.0, 200.0}, {360.0, 200.0});
    QCOMPARE(tool.releases.back().inWidget, QPointF(360.0, 200.0));
    drag(*m_canvas, {360.0, 200.0}, {300.0, 200.0});
    QCOMPARE(tool.presses.back().inWidget, QPointF(40.0, 200.0));
    QCOMPARE(tool.releases.back().inWidget, QPointF(-20.0, 200.0));
    m_canvas->setTool(nullptr);
}

void CanvasCompareTest::afterALostDragTheOwnPaneCounts()
{
    m_canvas->setCompare(CompareMode::SideBySide, m_before);
    RecordingTool tool;
    m_canvas->setTool(&tool);
    const QPointF inFirst(100.0, 200.0);
    const QPointF inSecond(440.0, 200.0);
    const QPointF sameInFirst(120.0, 200.0);
    sendMouse(*m_canvas, QEvent::MouseButtonPress, inFirst, Qt::LeftButton, Qt::LeftButton, {});
    sendMouse(*m_canvas, QEvent::MouseButtonPress, inSecond, Qt::LeftButton, Qt::LeftButton, {});
    QCOMPARE(tool.releases.back().inWidget, inFirst);
    QCOMPARE(tool.presses.back().inWidget, sameInFirst);
    QCOMPARE(tool.presses.back().inCanvas, m_canvas->view().canvasFromWidget(sameInFirst));
    sendMouse(*m_canvas, QEvent::MouseMove, inFirst, Qt::NoButton, Qt::NoButton, {});
    QCOMPARE(tool.releases.size(), std::size_t{2});
    QCOMPARE(tool.releases.back().inWidget, sameInFirst);
    QCOMPARE(tool.moves.back().inWidget, inFirst);
    m_canvas->setTool(nullptr);
}

void CanvasCompareTest::noFrameLiesOverAComparison()
{
    const auto picture = [this] {
        m_canvas->finishTiles();
        return shown(*m_canvas);
    };
    m_canvas->setCompare(CompareMode::Before, m_before);
    const QImage withoutFrame = picture();
    QSignalSpy dragged(m_canvas.get(), &CanvasView::frameDragged);
    m_canvas->setFrame({100, 50, 200, 150}, QStringLiteral("context"), true);
    QCOMPARE(picture(), withoutFrame);
    const QPointF edge = m_canvas->view().widgetFromCanvas(PointF{300.0, 120.0});
    drag(*m_canvas, edge, edge + QPointF(-30.0, 0.0));
    QVERIFY(dragged.isEmpty());
    m_canvas->setCompare(CompareMode::Off);
    drag(*m_canvas, edge, edge + QPointF(-30.0, 0.0));
    QVERIFY(!dragged.isEmpty());
}

void CanvasCompareTest::pointerReportsWhatItIsOver_data()
{
    QTest::addColumn<CompareMode>("mode");
    QTest::addColumn<QPointF>("place");
    QTest::addColumn<QColor>("colour");
    QTest::newRow("off") << CompareMode::Off << QPointF(100.0, 240.0) << kAfter;
    QTest::newRow("left of the divider") << CompareMode::SplitVertical << QPointF(100.0, 240.0) << kBefore;
    QTest::newRow("right of the divider") << CompareMode::SplitVertical << QPointF(500.0, 240.0) << kAfter;
    QTest::newRow("above the divider") << CompareMode::SplitHorizontal << QPointF(500.0, 100.0) << kBefore;
    QTest::newRow("first pane") << CompareMode::SideBySide << QPointF(160.0, 240.0) << kBefore;
    QTest::newRow("second pane") << CompareMode::SideBySide << QPointF(480.0, 240.0) << kAfter;
}

void CanvasCompareTest::pointerReportsWhatItIsOver()
{
    QFETCH(CompareMode, mode);
    QFETCH(QPointF, place);
    m_canvas->setCompare(mode, m_before);
    m_canvas->finishTiles();
    QSignalSpy pointer(m_canvas.get(), &CanvasView::pointerMoved);
    sendMouse(*m_canvas, QEvent::MouseMove, place, Qt::NoButton, Qt::NoButton, {});
    QCOMPARE(pointer.size(), 1);
    QTEST(pointer[0][1].value<QColor>(), "colour");
}

void CanvasCompareTest::aPaneWithoutHeightHasNoTag()
{
    // Beside the picture, where the lower pane's tag lies.
    const auto corner = [this] {
        const QImage image = shown(*m_canvas);
        return image.pixelColor((QPointF(9.0, 469.0) * image.devicePixelRatio()).toPoint());
    };
    const QColor bare = corner();
    m_canvas->setCompare(CompareMode::SplitHorizontal, m_before);
    QVERIFY(corner() != bare);
    m_canvas->setSplit(1.0);
    QCOMPARE(corner(), bare);
}

void CanvasCompareTest::differenceUsesTheGain()
{
    m_canvas->setCompare(CompareMode::Difference, m_before);
    m_canvas->setDifferenceGain(10.0);
    QCOMPARE(at({200.0, 150.0}), QColor(100, 0, 50));
    m_canvas->setDifferenceGain(2.0);
    QCOMPARE(at({200.0, 150.0}), QColor(20, 0, 10));
}

/// No frame is empty while a slider moves or a key is held.
void CanvasCompareTest::formerTilesShowUntilNewOnesCome()
{
    const PointF middle{200.0, 150.0};
    m_canvas->setCompare(CompareMode::Difference, m_before);
    m_canvas->setDifferenceGain(10.0);
    QCOMPARE(at(middle), QColor(100, 0, 50));
    m_canvas->setDifferenceGain(2.0);
    const QColor next = shownAt(*m_canvas, shown(*m_canvas), middle);
    QVERIFY(next == QColor(100, 0, 50) || next == QColor(20, 0, 10));
    m_canvas->setCompare(CompareMode::Before, m_before);
    QCOMPARE(at(middle), kBefore);
    m_canvas->setCompare(CompareMode::Off);
    m_canvas->setCompare(CompareMode::Before, m_before);
    QCOMPARE(shownAt(*m_canvas, shown(*m_canvas), middle), kBefore);
}

namespace
{

/// A layer over the whole canvas, with a result that makes it grey.
Composition withResult(Composition composition)
{
    auto result = std::make_shared<HarmonizedResult>();
    result->id = 5;
    result->layer = 1;
    result->areaInCanvas = {0, 0, kCanvas.width, kCanvas.height};
    result->before = plain(kCanvas, kBefore);
    result->after = plain(kCanvas, kGrey);
    result->mask = Mask(kCanvas, 255);
    Layer layer = layerOf(1, plain(kCanvas, kBefore), {0.0, 0.0});
    result->transformAtRun = layer.transform;
    layer.applied = AppliedResult{result, {}};
    composition.layers = {layer};
    composition.results = {result};
    return composition;
}

} // namespace

void CanvasCompareTest::withoutPictureTheUntouchedCompositeCounts()
{
    m_document->reset(withResult(m_document->composition()));
    m_canvas->setCompare(CompareMode::Before);
    QCOMPARE(at({200.0, 150.0}), kBefore);
    m_canvas->setCompare(CompareMode::Off);
    QCOMPARE(at({200.0, 150.0}), kGrey);
}

void CanvasCompareTest::previewStaysUntilTheResultIsDrawn()
{
    const PointF middle{200.0, 150.0};
    Composition scene = withResult(m_document->composition());
    const ResultPtr result = scene.results.front();
    scene.layers.front().applied.reset();
    scene.results.clear();
    m_document->reset(scene);
    QCOMPARE(at(middle), kBefore);
    m_canvas->setPreview(previewOf(Qt::green, {0, 0, kCanvas.width, kCanvas.height}));
    m_document->edit(QStringLiteral("Harmonize"), [&result](Composition& composition) {
        composition.results = {result};
        composition.layers.front().applied = AppliedResult{result, {}};
    });
    m_canvas->setPreview(nullptr);
    for (const double opacity : {0.5, 1.0})
        m_document->edit(QStringLiteral("Opacity"),
                         [opacity](Composition& composition) { composition.layers.front().opacity = opacity; });
    // The picture before the run shows in no frame.
    QCOMPARE(shownAt(*m_canvas, shown(*m_canvas), middle), QColor(Qt::green));
    QTRY_COMPARE(shownAt(*m_canvas, shown(*m_canvas), middle), kGrey);
    m_canvas->setPreview(previewOf(Qt::green, {0, 0, kCanvas.width, kCanvas.height}));
    m_canvas->setPreview(nullptr);
    QCOMPARE(shownAt(*m_canvas, shown(*m_canvas), middle), kGrey);
}

void CanvasCompareTest::previewShowsThroughItsMask()
{
    Mask mask({200, 100});
    for (int y = 0; y < 100; ++y)
        std::fill_n(mask.writableRow(y), 100, std::uint8_t{255});
    m_canvas->setPreview(previewOf(Qt::green, {100, 100, 200, 100}, mask));
    QCOMPARE(at({150.0, 150.0}), QColor(Qt::green));
    QCOMPARE(at({250.0, 150.0}), kAfter);
    QCOMPARE(at({150.0, 250.0}), kAfter);
    m_canvas->setPreview(nullptr);
    QCOMPARE(at({150.0, 150.0}), kAfter);
}

void CanvasCompareTest::newestPreviewWins()
{
    for (int i = 0; i < 20; ++i)
        m_canvas->setPreview(previewOf(QColor(i * 10, 0, 0), {0, 0, 400, 300}));
    m_canvas->setPreview(previewOf(Qt::cyan, {0, 0, 100, 300}));
    QCOMPARE(at({50.0, 150.0}), QColor(Qt::cyan));
    QCOMPARE(at({300.0, 150.0}), kAfter);
    QCoreApplication::processEvents(); // nothing older comes later
    QCOMPARE(at({50.0, 150.0}), QColor(Qt::cyan));
    // Another picture takes the preview away.
    Composition other;
    other.background = plain({200, 200}, kBefore);
    m_document->reset(other);
    QCOMPARE(at({50.0, 100.0}), kBefore);
}

QTEST_MAIN(CanvasCompareTest)
#include "canvas_compare_test.moc"
