#include "core/imaging/mask.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

using namespace dh;

namespace
{

Mask withRect(Size size, const Rect& rect, std::uint8_t value = 255)
{
    Mask mask(size);
    for (int y = rect.y; y < rect.bottom(); ++y)
        std::fill_n(mask.writableRow(y) + rect.x, rect.width, value);
    return mask;
}

/// A box, thin lines and noise.
Mask busyMask(Size size)
{
    Mask mask = withRect(size, {size.width / 3, size.height / 4, size.width / 3, size.height / 2});
    std::mt19937 random(5);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            if (x % 9 == 0 && y < size.height / 8)
                mask.writableRow(y)[x] = 255;
            else if (x > 3 * size.width / 4)
                mask.writableRow(y)[x] = static_cast<std::uint8_t>(random());
    return mask;
}

/// The Gaussian that ends at three sigmas, along rows; the result lies on its side.
std::vector<double> blurredRows(const std::vector<double>& values, Size size, double sigma)
{
    const int radius = static_cast<int>(std::floor(3.0 * sigma));
    std::vector<double> weights;
    for (int i = -radius; i <= radius; ++i)
        weights.push_back(std::exp(-0.5 * i * i / (sigma * sigma)));
    const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
    std::vector<double> turned(values.size());
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            double sum = 0.0;
            for (int i = -radius; i <= radius; ++i)
                sum += weights[static_cast<std::size_t>(i + radius)] *
                       values[static_cast<std::size_t>(y * size.width + std::clamp(x + i, 0, size.width - 1))];
            turned[static_cast<std::size_t>(x * size.height + y)] = sum / total;
        }
    return turned;
}

} // namespace

class MaskTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void copiesShareUntilWritten();
    void boundingBoxAndCoverage();
    void equality();
    void cropping();
    void growingIsADisc_data();
    void growingIsADisc();
    void shrinkingIgnoresTheBorder();
    void greyMasksGrowLikeBinaryOnes();
    void softMasksTakeTheExtremesOfADisc_data();
    void softMasksTakeTheExtremesOfADisc();
    void featheringKeepsFarPixels();
    void featheringIsSymmetric();
    void wideFeatheringIsAGaussian_data();
    void wideFeatheringIsAGaussian();
    void wideFeatheringKeepsFarPixels();
    void wideFeatheringOfPartsIsThatOfTheWhole();
    void nullMask();
};

void MaskTest::copiesShareUntilWritten()
{
    Mask original(Size{4, 2}, 9);
    Mask copy = original;
    const Mask& read = copy;
    QCOMPARE(read.row(0), static_cast<const Mask&>(original).row(0));
    copy.writableRow(1)[2] = 1;
    QCOMPARE(static_cast<int>(original.row(1)[2]), 9);
    QCOMPARE(static_cast<int>(copy.row(1)[2]), 1);
}

void MaskTest::boundingBoxAndCoverage()
{
    QVERIFY(Mask(Size{5, 5}).isEmpty());
    QCOMPARE(Mask(Size{5, 4}, 1).boundingBox(), (Rect{0, 0, 5, 4}));
    Mask mask = withRect({10, 8}, {2, 3, 4, 2}, 51);
    QCOMPARE(mask.boundingBox(), (Rect{2, 3, 4, 2}));
    QCOMPARE(mask.coverage(), 8 * 0.2);
    mask.writableRow(7)[9] = 1;
    QCOMPARE(mask.boundingBox(), (Rect{2, 3, 8, 5}));
}

void MaskTest::equality()
{
    QVERIFY(withRect({6, 6}, {1, 1, 2, 2}) == withRect({6, 6}, {1, 1, 2, 2}));
    QVERIFY(!(withRect({6, 6}, {1, 1, 2, 2}) == withRect({6, 6}, {1, 1, 2, 2}, 254)));
    QVERIFY(!(Mask(Size{6, 4}) == Mask(Size{4, 6})));
    QVERIFY(Mask() == Mask());
}

