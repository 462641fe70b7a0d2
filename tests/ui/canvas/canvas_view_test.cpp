#include "canvas_fixture.h"

#include "ui/canvas/canvas_tool.h"

#include <QDropEvent>
#include <QMimeData>
#include <QNativeGestureEvent>
#include <QPointingDevice>
#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>
#include <QWheelEvent>

#include <cmath>

using namespace dh;
using namespace dh::test;

namespace
{

constexpr Size kCanvas{1200, 900};

QColor gradient(int x, int y)
{
    return {x * 255 / kCanvas.width, y * 255 / kCanvas.height, 60};
}

bool isNear(PointF a, PointF b, double tolerance = 1e-6)
{
    return std::hypot(a.x - b.x, a.y - b.y) <= tolerance;
}

bool isNear(const QColor& a, const QColor& b, int tolerance = 3)
{
    return std::abs(a.red() - b.red()) <= tolerance && std::abs(a.green() - b.green()) <= tolerance &&
           std::abs(a.blue() - b.blue()) <= tolerance;
}

void sendWheel(CanvasView& canvas, QPointF at, QPoint angle, Qt::KeyboardModifiers modifiers = {})
{
    QWheelEvent event(at, canvas.mapToGlobal(at), QPoint(), angle, Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
    QApplication::sendEvent(&canvas, &event);
}

/// Records what reaches a tool.
class RecordingTool : public CanvasTool
{
public:
    bool press(const CanvasPointer& pointer) override
    {
        presses.push_back(pointer);
        return true;
    }
    bool release(const CanvasPointer&) override
    {
        ++releases;
        return true;
    }
    bool cancel() override { return ++cancels > 0; }
    void deactivated() override { ++deactivations; }
    [[nodiscard]] QString hint() const override { return QStringLiteral("a hint"); }

    std::vector<CanvasPointer> presses;
    int releases = 0;
    int cancels = 0;
    int deactivations = 0;
};

} // namespace

class CanvasViewTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void fitsAtFirst();
    void showsTheDocument();
    void wheelZoomsAtThePointer_data();
    void wheelZoomsAtThePointer();
    void oneToOneIsExact();
    void pinchZoomsAtTheFingers_data();
    void pinchZoomsAtTheFingers();
    void zoomCommandsUseNiceSteps();
    void pans_data();
    void pans();
    void panningKeepsTheCanvasInSight();
    void keysNavigate();
    void resizeKeepsTheCentre();
    void smallChangePaintsFewTiles();
    void outdatedTilesBecomeFresh();
    void undoShowsTheFormerPicture();
    void emptyDocumentInvites();
    void maskOverlayAndMaskOnly();
    void paintedMaskShowsAtOnce();
    void toolGetsCanvasPositions();
    void escapeCancelsTheTool();
    void pointerReportsPositionAndColour();
    void dropsAreSignalled();
    void frameCanBeDragged();
    void frameDragsCanBeGivenUp();
    void hasAnAccessibleName();

private:
    std::unique_ptr<Document> m_document;
    std::unique_ptr<CanvasView> m_canvas;
};

void CanvasViewTest::init()
{
    m_document = std::make_unique<Document>(kHistoryBytes);
    Composition composition;
    composition.background = picture(kCanvas, gradient);
    composition.layers = {layerOf(1, plain({200, 100}, Qt::red), {300.0, 400.0})};
    m_document->reset(composition);
    m_document->select(1);
    m_canvas = std::make_unique<CanvasView>(*m_document);
    showWhole(*m_canvas);
}

void CanvasViewTest::cleanup()
{
    m_canvas.reset();
    m_document.reset();
}

void CanvasViewTest::fitsAtFirst()
{
    const QRectF shownArea = m_canvas->view().widgetFromCanvas(Rect{0, 0, kCanvas.width, kCanvas.height});
    QVERIFY(QRectF(m_canvas->rect()).contains(shownArea));
    QVERIFY(isNear({shownArea.center().x(), shownArea.center().y()}, {320.0, 240.0}));
    QVERIFY(shownArea.height() > 440.0);
}

