#include "core/imaging/compose.h"

#include "tests/core/imaging/test_pictures.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace dh;
using namespace dh::test;

namespace
{

Image filled(Size size, int channels, const std::vector<int>& pixel, IccProfile icc = nullptr)
{
    return imageOf<std::uint8_t>(
        size, channels, [&](int, int, int c) { return pixel[static_cast<std::size_t>(c)]; }, std::move(icc));
}

int sampleAt(const Image& image, int x, int y, int c)
{
    return image.row<std::uint8_t>(y)[x * image.channels() + c];
}

bool isNear(int value, double expected)
{
    return std::abs(value - expected) <= 0.5001;
}

} // namespace

class ComposeTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void wholePixelsAreCopied();
    void halfAPixelIsShared();
    void halvingTakesMeans();
    void doublingKeepsTheEdgeSharp();
    void softEdgesGetNoFringe();
    void maskAndAlphaBothWeigh();
    void backgroundIsUntouchedOutside();
    void partlyOutside();
    void sixteenBitBackground();
    void largePicturesHaveNoSeams();
    void profilesAreConverted();
    void refusals_data();
    void refusals();
};

void ComposeTest::wholePixelsAreCopied()
{
    const Image background = scatteredImage<std::uint8_t>({9, 7}, 3);
    const Image foreground = imageOf<std::uint8_t>({3, 2}, 3, [](int x, int y, int c) { return 40 * x + 90 * y + c; });
    const PlacedComposite placed = placeForeground(background, foreground, Mask(), {{4.0, 3.0}, 1.0});
    QCOMPARE(placed.mask.boundingBox(), (Rect{4, 3, 3, 2}));
    QCOMPARE(placed.mask.coverage(), 6.0);
    for (int y = 0; y < 7; ++y)
        for (int x = 0; x < 9; ++x)
            for (int c = 0; c < 3; ++c) {
                const bool isInside = x >= 4 && x < 7 && y >= 3 && y < 5;
                QCOMPARE(sampleAt(placed.composite, x, y, c),
                         isInside ? sampleAt(foreground, x - 4, y - 3, c) : sampleAt(background, x, y, c));
            }
}

void ComposeTest::halfAPixelIsShared()
{
    const Image background = filled({6, 3}, 3, {0, 100, 0});
    const Image foreground = imageOf<std::uint8_t>({2, 1}, 3, [](int x, int, int) { return x == 0 ? 200 : 100; });
    const PlacedComposite placed = placeForeground(background, foreground, Mask(), {{2.5, 1.0}, 1.0});
    const std::vector<int> mask = {0, 0, 128, 255, 128, 0};
    const std::vector<double> redRow = {0, 0, 100, 150, 50, 0};
    const std::vector<double> greenRow = {100, 100, 150, 150, 100, 100};
    for (int x = 0; x < 6; ++x) {
        const auto i = static_cast<std::size_t>(x);
        QCOMPARE(static_cast<int>(placed.mask.row(1)[x]), mask[i]);
        QVERIFY(isNear(sampleAt(placed.composite, x, 1, 0), redRow[i]));
        QVERIFY(isNear(sampleAt(placed.composite, x, 1, 1), greenRow[i]));
    }
    QCOMPARE(placed.mask.boundingBox(), (Rect{2, 1, 3, 1}));
}

void ComposeTest::halvingTakesMeans()
{
    const Image background = filled({4, 4}, 3, {9, 9, 9});
    const Image foreground = imageOf<std::uint8_t>({4, 2}, 3, [](int x, int y, int) { return 10 * x + 100 * y; });
    const PlacedComposite placed = placeForeground(background, foreground, Mask(), {{1.0, 2.0}, 0.5});
    QCOMPARE(placed.mask.boundingBox(), (Rect{1, 2, 2, 1}));
    QCOMPARE(sampleAt(placed.composite, 1, 2, 0), 55);
    QCOMPARE(sampleAt(placed.composite, 2, 2, 0), 75);
}