void MaskTest::cropping()
{
    const Mask crop = withRect({10, 8}, {2, 3, 4, 2}).cropped({5, 2, 3, 4});
    QCOMPARE(crop.size(), (Size{3, 4}));
    QCOMPARE(crop.boundingBox(), (Rect{0, 1, 1, 2}));
}

void MaskTest::growingIsADisc_data()
{
    QTest::addColumn<int>("radius");
    QTest::newRow("1") << 1;
    QTest::newRow("5") << 5;
    QTest::newRow("12") << 12;
}

void MaskTest::growingIsADisc()
{
    QFETCH(int, radius);
    const Mask dot = withRect({31, 31}, {15, 15, 1, 1});
    const Mask grown = dot.grown(radius);
    const Mask hole = withRect({31, 31}, {0, 0, 31, 31});
    Mask dented = hole;
    dented.writableRow(15)[15] = 0;
    const Mask shrunk = dented.grown(-radius);
    for (int y = 0; y < 31; ++y)
        for (int x = 0; x < 31; ++x) {
            const bool isNear = (x - 15) * (x - 15) + (y - 15) * (y - 15) <= radius * radius;
            QCOMPARE(grown.row(y)[x] == 255, isNear);
            QCOMPARE(shrunk.row(y)[x] == 0, isNear);
        }
}

void MaskTest::shrinkingIgnoresTheBorder()
{
    const Mask full(Size{9, 9}, 255);
    QVERIFY(full.grown(-3) == full);
    QVERIFY(Mask(Size{9, 9}).grown(3) == Mask(Size{9, 9}));
}

void MaskTest::greyMasksGrowLikeBinaryOnes()
{
    const Mask binary = withRect({40, 30}, {10, 8, 7, 3});
    const Mask grey = withRect({40, 30}, {10, 8, 7, 3}, 90);
    for (const int pixels : {4, -1}) {
        const Mask grownBinary = binary.grown(pixels);
        const Mask grownGrey = grey.grown(pixels);
        QVERIFY(!grownBinary.isEmpty());
        for (int y = 0; y < 30; ++y)
            for (int x = 0; x < 40; ++x)
                QCOMPARE(static_cast<int>(grownGrey.row(y)[x]), grownBinary.row(y)[x] == 255 ? 90 : 0);
    }
}

void MaskTest::softMasksTakeTheExtremesOfADisc_data()
{
    QTest::addColumn<int>("pixels");
    for (const int pixels : {1, 3, 8, 60, -1, -5, -60})
        QTest::addRow("%d", pixels) << pixels;
}

void MaskTest::softMasksTakeTheExtremesOfADisc()
{
    QFETCH(int, pixels);
    constexpr Size kSize{45, 33};
    Mask mask(kSize);
    std::mt19937 random(3);
    for (int i = 0; i < kSize.area(); ++i)
        mask.writableRow(0)[i] = static_cast<std::uint8_t>(random());
    const Mask grown = mask.grown(pixels);
    for (int y = 0; y < kSize.height; ++y)
        for (int x = 0; x < kSize.width; ++x) {
            int extreme = mask.row(y)[x];
            for (int otherY = 0; otherY < kSize.height; ++otherY)
                for (int otherX = 0; otherX < kSize.width; ++otherX) {
                    const int value = mask.row(otherY)[otherX];
                    if ((x - otherX) * (x - otherX) + (y - otherY) * (y - otherY) <= pixels * pixels)
                        extreme = pixels > 0 ? std::max(extreme, value) : std::min(extreme, value);
                }
            QCOMPARE(static_cast<int>(grown.row(y)[x]), extreme);
        }
}

