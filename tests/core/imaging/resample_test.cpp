#include "core/imaging/resample.h"

#include "tests/core/imaging/test_pictures.h"
#include "tests/support/golden_reader.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace dh;
using namespace dh::test;

namespace
{

const GoldenReader& goldens()
{
    static const GoldenReader reader(DH_TEST_DATA "/goldens/tiny-a/goldens.safetensors");
    return reader;
}

Image goldenImage(const std::string& name)
{
    const std::vector<int> shape = goldens().shape(name);
    const std::vector<std::uint8_t> values = goldens().values<std::uint8_t>(name);
    return imageOf<std::uint8_t>({shape[1], shape[0]}, 3, [&](int x, int y, int c) {
        return values[(static_cast<std::size_t>(y) * shape[1] + x) * 3 + c];
    });
}

/// Of a mask that holds 0 and 1 or 0 and 255, as 0 and 255; others as they are.
Mask goldenMask(const std::string& name)
{
    const std::vector<int> shape = goldens().shape(name);
    std::vector<std::uint8_t> values = goldens().values<std::uint8_t>(name);
    if (*std::max_element(values.begin(), values.end()) == 1)
        for (std::uint8_t& value : values)
            value = static_cast<std::uint8_t>(value * 255);
    return Mask({shape[1], shape[0]}, std::move(values));
}

PlanarImage goldenPlanar(const std::string& name)
{
    const std::vector<int> shape = goldens().shape(name);
    PlanarImage planar(Size{shape[3], shape[2]}, shape[1]);
    planar.values = goldens().values<float>(name);
    return planar;
}

PlanarImage plane(Size size, std::vector<float> values)
{
    PlanarImage planar(size, 1);
    planar.values = std::move(values);
    return planar;
}

float largestDifference(const std::vector<float>& a, const std::vector<float>& b)
{
    float largest = a.size() == b.size() ? 0.0F : INFINITY;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        largest = std::max(largest, std::abs(a[i] - b[i]));
    return largest;
}

} // namespace

class ResampleTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void pillowBilinear_data();
    void pillowBilinear();
    void pillowDithering();
    void pillowNearest_data();
    void pillowNearest();
    void antialias_data();
    void antialias();
    void pictureAsItsPlanes_data();
    void pictureAsItsPlanes();
    void areaMeansWhenShrinking();
    void bicubicWhenGrowing();
    void growingStaysInRange();
    void eachAxisByItself();
    void extremeSizes_data();
    void extremeSizes();
    void masks();
    void squareDilation_data();
    void squareDilation();
};

void ResampleTest::pillowBilinear_data()
{
    QTest::addColumn<int>("side");
    QTest::newRow("32") << 32;
    QTest::newRow("64") << 64;
}

void ResampleTest::pillowBilinear()
{
    QFETCH(int, side);
    const Image expected = goldenImage("pil/rgb_" + std::to_string(side));
    QVERIFY(resizedLikePillow(goldenImage("pil/rgb_in"), {side, side}).samePixels(expected));
}

void ResampleTest::pillowDithering()
{
    QVERIFY(ditheredLikePillow(goldenMask("pil/mask_in")) == goldenMask("pil/mask_convert1"));
}

void ResampleTest::pillowNearest_data()
{
    QTest::addColumn<QString>("input");
    QTest::addColumn<QString>("output");
    QTest::newRow("dithered, 32") << "pil/mask_convert1"
                                  << "pil/mask_convert1_32";
    QTest::newRow("dithered, 64") << "pil/mask_convert1"
                                  << "pil/mask_convert1_64";
    QTest::newRow("binary, 32") << "pil/mask_binary_in"
                                << "pil/mask_binary_32";
}

void ResampleTest::pillowNearest()
{
    QFETCH(QString, input);
    QFETCH(QString, output);
    const Mask expected = goldenMask(output.toStdString());
    QVERIFY(resizedNearestLikePillow(goldenMask(input.toStdString()), expected.size()) == expected);
}