void ComposeTest::doublingKeepsTheEdgeSharp()
{
    const Image background = filled({8, 4}, 3, {0, 0, 0});
    const Image foreground = imageOf<std::uint8_t>({2, 1}, 3, [](int x, int, int) { return x == 0 ? 100 : 200; });
    const PlacedComposite placed = placeForeground(background, foreground, Mask(), {{2.0, 1.0}, 2.0});
    QCOMPARE(placed.mask.boundingBox(), (Rect{2, 1, 4, 2}));
    QCOMPARE(placed.mask.coverage(), 8.0);
    const std::vector<int> expected = {0, 0, 100, 125, 175, 200, 0, 0};
    for (int x = 0; x < 8; ++x)
        QCOMPARE(sampleAt(placed.composite, x, 2, 0), expected[static_cast<std::size_t>(x)]);
}

void ComposeTest::softEdgesGetNoFringe()
{
    // White with a soft edge to transparent black, on white: any mixing of the hidden black would show.
    const Image background = filled({40, 40}, 3, {255, 255, 255});
    const Image foreground = imageOf<std::uint8_t>({20, 20}, 4, [](int x, int, int c) {
        const int alphaHere = std::max(0, 255 - 25 * x);
        return c == 3 ? alphaHere : alphaHere > 0 ? 255 : 0;
    });
    for (const double scale : {0.37, 1.0, 1.7}) {
        const PlacedComposite placed = placeForeground(background, foreground, Mask(), {{2.3, 1.6}, scale});
        QVERIFY(placed.composite.samePixels(background));
        QVERIFY(placed.mask.coverage() > 1.0);
    }
}

void ComposeTest::maskAndAlphaBothWeigh()
{
    const Image background = filled({2, 1}, 3, {0, 0, 0});
    const Image foreground = imageOf<std::uint8_t>({2, 1}, 4, [](int x, int, int c) {
        return c < 3 ? 200 : x == 0 ? 255 : 128;
    });
    const PlacedComposite placed = placeForeground(background, foreground, Mask({2, 1}, {51, 255}), {});
    QCOMPARE(static_cast<int>(placed.mask.row(0)[0]), 51);
    QCOMPARE(static_cast<int>(placed.mask.row(0)[1]), 128);
    QCOMPARE(sampleAt(placed.composite, 0, 0, 0), 40);
    QCOMPARE(sampleAt(placed.composite, 1, 0, 0), 100);
}

void ComposeTest::backgroundIsUntouchedOutside()
{
    const Image background = scatteredImage<std::uint16_t>({50, 40}, 4, profile("wide_gamut.icc"));
    const Image foreground = scatteredImage<std::uint8_t>({13, 11}, 4);
    const PlacedComposite placed = placeForeground(background, foreground, Mask(), {{7.4, 5.9}, 1.83});
    QCOMPARE(placed.composite.iccProfile(), background.iccProfile());
    QCOMPARE(placed.composite.channels(), 4);
    int outside = 0;
    for (int y = 0; y < 40; ++y)
        for (int x = 0; x < 50; ++x) {
            const std::uint16_t* before = background.row<std::uint16_t>(y) + x * 4;
            const std::uint16_t* after = placed.composite.row<std::uint16_t>(y) + x * 4;
            QCOMPARE(after[3], before[3]);
            if (placed.mask.row(y)[x] == 0) {
                ++outside;
                QVERIFY(std::equal(before, before + 4, after));
            }
        }
    QVERIFY(outside > 1000 && outside < 2000);
}

void ComposeTest::partlyOutside()
{
    const Image background = filled({4, 4}, 3, {1, 2, 3});
    const Image foreground = imageOf<std::uint8_t>({4, 4}, 3, [](int x, int y, int) { return 50 + 10 * x + y; });
    const PlacedComposite placed = placeForeground(background, foreground, Mask(), {{-2.0, 3.0}, 1.0});
    QCOMPARE(placed.mask.boundingBox(), (Rect{0, 3, 2, 1}));
    QCOMPARE(sampleAt(placed.composite, 0, 3, 0), 70);
    QCOMPARE(sampleAt(placed.composite, 1, 3, 0), 80);
}

