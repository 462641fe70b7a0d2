#include "core/imaging/brush.h"

#include "tests/core/imaging/mask_checks.h"

#include <QTest>

#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

using namespace dh;
using namespace dh::test;

namespace
{

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

Brush hardBrush(double diameter)
{
    return {diameter, 1.0, 1.0, 0.1, false};
}

Mask oneDab(Size size, const Brush& brush, PointF centre)
{
    Mask mask(size);
    BrushStroke(brush).lineTo(mask, {centre});
    return mask;
}

Mask stroke(Mask mask, const Brush& brush, const std::vector<StrokePoint>& points)
{
    BrushStroke pen(brush);
    for (const StrokePoint& point : points)
        pen.lineTo(mask, point);
    return mask;
}

int valueAt(const Mask& mask, int x, int y)
{
    return mask.row(y)[x];
}

} // namespace

class BrushTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void hardDabIsADisc_data();
    void hardDabIsADisc();
    void softDabFollowsItsProfile_data();
    void softDabFollowsItsProfile();
    void dabIsSymmetric();
    void dabIsCutAtTheBorder();
    void dabsAreEvenlySpaced();
    void spacingGoesOnAcrossSegments();
    void spacingGoesOnOutsideTheMask();
    void flowBuildsUp();
    void softDabNeverLessens();
    void erasingTakesAwayWhatPaintingGave();
    void pressureScalesTheDiameter();
    void changedAreaIsExact();
    void copiesAreLeftAlone();
    void absurdInput_data();
    void absurdInput();
};

void BrushTest::hardDabIsADisc_data()
{
    QTest::addColumn<double>("diameter");
    QTest::addColumn<double>("x");
    QTest::addColumn<double>("y");
    QTest::newRow("centred on a pixel") << 21.0 << 20.5 << 20.5;
    QTest::newRow("centred on a corner") << 20.0 << 20.0 << 20.0;
    QTest::newRow("between pixels") << 17.3 << 20.31 << 19.84;
    QTest::newRow("small") << 5.0 << 20.25 << 20.75;
    QTest::newRow("large") << 39.0 << 20.1 << 20.9;
}

void BrushTest::hardDabIsADisc()
{
    QFETCH(double, diameter);
    QFETCH(double, x);
    QFETCH(double, y);
    const Size size{41, 41};
    const double radius = diameter / 2;
    const Mask dab = oneDab(size, hardBrush(diameter), {x, y});
    const Mask disc = sampledMask(size, [&](double px, double py) { return std::hypot(px - x, py - y) <= radius; });
    // A straight ramp of one pixel against the true area, which also depends on the direction of the edge.
    constexpr int kRampError = 26;
    QVERIFY2(largestDifference(dab, disc) <= kRampError, qPrintable(QString::number(largestDifference(dab, disc))));
    const double area = std::numbers::pi * radius * radius;
    QVERIFY(std::abs(dab.coverage() - area) < 0.015 * area);
}

void BrushTest::softDabFollowsItsProfile_data()
{
    QTest::addColumn<double>("hardness");
    QTest::newRow("0") << 0.0;
    QTest::newRow("0.5") << 0.5;
    QTest::newRow("0.8") << 0.8;
}

void BrushTest::softDabFollowsItsProfile()
{
    QFETCH(double, hardness);
    constexpr double kRadius = 40.0;
    Brush brush = hardBrush(2 * kRadius);
    brush.hardness = hardness;
    const Mask dab = oneDab({101, 101}, brush, {50.5, 50.5});
    // Along the row through the centre the distance is a whole number.
    for (int distance = 0; distance <= 50; ++distance) {
        const double t = std::clamp((kRadius - distance) / (kRadius * (1.0 - hardness)), 0.0, 1.0);
        const double expected = 255.0 * t * t * (3.0 - 2.0 * t);
        QVERIFY(std::abs(valueAt(dab, 50 + distance, 50) - expected) <= 0.51);
        QVERIFY(distance == 0 || valueAt(dab, 50 + distance, 50) <= valueAt(dab, 49 + distance, 50));
    }
}

void BrushTest::dabIsSymmetric()
{
    Brush brush = hardBrush(23.0);
    brush.hardness = 0.3;
    const Mask dab = oneDab({40, 40}, brush, {20.0, 20.0});
    for (int y = 0; y < 40; ++y)
        for (int x = 0; x < 40; ++x) {
            QCOMPARE(valueAt(dab, x, y), valueAt(dab, 39 - x, y));
            QCOMPARE(valueAt(dab, x, y), valueAt(dab, y, x));
        }
}

