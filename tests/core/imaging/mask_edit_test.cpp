#include "core/imaging/mask_edit.h"

#include "tests/core/imaging/mask_checks.h"
#include "tests/core/imaging/test_pictures.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace dh;
using namespace dh::test;

namespace
{

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr Size kStripes{12, 8};

/// Grey stripes: columns 0 to 3 are 100, 4 to 7 are 140, the rest 100 again; a slanted gate of 100, two pixels high,
/// cuts the middle stripe and joins the outer ones.
template <typename T>
Image stripes(int scale)
{
    return imageOf<T>(kStripes, 3, [scale](int x, int y, int) {
        const bool isGate = y == x || y == x - 1;
        return (x >= 4 && x < 8 && !isGate ? 140 : 100) * scale;
    });
}

int selectedCount(const Mask& mask)
{
    return static_cast<int>(std::lround(mask.coverage()));
}

Mask disc(Size size, PointF centre, double radius)
{
    return ellipseMask(size, {centre.x - radius, centre.y - radius}, {centre.x + radius, centre.y + radius});
}

} // namespace

class MaskEditTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void wand_data();
    void wand();
    void wandLooksAtEveryChannel();
    void wandGoesOverCorners();
    void wandOnOtherSampleTypes();
    void inverting();
    void smoothingKeepsStraightEdges();
    void smoothingRoundsAndRemoves();
    void smoothingNothing();
    void borderIsABandOnTheEdge_data();
    void borderIsABandOnTheEdge();
    void fromAlpha();
    void fromLuminance();
    void concerns_data();
    void concerns();
};

void MaskEditTest::wand_data()
{
    QTest::addColumn<int>("x");
    QTest::addColumn<int>("y");
    QTest::addColumn<double>("tolerance");
    QTest::addColumn<bool>("contiguous");
    QTest::addColumn<int>("count");
    // 96 pixels, of which 24 are 140 and 8 the gate.
    QTest::newRow("everything alike") << 0 << 0 << 0.0 << false << 72;
    QTest::newRow("through the gate") << 0 << 0 << 0.0 << true << 72;
    QTest::newRow("the lower part of the stripe") << 4 << 7 << 0.0 << true << 6;
    QTest::newRow("the upper part of the stripe") << 4 << 0 << 0.0 << true << 18;
    QTest::newRow("both parts of the stripe") << 4 << 7 << 0.0 << false << 24;
    QTest::newRow("just out of tolerance") << 4 << 7 << 39.9 << false << 24;
    QTest::newRow("just in tolerance") << 4 << 7 << 40.0 << true << 96;
    QTest::newRow("negative tolerance") << 0 << 0 << -5.0 << false << 72;
    QTest::newRow("NaN tolerance") << 0 << 0 << kNaN << false << 0;
    QTest::newRow("left of the picture") << -1 << 0 << 255.0 << false << 0;
    QTest::newRow("below the picture") << 0 << 8 << 255.0 << true << 0;
}

void MaskEditTest::wand()
{
    QFETCH(int, x);
    QFETCH(int, y);
    QFETCH(double, tolerance);
    QFETCH(bool, contiguous);
    QFETCH(int, count);
    const Mask mask = magicWand(stripes<std::uint8_t>(1), {x, y}, tolerance, contiguous);
    QCOMPARE(mask.size(), kStripes);
    QCOMPARE(selectedCount(mask), count);
    QVERIFY(count == 0 || mask.row(y)[x] == 255);
}

void MaskEditTest::wandLooksAtEveryChannel()
{
    for (int different = 0; different < 4; ++different) {
        const Image image = imageOf<std::uint8_t>(
            {2, 1}, 4, [different](int x, int, int c) { return 100 + (x == 1 && c == different ? 10 : 0); });
        QCOMPARE(selectedCount(magicWand(image, {0, 0}, 9.0, true)), 1);
        QCOMPARE(selectedCount(magicWand(image, {0, 0}, 10.0, true)), 2);
    }
    QVERIFY(magicWand(Image(), {0, 0}, 10.0, true).isNull());
}