void ResampleTest::antialias_data()
{
    QTest::addColumn<QString>("input");
    QTest::addColumn<QString>("output");
    QTest::newRow("half") << "resize/in_128"
                          << "resize/128_to_64";
    QTest::newRow("uneven") << "resize/in_96x64"
                            << "resize/96x64_to_56x40";
    QTest::newRow("growing") << "resize/in_96x64"
                             << "resize/96x64_to_128x128";
}

void ResampleTest::antialias()
{
    QFETCH(QString, input);
    QFETCH(QString, output);
    const PlanarImage expected = goldenPlanar(output.toStdString());
    const PlanarImage result = resizedBilinearAntialias(goldenPlanar(input.toStdString()), expected.size);
    const float difference = largestDifference(result.values, expected.values);
    QVERIFY2(difference <= 2e-6F, qPrintable(QString::number(static_cast<double>(difference))));
}

void ResampleTest::pictureAsItsPlanes_data()
{
    QTest::addColumn<Image>("image");
    QTest::addColumn<Size>("size");
    const Size large{301, 207};
    const std::vector<std::pair<const char*, Image>> images = {
        {"8 bit", scatteredImage<std::uint8_t>(large, 3)},
        {"8 bit with alpha", scatteredImage<std::uint8_t>(large, 4)},
        {"16 bit", scatteredImage<std::uint16_t>(large, 3)},
        {"float", imageOf<float>(large, 4, [](int x, int y, int c) { return (x * 7 + y * 5 + c) % 11 / 10.0; })},
    };
    for (const auto& [name, image] : images)
        for (const Size size : {Size{64, 44}, {1, 1}, {230, 160}, {64, 160}, {230, 170}, {290, 180}, {300, 200}})
            QTest::addRow("%s to %d x %d", name, size.width, size.height) << image << size;
}

void ResampleTest::pictureAsItsPlanes()
{
    QFETCH(Image, image);
    QFETCH(Size, size);
    const Rect area{11, 7, 230, 170};
    const PlanarImage planes = planarFromImage(image, area);
    QVERIFY(largestDifference(resized(image, area, size).values, resized(planes, size).values) < 1e-6F);
    QVERIFY(largestDifference(resizedBilinearAntialias(image, area, size).values,
                              resizedBilinearAntialias(planes, size).values) < 1e-6F);
    // A mask is a picture of one sample.
    Mask mask(image.size());
    for (int y = 0; y < mask.height(); ++y)
        for (int x = 0; x < mask.width(); ++x)
            mask.writableRow(y)[x] = static_cast<std::uint8_t>(x * 3 + y * 5);
    const PlanarImage coverage = resized(planarFromMask(mask), size);
    constexpr float kHalfLevel = 0.501F / 255.0F;
    QVERIFY(largestDifference(planarFromMask(resized(mask, size)).values, coverage.values) < kHalfLevel);
}

void ResampleTest::areaMeansWhenShrinking()
{
    const PlanarImage half = resized(plane({4, 2}, {0.0F, 0.2F, 0.4F, 0.6F, 0.2F, 0.4F, 0.6F, 0.8F}), {2, 1});
    QVERIFY(largestDifference(half.values, {0.2F, 0.6F}) < 1e-6F);
    // Three pixels in two: each takes one and a half.
    const PlanarImage uneven = resized(plane({3, 1}, {0.0F, 0.3F, 0.9F}), {2, 1});
    QVERIFY(largestDifference(uneven.values, {0.1F, 0.7F}) < 1e-6F);
}

void ResampleTest::bicubicWhenGrowing()
{
    // At a quarter between pixels Keys' weights for a = -0.5 are -9, 111, 29 and -3 of 128.
    const PlanarImage twice = resized(plane({4, 1}, {0.1F, 0.5F, 0.6F, 0.3F}), {8, 1});
    const float expected = (-9.0F * 0.1F + 111.0F * 0.5F + 29.0F * 0.6F - 3.0F * 0.3F) / 128.0F;
    QVERIFY(std::abs(twice.values[3] - expected) < 1e-6F);
    const PlanarImage constant = resized(plane({2, 2}, {0.4F, 0.4F, 0.4F, 0.4F}), {7, 5});
    QVERIFY(largestDifference(constant.values, std::vector<float>(35, 0.4F)) < 1e-6F);
}

