#include "core/scene/render.h"

#include "core/imaging/compose.h"
#include "tests/core/scene/scene_pictures.h"

#include <QTest>

#include <array>
#include <cmath>

using namespace dh;
using namespace dh::test;

class RenderTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void wholePixelsAreCopied_data();
    void wholePixelsAreCopied();
    void halfAPixelIsShared();
    void quarterTurnsAndFlipsAreExact_data();
    void quarterTurnsAndFlipsAreExact();
    void halvingTakesMeans();
    void doublingIsCubic();
    void turnedRampStaysARamp();
    void turnedLayerKeepsItsArea_data();
    void turnedLayerKeepsItsArea();
    void softEdgesGetNoFringe_data();
    void softEdgesGetNoFringe();
    void opacityOrderAndHiding();
    void alphaTimesMask();
    void edgedMaskHasNoSeams_data();
    void edgedMaskHasNoSeams();
    void partsEqualTheWhole_data();
    void partsEqualTheWhole();
    void maskIsTheAlphaOfTheLayerAlone_data();
    void maskIsTheAlphaOfTheLayerAlone();
    void backgroundKeepsAlphaAndProfile();
    void depthsAreConverted();
    void nothingShowsOutsideTheMask();
    void cancelUnwinds();
    void layerAlone();
};

void RenderTest::wholePixelsAreCopied_data()
{
    QTest::addColumn<Image>("background");
    QTest::addColumn<Image>("foreground");
    const auto unit = [](int x, int y, int c) { return static_cast<float>((x * 7 + y * 13 + c * 3) % 32) / 31.0F; };
    QTest::newRow("8 bit") << scatteredImage<std::uint8_t>({12, 9}, 3) << scatteredImage<std::uint8_t>({4, 3}, 3);
    QTest::newRow("16 bit") << scatteredImage<std::uint16_t>({12, 9}, 4) << scatteredImage<std::uint16_t>({4, 3}, 3);
    QTest::newRow("float") << imageOf<float>({12, 9}, 3, unit) << imageOf<float>({4, 3}, 3, unit);
}

void RenderTest::wholePixelsAreCopied()
{
    QFETCH(Image, background);
    QFETCH(Image, foreground);
    const Image drawn = renderComposition(compositionOf(background, {layerAt(foreground, {5.0, 4.0})}));
    QCOMPARE(drawn.type(), background.type());
    const auto sampleBytes = static_cast<std::size_t>(bytesPerSample(background.type()));
    for (int y = 0; y < 9; ++y)
        for (int x = 0; x < 12; ++x) {
            const bool isInside = x >= 5 && x < 9 && y >= 4 && y < 7;
            const std::byte* actual = drawn.row<std::byte>(y) + x * sampleBytes * drawn.channels();
            const std::byte* expected = isInside ? foreground.row<std::byte>(y - 4) + (x - 5) * sampleBytes * 3
                                                 : background.row<std::byte>(y) + x * sampleBytes * drawn.channels();
            QVERIFY(std::equal(expected, expected + 3 * sampleBytes, actual));
        }
}

void RenderTest::halfAPixelIsShared()
{
    const Image foreground = imageOf<std::uint8_t>({2, 1}, 3, [](int x, int, int) { return x == 0 ? 200 : 100; });
    const Layer layer = layerAt(foreground, {2.5, 1.0});
    const Image drawn = renderComposition(compositionOf(flatImage<std::uint8_t>({6, 3}, 0), {layer}));
    const Mask covered = renderMask(layer, {0, 0, 6, 3});
    const std::array<int, 6> values = {0, 0, 100, 150, 50, 0};
    const std::array<int, 6> mask = {0, 0, 128, 255, 128, 0};
    for (int x = 0; x < 6; ++x) {
        QCOMPARE(sampleAt(drawn, x, 1), values[static_cast<std::size_t>(x)]);
        QCOMPARE(static_cast<int>(covered.row(1)[x]), mask[static_cast<std::size_t>(x)]);
        QCOMPARE(sampleAt(drawn, x, 0), 0.0);
    }
}