void CanvasViewTest::showsTheDocument()
{
    const QImage image = shown(*m_canvas);
    QCOMPARE(image.devicePixelRatio(), m_canvas->devicePixelRatioF());
    for (const PointF at : {PointF{100.0, 100.0}, PointF{1100.0, 200.0}, PointF{600.0, 800.0}})
        QVERIFY(isNear(shownAt(*m_canvas, image, at), gradient(static_cast<int>(at.x), static_cast<int>(at.y))));
    QCOMPARE(shownAt(*m_canvas, image, {400.0, 450.0}), QColor(Qt::red));
    QCOMPARE(m_canvas->staleTiles(), 0);
}

void CanvasViewTest::wheelZoomsAtThePointer_data()
{
    QTest::addColumn<QPointF>("at");
    QTest::addColumn<int>("angle");
    QTest::addColumn<double>("change");
    QTest::newRow("a notch in") << QPointF(200.5, 100.25) << 120 << 1.25;
    QTest::newRow("a notch out") << QPointF(500.0, 300.0) << -120 << 0.8;
    QTest::newRow("an eighth of a notch") << QPointF(320.0, 240.0) << 15 << std::pow(1.25, 0.125);
}

void CanvasViewTest::wheelZoomsAtThePointer()
{
    QFETCH(QPointF, at);
    QFETCH(int, angle);
    QFETCH(double, change);
    const double zoom = m_canvas->view().zoom();
    const PointF before = m_canvas->view().canvasFromWidget(at);
    sendWheel(*m_canvas, at, {0, angle});
    QVERIFY(std::abs(m_canvas->view().zoom() - zoom * change) < 1e-9);
    QVERIFY(isNear(m_canvas->view().canvasFromWidget(at), before));
}

void CanvasViewTest::oneToOneIsExact()
{
    m_canvas->actualSize();
    QCOMPARE(m_canvas->zoomFactor(), 1.0);
    m_canvas->finishTiles();
    const QImage image = shown(*m_canvas);
    // One canvas pixel is one physical pixel: nothing is mixed.
    const QPointF corner = m_canvas->view().widgetFromCanvas(PointF{0.0, 0.0}) * image.devicePixelRatio();
    const QPoint first(static_cast<int>(std::lround(corner.x())), static_cast<int>(std::lround(corner.y())));
    for (int y = 0; y < image.height(); y += 37)
        for (int x = 0; x < image.width(); x += 41) {
            const QPoint pixel = QPoint(x, y) - first;
            const bool onLayer = QRect(300, 400, 200, 100).contains(pixel);
            if (QRect(0, 0, kCanvas.width, kCanvas.height).contains(pixel))
                QCOMPARE(image.pixelColor(x, y), onLayer ? QColor(Qt::red) : gradient(pixel.x(), pixel.y()));
        }
}

void CanvasViewTest::pinchZoomsAtTheFingers_data()
{
    QTest::addColumn<double>("spread");
    QTest::newRow("apart") << 0.25;
    QTest::newRow("together") << -0.2;
}

void CanvasViewTest::pinchZoomsAtTheFingers()
{
    QFETCH(double, spread);
    CanvasView& canvas = *m_canvas;
    const QPointF fingers(200, 150);
    const PointF held = canvas.view().canvasFromWidget(fingers);
    const double zoomBefore = canvas.view().zoom();
    constexpr int kFingers = 2;
    const auto send = [&](Qt::NativeGestureType type, double value) {
        QNativeGestureEvent event(type, QPointingDevice::primaryPointingDevice(), kFingers, fingers, fingers,
                                  canvas.mapToGlobal(fingers), value, {});
        QApplication::sendEvent(&canvas, &event);
    };
    send(Qt::BeginNativeGesture, 0.0);
    send(Qt::ZoomNativeGesture, spread);
    send(Qt::EndNativeGesture, 0.0);
    QVERIFY(std::abs(canvas.view().zoom() - zoomBefore * (1.0 + spread)) < 1e-9);
    QVERIFY(isNear(canvas.view().canvasFromWidget(fingers), held, 1e-6));
    send(Qt::RotateNativeGesture, 30.0); // means nothing here
    QVERIFY(std::abs(canvas.view().zoom() - zoomBefore * (1.0 + spread)) < 1e-9);
}

