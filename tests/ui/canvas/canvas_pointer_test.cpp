#include "canvas_scene.h"
#include "ui/canvas/transform_tool.h"

#include <QDropEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QNativeGestureEvent>
#include <QPointingDevice>
#include <QSignalSpy>
#include <QTabletEvent>
#include <QTest>
#include <QUndoStack>

#include <cmath>

using namespace dh;
using namespace dh::test;

namespace
{

/// @param time milliseconds
void sendPen(CanvasView& canvas, QEvent::Type type, QPointF at, quint64 time = 0, double pressure = 1.0,
             QInputDevice::Capabilities abilities = QInputDevice::Capability::Position |
                                                    QInputDevice::Capability::Pressure)
{
    const QPointingDevice pen(QStringLiteral("pen"), 1, QInputDevice::DeviceType::Stylus,
                              QPointingDevice::PointerType::Pen, abilities, 1, 2);
    const bool isMove = type == QEvent::TabletMove;
    QTabletEvent event(type, &pen, at, canvas.mapToGlobal(at), pressure, 0, 0, 0, 0, 0, Qt::NoModifier,
                       isMove ? Qt::NoButton : Qt::LeftButton,
                       type == QEvent::TabletRelease ? Qt::NoButton : Qt::LeftButton);
    event.setTimestamp(time);
    QApplication::sendEvent(&canvas, &event);
}

} // namespace

class CanvasPointerTest : public SceneTest
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void wheelZoomsAtThePointer_data();
    void wheelZoomsAtThePointer();
    void pinchZoomsAtTheFingers_data();
    void pinchZoomsAtTheFingers();
    void aPinchTakesTheFirstFingersDragBack();
    void pans_data();
    void pans();
    void panningKeepsTheCanvasInSight();
    void keysNavigate();
    void toolGetsCanvasPositions();
    void escapeCancelsTheTool();
    void pointerReportsPositionAndColour();
    void dropsAreSignalled();
    void frameCanBeDragged();
    void frameDragsCanBeGivenUp();
    void lostReleasesEndDrags();
    void anotherButtonEndsNoPan();
    void aMouseLeavesAPenAlone();
    void aPenGivesTheCanvasTheKeyboard();
    void aPenDoubleClicks();
    void whatMeasuresNoPressurePressesFully();
    void hintAndCursorFollowTheTool();
};

void CanvasPointerTest::init()
{
    openScene();
}

void CanvasPointerTest::cleanup()
{
    closeScene();
}

void CanvasPointerTest::wheelZoomsAtThePointer_data()
{
    QTest::addColumn<QPointF>("at");
    QTest::addColumn<int>("angle");
    QTest::addColumn<double>("change");
    QTest::newRow("a notch in") << QPointF(200.5, 100.25) << 120 << 1.25;
    QTest::newRow("a notch out") << QPointF(500.0, 300.0) << -120 << 0.8;
    QTest::newRow("an eighth of a notch") << QPointF(320.0, 240.0) << 15 << std::pow(1.25, 0.125);
}

void CanvasPointerTest::wheelZoomsAtThePointer()
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

void CanvasPointerTest::pinchZoomsAtTheFingers_data()
{
    QTest::addColumn<double>("spread");
    QTest::newRow("apart") << 0.25;
    QTest::newRow("together") << -0.2;
}

void CanvasPointerTest::pinchZoomsAtTheFingers()
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