void RenderTest::quarterTurnsAndFlipsAreExact_data()
{
    QTest::addColumn<double>("rotation");
    QTest::addColumn<bool>("flipHorizontal");
    QTest::addColumn<bool>("flipVertical");
    QTest::addColumn<QList<int>>("expected");
    // The layer is 1 2 3 over 4 5 6.
    QTest::newRow("as it is") << 0.0 << false << false << QList<int>{1, 2, 3, 4, 5, 6};
    QTest::newRow("quarter") << 90.0 << false << false << QList<int>{4, 1, 5, 2, 6, 3};
    QTest::newRow("half") << 180.0 << false << false << QList<int>{6, 5, 4, 3, 2, 1};
    QTest::newRow("three quarters") << 270.0 << false << false << QList<int>{3, 6, 2, 5, 1, 4};
    QTest::newRow("flipped") << 0.0 << true << false << QList<int>{3, 2, 1, 6, 5, 4};
    QTest::newRow("upside down") << 0.0 << false << true << QList<int>{4, 5, 6, 1, 2, 3};
    QTest::newRow("flipped quarter") << 90.0 << true << false << QList<int>{6, 3, 5, 2, 4, 1};
}

void RenderTest::quarterTurnsAndFlipsAreExact()
{
    QFETCH(double, rotation);
    QFETCH(bool, flipHorizontal);
    QFETCH(bool, flipVertical);
    QFETCH(QList<int>, expected);
    const bool isUpright = rotation == 0.0 || rotation == 180.0;
    const Size turned = isUpright ? Size{3, 2} : Size{2, 3};
    const Image foreground = imageOf<std::uint8_t>({3, 2}, 3, [](int x, int y, int) { return 1 + x + 3 * y; });
    Layer layer = layerAround(foreground, {4.0 + turned.width / 2.0, 3.0 + turned.height / 2.0}, rotation);
    layer.transform.flipHorizontal = flipHorizontal;
    layer.transform.flipVertical = flipVertical;
    const Image drawn = renderComposition(compositionOf(flatImage<std::uint8_t>({9, 8}, 77), {layer}));
    for (int y = 0; y < 8; ++y)
        for (int x = 0; x < 9; ++x) {
            const bool isInside = x >= 4 && x < 4 + turned.width && y >= 3 && y < 3 + turned.height;
            QCOMPARE(sampleAt(drawn, x, y), isInside ? expected[(y - 3) * turned.width + x - 4] : 77);
        }
}

void RenderTest::halvingTakesMeans()
{
    const Image foreground = imageOf<std::uint8_t>({4, 2}, 3, [](int x, int y, int) { return 10 * x + 100 * y; });
    Layer layer = layerAt(foreground, {1.0, 2.0});
    layer.transform.scaleX = 0.5;
    layer.transform.scaleY = 0.5;
    const Image drawn = renderComposition(compositionOf(flatImage<std::uint8_t>({4, 4}, 9), {layer}));
    QCOMPARE(sampleAt(drawn, 0, 2), 9.0);
    QCOMPARE(sampleAt(drawn, 1, 2), 55.0);
    QCOMPARE(sampleAt(drawn, 2, 2), 75.0);
    QCOMPARE(sampleAt(drawn, 3, 2), 9.0);
}

void RenderTest::doublingIsCubic()
{
    const Image foreground = imageOf<std::uint8_t>({2, 1}, 3, [](int x, int, int) { return x == 0 ? 100 : 200; });
    Layer layer = layerAt(foreground, {2.0, 1.0});
    layer.transform.scaleX = 2.0;
    const Image drawn = renderComposition(compositionOf(flatImage<std::uint8_t>({8, 3}, 0), {layer}));
    // Keys' kernel at distances 1.25, 0.75 and 1.75 is -9/128, 29/128 and -3/128.
    const std::array<int, 8> expected = {0, 0, 93, 120, 180, 207, 0, 0};
    for (int x = 0; x < 8; ++x)
        QCOMPARE(sampleAt(drawn, x, 1), expected[static_cast<std::size_t>(x)]);
}

