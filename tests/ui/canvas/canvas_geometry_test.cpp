#include "ui/canvas/context_frame.h"
#include "ui/canvas/layer_handles.h"
#include "ui/canvas/snapping.h"
#include "ui/canvas/view_transform.h"
#include "ui/canvas/zoom_steps.h"

#include <QTest>

#include <cmath>

using namespace dh;

namespace
{

constexpr double kTiny = 1e-9;

bool isNear(PointF a, PointF b, double tolerance = 1e-6)
{
    return std::hypot(a.x - b.x, a.y - b.y) <= tolerance;
}

LayerTransform turnedTransform(double rotation, bool flip)
{
    LayerTransform transform;
    transform.pivotInLayer = {40.0, 20.0};
    transform.pivotInCanvas = {300.0, 200.0};
    transform.scaleX = 1.5;
    transform.scaleY = 0.75;
    transform.rotation = rotation;
    transform.flipHorizontal = flip;
    return transform;
}

constexpr Size kLayer{80, 40};

} // namespace

class CanvasGeometryTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void zoomKeepsTheAnchor_data();
    void zoomKeepsTheAnchor();
    void fitLeavesTheMargin();
    void visibleCanvasIsClipped();
    void zoomStepsGoUpAndDown();
    void scalingPutsTheHandleUnderThePointer_data();
    void scalingPutsTheHandleUnderThePointer();
    void cornersKeepProportions();
    void scalingAboutThePivotLeavesIt();
    void pullingThroughTheFixedPointFlips();
    void scalingNeverVanishes();
    void scalingHasALimit();
    void smallLayersCanBeTaken_data();
    void smallLayersCanBeTaken();
    void rotationFollowsThePointer_data();
    void rotationFollowsThePointer();
    void pivotMovesWithoutTheLayer();
    void snapsToTheNearestLine_data();
    void snapsToTheNearestLine();
    void snapsAlongADiagonal_data();
    void snapsAlongADiagonal();
    void hiddenLayersGiveNoLines();
    void frameStaysInTheCanvas_data();
    void frameStaysInTheCanvas();
    void frameCaptionStaysInView_data();
    void frameCaptionStaysInView();
};

void CanvasGeometryTest::zoomKeepsTheAnchor_data()
{
    QTest::addColumn<QPointF>("anchor");
    QTest::addColumn<double>("zoom");
    QTest::newRow("in") << QPointF(100.25, 77.5) << 3.7;
    QTest::newRow("out") << QPointF(-30.0, 500.0) << 0.031;
    QTest::newRow("beyond the limit") << QPointF(10.0, 10.0) << 1000.0;
}

void CanvasGeometryTest::zoomKeepsTheAnchor()
{
    QFETCH(QPointF, anchor);
    QFETCH(double, zoom);
    ViewTransform view;
    view.fit({640, 480}, {6000, 4000});
    const PointF before = view.canvasFromWidget(anchor);
    view.zoomTo(zoom, anchor);
    QVERIFY(isNear(view.canvasFromWidget(anchor), before));
    QCOMPARE(view.zoom(), std::min(zoom, ViewTransform::kMaxZoom));
}

void CanvasGeometryTest::fitLeavesTheMargin()
{
    ViewTransform view;
    view.fit({640, 480}, {1000, 500}, 20.0);
    QCOMPARE(view.widgetFromCanvas(Rect{0, 0, 1000, 500}), QRectF(20.0, 90.0, 600.0, 300.0));
}

void CanvasGeometryTest::visibleCanvasIsClipped()
{
    ViewTransform view;
    view.panBy({10.0, -30.5});
    QCOMPARE(view.visibleCanvas({100, 100}, {400, 90}), (Rect{0, 30, 90, 60}));
    view.panBy({500.0, 0.0});
    QVERIFY(view.visibleCanvas({100, 100}, {400, 90}).isEmpty());
}

void CanvasGeometryTest::zoomStepsGoUpAndDown()
{
    QCOMPARE(nextZoomStep(0.5), 2.0 / 3.0);
    QCOMPARE(nextZoomStep(0.9), 1.0);
    QCOMPARE(previousZoomStep(1.0), 2.0 / 3.0);
    QCOMPARE(previousZoomStep(2.5), 2.0);
    QCOMPARE(nextZoomStep(64.0), 64.0);
    QCOMPARE(previousZoomStep(0.005), 0.005);
    double zoom = 0.05;
    for (int i = 0; i < 10; ++i)
        zoom = nextZoomStep(zoom);
    for (int i = 0; i < 10; ++i)
        zoom = previousZoomStep(zoom);
    QCOMPARE(zoom, 0.05);
}