void ResampleTest::growingStaysInRange()
{
    const PlanarImage step = resized(plane({4, 1}, {0.0F, 0.0F, 1.0F, 1.0F}), {16, 1});
    QCOMPARE(*std::max_element(step.values.begin(), step.values.end()), 1.0F);
    QCOMPARE(*std::min_element(step.values.begin(), step.values.end()), 0.0F);
    const PlanarImage wide = resized(plane({4, 1}, {-1.0F, -1.0F, 1.0F, 1.0F}), {16, 1});
    QVERIFY(*std::max_element(wide.values.begin(), wide.values.end()) > 1.0F);
}

void ResampleTest::eachAxisByItself()
{
    const PlanarImage result = resized(plane({4, 1}, {0.0F, 0.2F, 0.4F, 0.6F}), {2, 3});
    QVERIFY(largestDifference(result.values, {0.1F, 0.5F, 0.1F, 0.5F, 0.1F, 0.5F}) < 1e-6F);
}

void ResampleTest::extremeSizes_data()
{
    QTest::addColumn<int>("inputWidth");
    QTest::addColumn<int>("outputWidth");
    QTest::newRow("one to many") << 1 << 17;
    QTest::newRow("many to one") << 1023 << 1;
    QTest::newRow("two to three") << 2 << 3;
    QTest::newRow("just smaller") << 1024 << 1023;
    QTest::newRow("just larger") << 1023 << 1024;
}

void ResampleTest::extremeSizes()
{
    QFETCH(int, inputWidth);
    QFETCH(int, outputWidth);
    const PlanarImage input = plane({inputWidth, 1}, std::vector<float>(static_cast<std::size_t>(inputWidth), 0.25F));
    const std::vector<float> expected(static_cast<std::size_t>(outputWidth), 0.25F);
    QVERIFY(largestDifference(resized(input, {outputWidth, 1}).values, expected) < 1e-6F);
    QVERIFY(largestDifference(resizedBilinearAntialias(input, {outputWidth, 1}).values, expected) < 1e-6F);
    const Mask mask(Size{inputWidth, 1}, 200);
    QVERIFY(resized(mask, Size{outputWidth, 1}) == Mask(Size{outputWidth, 1}, 200));
    const Image image = imageOf<std::uint8_t>({inputWidth, 1}, 3, [](int, int, int) { return 99; });
    const Image wanted = imageOf<std::uint8_t>({outputWidth, 1}, 3, [](int, int, int) { return 99; });
    QVERIFY(resizedLikePillow(image, {outputWidth, 1}).samePixels(wanted));
}

void ResampleTest::masks()
{
    const Mask half = resized(Mask({4, 1}, {0, 255, 255, 255}), {2, 1});
    QVERIFY(half == Mask({2, 1}, {128, 255}));
    const Mask twice = resized(Mask({2, 1}, {0, 200}), {4, 1});
    QVERIFY(twice == Mask({4, 1}, {0, 50, 150, 200}));
}

void ResampleTest::squareDilation_data()
{
    QTest::addColumn<int>("side");
    QTest::addColumn<Rect>("expected");
    QTest::newRow("1") << 1 << Rect{3, 3, 1, 1};
    QTest::newRow("3") << 3 << Rect{2, 2, 3, 3};
    // cv2 puts the anchor of an even square right of its centre.
    QTest::newRow("2") << 2 << Rect{3, 3, 2, 2};
    QTest::newRow("5") << 5 << Rect{1, 1, 5, 5};
}

void ResampleTest::squareDilation()
{
    QFETCH(int, side);
    QFETCH(Rect, expected);
    Mask mask(Size{7, 7});
    mask.writableRow(3)[3] = 255;
    const Mask dilated = dilatedSquare(mask, side);
    QCOMPARE(dilated.boundingBox(), expected);
    QCOMPARE(dilated.coverage(), static_cast<double>(side * side));
}

QTEST_APPLESS_MAIN(ResampleTest)
#include "resample_test.moc"