void RenderTest::turnedRampStaysARamp()
{
    const Image ramp = imageOf<std::uint16_t>({60, 60}, 3, [](int x, int y, int) { return 5000 + 300 * x + 170 * y; });
    const Layer layer = layerAround(ramp, {50.3, 47.9}, 30.0, 1.3);
    const Image drawn = renderComposition(compositionOf(flatImage<std::uint16_t>({100, 100}, 0), {layer}));
    const Affine layerFromCanvas = layer.transform.canvasFromLayer().inverted();
    int compared = 0;
    for (int y = 0; y < 100; ++y)
        for (int x = 0; x < 100; ++x) {
            const PointF at = layerFromCanvas.map({x + 0.5, y + 0.5});
            if (at.x < 3.0 || at.x > 57.0 || at.y < 3.0 || at.y > 57.0)
                continue;
            ++compared;
            const double expected = 5000.0 + 300.0 * (at.x - 0.5) + 170.0 * (at.y - 0.5);
            QVERIFY(std::abs(sampleAt<std::uint16_t>(drawn, x, y) - expected) <= 1.0);
        }
    QVERIFY(compared > 4000);
}

void RenderTest::turnedLayerKeepsItsArea_data()
{
    QTest::addColumn<double>("rotation");
    QTest::addColumn<double>("scale");
    for (const double rotation : {17.0, 45.0, 200.0})
        for (const double scale : {0.3, 1.0, 2.5})
            QTest::addRow("%g degrees, times %g", rotation, scale) << rotation << scale;
}

void RenderTest::turnedLayerKeepsItsArea()
{
    QFETCH(double, rotation);
    QFETCH(double, scale);
    const Layer layer = layerAround(flatImage<std::uint8_t>({40, 20}, 200), {60.2, 59.7}, rotation, scale);
    const Mask covered = renderMask(layer, {0, 0, 120, 120});
    const double area = 40.0 * 20.0 * scale * scale;
    QVERIFY2(std::abs(covered.coverage() - area) < 0.01 * area, qPrintable(QString::number(covered.coverage())));
    const Image drawn = renderComposition(compositionOf(flatImage<std::uint8_t>({120, 120}, 0), {layer}));
    for (int y = 0; y < 120; ++y)
        for (int x = 0; x < 120; ++x)
            QVERIFY(std::abs(sampleAt(drawn, x, y) - covered.row(y)[x] * 200.0 / 255.0) <= 1.0);
}

void RenderTest::softEdgesGetNoFringe_data()
{
    turnedLayerKeepsItsArea_data();
    QTest::newRow("shrunk") << 0.0 << 0.37;
    QTest::newRow("grown") << 0.0 << 1.7;
}

void RenderTest::softEdgesGetNoFringe()
{
    QFETCH(double, rotation);
    QFETCH(double, scale);
    // White with a soft edge to transparent black, on white: any mixing of the hidden black would show.
    const Image foreground = imageOf<std::uint8_t>({20, 20}, 4, [](int x, int, int c) {
        const int alphaHere = std::max(0, 255 - 25 * x);
        return c == 3 ? alphaHere : alphaHere > 0 ? 255 : 0;
    });
    const Layer layer = layerAround(foreground, {30.3, 29.6}, rotation, scale);
    const Image background = flatImage<std::uint8_t>({60, 60}, 255);
    QVERIFY(renderComposition(compositionOf(background, {layer})).samePixels(background));
    QVERIFY(renderMask(layer, {0, 0, 60, 60}).coverage() > 1.0);
}

void RenderTest::opacityOrderAndHiding()
{
    Layer lower = layerAt(flatImage<std::uint8_t>({1, 1}, 200), {1.0, 0.0}, 1);
    lower.opacity = 0.5;
    Layer upper = layerAt(flatImage<std::uint8_t>({1, 1}, 40), {1.0, 0.0}, 2);
    upper.opacity = 0.25;
    const Image background = flatImage<std::uint8_t>({3, 1}, 20);
    // 20 under half of 200 is 110; under a quarter of 40 that is 92.5.
    QCOMPARE(sampleAt(renderComposition(compositionOf(background, {lower, upper})), 1, 0), 93.0);
    // The other way round: 25, then 112.5.
    QCOMPARE(sampleAt(renderComposition(compositionOf(background, {upper, lower})), 1, 0), 113.0);
    upper.visible = false;
    QCOMPARE(sampleAt(renderComposition(compositionOf(background, {lower, upper})), 1, 0), 110.0);
    lower.opacity = 0.0;
    QVERIFY(renderComposition(compositionOf(background, {lower, upper})).samePixels(background));
}