void CanvasGeometryTest::scalingPutsTheHandleUnderThePointer_data()
{
    QTest::addColumn<int>("handle");
    QTest::addColumn<double>("rotation");
    QTest::addColumn<bool>("flip");
    for (int handle = 0; handle < kScaleHandles; ++handle)
        for (const double rotation : {0.0, 30.0, -110.0})
            for (const bool flip : {false, true})
                QTest::addRow("handle %d at %g degrees%s", handle, rotation, flip ? ", flipped" : "")
                    << handle << rotation << flip;
}

void CanvasGeometryTest::scalingPutsTheHandleUnderThePointer()
{
    QFETCH(int, handle);
    QFETCH(double, rotation);
    QFETCH(bool, flip);
    const auto kind = static_cast<HandleKind>(handle);
    const auto opposite = static_cast<HandleKind>((handle + 4) % kScaleHandles);
    const LayerTransform start = turnedTransform(rotation, flip);
    const PointF from = start.canvasFromLayer().map(handleInLayer(kind, kLayer));
    const PointF fixed = start.canvasFromLayer().map(handleInLayer(opposite, kLayer));
    // Outwards, so that a handle in the middle of an edge can follow exactly.
    const PointF target{fixed.x + (from.x - fixed.x) * 1.7, fixed.y + (from.y - fixed.y) * 1.7};
    const LayerTransform scaled = scaledByHandle(start, kLayer, kind, target, {false, false});
    QVERIFY(isNear(scaled.canvasFromLayer().map(handleInLayer(kind, kLayer)), target));
    QVERIFY(isNear(scaled.canvasFromLayer().map(handleInLayer(opposite, kLayer)), fixed));
    QVERIFY(scaled.scaleX != start.scaleX || scaled.scaleY != start.scaleY);
    QCOMPARE(scaled.rotation, start.rotation);
}

void CanvasGeometryTest::cornersKeepProportions()
{
    const LayerTransform start = turnedTransform(20.0, false);
    const LayerTransform scaled = scaledByHandle(start, kLayer, HandleKind::BottomRight, {500.0, 210.0}, {true, false});
    QVERIFY(scaled.scaleX > start.scaleX);
    QVERIFY(std::abs(scaled.scaleX / scaled.scaleY - start.scaleX / start.scaleY) < kTiny);
}

void CanvasGeometryTest::scalingAboutThePivotLeavesIt()
{
    const LayerTransform start = turnedTransform(20.0, false);
    const LayerTransform scaled = scaledByHandle(start, kLayer, HandleKind::TopLeft, {100.0, 100.0}, {true, true});
    QVERIFY(isNear(scaled.pivotInCanvas, start.pivotInCanvas));
    QVERIFY(scaled.scaleX > start.scaleX);
}

void CanvasGeometryTest::pullingThroughTheFixedPointFlips()
{
    const LayerTransform start = turnedTransform(0.0, false);
    const PointF fixed = start.canvasFromLayer().map(handleInLayer(HandleKind::Left, kLayer));
    const LayerTransform scaled =
        scaledByHandle(start, kLayer, HandleKind::Right, {fixed.x - 60.0, fixed.y}, {false, false});
    QVERIFY(scaled.flipHorizontal);
    QVERIFY(!scaled.flipVertical);
    QCOMPARE(scaled.scaleX, 60.0 / kLayer.width);
    QCOMPARE(scaled.scaleY, start.scaleY);
}

void CanvasGeometryTest::scalingNeverVanishes()
{
    const LayerTransform start = turnedTransform(0.0, false);
    const PointF fixed = start.canvasFromLayer().map(handleInLayer(HandleKind::TopLeft, kLayer));
    const LayerTransform scaled = scaledByHandle(start, kLayer, HandleKind::BottomRight, fixed, {false, false});
    QVERIFY(scaled.scaleX * kLayer.width >= 1.0);
    QVERIFY(scaled.scaleY * kLayer.height >= 1.0);
}

void CanvasGeometryTest::scalingHasALimit()
{
    LayerTransform start = turnedTransform(0.0, false);
    start.scaleX = 2.0;
    start.scaleY = 1.0;
    const PointF farAway{5e7, 6e7};
    const LayerTransform freely = scaledByHandle(start, kLayer, HandleKind::BottomRight, farAway, {false, false});
    QVERIFY(freely.scaleX <= LayerTransform::kLargestScale && freely.scaleY <= LayerTransform::kLargestScale);
    const LayerTransform kept = scaledByHandle(start, kLayer, HandleKind::BottomRight, farAway, {true, false});
    QCOMPARE(kept.scaleX, LayerTransform::kLargestScale);
    QCOMPARE(kept.scaleY, LayerTransform::kLargestScale / 2.0);
}

