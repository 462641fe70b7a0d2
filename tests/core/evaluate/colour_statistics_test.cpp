#include "core/base/error.h"
#include "core/evaluate/colour_difference.h"
#include "core/evaluate/histograms.h"

#include <QTest>

#include <array>
#include <cmath>
#include <vector>

using namespace dh;

namespace
{

/// A pair of colours and its published difference.
struct Pair {
    Lab first;
    Lab second;
    double difference;
};

/// Table 1 of Sharma, Wu and Dalal (2005).
const std::vector<Pair> kPairs{
    {{50.0F, 2.6772F, -79.7751F}, {50.0F, 0.0F, -82.7485F}, 2.0425},
    {{50.0F, 3.1571F, -77.2803F}, {50.0F, 0.0F, -82.7485F}, 2.8615},
    {{50.0F, 2.8361F, -74.0200F}, {50.0F, 0.0F, -82.7485F}, 3.4412},
    {{50.0F, -1.3802F, -84.2814F}, {50.0F, 0.0F, -82.7485F}, 1.0000},
    {{50.0F, -1.1848F, -84.8006F}, {50.0F, 0.0F, -82.7485F}, 1.0000},
    {{50.0F, -0.9009F, -85.5211F}, {50.0F, 0.0F, -82.7485F}, 1.0000},
    {{50.0F, 0.0F, 0.0F}, {50.0F, -1.0F, 2.0F}, 2.3669},
    {{50.0F, -1.0F, 2.0F}, {50.0F, 0.0F, 0.0F}, 2.3669},
    {{50.0F, 2.4900F, -0.0010F}, {50.0F, -2.4900F, 0.0009F}, 7.1792},
    {{50.0F, 2.4900F, -0.0010F}, {50.0F, -2.4900F, 0.0010F}, 7.1792},
    {{50.0F, 2.4900F, -0.0010F}, {50.0F, -2.4900F, 0.0011F}, 7.2195},
    {{50.0F, 2.4900F, -0.0010F}, {50.0F, -2.4900F, 0.0012F}, 7.2195},
    {{50.0F, -0.0010F, 2.4900F}, {50.0F, 0.0009F, -2.4900F}, 4.8045},
    {{50.0F, -0.0010F, 2.4900F}, {50.0F, 0.0010F, -2.4900F}, 4.8045},
    {{50.0F, -0.0010F, 2.4900F}, {50.0F, 0.0011F, -2.4900F}, 4.7461},
    {{50.0F, 2.5F, 0.0F}, {50.0F, 0.0F, -2.5F}, 4.3065},
    {{50.0F, 2.5F, 0.0F}, {73.0F, 25.0F, -18.0F}, 27.1492},
    {{50.0F, 2.5F, 0.0F}, {61.0F, -5.0F, 29.0F}, 22.8977},
    {{50.0F, 2.5F, 0.0F}, {56.0F, -27.0F, -3.0F}, 31.9030},
    {{50.0F, 2.5F, 0.0F}, {58.0F, 24.0F, 15.0F}, 19.4535},
    {{50.0F, 2.5F, 0.0F}, {50.0F, 3.1736F, 0.5854F}, 1.0000},
    {{50.0F, 2.5F, 0.0F}, {50.0F, 3.2972F, 0.0F}, 1.0000},
    {{50.0F, 2.5F, 0.0F}, {50.0F, 1.8634F, 0.5757F}, 1.0000},
    {{50.0F, 2.5F, 0.0F}, {50.0F, 3.2592F, 0.3350F}, 1.0000},
    {{60.2574F, -34.0099F, 36.2677F}, {60.4626F, -34.1751F, 39.4387F}, 1.2644},
    {{63.0109F, -31.0961F, -5.8663F}, {62.8187F, -29.7946F, -4.0864F}, 1.2630},
    {{61.2901F, 3.7196F, -5.3901F}, {61.4292F, 2.2480F, -4.9620F}, 1.8731},
    {{35.0831F, -44.1164F, 3.7933F}, {35.0232F, -40.0716F, 1.5901F}, 1.8645},
    {{22.7233F, 20.0904F, -46.6940F}, {23.0331F, 14.9730F, -42.5619F}, 2.0373},
    {{36.4612F, 47.8580F, 18.3852F}, {36.2715F, 50.5065F, 21.2231F}, 1.4146},
    {{90.8027F, -2.0831F, 1.4410F}, {91.1528F, -1.6435F, 0.0447F}, 1.4441},
    {{90.9257F, -0.5406F, -0.9208F}, {88.6381F, -0.8985F, -0.7239F}, 1.5381},
    {{6.7747F, -0.2908F, -2.4247F}, {5.8714F, -0.0985F, -2.2286F}, 0.6377},
    {{2.0776F, 0.0795F, -1.1350F}, {0.9033F, -0.0636F, -0.5514F}, 0.9082},
};

using Rgb = std::array<std::uint8_t, 3>;

/// One row of pixels.
Image rowOf(const std::vector<Rgb>& pixels)
{
    ImageBuffer buffer({static_cast<int>(pixels.size()), 1}, 3, SampleType::U8);
    auto* out = buffer.row<std::uint8_t>(0);
    for (const Rgb& pixel : pixels)
        out = std::copy(pixel.begin(), pixel.end(), out);
    return std::move(buffer).finish();
}

Mask maskOf(std::vector<std::uint8_t> values)
{
    const Size size{static_cast<int>(values.size()), 1};
    return Mask(size, std::move(values));
}

constexpr Rgb kBlack{0, 0, 0};
constexpr Rgb kWhite{255, 255, 255};

} // namespace

class ColourStatisticsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void publishedPairs_data()
    {
        QTest::addColumn<int>("pair");
        for (std::size_t i = 0; i < kPairs.size(); ++i)
            QTest::addRow("pair %zu", i + 1) << static_cast<int>(i);
    }
    void publishedPairs()
    {
        QFETCH(int, pair);
        constexpr double kRounding = 0.5e-4 + 1e-6; // four digits were published
        const auto& [first, second, difference] = kPairs.at(static_cast<std::size_t>(pair));
        const double forth = colourDifference(first, second);
        const double back = colourDifference(second, first);
        QVERIFY2(std::abs(forth - difference) < kRounding, qPrintable(QString::number(forth, 'f', 6)));
        QVERIFY2(std::abs(back - difference) < kRounding, qPrintable(QString::number(back, 'f', 6)));
    }

    void meanCountsTheForegroundOnly_data()
    {
        QTest::addColumn<int>("weight");
        QTest::addColumn<double>("mean");
        // Black against white is 100, black against black 0; the first pixel always counts.
        QTest::newRow("outside") << 0 << 100.0;
        QTest::newRow("just outside") << 127 << 100.0;
        QTest::newRow("just inside") << 128 << 50.0;
        QTest::newRow("inside") << 255 << 50.0;
    }
    void meanCountsTheForegroundOnly()
    {
        QFETCH(int, weight);
        QFETCH(double, mean);
        const Image a = rowOf({kBlack, kBlack, kWhite});
        const Image b = rowOf({kWhite, kBlack, kBlack});
        const double found = meanColourDifference(a, b, maskOf({255, static_cast<std::uint8_t>(weight), 0}));
        QVERIFY2(std::abs(found - mean) < 1e-3, qPrintable(QString::number(found)));
    }

    void emptyMaskHasNoDifference()
    {
        QCOMPARE(meanColourDifference(rowOf({kBlack}), rowOf({kWhite}), maskOf({0})), 0.0);
    }

    void sizesMustAgree()
    {
        const Image one = rowOf({kBlack});
        const Image two = rowOf({kBlack, kWhite});
        QVERIFY_EXCEPTION_THROWN(static_cast<void>(meanColourDifference(one, two, maskOf({255}))), Error);
        QVERIFY_EXCEPTION_THROWN(static_cast<void>(meanColourDifference(one, one, maskOf({255, 255}))), Error);
        QVERIFY_EXCEPTION_THROWN(static_cast<void>(pictureStatistics(two, maskOf({255}))), Error);
    }

    void cancelStops()
    {
        CancelSource source;
        source.cancel();
        QVERIFY_EXCEPTION_THROWN(
            static_cast<void>(meanColourDifference(rowOf({kBlack}), rowOf({kWhite}), maskOf({255}), source.token())),
            Cancelled);
        QVERIFY_EXCEPTION_THROWN(static_cast<void>(pictureStatistics(rowOf({kBlack}), maskOf({255}), source.token())),
                                 Cancelled);
    }

    void histogramsCountEachPart()
    {
        const Image image = rowOf({{10, 20, 30}, {10, 40, 30}, {255, 0, 0}, {10, 0, 0}});
        const PictureStatistics statistics = pictureStatistics(image, maskOf({255, 128, 127, 0}));
        QCOMPARE(statistics.foreground.pixels, 2LL);
        QCOMPARE(statistics.background.pixels, 2LL);
        const auto count = [](const RegionStatistics& region, HistogramChannel channel, std::size_t bin) {
            return region.histogram(channel)[bin];
        };
        QCOMPARE(count(statistics.foreground, HistogramChannel::Red, 10), 2LL);
        QCOMPARE(count(statistics.foreground, HistogramChannel::Green, 20), 1LL);
        QCOMPARE(count(statistics.foreground, HistogramChannel::Green, 40), 1LL);
        QCOMPARE(count(statistics.foreground, HistogramChannel::Blue, 30), 2LL);
        // 0.299 * 10 + 0.587 * 20 + 0.114 * 30 = 18.15 and, with 40, 29.89.
        QCOMPARE(count(statistics.foreground, HistogramChannel::Luminance, 18), 1LL);
        QCOMPARE(count(statistics.foreground, HistogramChannel::Luminance, 30), 1LL);
        QCOMPARE(count(statistics.background, HistogramChannel::Red, 255), 1LL);
        QCOMPARE(count(statistics.background, HistogramChannel::Red, 10), 1LL);
        QCOMPARE(count(statistics.background, HistogramChannel::Luminance, 76), 1LL);
        for (const RegionStatistics& region : {statistics.foreground, statistics.background}) {
            for (const Histogram& histogram : region.histograms)
                QCOMPARE(std::accumulate(histogram.begin(), histogram.end(), 0LL), 2LL);
        }
    }

    void sixteenBitsFallIntoTheSameBins()
    {
        ImageBuffer buffer({1, 1}, 3, SampleType::U16);
        for (int c = 0; c < 3; ++c)
            buffer.row<std::uint16_t>(0)[c] = static_cast<std::uint16_t>((c + 1) * 50 * 257);
        const PictureStatistics statistics = pictureStatistics(std::move(buffer).finish(), maskOf({255}));
        QCOMPARE(statistics.foreground.histogram(HistogramChannel::Red)[50], 1LL);
        QCOMPARE(statistics.foreground.histogram(HistogramChannel::Green)[100], 1LL);
        QCOMPARE(statistics.foreground.histogram(HistogramChannel::Blue)[150], 1LL);
    }

    void toneOfBlackAndWhite()
    {
        const PictureStatistics statistics =
            pictureStatistics(rowOf({kBlack, kWhite, {255, 0, 0}}), maskOf({255, 255, 0}));
        const auto isNear = [](float a, double b) { return std::abs(a - b) < 0.02; };
        QVERIFY(isNear(statistics.foreground.mean.lightness, 50.0));
        QVERIFY(isNear(statistics.foreground.deviation.lightness, 50.0));
        QVERIFY(isNear(statistics.foreground.mean.a, 0.0));
        QVERIFY(isNear(statistics.foreground.deviation.b, 0.0));
        // CIELAB of sRGB's red for D65.
        QVERIFY(isNear(statistics.background.mean.lightness, 53.24));
        QVERIFY(isNear(statistics.background.mean.a, 80.09));
        QVERIFY(isNear(statistics.background.mean.b, 67.20));
        QVERIFY(isNear(statistics.background.deviation.a, 0.0));
    }

    void aPartMayBeEmpty()
    {
        const PictureStatistics statistics = pictureStatistics(rowOf({kWhite}), maskOf({0}));
        QCOMPARE(statistics.foreground.pixels, 0LL);
        QCOMPARE(statistics.foreground.mean.lightness, 0.0F);
        QCOMPARE(statistics.background.pixels, 1LL);
    }
};

QTEST_APPLESS_MAIN(ColourStatisticsTest)
#include "colour_statistics_test.moc"