void RenderTest::alphaTimesMask()
{
    const Image foreground = imageOf<std::uint8_t>({2, 1}, 4, [](int x, int, int c) {
        return c < 3 ? 200 : x == 0 ? 255 : 128;
    });
    Layer layer = layerAt(foreground, {0.0, 0.0});
    layer.mask = Mask({2, 1}, {51, 128});
    const Image drawn = renderComposition(compositionOf(flatImage<std::uint8_t>({2, 1}, 0), {layer}));
    QCOMPARE(sampleAt(drawn, 0, 0), 40.0);
    QCOMPARE(sampleAt(drawn, 1, 0), 50.0);
    QCOMPARE(static_cast<int>(effectiveMask(layer).row(0)[0]), 51);
    QCOMPARE(static_cast<int>(effectiveMask(layer).row(0)[1]), 64);
    QVERIFY(renderMask(layer, {0, 0, 2, 1}) == effectiveMask(layer));
}

void RenderTest::edgedMaskHasNoSeams_data()
{
    QTest::addColumn<MaskEdge>("edge");
    QTest::addColumn<double>("softness");
    QTest::newRow("plain") << MaskEdge{} << 3.0;
    QTest::newRow("grown") << MaskEdge{9, 0.0} << 3.0;
    QTest::newRow("shrunk and feathered") << MaskEdge{-5, 4.0} << 1e-9;
}

void RenderTest::edgedMaskHasNoSeams()
{
    QFETCH(MaskEdge, edge);
    QFETCH(double, softness);
    // Wider than one block of work.
    const Size size{700, 560};
    Layer layer = layerAt(flatImage<std::uint8_t>(size, 100), {0.0, 0.0});
    layer.mask = softDisc(size, {500.0, 500.0}, 150.0, softness);
    layer.edge = edge;
    const Mask expected = layer.mask.grown(edge.grow).feathered(static_cast<float>(edge.feather));
    QVERIFY(effectiveMask(layer) == expected);
    QVERIFY(renderMask(layer, {0, 0, size.width, size.height}) == expected);
}

void RenderTest::partsEqualTheWhole_data()
{
    QTest::addColumn<double>("rotation");
    QTest::addColumn<double>("scale");
    for (const double rotation : {0.0, 90.0, 33.0})
        for (const double scale : {0.4, 1.0, 1.9})
            QTest::addRow("%g degrees, times %g", rotation, scale) << rotation << scale;
}

void RenderTest::partsEqualTheWhole()
{
    QFETCH(double, rotation);
    QFETCH(double, scale);
    Layer layer = layerAround(scatteredImage<std::uint8_t>({300, 260}, 4), {310.4, 290.7}, rotation, scale);
    layer.mask = softDisc({300, 260}, {150.0, 130.0}, 100.0, 5.0);
    const Composition composition = compositionOf(scatteredImage<std::uint16_t>({600, 580}, 3), {layer});
    const Image whole = renderComposition(composition);
    for (const Rect& area : {Rect{201, 187, 240, 230}, Rect{0, 0, 1, 1}, Rect{307, 250, 150, 330}}) {
        QVERIFY(renderArea(composition, area).samePixels(cropped(whole, area)));
        QVERIFY(renderMask(layer, area) == renderMask(layer, wholeOf(composition)).cropped(area));
    }
}

void RenderTest::maskIsTheAlphaOfTheLayerAlone_data()
{
    partsEqualTheWhole_data();
}

void RenderTest::maskIsTheAlphaOfTheLayerAlone()
{
    QFETCH(double, rotation);
    QFETCH(double, scale);
    Layer layer = layerAround(scatteredImage<std::uint8_t>({300, 260}, 4), {420.4, 410.7}, rotation, scale);
    layer.mask = softDisc({300, 260}, {150.0, 130.0}, 100.0, 5.0);
    layer.edge = {2, 1.5};
    const Composition composition = compositionOf(flatImage<std::uint8_t>({900, 880}, 0), {layer});
    const Rect box = boundsInCanvas(layer);
    QVERIFY(wholeOf(composition).contains(box));
    const Image alone = renderLayerAlone(composition, layer.id);
    const Mask mask = renderMask(layer, box);
    QCOMPARE(alone.size(), box.size());
    QVERIFY(!mask.isEmpty());
    for (int y = 0; y < box.height; ++y)
        for (int x = 0; x < box.width; ++x)
            QCOMPARE(static_cast<int>(mask.row(y)[x]), static_cast<int>(sampleAt(alone, x, y, 3)));
}

