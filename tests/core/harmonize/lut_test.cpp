#include "core/base/error.h"
#include "core/harmonize/lut.h"
#include "core/harmonize/seed_statistics.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <cmath>
#include <functional>
#include <random>

using namespace dh;

using Curve = std::function<std::array<double, 3>(const std::array<double, 3>&)>;
Q_DECLARE_METATYPE(Curve)

namespace
{

constexpr int kRgb = 3;

Image randomPicture(Size size, unsigned seed)
{
    std::mt19937 random(seed);
    ImageBuffer buffer(size, kRgb, SampleType::U16);
    for (long long i = 0; i < size.area() * kRgb; ++i)
        buffer.row<std::uint16_t>(0)[i] = static_cast<std::uint16_t>(random());
    return std::move(buffer).finish();
}

Image changed(const Image& image, const Curve& curve)
{
    ImageBuffer buffer(image);
    for (long long i = 0; i < image.size().area(); ++i) {
        auto* pixel = buffer.row<std::uint16_t>(0) + i * kRgb;
        const auto to = curve({pixel[0] / 65535.0, pixel[1] / 65535.0, pixel[2] / 65535.0});
        for (std::size_t c = 0; c < kRgb; ++c)
            pixel[c] = static_cast<std::uint16_t>(std::lround(to[c] * 65535.0));
    }
    return std::move(buffer).finish();
}

Image plain(Size size, std::uint8_t value)
{
    ImageBuffer buffer(size, kRgb, SampleType::U8);
    std::fill_n(buffer.row<std::uint8_t>(0), size.area() * kRgb, value);
    return std::move(buffer).finish();
}

} // namespace

class LutTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void smoothChangesAreMet_data();
    void smoothChangesAreMet();
    void coloursThatDontOccurFollowTheirNeighbours();
    void onlyTheMaskCounts();
    void emptyMaskIsRefused();
    void cubeFile();
    void meanAndDeviation();
};

void LutTest::smoothChangesAreMet_data()
{
    QTest::addColumn<Curve>("curve");
    QTest::newRow("identity") << Curve([](const auto& c) { return c; });
    QTest::newRow("darker") << Curve([](const auto& c) { return std::array{c[0] * 0.7, c[1] * 0.6, c[2] * 0.5}; });
    QTest::newRow("gamma") << Curve([](const auto& c) {
        return std::array{std::pow(c[0], 1.3), std::pow(c[1], 1.2), std::pow(c[2], 1.1)};
    });
    QTest::newRow("channels mixed") << Curve([](const auto& c) {
        return std::array{0.8 * c[0] + 0.2 * c[1], 0.9 * c[1] + 0.1 * c[2], 0.7 * c[2] + 0.3 * c[0]};
    });
}

void LutTest::smoothChangesAreMet()
{
    QFETCH(Curve, curve);
    const Image before = randomPicture({400, 300}, 1);
    const LutFit fit = fitLut(before, changed(before, curve), Mask(before.size(), 255));
    QCOMPARE(fit.lut.values.size(), std::size_t{33 * 33 * 33 * 3});
    QCOMPARE(fit.pixels, 400LL * 300);
    QVERIFY2(fit.rmsError < 0.5, qPrintable(QString::number(fit.rmsError)));
    // In the middle of the cube, where the file's readers will look.
    const auto wanted = curve({0.5, 0.5, 0.5});
    const std::size_t middle = ((16 * 33 + 16) * 33 + 16) * 3;
    for (std::size_t c = 0; c < kRgb; ++c)
        QVERIFY(std::abs(fit.lut.values[middle + c] - wanted[c]) < 0.01);
}

void LutTest::coloursThatDontOccurFollowTheirNeighbours()
{
    const LutFit fit = fitLut(plain({64, 64}, 100), plain({64, 64}, 120), Mask({64, 64}, 255));
    QVERIFY(fit.rmsError < 0.5);
    const std::size_t farAway = ((16 * 33 + 16) * 33 + 20) * 3;
    const double shift = fit.lut.values[farAway] - 20.0 / 32.0;
    QVERIFY2(std::abs(shift - 20.0 / 255.0) < 0.02, qPrintable(QString::number(shift)));
}

void LutTest::onlyTheMaskCounts()
{
    const Image before = plain({20, 10}, 100);
    ImageBuffer buffer(before);
    Mask mask(before.size());
    for (int x = 0; x < 10; ++x) {
        buffer.row<std::uint8_t>(4)[x * kRgb] = 150;
        mask.writableRow(4)[x] = 200;
        buffer.row<std::uint8_t>(7)[x * kRgb] = 0;
        mask.writableRow(7)[x] = 100;
    }
    const LutFit fit = fitLut(before, std::move(buffer).finish(), mask);
    QCOMPARE(fit.pixels, 10LL);
    QVERIFY(fit.largestError < 1.0);
}

void LutTest::emptyMaskIsRefused()
{
    const Image picture = plain({8, 8}, 1);
    try {
        static_cast<void>(fitLut(picture, picture, Mask({8, 8}, 127)));
        QFAIL("fitted to nothing");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::EmptyMask);
    }
}

void LutTest::cubeFile()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a.cube"));
    ColourLut lut;
    for (int i = 0; i < 33 * 33 * 33 * 3; ++i)
        lut.values.push_back(static_cast<float>(i % 7) / 7.0F);
    writeCubeFile(path.toStdString(), lut, "A title");
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QStringList lines = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 4 + 33 * 33 * 33);
    QCOMPARE(lines[0], QStringLiteral("TITLE \"A title\""));
    QCOMPARE(lines[1], QStringLiteral("LUT_3D_SIZE 33"));
    QCOMPARE(lines[4], QStringLiteral("0.000000 0.142857 0.285714"));
}

void LutTest::meanAndDeviation()
{
    const std::vector<Image> images{plain({40, 20}, 10), plain({40, 20}, 20), plain({40, 20}, 31)};
    const Image mean = meanOf(images);
    QCOMPARE(mean.row<std::uint8_t>(19)[39 * kRgb], std::uint8_t{20});
    const PreviewImage differs = deviationMap(images, 10);
    QCOMPARE(differs.width, 10);
    QCOMPARE(differs.height, 5);
    const PreviewImage equal = deviationMap({images[0], images[0]}, 10);
    QVERIFY(differs.rgb[1] > equal.rgb[1]);
    try {
        static_cast<void>(meanOf({images[0], plain({8, 8}, 1)}));
        QFAIL("averaged different sizes");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::SizeMismatch);
    }
}

QTEST_GUILESS_MAIN(LutTest)
#include "lut_test.moc"
