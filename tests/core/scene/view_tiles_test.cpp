#include "core/scene/view_tiles.h"

#include "core/scene/render.h"
#include "core/scene/view_pyramid.h"
#include "tests/core/scene/scene_pictures.h"

#include <QTest>

#include <array>
#include <cmath>
#include <thread>

using namespace dh;
using namespace dh::test;

namespace
{

constexpr std::uint64_t kPlenty = 1ULL << 30U;

int partOf(std::uint32_t pixel, int c)
{
    return static_cast<int>((pixel >> (16 - 8 * c)) & 0xFFU);
}

Image smooth(Size size, int channels = 3)
{
    return imageOf<std::uint8_t>(size, channels, [](int x, int y, int c) {
        return c == 3 ? 255 : 128.0 + 100.0 * std::sin(x / 37.0 + c) * std::cos(y / 29.0);
    });
}

Composition layeredComposition(Size canvas)
{
    Layer layer = layerAround(smooth({300, 280}), {330.0, 250.0}, 0.0);
    layer.mask = softDisc({300, 280}, {150.0, 140.0}, 110.0, 20.0);
    layer.opacity = 0.7;
    return compositionOf(smooth(canvas), {layer});
}

/// The largest difference between the tile and what renderArea draws there, shrunk by means.
int largestDifference(const Composition& composition, const ViewPixels& tile, int level, Point at)
{
    const Image drawn = renderComposition(composition);
    const int side = 1 << level;
    int largest = 0;
    for (int y = 0; y < tile.size.height; ++y)
        for (int x = 0; x < tile.size.width; ++x)
            for (int c = 0; c < 3; ++c) {
                double sum = 0.0;
                int count = 0;
                for (int v = (at.y * kViewTileSize + y) * side; v < (at.y * kViewTileSize + y + 1) * side; ++v)
                    for (int u = (at.x * kViewTileSize + x) * side; u < (at.x * kViewTileSize + x + 1) * side; ++u)
                        if (u < drawn.width() && v < drawn.height()) {
                            sum += sampleAt(drawn, u, v, c);
                            ++count;
                        }
                const std::uint32_t pixel = tile.pixels[static_cast<std::size_t>(y) * tile.size.width + x];
                largest = std::max(largest, static_cast<int>(std::abs(partOf(pixel, c) - sum / count) + 0.5));
            }
    return largest;
}

/// Every tile of a level, in order.
std::vector<std::vector<std::uint32_t>> allTiles(const Composition& composition, ViewCache& cache, int level)
{
    std::vector<std::vector<std::uint32_t>> tiles;
    for (int y = 0; !renderViewTile(composition, cache, level, {0, y}).pixels.empty(); ++y)
        for (int x = 0;; ++x) {
            ViewPixels tile = renderViewTile(composition, cache, level, {x, y});
            if (tile.pixels.empty())
                break;
            tiles.push_back(std::move(tile.pixels));
        }
    return tiles;
}

} // namespace

class ViewTilesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tilesEndWithThePicture();
    void looksLikeTheRendering_data();
    void looksLikeTheRendering();
    void turnedLayersLookLikeTheRendering();
    void alphaIsPremultiplied();
    void transparentBackgroundsLookLikeTheRendering();
    void profilesAndDepthsAreConverted();
    void maskTilesShowCoverage_data();
    void maskTilesShowCoverage();
    void appliedResultsAreShown_data();
    void appliedResultsAreShown();
    void paintedMasksAreShown_data();
    void paintedMasksAreShown();
    void deadPixelsAreGivenBack();
    void sharedSquaresAreCounted();
    void staysWithinItsBudget();
    void threadsAgree();
};

void ViewTilesTest::tilesEndWithThePicture()
{
    const Composition composition = compositionOf(smooth({600, 300}), {});
    ViewCache cache(kPlenty);
    QCOMPARE(renderViewTile(composition, cache, 0, {0, 0}).size, (Size{256, 256}));
    QCOMPARE(renderViewTile(composition, cache, 0, {2, 1}).size, (Size{88, 44}));
    QCOMPARE(renderViewTile(composition, cache, 2, {0, 0}).size, (Size{150, 75}));
    QCOMPARE(renderViewTile(composition, cache, 9, {0, 0}).size, (Size{2, 1}));
    for (const Point outside : {Point{3, 0}, Point{0, 2}, Point{-1, 0}, Point{0, -1}})
        QVERIFY(renderViewTile(composition, cache, 0, outside).pixels.empty());
}

