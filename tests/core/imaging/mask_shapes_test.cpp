#include "core/imaging/mask_edit.h"

#include "tests/core/imaging/mask_checks.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <numbers>

using namespace dh;
using namespace dh::test;

using Corners = std::vector<PointF>;
Q_DECLARE_METATYPE(Corners)

namespace
{

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Whether a point lies inside by the even-odd rule: counts the edges to its right.
bool isInside(const Corners& corners, double x, double y)
{
    bool inside = false;
    for (std::size_t i = 0; i < corners.size(); ++i) {
        const PointF a = corners[i];
        const PointF b = corners[(i + 1) % corners.size()];
        if ((a.y > y) != (b.y > y) && x < a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y))
            inside = !inside;
    }
    return inside;
}

/// Half the sum of the cross products; right for outlines that don't cross themselves.
double shoelaceArea(const Corners& corners)
{
    double twice = 0.0;
    for (std::size_t i = 0; i < corners.size(); ++i) {
        const PointF a = corners[i];
        const PointF b = corners[(i + 1) % corners.size()];
        twice += a.x * b.y - b.x * a.y;
    }
    return std::abs(twice) / 2.0;
}

} // namespace

class MaskShapesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void polygonCoversItsArea_data();
    void polygonCoversItsArea();
    void polygonWithoutAreaIsEmpty_data();
    void polygonWithoutAreaIsEmpty();
    void farCornersCoverEverything();
    void rectangleByHand();
    void ellipseCoversItsArea_data();
    void ellipseCoversItsArea();
    void combining_data();
    void combining();
    void combiningTellsWhatChanged();
};

void MaskShapesTest::polygonCoversItsArea_data()
{
    QTest::addColumn<Corners>("corners");
    QTest::addColumn<bool>("isSimple");
    QTest::newRow("triangle") << Corners{{3.2, 4.1}, {41.7, 9.3}, {15.5, 29.8}} << true;
    QTest::newRow("turning left") << Corners{{15.5, 29.8}, {41.7, 9.3}, {3.2, 4.1}} << true;
    QTest::newRow("sliver") << Corners{{2.0, 2.1}, {47.0, 13.4}, {47.0, 13.9}} << true;
    QTest::newRow("within a pixel") << Corners{{20.2, 10.2}, {20.8, 10.3}, {20.5, 10.9}} << true;
    QTest::newRow("concave") << Corners{{5, 5}, {45, 5}, {45, 28}, {25, 12.5}, {5, 28}} << true;
    QTest::newRow("pixel edges") << Corners{{5, 5}, {20, 5}, {20, 15}, {5, 15}} << true;
    QTest::newRow("cut at all sides") << Corners{{-20, 15}, {25, -12}, {70, 15}, {25, 45}} << false;
    QTest::newRow("bow tie") << Corners{{5, 5}, {45, 27}, {45, 5}, {5, 27}} << false;
    QTest::newRow("star with a hole") << Corners{{25, 1}, {36, 31}, {6, 12}, {44, 12}, {14, 31}} << false;
    QTest::newRow("a corner twice") << Corners{{5, 5}, {5, 5}, {40, 5}, {40, 20}} << true;
    QTest::newRow("a corner that is none") << Corners{{5, 5}, {kNaN, 9}, {40, 5}, {40, 20}} << true;
}

void MaskShapesTest::polygonCoversItsArea()
{
    QFETCH(Corners, corners);
    QFETCH(bool, isSimple);
    const Size size{50, 32};
    const Mask mask = polygonMask(size, corners);
    std::erase_if(corners, [](PointF corner) { return std::isnan(corner.x); });
    const Mask expected = sampledMask(size, [&](double x, double y) { return isInside(corners, x, y); });
    // Where the outline crosses itself inside a pixel, the shares of its parts are added up.
    const int tolerance = isSimple ? 5 : 70;
    QVERIFY2(largestDifference(mask, expected) <= tolerance,
             qPrintable(QString::number(largestDifference(mask, expected))));
    QVERIFY(std::abs(mask.coverage() - expected.coverage()) < 1.0);
    if (isSimple)
        QVERIFY(std::abs(mask.coverage() - shoelaceArea(corners)) < 0.15);
}

void MaskShapesTest::polygonWithoutAreaIsEmpty_data()
{
    QTest::addColumn<Corners>("corners");
    QTest::newRow("no corner") << Corners{};
    QTest::newRow("two corners") << Corners{{1, 1}, {9, 9}};
    QTest::newRow("a line and back") << Corners{{1, 1}, {9, 9}, {5, 5}};
    QTest::newRow("no finite corner") << Corners{{kNaN, 1}, {9, kNaN}, {kNaN, kNaN}, {1, 1}};
    QTest::newRow("left of the mask") << Corners{{-9, 1}, {-1, 1}, {-1, 9}, {-9, 9}};
    QTest::newRow("right of the mask") << Corners{{19, 1}, {29, 1}, {29, 9}, {19, 9}};
    QTest::newRow("above the mask") << Corners{{1, -9}, {9, -9}, {9, -1}};
    QTest::newRow("below the mask") << Corners{{1, 19}, {9, 19}, {9, 21}};
}

