#include "core/evaluate/metrics.h"

#include "core/base/error.h"

#include <QTest>

#include <cmath>
#include <functional>

using namespace dh;

namespace
{

template <typename T>
Image imageOf(Size size, int channels, const std::function<int(int, int, int)>& valueAt)
{
    ImageBuffer buffer(size, channels, sizeof(T) == 1 ? SampleType::U8 : SampleType::U16);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            for (int c = 0; c < channels; ++c)
                buffer.row<T>(y)[x * channels + c] = static_cast<T>(valueAt(x, y, c));
    return std::move(buffer).finish();
}

Image constant(Size size, int value)
{
    return imageOf<std::uint8_t>(size, 3, [=](int, int, int) { return value; });
}

bool isClose(double a, double b)
{
    return std::abs(a - b) < 1e-9 * std::max(1.0, std::abs(b));
}

} // namespace

class MetricsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void knownValues();
    void thresholdOfTheForeground();
    void equalPictures();
    void emptyMask();
    void sixteenBits();
    void alphaCountsAsChangeOnly();
    void sizesMustAgree();
    void correlationOfGradients_data();
    void correlationOfGradients();
    void correlationLooksInsideOnly();
};

void MetricsTest::knownValues()
{
    // 2 x 2: one foreground pixel off by (3, 4, 0), one background pixel off by (1, 0, 0).
    const Image a = constant({2, 2}, 100);
    const Image b = imageOf<std::uint8_t>({2, 2}, 3, [](int x, int y, int c) {
        if (x == 0 && y == 0)
            return c == 0 ? 103 : c == 1 ? 96 : 100;
        return x == 1 && y == 1 && c == 0 ? 101 : 100;
    });
    const Metrics metrics = compareImages(a, b, Mask({2, 2}, {255, 0, 0, 0}));
    QVERIFY(isClose(metrics.mse, 26.0 / 12.0));
    QVERIFY(isClose(metrics.psnr, 20.0 * std::log10(255.0) - 10.0 * std::log10(26.0 / 12.0)));
    QVERIFY(isClose(metrics.fmse, 25.0 / 3.0));
    QVERIFY(isClose(metrics.backgroundMse, 1.0 / 9.0));
    QVERIFY(isClose(metrics.maskFraction, 0.25));
    QCOMPARE(metrics.changedInside, 2LL);
    QCOMPARE(metrics.changedOutside, 1LL);
}

void MetricsTest::thresholdOfTheForeground()
{
    const Image a = constant({4, 1}, 0);
    const Image b = constant({4, 1}, 10);
    const Metrics metrics = compareImages(a, b, Mask({4, 1}, {0, 1, 127, 128}));
    QVERIFY(isClose(metrics.maskFraction, 0.25));
    QCOMPARE(metrics.changedOutside, 3LL);
    QCOMPARE(metrics.changedInside, 9LL);
    QVERIFY(isClose(metrics.fmse, 100.0));
}

void MetricsTest::equalPictures()
{
    const Image a = constant({3, 2}, 7);
    const Image b = constant({3, 2}, 7);
    const Metrics metrics = compareImages(a, b, Mask(Size{3, 2}, 255));
    QCOMPARE(metrics.mse, 0.0);
    QVERIFY(std::isinf(metrics.psnr) && metrics.psnr > 0.0);
    QCOMPARE(metrics.backgroundMse, 0.0);
    QCOMPARE(metrics.maskFraction, 1.0);
    QCOMPARE(metrics.changedInside, 0LL);
}

void MetricsTest::emptyMask()
{
    const Metrics metrics = compareImages(constant({3, 2}, 7), constant({3, 2}, 9), Mask(Size{3, 2}));
    QCOMPARE(metrics.fmse, 0.0);
    QVERIFY(isClose(metrics.mse, 4.0));
    QVERIFY(isClose(metrics.backgroundMse, 4.0));
}