void BrushTest::dabIsCutAtTheBorder()
{
    Brush brush = hardBrush(30.0);
    brush.hardness = 0.4;
    const Mask wide = oneDab({100, 100}, brush, {52.25, 31.5});
    const Rect window{50, 30, 20, 25};
    QVERIFY(oneDab(window.size(), brush, {2.25, 1.5}) == wide.cropped(window));
    QVERIFY(oneDab({10, 10}, brush, {-20.0, 5.0}).isEmpty());
}

void BrushTest::dabsAreEvenlySpaced()
{
    Brush brush = hardBrush(8.0);
    brush.spacing = 1.5;
    Mask expected(Size{100, 20});
    for (const double x : {10.0, 22.0, 34.0, 46.0, 58.0, 70.0})
        BrushStroke(brush).lineTo(expected, {{x, 10.0}});
    QVERIFY(stroke(Mask(Size{100, 20}), brush, {{{10.0, 10.0}}, {{81.0, 10.0}}}) == expected);
}

void BrushTest::spacingGoesOnAcrossSegments()
{
    Brush brush = hardBrush(12.0);
    brush.hardness = 0.5;
    brush.spacing = 0.5;
    const Mask whole = stroke(Mask(Size{120, 30}), brush, {{{10.0, 15.0}}, {{110.0, 15.0}}});
    const Mask pieces =
        stroke(Mask(Size{120, 30}), brush,
               {{{10.0, 15.0}}, {{13.5, 15.0}}, {{13.5, 15.0}}, {{40.25, 15.0}}, {{40.75, 15.0}}, {{110.0, 15.0}}});
    QVERIFY(whole == pieces);
    QVERIFY(!whole.isEmpty());
}

void BrushTest::spacingGoesOnOutsideTheMask()
{
    Brush brush = hardBrush(12.0);
    brush.spacing = 1.25;
    constexpr double kShift = 4096.0;
    const Mask wide = stroke(Mask(Size{8292, 20}), brush, {{{1.0, 10.0}}, {{8290.0, 10.0}}});
    const Mask window = stroke(Mask(Size{100, 20}), brush, {{{1.0 - kShift, 10.0}}, {{8290.0 - kShift, 10.0}}});
    QVERIFY(window == wide.cropped({static_cast<int>(kShift), 0, 100, 20}));
    QVERIFY(!window.isEmpty());
}

void BrushTest::flowBuildsUp()
{
    Brush brush = hardBrush(9.0);
    brush.flow = 0.25;
    Mask mask(Size{20, 20});
    const std::array expected{64, 112, 148, 175}; // each a quarter nearer to 255
    for (const int value : expected) {
        BrushStroke(brush).lineTo(mask, {{10.5, 10.5}});
        QCOMPARE(valueAt(mask, 10, 10), value);
    }
    brush.flow = 0.001;
    for (int i = 0; i < 255; ++i)
        BrushStroke(brush).lineTo(mask, {{10.5, 10.5}});
    QCOMPARE(valueAt(mask, 10, 10), 255);
    brush.flow = 0.0;
    QVERIFY(oneDab({20, 20}, brush, {10.0, 10.0}).isEmpty());
}

void BrushTest::softDabNeverLessens()
{
    Brush soft = hardBrush(30.0);
    soft.hardness = 0.0;
    Mask mask(Size{40, 40}, 100);
    BrushStroke(soft).lineTo(mask, {{20.0, 20.0}});
    const Mask alone = oneDab({40, 40}, soft, {20.0, 20.0});
    for (int y = 0; y < 40; ++y)
        for (int x = 0; x < 40; ++x)
            QCOMPARE(valueAt(mask, x, y), std::max(100, valueAt(alone, x, y)));
}

void BrushTest::erasingTakesAwayWhatPaintingGave()
{
    Brush brush = hardBrush(30.0);
    brush.hardness = 0.2;
    const Mask painted = oneDab({40, 40}, brush, {19.5, 21.0});
    brush.erase = true;
    Mask erased(Size{40, 40}, 255);
    BrushStroke(brush).lineTo(erased, {{19.5, 21.0}});
    for (int y = 0; y < 40; ++y)
        for (int x = 0; x < 40; ++x)
            QCOMPARE(valueAt(erased, x, y), 255 - valueAt(painted, x, y));
    QVERIFY(oneDab({40, 40}, brush, {19.5, 21.0}).isEmpty());
}

