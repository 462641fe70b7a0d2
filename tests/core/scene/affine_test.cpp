#include "core/scene/affine.h"
#include "core/scene/composition.h"
#include "core/scene/layer_transform.h"
#include "tests/core/scene/scene_pictures.h"

#include <QTest>

#include <cmath>

using namespace dh;

class AffineTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void productMapsLikeOneAfterTheOther();
    void inverseLeadsBack();
    void boundsOfTurnedRectangle();
    void transformOrder_data();
    void transformOrder();
    void fitted_data();
    void fitted();
    void layersAreFoundById();
    void layerBounds_data();
    void layerBounds();
};

void AffineTest::productMapsLikeOneAfterTheOther()
{
    const Affine a{2.0, 1.0, 0.5, 3.0, 10.0, -4.0};
    const Affine b{1.0, -2.0, 4.0, 0.25, 3.0, 7.0};
    // b maps (5, 6) to (1*5 - 2*6 + 3, 4*5 + 0.25*6 + 7) = (-4, 28.5); a maps that to (30.5, 79.5).
    QCOMPARE((a * b).map({5.0, 6.0}), (PointF{30.5, 79.5}));
}

void AffineTest::inverseLeadsBack()
{
    const Affine map{2.0, 1.0, 0.0, 4.0, 6.0, -8.0};
    QCOMPARE(map.inverted().map({6.0, -8.0}), (PointF{0.0, 0.0}));
    QCOMPARE(map.inverted().map({9.0, -4.0}), (PointF{1.0, 1.0}));
}

void AffineTest::boundsOfTurnedRectangle()
{
    const Affine quarter{0.0, -1.0, 1.0, 0.0, 10.0, 20.0};
    QCOMPARE(mappedBounds(quarter, {0, 0, 4, 2}), (Rect{8, 20, 2, 4}));
    QCOMPARE(mappedBounds(Affine::translation(0.25, -0.5), {1, 1, 2, 2}), (Rect{1, 0, 3, 3}));
    QVERIFY(mappedBounds(quarter, {}).isEmpty());
}

void AffineTest::transformOrder_data()
{
    QTest::addColumn<double>("rotation");
    QTest::addColumn<bool>("flipHorizontal");
    QTest::addColumn<bool>("flipVertical");
    QTest::addColumn<PointF>("expected");
    // The point (6, 4) of a layer with its pivot (5, 3) on (100, 50) and scales 2 and 3.
    QTest::newRow("plain") << 0.0 << false << false << PointF{102.0, 53.0};
    QTest::newRow("quarter, clockwise") << 90.0 << false << false << PointF{97.0, 52.0};
    QTest::newRow("half") << 180.0 << false << false << PointF{98.0, 47.0};
    QTest::newRow("three quarters") << -90.0 << false << false << PointF{103.0, 48.0};
    QTest::newRow("full") << 720.0 << false << false << PointF{102.0, 53.0};
    QTest::newRow("flipped") << 0.0 << true << false << PointF{98.0, 53.0};
    QTest::newRow("upside down, quarter") << 90.0 << false << true << PointF{103.0, 52.0};
}

void AffineTest::transformOrder()
{
    QFETCH(double, rotation);
    QFETCH(bool, flipHorizontal);
    QFETCH(bool, flipVertical);
    QFETCH(PointF, expected);
    const LayerTransform transform{{5.0, 3.0}, {100.0, 50.0}, 2.0, 3.0, rotation, flipHorizontal, flipVertical};
    QCOMPARE(transform.canvasFromLayer().map({6.0, 4.0}), expected);
    QCOMPARE(transform.canvasFromLayer().map({5.0, 3.0}), (PointF{100.0, 50.0}));
}

void AffineTest::fitted_data()
{
    QTest::addColumn<Size>("layer");
    QTest::addColumn<double>("share");
    QTest::addColumn<double>("scale");
    QTest::addColumn<Rect>("bounds");
    QTest::newRow("small stays") << Size{20, 10} << 1.0 << 1.0 << Rect{40, 20, 20, 10};
    QTest::newRow("odd difference stays sharp") << Size{21, 11} << 1.0 << 1.0 << Rect{39, 19, 21, 11};
    QTest::newRow("wide") << Size{200, 50} << 1.0 << 0.5 << Rect{0, 12, 100, 25};
    QTest::newRow("high") << Size{50, 200} << 0.5 << 0.125 << Rect{46, 12, 7, 25};
}

void AffineTest::fitted()
{
    QFETCH(Size, layer);
    QFETCH(double, share);
    QFETCH(double, scale);
    QFETCH(Rect, bounds);
    const LayerTransform transform = LayerTransform::fittedAndCentred(layer, {100, 50}, share);
    QCOMPARE(transform.scaleX, scale);
    QCOMPARE(transform.scaleY, scale);
    QCOMPARE(mappedBounds(transform.canvasFromLayer(), {0, 0, layer.width, layer.height}), bounds);
}

void AffineTest::layersAreFoundById()
{
    Composition composition;
    composition.layers.resize(2);
    composition.layers[0].id = 7;
    composition.layers[1].id = 3;
    QCOMPARE(composition.indexOf(3), 1);
    QCOMPARE(composition.indexOf(4), -1);
    QCOMPARE(composition.layer(7), &composition.layers[0]);
    QVERIFY(composition.layer(1) == nullptr);
}

void AffineTest::layerBounds_data()
{
    QTest::addColumn<Mask>("mask");
    QTest::addColumn<MaskEdge>("edge");
    QTest::addColumn<Rect>("bounds");
    const Size size{40, 30};
    Mask dot(size);
    dot.writableRow(10)[20] = 255;
    QTest::newRow("all") << Mask() << MaskEdge{} << Rect{5, 7, 40, 30};
    QTest::newRow("empty") << Mask(size) << MaskEdge{} << Rect{};
    QTest::newRow("dot") << dot << MaskEdge{} << Rect{25, 17, 1, 1};
    QTest::newRow("grown") << dot << MaskEdge{3, 0.0} << Rect{22, 14, 7, 7};
    QTest::newRow("feathered") << dot << MaskEdge{0, 1.0} << Rect{22, 14, 7, 7};
    QTest::newRow("ends with the layer") << dot << MaskEdge{25, 0.0} << Rect{5, 7, 40, 30};
}

void AffineTest::layerBounds()
{
    QFETCH(Mask, mask);
    QFETCH(MaskEdge, edge);
    QFETCH(Rect, bounds);
    Layer layer = test::layerAt(test::flatImage<std::uint8_t>({40, 30}, 1), {5.0, 7.0});
    layer.mask = mask;
    layer.edge = edge;
    QCOMPARE(boundsInCanvas(layer), bounds);
}

QTEST_APPLESS_MAIN(AffineTest)
#include "affine_test.moc"
