#include "ui/canvas/tile_cache.h"
#include "ui/canvas/tile_renderer.h"
#include "ui/canvas/view_tile.h"

#include <QSemaphore>
#include <QTest>

#include <atomic>

using namespace dh;

namespace
{

constexpr std::uint64_t kTileBytes = 256 * 256 * 4;
constexpr std::uint64_t kPyramidBytes = 16 << 20;

QImage tileImage(const QColor& colour)
{
    QImage image(kViewTileSize, kViewTileSize, QImage::Format_RGB32);
    image.fill(colour);
    return image;
}

TileKey pictureTile(int x, int y, int level = 0)
{
    return {TileContent::Picture, level, {x, y}};
}

TileSnapshotPtr snapshotOf(Size size, std::uint64_t version)
{
    auto snapshot = std::make_shared<TileSnapshot>();
    snapshot->version = version;
    snapshot->picture.background = std::move(ImageBuffer(size, 3, SampleType::U8)).finish();
    return snapshot;
}

} // namespace

class CanvasTilesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void levelsFollowTheScale_data();
    void levelsFollowTheScale();
    void areasCoverTheCanvas();
    void staleTilesKeepTheirPictures();
    void olderPicturesNeverWin();
    void lateTilesAreStale();
    void unusedTilesGoFirst();
    void rendersWhatIsWanted();
    void onlyTheNewestWishesCount();
    void snapshotsAreGivenBack();
    void differenceIsAmplified();
    void masksAreColoured();
};

void CanvasTilesTest::levelsFollowTheScale_data()
{
    QTest::addColumn<double>("scale");
    QTest::addColumn<int>("level");
    QTest::newRow("close") << 8.0 << 0;
    QTest::newRow("one to one") << 1.0 << 0;
    QTest::newRow("a little smaller") << 0.51 << 0;
    QTest::newRow("half") << 0.5 << 1;
    QTest::newRow("a third") << 0.33 << 1;
    QTest::newRow("an eighth") << 0.125 << 3;
    QTest::newRow("never above the overview") << 0.001 << 5;
}

void CanvasTilesTest::levelsFollowTheScale()
{
    QFETCH(double, scale);
    QFETCH(int, level);
    QCOMPARE(levelForScale(scale, {6000, 4000}), level);
}

void CanvasTilesTest::areasCoverTheCanvas()
{
    const Size canvas{1001, 300};
    QCOMPARE(overviewLevel(canvas), 2);
    QCOMPARE(tileArea(0, {3, 1}, canvas), (Rect{768, 256, 233, 44}));
    QCOMPARE(tileArea(1, {1, 0}, canvas), (Rect{512, 0, 490, 300}));
    QCOMPARE(tilesTouching({250, 10, 10, 246}, 0), (Rect{0, 0, 2, 1}));
    QCOMPARE(tilesTouching({250, 10, 10, 247}, 0), (Rect{0, 0, 2, 2}));
    QCOMPARE(tilesTouching({512, 0, 1, 1}, 1), (Rect{1, 0, 1, 1}));
    QVERIFY(tilesTouching({}, 0).isEmpty());
}

void CanvasTilesTest::staleTilesKeepTheirPictures()
{
    TileCache cache(100 * kTileBytes);
    cache.insert(pictureTile(0, 0), tileImage(Qt::red), 1);
    cache.insert(pictureTile(2, 0), tileImage(Qt::red), 1);
    cache.insert(pictureTile(0, 0, 2), tileImage(Qt::red), 1);
    cache.insert({TileContent::Mask, 0, {0, 0}}, tileImage(Qt::red), 1);
    cache.markStale(TileContent::Picture, {100, 100, 20, 20}, 2);
    QVERIFY(!cache.find(pictureTile(0, 0))->isFresh());
    QVERIFY(!cache.find(pictureTile(0, 0))->image.isNull());
    QVERIFY(!cache.find(pictureTile(0, 0, 2))->isFresh());
    QVERIFY(cache.find(pictureTile(2, 0))->isFresh());
    QVERIFY(cache.find({TileContent::Mask, 0, {0, 0}})->isFresh());
    cache.insert(pictureTile(0, 0), tileImage(Qt::blue), 2);
    QVERIFY(cache.find(pictureTile(0, 0))->isFresh());
}

void CanvasTilesTest::olderPicturesNeverWin()
{
    TileCache cache(100 * kTileBytes);
    cache.insert(pictureTile(0, 0), tileImage(Qt::blue), 5);
    cache.insert(pictureTile(0, 0), tileImage(Qt::red), 4);
    QCOMPARE(cache.find(pictureTile(0, 0))->image.pixelColor(0, 0), QColor(Qt::blue));
    QCOMPARE(cache.bytes(), kTileBytes);
}

/// Drawn while what they show changed: nothing was there to be marked.
void CanvasTilesTest::lateTilesAreStale()
{
    const TileKey mask{TileContent::Mask, 0, {0, 0}};
    TileCache cache(100 * kTileBytes);
    cache.insert(mask, tileImage(Qt::red), 1);
    cache.remove(TileContent::Mask, 2);
    cache.markStale(TileContent::Picture, {0, 0, 20, 20}, 3);
    cache.insert(mask, tileImage(Qt::red), 1);
    cache.insert(pictureTile(0, 0), tileImage(Qt::red), 2);
    QVERIFY(!cache.find(mask)->isFresh());
    QVERIFY(!cache.find(pictureTile(0, 0))->isFresh());
    cache.insert(mask, tileImage(Qt::blue), 2);
    cache.insert(pictureTile(0, 0), tileImage(Qt::blue), 3);
    QVERIFY(cache.find(mask)->isFresh());
    QVERIFY(cache.find(pictureTile(0, 0))->isFresh());
}