void CanvasViewTest::zoomCommandsUseNiceSteps()
{
    m_canvas->setZoomFactor(0.4);
    m_canvas->zoomIn();
    QCOMPARE(m_canvas->zoomFactor(), 0.5);
    m_canvas->zoomIn();
    QVERIFY(std::abs(m_canvas->zoomFactor() - 2.0 / 3.0) < 1e-12);
    m_canvas->zoomOut();
    m_canvas->zoomOut();
    QVERIFY(std::abs(m_canvas->zoomFactor() - 1.0 / 3.0) < 1e-12);
}

void CanvasViewTest::pans_data()
{
    QTest::addColumn<bool>("space");
    QTest::newRow("middle button") << false;
    QTest::newRow("space") << true;
}

void CanvasViewTest::pans()
{
    QFETCH(bool, space);
    RecordingTool tool;
    m_canvas->setTool(&tool);
    m_canvas->actualSize();
    const PointF grabbed = m_canvas->view().canvasFromWidget({300.0, 200.0});
    if (space)
        QTest::keyPress(m_canvas.get(), Qt::Key_Space);
    drag(*m_canvas, {300.0, 200.0}, {260.0, 230.0}, {}, space ? Qt::LeftButton : Qt::MiddleButton);
    if (space)
        QTest::keyRelease(m_canvas.get(), Qt::Key_Space);
    QVERIFY(isNear(m_canvas->view().canvasFromWidget({260.0, 230.0}), grabbed));
    QVERIFY(tool.presses.empty());
    QTest::mouseClick(m_canvas.get(), Qt::LeftButton);
    QCOMPARE(tool.presses.size(), std::size_t{1});
    m_canvas->setTool(nullptr);
}

void CanvasViewTest::panningKeepsTheCanvasInSight()
{
    for (int i = 0; i < 20; ++i)
        drag(*m_canvas, {10.0, 10.0}, {600.0, 470.0}, {}, Qt::MiddleButton);
    const Rect visible = m_canvas->view().visibleCanvas(m_canvas->size(), kCanvas);
    QVERIFY(!visible.isEmpty());
    QCOMPARE(visible.x, 0);
}

void CanvasViewTest::keysNavigate()
{
    m_canvas->setFocus();
    QTest::keyClick(m_canvas.get(), Qt::Key_1);
    QCOMPARE(m_canvas->zoomFactor(), 1.0);
    const PointF before = m_canvas->view().canvasFromWidget({0.0, 0.0});
    QTest::keyClick(m_canvas.get(), Qt::Key_Right);
    QVERIFY(m_canvas->view().canvasFromWidget({0.0, 0.0}).x > before.x + 10.0);
    QTest::keyClick(m_canvas.get(), Qt::Key_Plus);
    QCOMPARE(m_canvas->zoomFactor(), 2.0);
    QTest::keyClick(m_canvas.get(), Qt::Key_Home);
    fitsAtFirst();
}

void CanvasViewTest::resizeKeepsTheCentre()
{
    m_canvas->resize(700, 520);
    QVERIFY(isNear(m_canvas->view().canvasFromWidget({350.0, 260.0}), {600.0, 450.0}));
    m_canvas->actualSize();
    const PointF centre = m_canvas->view().canvasFromWidget({350.0, 260.0});
    m_canvas->resize(500, 400);
    QVERIFY(isNear(m_canvas->view().canvasFromWidget({250.0, 200.0}), centre));
    QCOMPARE(m_canvas->zoomFactor(), 1.0);
}