void MaskTest::featheringKeepsFarPixels()
{
    const Rect box{20, 20, 60, 40};
    const Mask mask = withRect({100, 80}, box);
    constexpr float kSigma = 3.5F;
    const int reach = static_cast<int>(std::floor(3 * kSigma));
    const Mask soft = mask.feathered(kSigma);
    const Rect inner{box.x + reach, box.y + reach, box.width - 2 * reach, box.height - 2 * reach};
    const Rect outer{box.x - reach, box.y - reach, box.width + 2 * reach, box.height + 2 * reach};
    for (int y = 0; y < 80; ++y)
        for (int x = 0; x < 100; ++x) {
            const Rect pixel{x, y, 1, 1};
            if (inner.contains(pixel))
                QCOMPARE(static_cast<int>(soft.row(y)[x]), 255);
            if (!outer.contains(pixel))
                QCOMPARE(static_cast<int>(soft.row(y)[x]), 0);
        }
    QVERIFY(mask.feathered(0.0F) == mask);
}

void MaskTest::featheringIsSymmetric()
{
    // A Gaussian's integral at half a pixel and at one sigma and a half from the edge.
    const Mask soft = withRect({60, 20}, {30, 0, 30, 20}).feathered(3.0F);
    QVERIFY(std::abs(soft.row(10)[30] - 255 * 0.566) < 3.0);
    QVERIFY(std::abs(soft.row(10)[29] - 255 * 0.434) < 3.0);
    QVERIFY(std::abs(soft.row(10)[34] - 255 * 0.933) < 3.0);
    QCOMPARE(static_cast<int>(soft.row(0)[33]), static_cast<int>(soft.row(10)[33]));
}

void MaskTest::wideFeatheringIsAGaussian_data()
{
    QTest::addColumn<float>("sigma");
    for (const float sigma : {32.0F, 51.7F, 120.0F, 400.0F})
        QTest::addRow("%g", static_cast<double>(sigma)) << sigma;
}

void MaskTest::wideFeatheringIsAGaussian()
{
    QFETCH(float, sigma);
    constexpr Size kSize{150, 110};
    const Mask mask = busyMask(kSize);
    const std::uint8_t* values = mask.row(0);
    const std::vector<double> across = blurredRows({values, values + kSize.area()}, kSize, static_cast<double>(sigma));
    const std::vector<double> exact = blurredRows(across, {kSize.height, kSize.width}, static_cast<double>(sigma));
    const Mask soft = mask.feathered(sigma);
    double largest = 0.0;
    for (std::size_t i = 0; i < exact.size(); ++i)
        largest = std::max(largest, std::abs(soft.row(0)[i] - exact[i]));
    QVERIFY2(largest < 1.0, qPrintable(QString::number(largest)));
}

void MaskTest::wideFeatheringKeepsFarPixels()
{
    constexpr float kSigma = 40.0F;
    constexpr int kReach = 120;
    constexpr int kEdge = 150;
    const Mask soft = withRect({300, 4}, {kEdge, 0, 150, 4}).feathered(kSigma);
    for (int x = 0; x < 300; ++x) {
        if (x < kEdge - kReach)
            QCOMPARE(static_cast<int>(soft.row(2)[x]), 0);
        if (x >= kEdge + kReach)
            QCOMPARE(static_cast<int>(soft.row(2)[x]), 255);
    }
    const Mask flat(Size{30, 20}, 77);
    QVERIFY(flat.feathered(1e6F) == flat);
}

void MaskTest::wideFeatheringOfPartsIsThatOfTheWhole()
{
    constexpr float kSigma = 33.0F;
    constexpr int kReach = 99;
    const Mask mask = busyMask({420, 300});
    const Rect area{130, 120, 60, 40};
    const Rect wider{area.x - kReach, area.y - kReach, area.width + 2 * kReach, area.height + 2 * kReach};
    const Mask part = mask.cropped(wider).feathered(kSigma).cropped({kReach, kReach, area.width, area.height});
    QVERIFY(part == mask.feathered(kSigma).cropped(area));
}

void MaskTest::nullMask()
{
    const Mask none;
    QVERIFY(none.isNull());
    QVERIFY(none.isEmpty());
    QCOMPARE(none.coverage(), 0.0);
    QVERIFY(none.feathered(2.0F).isNull());
    QVERIFY(none.grown(2).isNull());
}

QTEST_APPLESS_MAIN(MaskTest)
#include "mask_test.moc"