void CanvasTilesTest::unusedTilesGoFirst()
{
    TileCache cache(2 * kTileBytes);
    for (int x = 0; x < 4; ++x)
        cache.insert(pictureTile(x, 0), tileImage(Qt::red), 1);
    cache.trim(); // all were used just now: a frame never loses what it shows
    QCOMPARE(cache.bytes(), 4 * kTileBytes);
    QVERIFY(cache.find(pictureTile(0, 0)) != nullptr);
    cache.trim();
    QCOMPARE(cache.bytes(), 2 * kTileBytes);
    QVERIFY(cache.find(pictureTile(0, 0)) != nullptr);
    QVERIFY(cache.find(pictureTile(1, 0)) == nullptr);
    cache.clear();
    QCOMPARE(cache.bytes(), std::uint64_t{0});
}

void CanvasTilesTest::rendersWhatIsWanted()
{
    ViewCache pyramid(kPyramidBytes);
    QSemaphore ready;
    TileRenderer renderer(pyramid, [&ready] { ready.release(); });
    renderer.want({pictureTile(0, 0), pictureTile(1, 0)}, snapshotOf({300, 100}, 7));
    std::vector<TileRenderer::Finished> all;
    while (all.size() < 2) {
        QVERIFY(ready.tryAcquire(1, 10000));
        for (TileRenderer::Finished& finished : renderer.takeFinished())
            all.push_back(std::move(finished));
    }
    for (const TileRenderer::Finished& finished : all) {
        QCOMPARE(finished.snapshot->version, std::uint64_t{7});
        QCOMPARE(finished.image.size(), finished.key.tile.x == 0 ? QSize(256, 100) : QSize(44, 100));
    }
    QVERIFY(renderer.isIdle());
}

void CanvasTilesTest::onlyTheNewestWishesCount()
{
    ViewCache pyramid(kPyramidBytes);
    std::atomic<int> calls = 0;
    TileRenderer renderer(pyramid, [&calls] { ++calls; });
    const TileSnapshotPtr first = snapshotOf({20000, 256}, 1);
    std::vector<TileKey> many;
    for (int x = 0; x < 78; ++x)
        many.push_back(pictureTile(x, 0));
    renderer.want(many, first);
    const TileSnapshotPtr second = snapshotOf({256, 256}, 2);
    renderer.want({pictureTile(0, 0)}, second);
    QTRY_VERIFY(calls > 0);
    int fromFirst = 0;
    int fromSecond = 0;
    const auto take = [&] {
        for (const TileRenderer::Finished& finished : renderer.takeFinished())
            ++(finished.snapshot->version == 1 ? fromFirst : fromSecond);
        return renderer.isIdle();
    };
    QTRY_VERIFY(take());
    QCOMPARE(fromSecond, 1);
    QVERIFY2(fromFirst < 78, "the first list was worked off although a newer one had come");
}

void CanvasTilesTest::snapshotsAreGivenBack()
{
    ViewCache pyramid(kPyramidBytes);
    TileRenderer renderer(pyramid, [] {});
    std::weak_ptr<const TileSnapshot> watched;
    {
        const TileSnapshotPtr snapshot = snapshotOf({256, 256}, 1);
        watched = snapshot;
        renderer.want({pictureTile(0, 0)}, snapshot);
    }
    const auto take = [&] {
        (void)renderer.takeFinished();
        return renderer.isIdle();
    };
    QTRY_VERIFY(take());
    QVERIFY(watched.expired());
}

void CanvasTilesTest::differenceIsAmplified()
{
    auto snapshot = std::make_shared<TileSnapshot>();
    ImageBuffer after({2, 1}, 3, SampleType::U8);
    const std::uint8_t samples[] = {100, 50, 0, 200, 10, 0};
    std::copy(std::begin(samples), std::end(samples), after.row<std::uint8_t>(0));
    snapshot->picture.background = std::move(after).finish();
    ImageBuffer before({2, 1}, 3, SampleType::U8);
    before.row<std::uint8_t>(0)[0] = 90;
    before.row<std::uint8_t>(0)[1] = 55;
    snapshot->before.background = std::move(before).finish();
    snapshot->differenceGain = 4.0;
    ViewCache pyramid(kPyramidBytes);
    const QImage tile = renderTile({TileContent::Difference, 0, {0, 0}}, *snapshot, pyramid);
    QCOMPARE(tile.pixelColor(0, 0), QColor(40, 20, 0));
    QCOMPARE(tile.pixelColor(1, 0), QColor(255, 40, 0));
}

void CanvasTilesTest::masksAreColoured()
{
    auto snapshot = std::make_shared<TileSnapshot>(*snapshotOf({300, 4}, 1));
    Layer layer;
    layer.id = 3;
    layer.image = std::move(ImageBuffer({10, 4}, 3, SampleType::U8)).finish();
    layer.mask = Mask({10, 4}, 128);
    layer.transform.pivotInCanvas = {280.0, 0.0};
    snapshot->picture.layers = {layer};
    snapshot->maskLayer = 3;
    snapshot->maskColours[128] = 0x80112233U;
    ViewCache pyramid(kPyramidBytes);
    const QImage tile = renderTile({TileContent::Mask, 0, {1, 0}}, *snapshot, pyramid);
    QCOMPARE(tile.size(), QSize(44, 4));
    const auto* row = reinterpret_cast<const QRgb*>(tile.constScanLine(1));
    QCOMPARE(row[280 - 256], 0x80112233U);
    QCOMPARE(row[0], 0U);
    snapshot->maskLayer = 4;
    QVERIFY(renderTile({TileContent::Mask, 0, {1, 0}}, *snapshot, pyramid).isNull());
}

QTEST_GUILESS_MAIN(CanvasTilesTest)
#include "canvas_tiles_test.moc"