void CanvasViewTest::smallChangePaintsFewTiles()
{
    m_document->edit(QStringLiteral("add"), [](Composition& composition) {
        composition.layers.push_back(layerOf(2, plain({8, 8}, Qt::blue), {600.0, 400.0}));
    });
    m_canvas->actualSize();
    m_canvas->finishTiles();
    m_canvas->repaint();
    QVERIFY(m_canvas->paintedTiles() >= 4);
    // The first frames may still be whole ones that the change of view asked for.
    const auto blink = [this] {
        m_document->edit(QStringLiteral("blink"), [](Composition& composition) {
            composition.layers[1].visible = !composition.layers[1].visible;
        });
        QCoreApplication::processEvents();
        return m_canvas->paintedTiles() == 1 && m_canvas->staleTiles() == 0;
    };
    // Not QTRY_VERIFY, which would ask once more.
    QVERIFY(QTest::qWaitFor(blink));
}

void CanvasViewTest::outdatedTilesBecomeFresh()
{
    m_document->edit(QStringLiteral("replace"), [](Composition& composition) {
        composition.layers[0].transform.pivotInCanvas = {900.0, 600.0};
    });
    m_canvas->actualSize();
    const auto fresh = [this] {
        m_canvas->repaint();
        return m_canvas->staleTiles() == 0;
    };
    QTRY_VERIFY(fresh());
    m_canvas->fit();
    QTRY_VERIFY(fresh());
    const QImage image = shown(*m_canvas);
    QCOMPARE(shownAt(*m_canvas, image, {900.0, 600.0}), QColor(Qt::red));
    QVERIFY(isNear(shownAt(*m_canvas, image, {400.0, 450.0}), gradient(400, 450)));
}

void CanvasViewTest::undoShowsTheFormerPicture()
{
    const QImage before = shown(*m_canvas);
    m_document->edit(QStringLiteral("hide"), [](Composition& composition) { composition.layers[0].visible = false; });
    m_canvas->finishTiles();
    QVERIFY(shown(*m_canvas) != before);
    m_document->history().undo();
    m_canvas->finishTiles();
    QCOMPARE(shown(*m_canvas), before);
}

void CanvasViewTest::emptyDocumentInvites()
{
    m_document->reset({});
    const QImage image = shown(*m_canvas);
    const QColor back = image.pixelColor(2, 2);
    int drawn = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            drawn += image.pixelColor(x, y) != back ? 1 : 0;
    QVERIFY2(drawn > 500, qPrintable(QString::number(drawn)));
    QVERIFY(drawn < image.width() * image.height() / 4);
    // Nothing to zoom or pan, and nothing that breaks.
    sendWheel(*m_canvas, {10.0, 10.0}, {0, 120});
    drag(*m_canvas, {10.0, 10.0}, {50.0, 50.0});
    m_canvas->finishTiles();
}

void CanvasViewTest::maskOverlayAndMaskOnly()
{
    const QColor plainRed = shownAt(*m_canvas, shown(*m_canvas), {400.0, 450.0});
    m_canvas->setMaskColour(QColor(0, 255, 0), 0.5);
    m_canvas->setMaskDisplay(MaskDisplay::Overlay);
    m_canvas->finishTiles();
    QImage image = shown(*m_canvas);
    QCOMPARE(plainRed, QColor(Qt::red));
    QVERIFY(isNear(shownAt(*m_canvas, image, {400.0, 450.0}), QColor(127, 128, 0)));
    QVERIFY(isNear(shownAt(*m_canvas, image, {100.0, 100.0}), gradient(100, 100)));
    m_canvas->setMaskDisplay(MaskDisplay::MaskOnly);
    m_canvas->finishTiles();
    image = shown(*m_canvas);
    QCOMPARE(shownAt(*m_canvas, image, {400.0, 450.0}), QColor(Qt::white));
    QCOMPARE(shownAt(*m_canvas, image, {100.0, 100.0}), QColor(Qt::black));
    m_document->select(0);
    m_canvas->finishTiles();
    QVERIFY(isNear(shownAt(*m_canvas, shown(*m_canvas), {100.0, 100.0}), gradient(100, 100)));
}