void BrushTest::pressureScalesTheDiameter()
{
    Mask half(Size{50, 50});
    BrushStroke(hardBrush(30.0)).lineTo(half, {{25.0, 25.0}, 0.5});
    QVERIFY(half == oneDab({50, 50}, hardBrush(15.0), {25.0, 25.0}));
    // A stroke from thin to thick widens.
    const Mask wedge = stroke(Mask(Size{120, 60}), hardBrush(40.0), {{{10.0, 30.0}, 0.1}, {{110.0, 30.0}, 1.0}});
    int last = 0;
    for (const int x : {20, 50, 80, 105}) {
        int height = 0;
        for (int y = 0; y < 60; ++y)
            height += valueAt(wedge, x, y) >= 128 ? 1 : 0;
        QVERIFY(height > last);
        last = height;
    }
}

void BrushTest::changedAreaIsExact()
{
    Mask mask(Size{200, 150});
    Brush brush = hardBrush(13.0);
    BrushStroke pen(brush);
    const std::array points{PointF{20.2, 30.7}, PointF{25.0, 90.0}, PointF{199.0, 149.0}, PointF{400.0, 149.0},
                            PointF{25.0, 90.0}};
    for (const PointF point : points) {
        const Mask before = mask;
        const Rect changed = pen.lineTo(mask, {point});
        QCOMPARE(changed, differenceOf(before, mask));
    }
    QCOMPARE(pen.lineTo(mask, {{25.0, 90.0}}), Rect{});
}

void BrushTest::copiesAreLeftAlone()
{
    Mask mask(Size{30, 30}, 255);
    const Mask copy = mask;
    // A dab that changes nothing does not even copy the pixels.
    BrushStroke(hardBrush(10.0)).lineTo(mask, {{15.0, 15.0}});
    QCOMPARE(static_cast<const Mask&>(mask).row(0), copy.row(0));
    Brush eraser = hardBrush(10.0);
    eraser.erase = true;
    BrushStroke(eraser).lineTo(mask, {{15.0, 15.0}});
    QVERIFY(copy == Mask(Size{30, 30}, 255));
    QVERIFY(!(mask == copy));
}

void BrushTest::absurdInput_data()
{
    QTest::addColumn<double>("diameter");
    QTest::addColumn<double>("spacing");
    QTest::addColumn<double>("x");
    QTest::addColumn<double>("pressure");
    // A stroke from the middle of the mask to x.
    QTest::newRow("NaN position") << 5.0 << 0.1 << kNaN << 1.0;
    QTest::newRow("infinite position") << 5.0 << 0.1 << kInfinity << 1.0;
    QTest::newRow("far away") << 5.0 << 0.1 << 1e300 << 1.0;
    QTest::newRow("far to the left") << 5.0 << 0.0 << -1e12 << 1.0;
    QTest::newRow("no diameter") << 0.0 << 0.1 << 9.0 << 1.0;
    QTest::newRow("negative diameter") << -7.0 << -1.0 << 9.0 << 1.0;
    QTest::newRow("NaN diameter") << kNaN << kNaN << 9.0 << kNaN;
    QTest::newRow("huge diameter") << 1e9 << 1e9 << 9.0 << 1e9;
    QTest::newRow("no pressure") << 5.0 << 0.1 << 9.0 << -3.0;
}

void BrushTest::absurdInput()
{
    QFETCH(double, diameter);
    QFETCH(double, spacing);
    QFETCH(double, x);
    QFETCH(double, pressure);
    Brush brush = hardBrush(diameter);
    brush.spacing = spacing;
    for (const Size size : {Size{1, 1}, Size{10, 6}}) {
        Mask mask(size);
        BrushStroke pen(brush);
        Rect changed = pen.lineTo(mask, {{size.width / 2.0, size.height / 2.0}, pressure});
        changed = changed.united(pen.lineTo(mask, {{x, size.height / 2.0}, pressure}));
        QVERIFY(!mask.isEmpty());
        QVERIFY((Rect{0, 0, size.width, size.height}).contains(changed));
    }
    Mask none;
    QCOMPARE(BrushStroke(brush).lineTo(none, {{0.0, 0.0}}), Rect{});
}

QTEST_APPLESS_MAIN(BrushTest)
#include "brush_test.moc"