void ViewTilesTest::looksLikeTheRendering_data()
{
    QTest::addColumn<int>("level");
    QTest::addColumn<Point>("tile");
    QTest::addColumn<int>("tolerance");
    QTest::newRow("one to one") << 0 << Point{1, 0} << 1;
    QTest::newRow("at the corner") << 0 << Point{2, 1} << 1;
    QTest::newRow("half") << 1 << Point{0, 0} << 2;
    QTest::newRow("quarter") << 2 << Point{0, 0} << 5;
    QTest::newRow("eighth") << 3 << Point{0, 0} << 8;
}

void ViewTilesTest::looksLikeTheRendering()
{
    QFETCH(int, level);
    QFETCH(Point, tile);
    QFETCH(int, tolerance);
    const Composition composition = layeredComposition({601, 443});
    ViewCache cache(kPlenty);
    const int difference = largestDifference(composition, renderViewTile(composition, cache, level, tile), level, tile);
    QVERIFY2(difference <= tolerance, qPrintable(QString::number(difference)));
}

void ViewTilesTest::turnedLayersLookLikeTheRendering()
{
    Composition composition = layeredComposition({600, 440});
    for (const double rotation : {25.0, 90.0, 181.0})
        for (const double scale : {0.3, 0.75, 1.6}) {
            LayerTransform& transform = composition.layers[0].transform;
            transform.rotation = rotation;
            transform.scaleX = scale;
            transform.scaleY = scale;
            ViewCache cache(kPlenty);
            const ViewPixels tile = renderViewTile(composition, cache, 0, {1, 0});
            const int difference = largestDifference(composition, tile, 0, {1, 0});
            QVERIFY2(difference <= 5,
                     qPrintable(QString("%1 degrees, times %2: %3").arg(rotation).arg(scale).arg(difference)));
        }
}

void ViewTilesTest::alphaIsPremultiplied()
{
    const Image background =
        imageOf<std::uint8_t>({2, 1}, 4, [](int x, int, int c) { return c == 3 ? (x == 0 ? 51 : 255) : 100 + 50 * c; });
    ViewCache cache(kPlenty);
    const ViewPixels tile = renderViewTile(compositionOf(background, {}), cache, 0, {0, 0});
    QCOMPARE(tile.pixels[0], 0x33141E28U);
    QCOMPARE(tile.pixels[1], 0xFF6496C8U);
}

void ViewTilesTest::transparentBackgroundsLookLikeTheRendering()
{
    const Image background =
        imageOf<std::uint8_t>({52, 8}, 4, [](int x, int y, int c) { return c == 3 ? 5 * x : 40 + 20 * y + 10 * c; });
    Layer layer = layerAt(flatImage<std::uint8_t>({52, 6}, 210), {0.0, 1.0});
    layer.opacity = 0.6;
    const Composition composition = compositionOf(background, {layer});
    const Image drawn = renderComposition(composition);
    ViewCache cache(kPlenty);
    const ViewPixels tile = renderViewTile(composition, cache, 0, {0, 0});
    for (int y = 0; y < 8; ++y)
        for (int x = 0; x < 52; ++x) {
            const std::uint32_t pixel = tile.pixels[static_cast<std::size_t>(y) * 52 + static_cast<std::size_t>(x)];
            QCOMPARE(static_cast<int>(pixel >> 24U), 5 * x);
            for (int c = 0; c < 3; ++c)
                QVERIFY(std::abs(partOf(pixel, c) - sampleAt(drawn, x, y, c) * 5 * x / 255.0) <= 2.5);
        }
}

void ViewTilesTest::profilesAndDepthsAreConverted()
{
    // Display P3's (234, 51, 35) is sRGB's red.
    constexpr std::array<int, 3> kRed = {234, 51, 35};
    const Image background = imageOf<std::uint16_t>(
        {512, 512}, 3, [&](int, int, int c) { return kRed[static_cast<std::size_t>(c)] * 257; },
        profile("wide_gamut.icc"));
    ViewCache cache(kPlenty);
    for (const int level : {0, 1, 2}) {
        const std::uint32_t pixel = renderViewTile(compositionOf(background, {}), cache, level, {0, 0}).pixels[700];
        QCOMPARE(pixel >> 24U, 255U);
        QVERIFY(partOf(pixel, 0) >= 253 && partOf(pixel, 1) <= 6 && partOf(pixel, 2) <= 6);
    }
}

void ViewTilesTest::maskTilesShowCoverage_data()
{
    QTest::addColumn<MaskEdge>("edge");
    QTest::addColumn<int>("level");
    QTest::addColumn<int>("tolerance");
    QTest::newRow("plain") << MaskEdge{} << 0 << 0;
    QTest::newRow("grown") << MaskEdge{12, 0.0} << 0 << 0;
    QTest::newRow("grown, half") << MaskEdge{12, 0.0} << 1 << 40;
    QTest::newRow("feathered") << MaskEdge{-6, 5.0} << 0 << 0;
    QTest::newRow("feathered, quarter") << MaskEdge{-8, 8.0} << 2 << 25;
}

