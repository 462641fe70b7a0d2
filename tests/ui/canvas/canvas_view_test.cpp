#include "canvas_scene.h"

#include <QTest>
#include <QUndoStack>

#include <algorithm>
#include <cmath>

using namespace dh;
using namespace dh::test;

class CanvasViewTest : public SceneTest
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void fitsAtFirst();
    void showsTheDocument();
    void oneToOneIsExact();
    void zoomCommandsUseNiceSteps();
    void resizeKeepsTheCentre();
    void smallChangePaintsFewTiles();
    void outdatedTilesBecomeFresh();
    void undoShowsTheFormerPicture();
    void emptyDocumentInvites();
    void maskOverlayAndMaskOnly();
    void paintedMaskShowsAtOnce();
    void hasAnAccessibleName();
    void zoomingInNeverZoomsOut();
};

void CanvasViewTest::init()
{
    openScene();
}

void CanvasViewTest::cleanup()
{
    closeScene();
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

void CanvasViewTest::hasAnAccessibleName()
{
    QVERIFY(!m_canvas->accessibleName().isEmpty());
    QVERIFY(!m_canvas->accessibleDescription().isEmpty());
    QCOMPARE(m_canvas->focusPolicy(), Qt::StrongFocus);
}

void CanvasViewTest::zoomingInNeverZoomsOut()
{
    // Several pixels of the screen to one of the widget: the wheel gets farther than the steps.
    for (int i = 0; i < 60; ++i)
        sendWheel(*m_canvas, {320.0, 240.0}, {0, 120});
    const double largest = m_canvas->zoomFactor();
    QVERIFY(largest >= 64.0);
    m_canvas->zoomIn();
    QVERIFY(m_canvas->zoomFactor() >= largest);
    m_canvas->zoomOut();
    QVERIFY(m_canvas->zoomFactor() < largest);
}

QTEST_MAIN(CanvasViewTest)
#include "canvas_view_test.moc"