void MetricsTest::sixteenBits()
{
    const Image wide =
        imageOf<std::uint16_t>({2, 1}, 3, [](int x, int, int) { return 100 * 257 + (x == 0 ? 0 : 514); });
    const Metrics metrics = compareImages(wide, constant({2, 1}, 100), Mask(Size{2, 1}));
    QVERIFY(isClose(metrics.mse, 2.0));
    QCOMPARE(metrics.changedOutside, 3LL);
    const Image finer = imageOf<std::uint16_t>({2, 1}, 3, [](int, int, int) { return 100 * 257 + 1; });
    QCOMPARE(compareImages(finer, constant({2, 1}, 100), Mask(Size{2, 1})).changedOutside, 6LL);
}

void MetricsTest::alphaCountsAsChangeOnly()
{
    const Image clear = imageOf<std::uint8_t>({2, 1}, 4, [](int x, int, int c) { return c == 3 ? 255 - x : 50; });
    const Metrics metrics = compareImages(clear, constant({2, 1}, 50), Mask(Size{2, 1}));
    QCOMPARE(metrics.mse, 0.0);
    QCOMPARE(metrics.changedOutside, 1LL);
}

void MetricsTest::sizesMustAgree()
{
    const auto isMismatch = [](const Image& a, const Image& b, const Mask& mask) {
        try {
            (void)compareImages(a, b, mask);
        } catch (const Error& error) {
            return error.code() == ErrorCode::SizeMismatch;
        }
        return false;
    };
    QVERIFY(isMismatch(constant({3, 2}, 1), constant({2, 3}, 1), Mask(Size{3, 2})));
    QVERIFY(isMismatch(constant({3, 2}, 1), constant({3, 2}, 1), Mask(Size{2, 3})));
}

void MetricsTest::correlationOfGradients_data()
{
    QTest::addColumn<int>("factor");
    QTest::addColumn<int>("offset");
    QTest::addColumn<double>("expected");
    QTest::newRow("brighter") << 1 << 40 << 1.0;
    QTest::newRow("more contrast") << 2 << 0 << 1.0;
    QTest::newRow("inverted") << -1 << 200 << -1.0;
    QTest::newRow("flat") << 0 << 90 << 0.0;
}

void MetricsTest::correlationOfGradients()
{
    QFETCH(int, factor);
    QFETCH(int, offset);
    QFETCH(double, expected);
    const auto texture = [](int x, int y) { return (x * x * 7 + y * x * 5 + y * 3) % 60; };
    const Image a = imageOf<std::uint8_t>({20, 20}, 3, [&](int x, int y, int) { return texture(x, y); });
    const Image b =
        imageOf<std::uint8_t>({20, 20}, 3, [&](int x, int y, int) { return factor * texture(x, y) + offset; });
    QVERIFY(std::abs(gradientCorrelation(a, b, Mask(Size{20, 20}, 255)) - expected) < 1e-9);
}

void MetricsTest::correlationLooksInsideOnly()
{
    const Image a =
        imageOf<std::uint8_t>({12, 12}, 3, [](int x, int y, int) { return x < 6 ? (x * 31 + y * 17) % 50 : 0; });
    const Image b = imageOf<std::uint8_t>(
        {12, 12}, 3, [](int x, int y, int) { return x < 6 ? (x * 31 + y * 17) % 50 : (x * 5 + y * 23) % 40; });
    Mask left(Size{12, 12});
    for (int y = 0; y < 12; ++y)
        std::fill_n(left.writableRow(y), 6, std::uint8_t{255});
    QVERIFY(gradientCorrelation(a, b, left) > 1.0 - 1e-9);
    QVERIFY(gradientCorrelation(a, b, Mask(Size{12, 12}, 255)) < 0.95);
    QCOMPARE(gradientCorrelation(constant({5, 5}, 3), constant({5, 5}, 9), Mask(Size{5, 5}, 255)), 1.0);
}

QTEST_APPLESS_MAIN(MetricsTest)
#include "metrics_test.moc"