void ViewTilesTest::maskTilesShowCoverage()
{
    QFETCH(MaskEdge, edge);
    QFETCH(int, level);
    QFETCH(int, tolerance);
    const Size size{700, 520};
    Layer layer = layerAt(smooth(size), {});
    layer.mask = softDisc(size, {300.0, 250.0}, 120.0, 8.0);
    layer.edge = edge;
    ViewCache cache(kPlenty);
    const std::vector<std::uint8_t> tile = renderMaskTile(layer, size, cache, level, {0, 0});
    const Mask exact = renderMask(layer, {0, 0, size.width, size.height});
    const int side = 1 << level;
    const int width = std::min(kViewTileSize, (size.width + side - 1) / side);
    QCOMPARE(static_cast<int>(tile.size()) % width, 0);
    int largest = 0;
    for (std::size_t i = 0; i < tile.size(); ++i) {
        const int x = static_cast<int>(i) % width * side;
        const int y = static_cast<int>(i) / width * side;
        int sum = 0;
        for (int dy = 0; dy < side; ++dy)
            for (int dx = 0; dx < side; ++dx)
                sum += exact.row(y + dy)[x + dx];
        largest = std::max(largest, std::abs(tile[i] - (sum + side * side / 2) / (side * side)));
    }
    QVERIFY2(largest <= tolerance, qPrintable(QString::number(largest)));
}

void ViewTilesTest::appliedResultsAreShown_data()
{
    QTest::addColumn<ResultAdjustment>("adjustment");
    QTest::addColumn<PointF>("move");
    QTest::addColumn<int>("level");
    QTest::addColumn<int>("tolerance");
    const Mask protect = softDisc({380, 350}, {90.0, 170.0}, 40.0, 10.0);
    QTest::newRow("as it is") << ResultAdjustment{} << PointF{} << 0 << 1;
    QTest::newRow("as it is, half") << ResultAdjustment{} << PointF{} << 1 << 4;
    QTest::newRow("moved") << ResultAdjustment{} << PointF{-70.0, 33.0} << 0 << 2;
    QTest::newRow("adjusted") << ResultAdjustment{0.4, 1.3, 0.0, Mask()} << PointF{} << 0 << 2;
    QTest::newRow("protected") << ResultAdjustment{1.0, 1.0, 0.5, protect} << PointF{} << 0 << 2;
}

void ViewTilesTest::appliedResultsAreShown()
{
    QFETCH(ResultAdjustment, adjustment);
    QFETCH(PointF, move);
    QFETCH(int, level);
    QFETCH(int, tolerance);
    Composition composition = layeredComposition({601, 443});
    Layer& layer = composition.layers[0];
    auto result = std::make_shared<HarmonizedResult>();
    result->areaInCanvas = {151, 77, 380, 350};
    result->before = renderArea(composition, result->areaInCanvas);
    result->mask = renderMask(layer, result->areaInCanvas);
    result->transformAtRun = layer.transform;
    result->opacityAtRun = layer.opacity;
    result->after = imageOf<std::uint8_t>({380, 350}, 3, [&](int x, int y, int c) {
        return sampleAt(result->before, x, y, c) + (20 + 10 * c) * (result->mask.row(y)[x] / 255.0);
    });
    layer.applied = AppliedResult{result, adjustment};
    layer.transform.pivotInCanvas = {layer.transform.pivotInCanvas.x + move.x,
                                     layer.transform.pivotInCanvas.y + move.y};
    ViewCache cache(kPlenty);
    const ViewPixels tile = renderViewTile(composition, cache, level, {0, 0});
    const int difference = largestDifference(composition, tile, level, {0, 0});
    QVERIFY2(difference <= tolerance, qPrintable(QString::number(difference)));
    layer.applied.reset();
    QVERIFY(largestDifference(composition, tile, level, {0, 0}) > 10);
}

void ViewTilesTest::paintedMasksAreShown_data()
{
    QTest::addColumn<MaskEdge>("edge");
    QTest::addColumn<bool>("inPlace");
    for (const bool inPlace : {true, false})
        for (const MaskEdge& edge : {MaskEdge{}, MaskEdge{6, 0.0}, MaskEdge{-3, 4.0}})
            QTest::addRow("grow %d, feather %g, %s", edge.grow, edge.feather, inPlace ? "in place" : "copied")
                << edge << inPlace;
}