void CanvasViewTest::paintedMaskShowsAtOnce()
{
    m_canvas->setMaskDisplay(MaskDisplay::MaskOnly);
    m_canvas->finishTiles();
    (void)shown(*m_canvas);
    auto edit = m_document->beginEdit(QStringLiteral("paint"));
    const auto erase = [](const Rect& area) {
        return [area](Mask& mask) {
            for (int y = area.y; y < area.bottom(); ++y)
                std::fill_n(mask.writableRow(y) + area.x, area.width, std::uint8_t{0});
            return area;
        };
    };
    edit->paintMask(1, erase({0, 0, 60, 60}));
    // Rendered within the frame: no thread has to answer first.
    QCOMPARE(shownAt(*m_canvas, shown(*m_canvas), {320.0, 420.0}), QColor(Qt::black));
    QCOMPARE(shownAt(*m_canvas, shown(*m_canvas), {420.0, 470.0}), QColor(Qt::white));
    edit->paintMask(1, erase({100, 60, 40, 30}));
    QCOMPARE(shownAt(*m_canvas, shown(*m_canvas), {420.0, 470.0}), QColor(Qt::black));
    QVERIFY(edit->commit());
    m_document->history().undo();
    m_canvas->finishTiles();
    QCOMPARE(shownAt(*m_canvas, shown(*m_canvas), {420.0, 470.0}), QColor(Qt::white));
    QCOMPARE(shownAt(*m_canvas, shown(*m_canvas), {320.0, 420.0}), QColor(Qt::white));
}

void CanvasViewTest::toolGetsCanvasPositions()
{
    RecordingTool tool;
    QSignalSpy hints(m_canvas.get(), &CanvasView::toolHintChanged);
    m_canvas->setTool(&tool);
    QCOMPARE(hints.size(), 1);
    QCOMPARE(hints[0][0].toString(), QStringLiteral("a hint"));
    const QPointF at = inWidget(*m_canvas, {512.0, 256.0});
    sendMouse(*m_canvas, QEvent::MouseButtonPress, at, Qt::RightButton, Qt::RightButton, Qt::ShiftModifier);
    sendMouse(*m_canvas, QEvent::MouseButtonRelease, at, Qt::RightButton, Qt::NoButton, Qt::ShiftModifier);
    QCOMPARE(tool.presses.size(), std::size_t{1});
    QVERIFY(isNear(tool.presses[0].inCanvas, {512.0, 256.0}));
    QCOMPARE(tool.presses[0].button, Qt::RightButton);
    QVERIFY(tool.presses[0].modifiers == Qt::ShiftModifier);
    QCOMPARE(tool.releases, 1);
    m_canvas->setTool(nullptr);
    QCOMPARE(tool.deactivations, 1);
}

void CanvasViewTest::escapeCancelsTheTool()
{
    RecordingTool tool;
    m_canvas->setTool(&tool);
    QTest::keyClick(m_canvas.get(), Qt::Key_Escape);
    QCOMPARE(tool.cancels, 1);
    m_canvas->setTool(nullptr);
}

void CanvasViewTest::pointerReportsPositionAndColour()
{
    QSignalSpy spy(m_canvas.get(), &CanvasView::pointerMoved);
    sendMouse(*m_canvas, QEvent::MouseMove, inWidget(*m_canvas, {400.5, 450.5}), Qt::NoButton, Qt::NoButton, {});
    sendMouse(*m_canvas, QEvent::MouseMove, inWidget(*m_canvas, {-5.0, 450.0}), Qt::NoButton, Qt::NoButton, {});
    QEvent leave(QEvent::Leave);
    QApplication::sendEvent(m_canvas.get(), &leave);
    QCOMPARE(spy.size(), 3);
    const QPointF at = spy[0][0].toPointF();
    QVERIFY(isNear({at.x(), at.y()}, {400.5, 450.5}));
    QCOMPARE(spy[0][1].value<QColor>(), QColor(Qt::red));
    QVERIFY(!spy[1][1].value<QColor>().isValid());
    QVERIFY(spy[1][2].toBool());
    QVERIFY(!spy[2][2].toBool());
}