void CanvasGeometryTest::smallLayersCanBeTaken_data()
{
    QTest::addColumn<QPointF>("at");
    QTest::addColumn<HandleKind>("kind");
    // The layer lies at (100, 100), 12 x 10.
    QTest::newRow("middle") << QPointF(106.0, 105.0) << HandleKind::Inside;
    QTest::newRow("off the middle") << QPointF(103.0, 105.0) << HandleKind::Inside;
    QTest::newRow("inside a corner") << QPointF(111.0, 109.0) << HandleKind::BottomRight;
    QTest::newRow("beyond a corner") << QPointF(116.0, 115.0) << HandleKind::BottomRight;
    QTest::newRow("elsewhere") << QPointF(140.0, 105.0) << HandleKind::None;
}

void CanvasGeometryTest::smallLayersCanBeTaken()
{
    QFETCH(QPointF, at);
    QFETCH(HandleKind, kind);
    Layer layer;
    layer.image = std::move(ImageBuffer({12, 10}, 3, SampleType::U8)).finish();
    layer.transform.pivotInCanvas = {100.0, 100.0};
    QCOMPARE(handleAt(handlesOf(layer, ViewTransform()), at), kind);
}

void CanvasGeometryTest::rotationFollowsThePointer_data()
{
    QTest::addColumn<double>("start");
    QTest::addColumn<PointF>("now");
    QTest::addColumn<bool>("inSteps");
    QTest::addColumn<double>("expected");
    // Grabbed straight above the pivot (300, 200).
    QTest::newRow("a quarter clockwise") << 0.0 << PointF{400.0, 200.0} << false << 90.0;
    QTest::newRow("past half a turn") << 170.0 << PointF{400.0, 200.0} << false << -100.0;
    QTest::newRow("half a turn") << 90.0 << PointF{400.0, 200.0} << false << 180.0;
    QTest::newRow("in steps") << 4.0 << PointF{400.0, 205.0} << true << 90.0;
}

void CanvasGeometryTest::rotationFollowsThePointer()
{
    QFETCH(double, start);
    QFETCH(PointF, now);
    QFETCH(bool, inSteps);
    QFETCH(double, expected);
    const LayerTransform turned = rotatedByPointer(turnedTransform(start, false), {300.0, 100.0}, now, inSteps);
    QVERIFY2(std::abs(turned.rotation - expected) < kTiny, qPrintable(QString::number(turned.rotation)));
    QVERIFY(isNear(turned.pivotInCanvas, {300.0, 200.0}));
}

void CanvasGeometryTest::pivotMovesWithoutTheLayer()
{
    const LayerTransform start = turnedTransform(35.0, true);
    const LayerTransform moved = withPivot(start, {10.0, 20.0});
    QVERIFY(isNear(moved.pivotInCanvas, {10.0, 20.0}));
    QVERIFY(!isNear(moved.pivotInLayer, start.pivotInLayer));
    for (const PointF corner : {PointF{0.0, 0.0}, PointF{80.0, 40.0}})
        QVERIFY(isNear(moved.canvasFromLayer().map(corner), start.canvasFromLayer().map(corner)));
}

void CanvasGeometryTest::snapsToTheNearestLine_data()
{
    QTest::addColumn<double>("left");
    QTest::addColumn<double>("reach");
    QTest::addColumn<double>("delta");
    QTest::newRow("left edge to 0") << 3.0 << 5.0 << -3.0;
    QTest::newRow("right edge to 400") << 299.0 << 5.0 << 1.0;
    QTest::newRow("centre to 200") << 148.0 << 5.0 << 2.0;
    QTest::newRow("too far") << 20.0 << 5.0 << 0.0;
    QTest::newRow("switched off") << 0.5 << -1.0 << 0.0;
}

void CanvasGeometryTest::snapsToTheNearestLine()
{
    QFETCH(double, left);
    QFETCH(double, reach);
    QFETCH(double, delta);
    const SnapLines lines{{0.0, 200.0, 400.0}, {}};
    const Snap snap = snapBox({{left, 10.0}, {left + 100.0, 30.0}}, lines, reach);
    QCOMPARE(snap.delta, (PointF{delta, 0.0}));
    QCOMPARE(snap.lineX.has_value(), delta != 0.0);
    QVERIFY(!snap.lineY);
}