/// It came down alone, which is a press. In a window, where Qt tells once of each change.
void CanvasPointerTest::aPinchTakesTheFirstFingersDragBack()
{
    m_canvas->hide();
    QWidget window;
    CanvasView canvas(*m_document, &window);
    canvas.setGeometry(10, 10, 240, 240);
    window.resize(260, 260);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    constexpr double kZoom = 0.8; // the layer fills most of it
    ViewTransform view = canvas.view();
    view.zoomTo(kZoom, view.widgetFromCanvas(PointF{400.0, 450.0}));
    canvas.setView(view);
    TransformTool tool(canvas);
    canvas.setTool(&tool);

    const std::unique_ptr<QPointingDevice> screen(QTest::createTouchDevice());
    auto fingers = QTest::touchEvent(&canvas, screen.get(), false);
    const auto place = [this] { return m_document->composition().layer(1)->transform.pivotInCanvas; };
    const PointF start = place();
    const QPoint first = inWidget(canvas, {350.0, 430.0}).toPoint();
    const QPoint dragged = first - QPoint(0, 30);
    const QPoint second = dragged + QPoint(100, 0);
    const QPoint apart(25, 0);
    fingers.press(0, first).commit();
    fingers.move(0, dragged).commit();
    QVERIFY(canvas.isInProgress());
    QVERIFY(place() != start);
    fingers.stationary(0).press(1, second).commit();
    QVERIFY(!canvas.isInProgress());
    QCOMPARE(place(), start);
    fingers.move(0, dragged - apart).move(1, second + apart).commit();
    fingers.release(0, dragged - apart).release(1, second + apart).commit();
    QVERIFY2(std::abs(canvas.view().zoom() - 1.5 * kZoom) < 1e-6, qPrintable(QString::number(canvas.view().zoom())));
    QCOMPARE(place(), start);
    QCOMPARE(m_document->history().count(), 0);

    // A finger alone still drags.
    const QPoint again = inWidget(canvas, {350.0, 430.0}).toPoint();
    fingers.press(0, again).commit();
    fingers.move(0, again - QPoint(0, 30)).commit();
    fingers.release(0, again - QPoint(0, 30)).commit();
    QCOMPARE(m_document->history().count(), 1);
    canvas.setTool(nullptr);
}

void CanvasPointerTest::pans_data()
{
    QTest::addColumn<bool>("space");
    QTest::newRow("middle button") << false;
    QTest::newRow("space") << true;
}

void CanvasPointerTest::pans()
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

void CanvasPointerTest::panningKeepsTheCanvasInSight()
{
    for (int i = 0; i < 20; ++i)
        drag(*m_canvas, {10.0, 10.0}, {600.0, 470.0}, {}, Qt::MiddleButton);
    const Rect visible = m_canvas->view().visibleCanvas(m_canvas->size(), kCanvas);
    QVERIFY(!visible.isEmpty());
    QCOMPARE(visible.x, 0);
}

void CanvasPointerTest::keysNavigate()
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
    QVERIFY(QRectF(m_canvas->rect())
                .contains(m_canvas->view().widgetFromCanvas(Rect{0, 0, kCanvas.width, kCanvas.height})));
}

void CanvasPointerTest::toolGetsCanvasPositions()
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
    QCOMPARE(tool.releases.size(), std::size_t{1});
    m_canvas->setTool(nullptr);
    QCOMPARE(tool.deactivations, 1);
}

void CanvasPointerTest::escapeCancelsTheTool()
{
    RecordingTool tool;
    m_canvas->setTool(&tool);
    QTest::keyClick(m_canvas.get(), Qt::Key_Escape);
    QCOMPARE(tool.cancels, 1);
    m_canvas->setTool(nullptr);
}

void CanvasPointerTest::pointerReportsPositionAndColour()
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

void CanvasPointerTest::dropsAreSignalled()
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
    // As from a web browser: the address can't be opened, the pixels can.
    QMimeData both;
    both.setUrls({QUrl(QStringLiteral("https://example.org/a.png"))});
    both.setImageData(image);
    QVERIFY(drop(both));
    QCOMPARE(files.size(), 1);
    QCOMPARE(files[0][0].value<QList<QUrl>>(), urls.urls());
    const QPointF inCanvas = files[0][1].toPointF();
    QVERIFY(isNear({inCanvas.x(), inCanvas.y()}, {600.0, 300.0}));
    QCOMPARE(images.size(), 2);
    QCOMPARE(images[0][0].value<QImage>().size(), QSize(3, 2));
}

void CanvasPointerTest::frameCanBeDragged()
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