void MaskEditTest::wandGoesOverCorners()
{
    const Image checks = imageOf<std::uint8_t>({4, 4}, 3, [](int x, int y, int) { return (x + y) % 2 * 200; });
    QCOMPARE(selectedCount(magicWand(checks, {0, 0}, 10.0, true)), 8);
}

void MaskEditTest::wandOnOtherSampleTypes()
{
    const Image sixteen = stripes<std::uint16_t>(257);
    QCOMPARE(selectedCount(magicWand(sixteen, {4, 7}, 39.9, false)), 24);
    QCOMPARE(selectedCount(magicWand(sixteen, {4, 7}, 40.0, false)), 96);
    const Image floats = imageOf<float>({2, 1}, 3, [](int x, int, int) { return x * 0.5F; });
    QCOMPARE(selectedCount(magicWand(floats, {0, 0}, 127.0, false)), 1);
    QCOMPARE(selectedCount(magicWand(floats, {0, 0}, 128.0, false)), 2);
}

void MaskEditTest::inverting()
{
    const Mask mask(Size{4, 1}, std::vector<std::uint8_t>{0, 1, 200, 255});
    QVERIFY(inverted(mask) == Mask(Size{4, 1}, std::vector<std::uint8_t>{255, 254, 55, 0}));
    QVERIFY(inverted(Mask()).isNull());
}

void MaskEditTest::smoothingKeepsStraightEdges()
{
    const Mask half = rectangleMask({60, 40}, {0, 0}, {30, 40});
    QVERIFY(largestDifference(smoothed(half, 5.0), half) <= 1);
    // A large disc only loses what its curvature gives.
    const Mask round = disc({200, 200}, {100, 100}, 80);
    QVERIFY(std::abs(smoothed(round, 3.0).coverage() / round.coverage() - 1.0) < 0.005);
}

void MaskEditTest::smoothingRoundsAndRemoves()
{
    Mask mask = rectangleMask({100, 100}, {20, 20}, {80, 80});
    combine(mask, rectangleMask({100, 100}, {5, 5}, {7, 7}), MaskCombine::Add);          // a speck
    combine(mask, rectangleMask({100, 100}, {50, 50}, {51, 52}), MaskCombine::Subtract); // a pinhole
    const Mask smooth = smoothed(mask, 4.0);
    QCOMPARE(static_cast<int>(smooth.row(6)[6]), 0);
    QCOMPARE(static_cast<int>(smooth.row(50)[50]), 255);
    QCOMPARE(static_cast<int>(smooth.row(20)[20]), 0);   // the corner
    QCOMPARE(static_cast<int>(smooth.row(50)[22]), 255); // the side
    QCOMPARE(static_cast<int>(smooth.row(50)[18]), 0);
}

void MaskEditTest::smoothingNothing()
{
    const Mask mask = disc({30, 30}, {15, 15}, 8);
    QVERIFY(smoothed(mask, 0.0) == mask);
    QVERIFY(smoothed(mask, -1.0) == mask);
    QVERIFY(smoothed(mask, kNaN) == mask);
    QVERIFY(smoothed(Mask(), 3.0).isNull());
    QVERIFY(smoothed(Mask(Size{1, 1}, 255), 3.0) == Mask(Size{1, 1}, 255));
    QVERIFY(smoothed(Mask(Size{9, 9}), 3.0).isEmpty());
}

void MaskEditTest::borderIsABandOnTheEdge_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("end");
    // The edge lies between columns 29 and 30.
    QTest::newRow("0") << 0 << 0 << 0;
    QTest::newRow("-4") << -4 << 0 << 0;
    QTest::newRow("1") << 1 << 30 << 31;
    QTest::newRow("2") << 2 << 29 << 31;
    QTest::newRow("7") << 7 << 27 << 34;
    QTest::newRow("10") << 10 << 25 << 35;
}