void MaskShapesTest::polygonWithoutAreaIsEmpty()
{
    QFETCH(Corners, corners);
    QVERIFY(polygonMask({12, 10}, corners).isEmpty());
    QVERIFY(polygonMask({}, corners).isNull());
}

void MaskShapesTest::farCornersCoverEverything()
{
    constexpr double kFar = std::numeric_limits<double>::infinity();
    const Corners corners{{-kFar, -kFar}, {kFar, -kFar}, {kFar, kFar}, {-kFar, kFar}};
    QVERIFY(polygonMask({7, 9}, corners) == Mask(Size{7, 9}, 255));
    QVERIFY(polygonMask({1, 1}, corners) == Mask(Size{1, 1}, 255));
}

void MaskShapesTest::rectangleByHand()
{
    const Mask mask = rectangleMask({5, 4}, {3.5, 3.0}, {1.0, 0.75});
    const std::vector<std::uint8_t> expected{0, 64,  64,  32,  0, //
                                             0, 255, 255, 128, 0, //
                                             0, 255, 255, 128, 0, //
                                             0, 0,   0,   0,   0};
    QVERIFY(mask == Mask(Size{5, 4}, expected));
    QVERIFY(rectangleMask({5, 4}, {kNaN, 0}, {3, 3}).isEmpty());
    QVERIFY(rectangleMask({5, 4}, {-10, -10}, {50, 50}) == Mask(Size{5, 4}, 255));
}

void MaskShapesTest::ellipseCoversItsArea_data()
{
    QTest::addColumn<double>("left");
    QTest::addColumn<double>("top");
    QTest::addColumn<double>("right");
    QTest::addColumn<double>("bottom");
    QTest::newRow("circle") << 10.0 << 5.0 << 50.0 << 45.0;
    QTest::newRow("wide") << 2.3 << 20.4 << 57.9 << 31.2;
    QTest::newRow("from the other corner") << 50.0 << 45.0 << 10.0 << 5.0;
    QTest::newRow("tiny") << 30.2 << 20.1 << 31.4 << 21.2;
}

void MaskShapesTest::ellipseCoversItsArea()
{
    QFETCH(double, left);
    QFETCH(double, top);
    QFETCH(double, right);
    QFETCH(double, bottom);
    const Size size{60, 50};
    const PointF centre{(left + right) / 2, (top + bottom) / 2};
    const PointF radius{std::abs(right - left) / 2, std::abs(bottom - top) / 2};
    const Mask mask = ellipseMask(size, {left, top}, {right, bottom});
    const Mask expected = sampledMask(size, [&](double x, double y) {
        return std::hypot((x - centre.x) / radius.x, (y - centre.y) / radius.y) <= 1.0;
    });
    QVERIFY(largestDifference(mask, expected) <= 7);
    const double area = std::numbers::pi * radius.x * radius.y;
    QVERIFY(std::abs(mask.coverage() - area) < 0.02 + 0.002 * area);
    QVERIFY(ellipseMask(size, {kNaN, 0}, {5, 5}).isEmpty());
}

void MaskShapesTest::combining_data()
{
    QTest::addColumn<MaskCombine>("how");
    QTest::addColumn<QByteArray>("expected");
    // values          0, 0, 100, 200, 255
    // the selection   0, 255, 50, 220, 90
    QTest::newRow("replace") << MaskCombine::Replace << QByteArray::fromHex("00ff32dc5a");
    QTest::newRow("add") << MaskCombine::Add << QByteArray::fromHex("00ff64dcff");
    QTest::newRow("subtract") << MaskCombine::Subtract << QByteArray::fromHex("00006423a5");
    QTest::newRow("intersect") << MaskCombine::Intersect << QByteArray::fromHex("000032c85a");
}

void MaskShapesTest::combining()
{
    QFETCH(MaskCombine, how);
    QFETCH(QByteArray, expected);
    Mask mask(Size{5, 1}, std::vector<std::uint8_t>{0, 0, 100, 200, 255});
    const Mask selection(Size{5, 1}, std::vector<std::uint8_t>{0, 255, 50, 220, 90});
    combine(mask, selection, how);
    QCOMPARE(QByteArray(reinterpret_cast<const char*>(mask.row(0)), 5), expected);
}

void MaskShapesTest::combiningTellsWhatChanged()
{
    Mask mask = rectangleMask({40, 30}, {5, 5}, {20, 20});
    const Mask before = mask;
    const Mask selection = rectangleMask({40, 30}, {15, 10}, {30, 15});
    QCOMPARE(combine(mask, selection, MaskCombine::Add), (Rect{20, 10, 10, 5}));
    QCOMPARE(differenceOf(before, mask), (Rect{20, 10, 10, 5}));
    QCOMPARE(combine(mask, selection, MaskCombine::Add), Rect{});
    Mask none;
    QCOMPARE(combine(none, Mask(), MaskCombine::Replace), Rect{});
}

QTEST_APPLESS_MAIN(MaskShapesTest)
#include "mask_shapes_test.moc"