void CanvasPointerTest::frameDragsCanBeGivenUp()
{
    QSignalSpy began(m_canvas.get(), &CanvasView::frameDragBegan);
    QSignalSpy cancelled(m_canvas.get(), &CanvasView::frameDragCancelled);
    QSignalSpy progress(m_canvas.get(), &CanvasView::inProgressChanged);
    m_canvas->setFrame({200, 200, 400, 300}, QStringLiteral("context"), true);
    const QPointF edge = inWidget(*m_canvas, {600.0, 350.0});
    sendMouse(*m_canvas, QEvent::MouseButtonPress, edge, Qt::LeftButton, Qt::LeftButton, {});
    sendMouse(*m_canvas, QEvent::MouseMove, edge + QPointF(30.0, 0.0), Qt::NoButton, Qt::LeftButton, {});
    QCOMPARE(began.count(), 1);
    QVERIFY(m_canvas->isInProgress());
    QCOMPARE(progress.count(), 1);
    QVERIFY(m_canvas->cancelProgress());
    QVERIFY(!m_canvas->isInProgress());
    QTRY_COMPARE(progress.count(), 2);
    QVERIFY(!progress.back()[0].toBool());
    QCOMPARE(cancelled.count(), 1);
    QVERIFY(!m_canvas->cancelProgress());
    sendMouse(*m_canvas, QEvent::MouseButtonRelease, edge, Qt::LeftButton, Qt::NoButton, {});
}

/// A dialog that a key opens under a drag takes the release.
void CanvasPointerTest::lostReleasesEndDrags()
{
    RecordingTool tool;
    m_canvas->setTool(&tool);
    const QPointF at(300.0, 200.0);
    const QPointF last = at + QPointF(20.0, 0.0);
    sendMouse(*m_canvas, QEvent::MouseButtonPress, at, Qt::LeftButton, Qt::LeftButton, {});
    sendMouse(*m_canvas, QEvent::MouseMove, last, Qt::NoButton, Qt::LeftButton, {});
    QVERIFY(tool.releases.empty());
    sendMouse(*m_canvas, QEvent::MouseMove, at + QPointF(90.0, 40.0), Qt::NoButton, Qt::NoButton, {});
    QCOMPARE(tool.releases.size(), std::size_t{1});
    QCOMPARE(tool.releases[0].button, Qt::LeftButton);
    QCOMPARE(tool.releases[0].inWidget, last);

    // Without a move between them the next press tells.
    sendMouse(*m_canvas, QEvent::MouseButtonPress, at, Qt::LeftButton, Qt::LeftButton, {});
    sendMouse(*m_canvas, QEvent::MouseButtonPress, last, Qt::LeftButton, Qt::LeftButton, {});
    QCOMPARE(tool.releases.size(), std::size_t{2});
    QCOMPARE(tool.releases[1].inWidget, at);
    sendMouse(*m_canvas, QEvent::MouseButtonRelease, last, Qt::LeftButton, Qt::NoButton, {});
    QCOMPARE(tool.releases.size(), std::size_t{3});

    const ViewTransform view = m_canvas->view();
    sendMouse(*m_canvas, QEvent::MouseButtonPress, at, Qt::MiddleButton, Qt::MiddleButton, {});
    sendMouse(*m_canvas, QEvent::MouseMove, last, Qt::NoButton, Qt::NoButton, {});
    QCOMPARE(m_canvas->view(), view);
    m_canvas->setTool(nullptr);
}

void CanvasPointerTest::anotherButtonEndsNoPan()
{
    const QPointF at(300.0, 200.0);
    const Qt::MouseButtons both = Qt::MiddleButton | Qt::LeftButton;
    m_canvas->actualSize();
    const PointF grabbed = m_canvas->view().canvasFromWidget(at);
    sendMouse(*m_canvas, QEvent::MouseButtonPress, at, Qt::MiddleButton, Qt::MiddleButton, {});
    sendMouse(*m_canvas, QEvent::MouseButtonPress, at, Qt::LeftButton, both, {});
    sendMouse(*m_canvas, QEvent::MouseButtonRelease, at, Qt::LeftButton, Qt::MiddleButton, {});
    sendMouse(*m_canvas, QEvent::MouseMove, at - QPointF(40.0, 0.0), Qt::NoButton, Qt::MiddleButton, {});
    QVERIFY(isNear(m_canvas->view().canvasFromWidget(at - QPointF(40.0, 0.0)), grabbed));
    sendMouse(*m_canvas, QEvent::MouseButtonRelease, at, Qt::MiddleButton, Qt::NoButton, {});
}