void MaskEditTest::borderIsABandOnTheEdge()
{
    QFETCH(int, width);
    QFETCH(int, first);
    QFETCH(int, end);
    // The picture's own sides are no edge.
    const Mask half = rectangleMask({60, 20}, {0, 0}, {30, 20});
    const Mask expected = rectangleMask({60, 20}, {static_cast<double>(first), 0}, {static_cast<double>(end), 20});
    QVERIFY(border(half, width) == expected);
    QVERIFY(border(Mask(), width).isNull());
    QVERIFY(border(Mask(Size{5, 5}, 255), width).isEmpty());
}

void MaskEditTest::fromAlpha()
{
    const Image opaque = scatteredImage<std::uint8_t>({9, 100}, 3);
    QVERIFY(maskFromAlpha(opaque) == Mask(Size{9, 100}, 255));
    const Image cutOut = imageOf<std::uint8_t>({256, 70}, 4, [](int x, int, int c) { return c == 3 ? x : 200; });
    const Image sixteen =
        imageOf<std::uint16_t>({256, 70}, 4, [](int x, int, int c) { return c == 3 ? x * 257 : 200; });
    for (const Image& image : {cutOut, sixteen}) {
        const Mask mask = maskFromAlpha(image);
        for (int x = 0; x < 256; ++x)
            for (const int y : {0, 63, 64, 69})
                QCOMPARE(static_cast<int>(mask.row(y)[x]), x);
    }
    QVERIFY(maskFromAlpha(Image()).isNull());
}

void MaskEditTest::fromLuminance()
{
    const Image image = imageOf<std::uint8_t>({5, 1}, 3, [](int x, int, int c) { return x == c || x == 3 ? 255 : 0; });
    const Mask mask = maskFromLuminance(image);
    QVERIFY(mask == Mask(Size{5, 1}, std::vector<std::uint8_t>{76, 150, 29, 255, 0}));
}

void MaskEditTest::concerns_data()
{
    QTest::addColumn<Mask>("mask");
    QTest::addColumn<MaskConcern>("concern");
    const Size size{600, 400};
    const Mask dot = disc(size, {300, 200}, 100);
    Mask almostFull(size, 255);
    almostFull.writableRow(399)[599] = 254;
    Mask faint(size);
    faint.writableRow(0)[0] = 1;
    QTest::newRow("null") << Mask() << MaskConcern::Empty;
    QTest::newRow("empty") << Mask(size) << MaskConcern::Empty;
    QTest::newRow("one faint pixel") << faint << MaskConcern::None;
    QTest::newRow("full") << Mask(size, 255) << MaskConcern::Full;
    QTest::newRow("one pixel not full") << almostFull << MaskConcern::None;
    QTest::newRow("a disc") << dot << MaskConcern::None;
    QTest::newRow("all but a disc") << inverted(dot) << MaskConcern::LikelyInverted;
    QTest::newRow("all but dust") << inverted(disc(size, {300, 200}, 10)) << MaskConcern::None;
    QTest::newRow("a ring") << border(dot, 60) << MaskConcern::None;
    QTest::newRow("the upper two thirds") << rectangleMask(size, {0, 0}, {600, 270}) << MaskConcern::None;
    QTest::newRow("one pixel in all") << Mask(Size{1, 1}, 255) << MaskConcern::Full;
    QTest::newRow("a thin line") << rectangleMask({3000, 2}, {0, 0}, {2000, 2}) << MaskConcern::None;
}

void MaskEditTest::concerns()
{
    QFETCH(Mask, mask);
    QFETCH(MaskConcern, concern);
    QCOMPARE(findConcern(mask), concern);
}

QTEST_APPLESS_MAIN(MaskEditTest)
#include "mask_edit_test.moc"
