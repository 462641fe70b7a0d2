#include "canvas_fixture.h"
#include "patterned_image.h"

#include "ui/canvas/strips.h"
#include "ui/canvas/transform_tool.h"

#include <QPainter>
#include <QSemaphore>
#include <QTest>
#include <QThreadPool>

#include <atomic>
#include <thread>

using namespace dh;
using namespace dh::test;

namespace
{

/// Keeps every thread of Qt's pool waiting, and gives up after a while so that nobody who needs one waits for ever.
class BusyPool
{
public:
    BusyPool()
    {
        QThreadPool& pool = *QThreadPool::globalInstance();
        for (int i = 0; i < pool.maxThreadCount(); ++i)
            pool.start([this] {
                m_running.release();
                m_end.acquire();
            });
        m_running.acquire(pool.maxThreadCount());
        m_watch = std::thread([this] {
            m_gaveUp = !m_left.tryAcquire(1, kPatience);
            m_end.release(QThreadPool::globalInstance()->maxThreadCount());
        });
    }
    BusyPool(const BusyPool&) = delete;
    BusyPool& operator=(const BusyPool&) = delete;
    ~BusyPool() { leave(); }

    /// Whether somebody may have waited for the pool.
    bool leave()
    {
        if (m_watch.joinable()) {
            m_left.release();
            m_watch.join();
            QThreadPool::globalInstance()->waitForDone();
        }
        return m_gaveUp;
    }

private:
    static constexpr int kPatience = 2000; // milliseconds

    QSemaphore m_running;
    QSemaphore m_end;
    QSemaphore m_left;
    std::atomic<bool> m_gaveUp = false;
    std::thread m_watch;
};

} // namespace

class StripsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void stripsAreOnePicture_data();
    void stripsAreOnePicture();
    void stripsAreOneFill_data();
    void stripsAreOneFill();
    void sharedPaintingIsNoticed();
    void framesWaitForNoOtherThread_data();
    void framesWaitForNoOtherThread();
};

void StripsTest::stripsAreOnePicture_data()
{
    QTest::addColumn<double>("ratio");
    QTest::addColumn<QRectF>("target");
    QTest::addColumn<bool>("clipped");
    QTest::newRow("smaller") << 1.0 << QRectF(3, 5, 170, 211) << false;
    QTest::newRow("larger") << 1.0 << QRectF(3, 5, 310, 290) << false;
    QTest::newRow("clipped") << 1.0 << QRectF(-20, -30, 310, 290) << true;
    QTest::newRow("dense screen") << 2.0 << QRectF(3.5, 5, 170, 211.5) << true;
    QTest::newRow("odd density") << 1.5 << QRectF(2, 4, 170, 212) << false;
}

void StripsTest::stripsAreOnePicture()
{
    QFETCH(double, ratio);
    QFETCH(QRectF, target);
    QFETCH(bool, clipped);
    const QImage image = patterned({256, 256}, QImage::Format_ARGB32_Premultiplied);
    const QRectF source(10, 20, 230, 200);
    QImage whole = canvasOf({320, 320}, ratio);
    QImage strips = whole;
    for (QImage* canvas : {&whole, &strips}) {
        QPainter painter(canvas);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        if (clipped)
            painter.setClipRect(QRect(0, 10, 300, 280));
        if (canvas == &whole)
            painter.drawImage(target, image, source);
        else
            drawScaledImage(painter, target, image, source, ratio);
    }
    QVERIFY(whole != canvasOf({320, 320}, ratio));
    QCOMPARE(strips, whole);
}

void StripsTest::stripsAreOneFill_data()
{
    QTest::addColumn<double>("ratio");
    QTest::addColumn<QBrush>("brush");
    const QBrush translucent(QColor(200, 40, 10, 90));
    const QBrush pattern(patterned({17, 23}, QImage::Format_ARGB32));
    QTest::newRow("translucent") << 1.0 << translucent;
    QTest::newRow("textured") << 1.0 << pattern;
    QTest::newRow("dense screen") << 2.0 << translucent;
    QTest::newRow("odd density") << 1.5 << translucent;
}

void StripsTest::stripsAreOneFill()
{
    QFETCH(double, ratio);
    QFETCH(QBrush, brush);
    const QRectF area(4.0, 6.0, 200.0, 290.0);
    QImage whole = canvasOf({320, 320}, ratio);
    QImage strips = whole;
    for (QImage* canvas : {&whole, &strips}) {
        QPainter painter(canvas);
        painter.setBrushOrigin(3, 5);
        painter.setClipRect(QRect(0, 10, 300, 280));
        if (canvas == &whole)
            painter.fillRect(area, brush);
        else
            fillInStrips(painter, area, brush, ratio);
    }
    QVERIFY(whole != canvasOf({320, 320}, ratio));
    QCOMPARE(strips, whole);
}

void StripsTest::sharedPaintingIsNoticed()
{
    QImage canvas = canvasOf({320, 320}, 1.0);
    BusyPool pool;
    QPainter(&canvas).fillRect(QRectF(0.0, 0.0, 300.0, 300.0), QColor(0, 0, 0, 90));
    if (!pool.leave())
        QSKIP("this Qt doesn't share painting out");
}

void StripsTest::framesWaitForNoOtherThread_data()
{
    QTest::addColumn<CompareMode>("compare");
    QTest::addColumn<double>("zoom");
    QTest::addColumn<int>("channels");
    QTest::newRow("scaled") << CompareMode::Off << 0.37 << 3;
    QTest::newRow("all pixels") << CompareMode::Off << 1.0 << 3;
    QTest::newRow("pixel grid") << CompareMode::Off << 9.0 << 3;
    QTest::newRow("transparent") << CompareMode::Off << 0.37 << 4;
    QTest::newRow("split") << CompareMode::SplitVertical << 0.37 << 3;
    QTest::newRow("side by side") << CompareMode::SideBySide << 0.37 << 3;
    QTest::newRow("difference") << CompareMode::Difference << 0.37 << 3;
}

void StripsTest::framesWaitForNoOtherThread()
{
    QFETCH(CompareMode, compare);
    QFETCH(double, zoom);
    QFETCH(int, channels);
    constexpr Size kCanvas{1000, 800};
    Document document(kHistoryBytes);
    Composition scene;
    scene.background = picture(
        kCanvas, [](int x, int y) { return QColor(x % 256, y % 256, 9, 128); }, channels);
    scene.layers.push_back(layerOf(1, plain({700, 600}, QColor(200, 10, 10)), {100.0, 150.0}));
    scene.layers.front().mask = Mask({700, 600}, 255);
    document.reset(scene);
    document.select(1);
    CanvasView canvas(document);
    TransformTool tool(canvas);
    canvas.setTool(&tool);
    canvas.setMaskDisplay(MaskDisplay::Overlay);
    canvas.setFrame({50, 60, 900, 700}, QStringLiteral("a caption"), true);
    canvas.setCompare(compare);
    showWhole(canvas);
    canvas.setZoomFactor(zoom);
    auto preview = std::make_shared<CanvasPreview>();
    preview->area = {40, 30, 800, 700};
    preview->image = patterned({256, 224}, QImage::Format_ARGB32_Premultiplied);
    canvas.setPreview(preview);
    canvas.finishTiles();
    BusyPool pool;
    for (int frame = 0; frame < 4; ++frame)
        canvas.repaint();
    QVERIFY(!pool.leave());
}

QTEST_MAIN(StripsTest)
#include "strips_test.moc"