void CanvasPointerTest::aMouseLeavesAPenAlone()
{
    RecordingTool tool;
    m_canvas->setTool(&tool);
    sendPen(*m_canvas, QEvent::TabletPress, {300.0, 200.0});
    sendMouse(*m_canvas, QEvent::MouseMove, {20.0, 20.0}, Qt::NoButton, Qt::NoButton, {});
    QVERIFY(tool.moves.empty());
    QVERIFY(tool.releases.empty());
    sendPen(*m_canvas, QEvent::TabletMove, {310.0, 200.0});
    QCOMPARE(tool.moves.size(), std::size_t{1});
    sendPen(*m_canvas, QEvent::TabletRelease, {310.0, 200.0});
    QCOMPARE(tool.releases.size(), std::size_t{1});
    m_canvas->setTool(nullptr);
}

void CanvasPointerTest::aPenGivesTheCanvasTheKeyboard()
{
    QWidget window;
    auto* field = new QLineEdit(&window);
    auto* canvas = new CanvasView(*m_document, &window);
    canvas->setGeometry(0, 60, 300, 200);
    window.resize(300, 260);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    field->setFocus();
    QVERIFY(field->hasFocus());
    sendPen(*canvas, QEvent::TabletPress, {20.0, 20.0});
    sendPen(*canvas, QEvent::TabletRelease, {20.0, 20.0});
    QVERIFY(canvas->hasFocus());
}

void CanvasPointerTest::aPenDoubleClicks()
{
    RecordingTool tool;
    m_canvas->setTool(&tool);
    const auto tap = [this](QPointF at, quint64 time) {
        sendPen(*m_canvas, QEvent::TabletPress, at, time);
        sendPen(*m_canvas, QEvent::TabletRelease, at, time);
    };
    const QPointF at(300.0, 200.0);
    tap(at, 10'000);
    tap(at + QPointF(1.0, 1.0), 10'100);
    QCOMPARE(tool.presses.size(), std::size_t{1});
    QCOMPARE(tool.doubleClicks, 1);
    // The third is none, nor are slow ones and those at another place.
    tap(at, 10'200);
    tap(at, 20'000);
    tap(at + QPointF(60.0, 0.0), 20'100);
    QCOMPARE(tool.presses.size(), std::size_t{4});
    QCOMPARE(tool.doubleClicks, 1);
    m_canvas->setTool(nullptr);
}

void CanvasPointerTest::whatMeasuresNoPressurePressesFully()
{
    RecordingTool tool;
    m_canvas->setTool(&tool);
    sendPen(*m_canvas, QEvent::TabletPress, {300.0, 200.0}, 0, 0.0, QInputDevice::Capability::Position);
    sendPen(*m_canvas, QEvent::TabletRelease, {300.0, 200.0});
    sendPen(*m_canvas, QEvent::TabletPress, {100.0, 200.0}, 0, 0.25);
    sendPen(*m_canvas, QEvent::TabletRelease, {100.0, 200.0});
    QCOMPARE(tool.presses.size(), std::size_t{2});
    QCOMPARE(tool.presses[0].pressure, 1.0);
    QCOMPARE(tool.presses[1].pressure, 0.25);
    m_canvas->setTool(nullptr);
}

/// It changes while the pointer rests, too: when something was computed, or by a key.
void CanvasPointerTest::hintAndCursorFollowTheTool()
{
    RecordingTool tool;
    m_canvas->setTool(&tool);
    sendMouse(*m_canvas, QEvent::MouseMove, {300.0, 200.0}, Qt::NoButton, Qt::NoButton, {});
    QSignalSpy hints(m_canvas.get(), &CanvasView::toolHintChanged);
    tool.words = QStringLiteral("another hint");
    tool.shape = Qt::BusyCursor;
    m_canvas->update();
    QTRY_COMPARE(hints.size(), 1);
    QCOMPARE(hints[0][0].toString(), tool.words);
    QCOMPARE(m_canvas->cursor().shape(), Qt::BusyCursor);
    m_canvas->setTool(nullptr);
}

QTEST_MAIN(CanvasPointerTest)
#include "canvas_pointer_test.moc"