void CanvasViewTest::dropsAreSignalled()
{
    QSignalSpy files(m_canvas.get(), &CanvasView::filesDropped);
    QSignalSpy images(m_canvas.get(), &CanvasView::imageDropped);
    const QPointF at = inWidget(*m_canvas, {600.0, 300.0});
    const auto drop = [&](const QMimeData& data) {
        QDragEnterEvent enter(at.toPoint(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_canvas.get(), &enter);
        QDropEvent event(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_canvas.get(), &event);
        return enter.isAccepted() && event.isAccepted();
    };
    QMimeData urls;
    urls.setUrls({QUrl(QStringLiteral("file:///a.png"))});
    QVERIFY(drop(urls));
    QMimeData pixels;
    QImage image(3, 2, QImage::Format_RGB32);
    image.fill(Qt::green);
    pixels.setImageData(image);
    QVERIFY(drop(pixels));
    QMimeData text;
    text.setText(QStringLiteral("words"));
    QVERIFY(!drop(text));
    QCOMPARE(files.size(), 1);
    QCOMPARE(files[0][0].value<QList<QUrl>>(), urls.urls());
    const QPointF inCanvas = files[0][1].toPointF();
    QVERIFY(isNear({inCanvas.x(), inCanvas.y()}, {600.0, 300.0}));
    QCOMPARE(images.size(), 1);
    QCOMPARE(images[0][0].value<QImage>().size(), QSize(3, 2));
}

void CanvasViewTest::frameCanBeDragged()
{
    QSignalSpy spy(m_canvas.get(), &CanvasView::frameDragged);
    m_canvas->setFrame({200, 200, 400, 300}, QStringLiteral("context"), false);
    drag(*m_canvas, inWidget(*m_canvas, {600.0, 350.0}), inWidget(*m_canvas, {700.0, 350.0}));
    QVERIFY(spy.isEmpty());
    m_canvas->setFrame({200, 200, 400, 300}, QStringLiteral("context"), true);
    drag(*m_canvas, inWidget(*m_canvas, {600.0, 350.0}), inWidget(*m_canvas, {700.0, 350.0}));
    QVERIFY(!spy.isEmpty());
    QCOMPARE(spy.back()[0].value<Rect>(), (Rect{200, 200, 500, 300}));
    const QPointF caption = inWidget(*m_canvas, {200.0, 200.0}) + QPointF(12.0, -8.0);
    drag(*m_canvas, caption, caption + QPointF(30.0, 0.0));
    QCOMPARE(spy.back()[0].value<Rect>(),
             (Rect{200 + static_cast<int>(std::lround(30.0 / m_canvas->view().zoom())), 200, 500, 300}));
}

void CanvasViewTest::frameDragsCanBeGivenUp()
{
    QSignalSpy began(m_canvas.get(), &CanvasView::frameDragBegan);
    QSignalSpy cancelled(m_canvas.get(), &CanvasView::frameDragCancelled);
    m_canvas->setFrame({200, 200, 400, 300}, QStringLiteral("context"), true);
    const QPointF edge = inWidget(*m_canvas, {600.0, 350.0});
    sendMouse(*m_canvas, QEvent::MouseButtonPress, edge, Qt::LeftButton, Qt::LeftButton, {});
    sendMouse(*m_canvas, QEvent::MouseMove, edge + QPointF(30.0, 0.0), Qt::NoButton, Qt::LeftButton, {});
    QCOMPARE(began.count(), 1);
    QVERIFY(m_canvas->cancelProgress());
    QCOMPARE(cancelled.count(), 1);
    QVERIFY(!m_canvas->cancelProgress());
    sendMouse(*m_canvas, QEvent::MouseButtonRelease, edge, Qt::LeftButton, Qt::NoButton, {});
}

void CanvasViewTest::hasAnAccessibleName()
{
    QVERIFY(!m_canvas->accessibleName().isEmpty());
    QVERIFY(!m_canvas->accessibleDescription().isEmpty());
    QCOMPARE(m_canvas->focusPolicy(), Qt::StrongFocus);
}

QTEST_MAIN(CanvasViewTest)
#include "canvas_view_test.moc"