void RenderTest::backgroundKeepsAlphaAndProfile()
{
    const Image background = scatteredImage<std::uint8_t>({6, 5}, 4, profile("wide_gamut.icc"));
    const Image foreground = imageOf<std::uint8_t>({2, 2}, 3, [](int, int, int c) { return c == 0 ? 255 : 0; });
    const Image drawn = renderComposition(compositionOf(background, {layerAt(foreground, {1.0, 1.0})}));
    QCOMPARE(drawn.iccProfile(), background.iccProfile());
    for (int y = 0; y < 5; ++y)
        for (int x = 0; x < 6; ++x)
            QCOMPARE(sampleAt(drawn, x, y, 3), sampleAt(background, x, y, 3));
    // sRGB's red in Display P3.
    QVERIFY(std::abs(sampleAt(drawn, 2, 2, 0) - 234.0) <= 1.0);
    QVERIFY(std::abs(sampleAt(drawn, 2, 2, 1) - 51.0) <= 1.0);
    QVERIFY(std::abs(sampleAt(drawn, 2, 2, 2) - 35.0) <= 1.0);
}

void RenderTest::depthsAreConverted()
{
    const Image eight = flatImage<std::uint8_t>({1, 1}, 200);
    const Image sixteen = flatImage<std::uint16_t>({1, 1}, 30000);
    const Image wide = renderComposition(compositionOf(flatImage<std::uint16_t>({1, 1}, 1), {layerAt(eight, {})}));
    QCOMPARE(sampleAt<std::uint16_t>(wide, 0, 0), 51400.0);
    const Image narrow = renderComposition(compositionOf(flatImage<std::uint8_t>({1, 1}, 1), {layerAt(sixteen, {})}));
    QCOMPARE(sampleAt(narrow, 0, 0), 117.0);
}

void RenderTest::nothingShowsOutsideTheMask()
{
    // Of 65535: less than half a step of the mask, and more.
    const Image foreground = imageOf<std::uint16_t>({2, 1}, 4, [](int x, int, int c) {
        return c < 3 ? 65535 : x == 0 ? 100 : 200;
    });
    const Layer layer = layerAt(foreground, {0.0, 0.0});
    const Image drawn = renderComposition(compositionOf(flatImage<std::uint16_t>({2, 1}, 0), {layer}));
    const Mask mask = renderMask(layer, {0, 0, 2, 1});
    QCOMPARE(static_cast<int>(mask.row(0)[0]), 0);
    QCOMPARE(static_cast<int>(mask.row(0)[1]), 1);
    QCOMPARE(sampleAt<std::uint16_t>(drawn, 0, 0), 0.0);
    QCOMPARE(sampleAt<std::uint16_t>(drawn, 1, 0), 200.0);
}

void RenderTest::cancelUnwinds()
{
    CancelSource source;
    source.cancel();
    const Composition composition =
        compositionOf(flatImage<std::uint8_t>({8, 8}, 0), {layerAt(flatImage<std::uint8_t>({4, 4}, 9), {})});
    bool isCancelled = false;
    try {
        (void)renderComposition(composition, source.token());
    } catch (const Cancelled&) {
        isCancelled = true;
    }
    QVERIFY(isCancelled);
}

void RenderTest::layerAlone()
{
    const Image foreground =
        imageOf<std::uint8_t>({3, 1}, 4, [](int x, int, int c) { return c == 3 ? 255 - 100 * x : 50 + x + c; });
    Layer layer = layerAt(foreground, {2.0, 1.0}, 5);
    layer.visible = false;
    Composition composition = compositionOf(flatImage<std::uint8_t>({4, 4}, 9), {layer});
    const Image alone = renderLayerAlone(composition, 5);
    // The third pixel lies outside the canvas.
    QVERIFY(alone.samePixels(cropped(foreground, {0, 0, 2, 1})));
    composition.layers[0].opacity = 0.4;
    QCOMPARE(sampleAt(renderLayerAlone(composition, 5), 0, 0, 3), 102.0);
    QCOMPARE(sampleAt(renderLayerAlone(composition, 5), 0, 0, 0), 50.0);
    composition.layers[0].transform.pivotInCanvas = {4.0, 0.0};
    QVERIFY(renderLayerAlone(composition, 5).isNull());
}

QTEST_APPLESS_MAIN(RenderTest)
#include "render_test.moc"