void ViewTilesTest::paintedMasksAreShown()
{
    QFETCH(MaskEdge, edge);
    QFETCH(bool, inPlace);
    Composition composition =
        compositionOf(flatImage<std::uint8_t>({900, 800}, 10), {layerAt(flatImage<std::uint8_t>({900, 800}, 200), {})});
    Layer& layer = composition.layers[0];
    layer.mask = softDisc({900, 800}, {300.0, 300.0}, 200.0, 0.2);
    layer.edge = edge;
    ViewCache cache(kPlenty);
    for (const int level : {3, 2, 1, 0})
        QVERIFY(!allTiles(composition, cache, level).empty());
    const Rect dirty{500, 240, 31, 17};
    Mask kept;
    if (!inPlace)
        kept = layer.mask;
    const Mask& before = inPlace ? layer.mask : kept;
    for (int y = dirty.y; y < dirty.bottom(); ++y)
        std::fill_n(layer.mask.writableRow(y) + dirty.x, dirty.width, std::uint8_t{255});
    cache.maskPainted(before, layer.mask, dirty);
    for (const int level : {0, 1, 2, 3}) {
        ViewCache fresh(kPlenty);
        QVERIFY(allTiles(composition, cache, level) == allTiles(composition, fresh, level));
    }
    if (!inPlace) {
        composition.layers[0].mask = kept;
        ViewCache fresh(kPlenty);
        QVERIFY(allTiles(composition, cache, 2) == allTiles(composition, fresh, 2));
    }
}

void ViewTilesTest::deadPixelsAreGivenBack()
{
    ViewCache cache(kPlenty);
    QCOMPARE(cache.bytes(), 0U);
    {
        const Composition large = layeredComposition({1000, 900});
        (void)renderViewTile(large, cache, 2, {0, 0});
        // Levels 1 and 2 of the background: 500 x 450 and 250 x 225 pixels of 4 bytes, and the layer's.
        QVERIFY(cache.bytes() > 4U * (500 * 450 + 250 * 225));
    }
    const Composition small = compositionOf(smooth({4, 4}), {});
    (void)renderViewTile(small, cache, 1, {0, 0});
    QCOMPARE(cache.bytes(), 16U);
    cache.clear();
    QCOMPARE(cache.bytes(), 0U);
}

void ViewTilesTest::sharedSquaresAreCounted()
{
    // A square that is made after copying, as tiles of the state before a stroke do, belongs to both.
    ChunkedLevels<std::uint8_t> levels(Size{600, 300});
    ChunkedLevels<std::uint8_t> copy(levels);
    const auto make = [](int, const Rect& area) {
        return std::vector<std::uint8_t>(static_cast<std::size_t>(area.size().area()), std::uint8_t{7});
    };
    constexpr std::uint64_t kSquare = 256 * 256;
    (void)levels.patch(0, {0, 0, 1, 1}, make);
    QCOMPARE(copy.bytes(), kSquare);
    copy.forget({0, 0, 1, 1}, 0);
    QCOMPARE(copy.bytes(), std::uint64_t{0});
    QCOMPARE(levels.bytes(), kSquare);
}

void ViewTilesTest::staysWithinItsBudget()
{
    constexpr std::uint64_t kBudget = 1500000;
    ViewCache cache(kBudget);
    std::vector<Composition> compositions;
    for (int i = 0; i < 5; ++i)
        compositions.push_back(compositionOf(smooth({900, 800}), {}));
    ViewCache unlimited(kPlenty);
    for (const Composition& composition : compositions) {
        QVERIFY(renderViewTile(composition, cache, 2, {0, 0}).pixels ==
                renderViewTile(composition, unlimited, 2, {0, 0}).pixels);
        QVERIFY(cache.bytes() > 0 && cache.bytes() <= kBudget);
    }
    QVERIFY(unlimited.bytes() > kBudget);
}

void ViewTilesTest::threadsAgree()
{
    Composition composition = layeredComposition({900, 800});
    composition.layers[0].edge = {3, 2.0};
    composition.layers[0].transform.rotation = 12.0;
    ViewCache alone(kPlenty);
    const auto expected = allTiles(composition, alone, 1);
    // Together, on a cold cache; the small budget makes them evict each other's squares.
    for (const std::uint64_t budget : {kPlenty, std::uint64_t{300000}}) {
        ViewCache shared(budget);
        std::array<std::vector<std::vector<std::uint32_t>>, 4> seen;
        std::vector<std::thread> threads;
        for (auto& tiles : seen)
            threads.emplace_back([&] { tiles = allTiles(composition, shared, 1); });
        for (std::thread& thread : threads)
            thread.join();
        for (const auto& tiles : seen)
            QVERIFY(tiles == expected);
    }
}

QTEST_APPLESS_MAIN(ViewTilesTest)
#include "view_tiles_test.moc"