void CanvasGeometryTest::snapsAlongADiagonal_data()
{
    QTest::addColumn<PointF>("point");
    QTest::addColumn<PointF>("delta");
    // From the origin; lines at x = 400 and y = 300.
    QTest::newRow("to a vertical line") << PointF{397.0, 198.5} << PointF{3.0, 1.5};
    QTest::newRow("to a horizontal line") << PointF{152.0, 304.0} << PointF{-2.0, -4.0};
    QTest::newRow("to the nearer of two") << PointF{396.0, 299.0} << PointF{396.0 / 299.0, 1.0};
    QTest::newRow("not far along a flat way") << PointF{396.0, 2.0} << PointF{4.0, 8.0 / 396.0};
    QTest::newRow("never farther than the reach") << PointF{3000.0, 297.0} << PointF{0.0, 0.0};
    QTest::newRow("too far") << PointF{200.0, 100.0} << PointF{0.0, 0.0};
}

void CanvasGeometryTest::snapsAlongADiagonal()
{
    QFETCH(PointF, point);
    QFETCH(PointF, delta);
    const Snap snap = snapAlong({0.0, 0.0}, point, {{400.0}, {300.0}}, 5.0);
    QVERIFY(isNear(snap.delta, delta));
    QVERIFY(!(snap.lineX && snap.lineY));
    QCOMPARE(snap.lineX || snap.lineY, delta != PointF{});
}

void CanvasGeometryTest::hiddenLayersGiveNoLines()
{
    Composition composition;
    composition.background = std::move(ImageBuffer({400, 300}, 3, SampleType::U8)).finish();
    Layer layer;
    layer.id = 1;
    layer.image = std::move(ImageBuffer({10, 20}, 3, SampleType::U8)).finish();
    layer.transform.pivotInCanvas = {50.0, 60.0};
    composition.layers = {layer};
    QCOMPARE(snapLinesOf(composition, 2).x, (std::vector<double>{0.0, 200.0, 400.0, 50.0, 55.0, 60.0}));
    QCOMPARE(snapLinesOf(composition, 1).y, (std::vector<double>{0.0, 150.0, 300.0}));
    composition.layers[0].visible = false;
    QCOMPARE(snapLinesOf(composition, 2).y, (std::vector<double>{0.0, 150.0, 300.0}));
}

void CanvasGeometryTest::frameStaysInTheCanvas_data()
{
    QTest::addColumn<Qt::Edges>("edges");
    QTest::addColumn<Point>("delta");
    QTest::addColumn<Rect>("expected");
    QTest::newRow("moved") << Qt::Edges() << Point{5, -7} << Rect{105, 93, 200, 100};
    QTest::newRow("moved out") << Qt::Edges() << Point{900, -900} << Rect{200, 0, 200, 100};
    QTest::newRow("left edge") << Qt::Edges(Qt::LeftEdge) << Point{-30, 50} << Rect{70, 100, 230, 100};
    QTest::newRow("corner out") << (Qt::RightEdge | Qt::BottomEdge) << Point{900, 900} << Rect{100, 100, 300, 200};
    QTest::newRow("never too small") << Qt::Edges(Qt::TopEdge) << Point{0, 500} << Rect{100, 168, 200, 32};
}

void CanvasGeometryTest::frameStaysInTheCanvas()
{
    QFETCH(Qt::Edges, edges);
    QFETCH(Point, delta);
    QFETCH(Rect, expected);
    const Rect dragged = ContextFrame::dragged({100, 100, 200, 100}, {edges, edges == Qt::Edges()}, delta, {400, 300});
    QCOMPARE(dragged, expected);
}

void CanvasGeometryTest::frameCaptionStaysInView_data()
{
    QTest::addColumn<QPointF>("pan");
    QTest::addColumn<QPointF>("caption");
    QTest::newRow("on the frame") << QPointF(0.0, 0.0) << QPointF(108.0, 92.0);
    QTest::newRow("frame at the top") << QPointF(0.0, -98.0) << QPointF(108.0, 10.0);
    QTest::newRow("frame begins beyond top and left") << QPointF(-150.0, -150.0) << QPointF(8.0, 8.0);
    QTest::newRow("frame ends at the left") << QPointF(-295.0, 0.0) << QPointF(1.0, 92.0);
}

void CanvasGeometryTest::frameCaptionStaysInView()
{
    QFETCH(QPointF, pan);
    QFETCH(QPointF, caption);
    ViewTransform view;
    view.panBy(pan);
    ContextFrame frame;
    frame.area = {100, 100, 200, 100};
    frame.caption = QStringLiteral("context");
    frame.editable = true;
    QVERIFY(frame.gripAt(caption, view).moves);
    QVERIFY(frame.bounds(view).contains(caption));
    QVERIFY(!frame.gripAt(caption + QPointF(0.0, 50.0), view).moves);
}

QTEST_MAIN(CanvasGeometryTest)
#include "canvas_geometry_test.moc"
