#include "core/train/data/colour_change.h"
#include "core/train/data/colour_transfer.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using dh::Pixels;

namespace
{

/// Colours within 40 .. 220 that fill a cloud of some shape.
Pixels cloud(std::uint64_t seed, float spread)
{
    dh::CounterRandom random(seed, 0);
    Pixels pixels;
    pixels.resize(2000);
    for (std::size_t i = 0; i < pixels.count(); ++i) {
        const float shared = random.normal();
        for (std::size_t c = 0; c < 3; ++c)
            pixels.channels[c][i] = 120.0F + 10.0F * c + spread * (0.6F * shared + 0.4F * random.normal());
    }
    return pixels;
}

Pixels onePixel(float r, float g, float b)
{
    return {{std::vector{r}, std::vector{g}, std::vector{b}}};
}

bool isNear(double a, double b, double tolerance)
{
    if (std::abs(a - b) <= tolerance)
        return true;
    qWarning("%g is not within %g of %g", a, tolerance, b);
    return false;
}

} // namespace

class ColourChangesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void labOfKnownColours_data()
    {
        QTest::addColumn<QList<double>>("rgb");
        QTest::addColumn<QList<double>>("lab");
        // Published values of sRGB's corners under D65.
        QTest::newRow("black") << QList<double>{0, 0, 0} << QList<double>{0, 0, 0};
        QTest::newRow("white") << QList<double>{255, 255, 255} << QList<double>{100, 0, 0};
        QTest::newRow("red") << QList<double>{255, 0, 0} << QList<double>{53.24, 80.09, 67.20};
        QTest::newRow("green") << QList<double>{0, 255, 0} << QList<double>{87.74, -86.18, 83.18};
        QTest::newRow("blue") << QList<double>{0, 0, 255} << QList<double>{32.30, 79.19, -107.86};
        QTest::newRow("grey") << QList<double>{119, 119, 119} << QList<double>{50.03, 0, 0};
    }
    void labOfKnownColours()
    {
        QFETCH(QList<double>, rgb);
        QFETCH(QList<double>, lab);
        Pixels pixels = onePixel(rgb[0], rgb[1], rgb[2]);
        dh::labFromRgb(pixels);
        for (int c = 0; c < 3; ++c)
            QVERIFY(isNear(pixels.channels[c][0], lab[c], 0.03));
    }

    void spacesComeBack()
    {
        const Pixels original = cloud(1, 30.0F);
        Pixels lab = original;
        dh::labFromRgb(lab);
        dh::rgbFromLab(lab);
        Pixels ycbcr = original;
        dh::ycbcrFromRgb(ycbcr);
        dh::rgbFromYcbcr(ycbcr);
        for (std::size_t c = 0; c < 3; ++c) {
            for (std::size_t i = 0; i < original.count(); ++i) {
                QVERIFY(isNear(lab.channels[c][i], original.channels[c][i], 0.05));
                QVERIFY(isNear(ycbcr.channels[c][i], original.channels[c][i], 0.01));
            }
        }
    }

    void ycbcrIsJpegs()
    {
        Pixels pixels = onePixel(200, 100, 50);
        dh::ycbcrFromRgb(pixels);
        QVERIFY(isNear(pixels.channels[0][0], 124.2, 1e-3));
        QVERIFY(isNear(pixels.channels[1][0], -41.874, 1e-2));
        QVERIFY(isNear(pixels.channels[2][0], 54.066, 1e-2));
    }

    void illuminationIsThePolynomial()
    {
        dh::Illumination matrix{};
        // Terms: r g b rg rb gb rr gg bb rgb 1.
        const std::array<float, 11> red{0.5F, 0.1F, 0.0F, 0.001F, 0, 0, 0.002F, 0, 0, 0.00001F, 3.0F};
        const std::array<float, 11> green{0, 1.2F, 0, 0, 0.002F, 0, 0, -0.001F, 0, 0, -4.0F};
        const std::array<float, 11> blue{0, 0, 9.0F, 0, 0, 0.003F, 0, 0, 0.001F, 0, 0};
        std::copy(red.begin(), red.end(), matrix.begin());
        std::copy(green.begin(), green.end(), matrix.begin() + 11);
        std::copy(blue.begin(), blue.end(), matrix.begin() + 22);
        Pixels pixels = onePixel(100, 50, 40);
        dh::applyIllumination(matrix, pixels);
        // 50 + 5 + 5 + 20 + 2 + 3; 60 + 8 - 2.5 - 4; clipped.
        QVERIFY(isNear(pixels.channels[0][0], 85.0, 1e-3));
        QVERIFY(isNear(pixels.channels[1][0], 61.5, 1e-3));
        QCOMPARE(pixels.channels[2][0], 255.0F);
    }

    void momentsAreReached()
    {
        Pixels pixels = cloud(1, 20.0F);
        const dh::ColourStatistics wanted = dh::statisticsOf(cloud(2, 32.0F));
        dh::transferMoments(wanted, pixels);
        const dh::ColourStatistics reached = dh::statisticsOf(pixels);
        for (std::size_t c = 0; c < 3; ++c) {
            QVERIFY(isNear(reached.mean[c], wanted.mean[c], 0.01));
            QVERIFY(isNear(std::sqrt(reached.covariance[c][c]), std::sqrt(wanted.covariance[c][c]), 0.01));
        }
    }

    void spreadIsLimited()
    {
        Pixels pixels = cloud(1, 4.0F);
        const dh::ColourStatistics before = dh::statisticsOf(pixels);
        dh::transferMoments(dh::statisticsOf(cloud(2, 40.0F)), pixels);
        const dh::ColourStatistics reached = dh::statisticsOf(pixels);
        QVERIFY(isNear(std::sqrt(reached.covariance[0][0] / before.covariance[0][0]), dh::kMostSpread, 0.01));
    }

    void contrastIsLeft_data()
    {
        QTest::addColumn<bool>("isLinear");
        QTest::newRow("each channel") << false;
        QTest::newRow("covariance") << true;
    }
    void contrastIsLeft()
    {
        QFETCH(bool, isLinear);
        Pixels pixels = cloud(1, 30.0F);
        const dh::ColourStatistics before = dh::statisticsOf(pixels);
        const dh::ColourStatistics flat = dh::statisticsOf(cloud(2, 1.0F));
        if (isLinear)
            dh::transferCovariance(flat, pixels);
        else
            dh::transferMoments(flat, pixels);
        const dh::ColourStatistics reached = dh::statisticsOf(pixels);
        QVERIFY(isNear(std::sqrt(reached.covariance[0][0] / before.covariance[0][0]), 1.0 / dh::kMostSpread, 0.01));
    }

    void covarianceIsReached()
    {
        Pixels pixels = cloud(1, 20.0F);
        Pixels other = cloud(2, 30.0F);
        auto& [first, second, third] = other.channels; // correlated in another way than the pixels
        for (std::size_t i = 0; i < other.count(); ++i)
            first[i] = 120.0F + 0.5F * (first[i] - 120.0F) + 0.5F * (third[i] - second[i]);
        const dh::ColourStatistics wanted = dh::statisticsOf(other);
        dh::transferCovariance(wanted, pixels);
        const dh::ColourStatistics reached = dh::statisticsOf(pixels);
        for (std::size_t a = 0; a < 3; ++a) {
            QVERIFY(isNear(reached.mean[a], wanted.mean[a], 0.01));
            for (std::size_t b = 0; b < 3; ++b)
                QVERIFY(isNear(reached.covariance[a][b], wanted.covariance[a][b], 0.01 * wanted.covariance[1][1]));
        }
    }

    void histogramIsReached()
    {
        Pixels pixels = cloud(1, 20.0F);
        const Pixels wanted = cloud(2, 30.0F);
        dh::matchHistograms(wanted, pixels);
        for (std::size_t c = 0; c < 3; ++c) {
            std::vector<float> reached = pixels.channels[c];
            std::vector<float> target = wanted.channels[c];
            std::sort(reached.begin(), reached.end());
            std::sort(target.begin(), target.end());
            for (const double share : {0.02, 0.1, 0.5, 0.9, 0.98}) {
                const auto at = static_cast<std::size_t>(share * static_cast<double>(target.size()));
                QVERIFY(isNear(reached[at], target[at], 1.0));
            }
        }
    }

    void flatColoursStayFinite()
    {
        Pixels pixels = onePixel(90, 90, 90);
        const Pixels wanted = cloud(2, 30.0F);
        Pixels byMoments = pixels;
        dh::transferMoments(dh::statisticsOf(wanted), byMoments);
        Pixels byCovariance = pixels;
        dh::transferCovariance(dh::statisticsOf(wanted), byCovariance);
        dh::matchHistograms(wanted, pixels);
        const dh::ColourStatistics statistics = dh::statisticsOf(wanted);
        for (std::size_t c = 0; c < 3; ++c) {
            QVERIFY(isNear(byMoments.channels[c][0], statistics.mean[c], 0.01));
            QVERIFY(isNear(byCovariance.channels[c][0], statistics.mean[c], 0.01));
            QVERIFY(std::isfinite(pixels.channels[c][0]));
        }
    }

    void retouchWithoutSettingsChangesNothing()
    {
        const Pixels original = cloud(3, 30.0F);
        Pixels pixels = original;
        dh::applyRetouch({}, pixels);
        for (std::size_t c = 0; c < 3; ++c) {
            for (std::size_t i = 0; i < original.count(); ++i)
                QVERIFY(isNear(pixels.channels[c][i], original.channels[c][i], 0.05));
        }
    }

    void oneStopDoublesLight()
    {
        Pixels pixels = onePixel(60, 100, 120);
        dh::Retouch retouch;
        retouch.exposure = 1.0F;
        dh::applyRetouch(retouch, pixels);
        const auto doubled = [](double value) {
            return 255.0 * (1.055 * std::pow(2.0 * std::pow((value / 255.0 + 0.055) / 1.055, 2.4), 1.0 / 2.4) - 0.055);
        };
        QVERIFY(isNear(pixels.channels[0][0], doubled(60), 0.05));
        QVERIFY(isNear(pixels.channels[1][0], doubled(100), 0.05));
        QVERIFY(isNear(pixels.channels[2][0], doubled(120), 0.05));
    }

    void withoutSaturationAllIsGrey()
    {
        Pixels pixels = onePixel(200, 100, 50);
        dh::Retouch retouch;
        retouch.saturation = 0.0F;
        dh::applyRetouch(retouch, pixels);
        for (std::size_t c = 0; c < 3; ++c)
            QVERIFY(isNear(pixels.channels[c][0], 124.2, 0.05));
    }

    void randomNumbersAreTheSameEverywhere()
    {
        dh::CounterRandom random(1, 2);
        dh::CounterRandom again(1, 2);
        dh::CounterRandom other(1, 3);
        const std::uint64_t first = random.bits();
        QCOMPARE(again.bits(), first);
        QVERIFY(other.bits() != first);
        // SplitMix64 seeded with 0 begins with this number (its authors' reference).
        QCOMPARE(dh::CounterRandom::mixed(dh::CounterRandom::kGoldenRatio), std::uint64_t{0xe220a8397b1dcdafULL});
    }
};

QTEST_GUILESS_MAIN(ColourChangesTest)
#include "colour_changes_test.moc"