void ComposeTest::sixteenBitBackground()
{
    const Image background = imageOf<std::uint16_t>({2, 1}, 3, [](int, int, int) { return 1234; });
    const Image foreground = imageOf<std::uint16_t>({1, 1}, 3, [](int, int, int) { return 54321; });
    const PlacedComposite placed = placeForeground(background, foreground, Mask(), {{1.0, 0.0}, 1.0});
    QCOMPARE(static_cast<int>(placed.composite.row<std::uint16_t>(0)[0]), 1234);
    QCOMPARE(static_cast<int>(placed.composite.row<std::uint16_t>(0)[3]), 54321);
}

void ComposeTest::largePicturesHaveNoSeams()
{
    // Taller than one band of work: a ramp stays a ramp.
    const Image background = imageOf<std::uint16_t>({4, 1500}, 3, [](int, int, int) { return 0; });
    const Image foreground = imageOf<std::uint16_t>({4, 1000}, 3, [](int, int y, int) { return y * 60; });
    const PlacedComposite placed = placeForeground(background, foreground, Mask(), {{0.0, 0.0}, 1.5});
    for (int y = 2; y < 1498; ++y)
        QVERIFY(std::abs(placed.composite.row<std::uint16_t>(y)[3] - 60.0 * ((y + 0.5) / 1.5 - 0.5)) <= 0.51);
}

void ComposeTest::profilesAreConverted()
{
    const Image background = filled({2, 1}, 3, {10, 20, 30}, profile("wide_gamut.icc"));
    const Image foreground = filled({1, 1}, 3, {255, 0, 0});
    const PlacedComposite placed = placeForeground(background, foreground, Mask(), {});
    // sRGB's red in Display P3.
    QVERIFY(std::abs(sampleAt(placed.composite, 0, 0, 0) - 234) <= 1);
    QVERIFY(std::abs(sampleAt(placed.composite, 0, 0, 1) - 51) <= 1);
    QVERIFY(std::abs(sampleAt(placed.composite, 0, 0, 2) - 35) <= 1);
    QCOMPARE(sampleAt(placed.composite, 1, 0, 2), 30);
}

void ComposeTest::refusals_data()
{
    constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
    QTest::addColumn<double>("left");
    QTest::addColumn<double>("scale");
    QTest::addColumn<Mask>("mask");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("scale 0") << 0.0 << 0.0 << Mask() << ErrorCode::InvalidArgument;
    QTest::newRow("scale below 0") << 0.0 << -1.0 << Mask() << ErrorCode::InvalidArgument;
    QTest::newRow("scale NaN") << 0.0 << kNan << Mask() << ErrorCode::InvalidArgument;
    QTest::newRow("position NaN") << kNan << 1.0 << Mask() << ErrorCode::InvalidArgument;
    QTest::newRow("mask size") << 0.0 << 1.0 << Mask(Size{3, 4}) << ErrorCode::SizeMismatch;
    QTest::newRow("right of it") << 8.0 << 1.0 << Mask() << ErrorCode::EmptyMask;
    QTest::newRow("left of it") << -4.0 << 1.0 << Mask() << ErrorCode::EmptyMask;
    QTest::newRow("far away") << 1e300 << 1.0 << Mask() << ErrorCode::EmptyMask;
    QTest::newRow("vanishing") << 1.0 << 1e-300 << Mask() << ErrorCode::EmptyMask;
    QTest::newRow("empty mask") << 0.0 << 1.0 << Mask(Size{4, 3}) << ErrorCode::EmptyMask;
}

void ComposeTest::refusals()
{
    QFETCH(double, left);
    QFETCH(double, scale);
    QFETCH(Mask, mask);
    QFETCH(ErrorCode, code);
    const Image background = filled({8, 8}, 3, {1, 2, 3});
    const Image foreground = filled({4, 3}, 3, {4, 5, 6});
    QCOMPARE(codeThrownBy([&] { (void)placeForeground(background, foreground, mask, {{left, 0.0}, scale}); }), code);
}

QTEST_APPLESS_MAIN(ComposeTest)
#include "compose_test.moc"
