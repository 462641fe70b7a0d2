#include "core/imaging/convert.h"

#include "tests/core/imaging/test_pictures.h"
#include "tests/support/golden_reader.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace dh;
using namespace dh::test;

class ConvertTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everySixteenBitValueSurvives();
    void everyEightBitValueSurvives();
    void valuesAreClampedAndRounded();
    void areaAndChannelOrder();
    void alphaIsSplitOff();
    void truncatesLikeTheReference();
    void typesConvert();
    void masksSurvive();
};

void ConvertTest::everySixteenBitValueSurvives()
{
    const Image image =
        imageOf<std::uint16_t>({256, 256}, 3, [](int x, int y, int c) { return y * 256 + (x + c) % 256; });
    const PlanarImage planar = planarFromImage(image);
    QCOMPARE(planar.plane(0)[65535], 1.0F);
    QVERIFY(imageFromPlanar(planar, SampleType::U16).samePixels(image));
}

void ConvertTest::everyEightBitValueSurvives()
{
    const Image image = imageOf<std::uint8_t>({256, 1}, 3, [](int x, int, int c) { return x ^ (c * 85); });
    QVERIFY(imageFromPlanar(planarFromImage(image), SampleType::U8).samePixels(image));
}

void ConvertTest::valuesAreClampedAndRounded()
{
    PlanarImage planar(Size{6, 1}, 3);
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const std::vector<float> values = {-0.5F, 1.5F, nan, 0.4F / 255.0F, 0.6F / 255.0F, 1.0F};
    for (int c = 0; c < 3; ++c)
        std::copy(values.begin(), values.end(), planar.plane(c));
    const Image image = imageFromPlanar(planar, SampleType::U8);
    const std::vector<int> expected = {0, 255, 0, 0, 1, 255};
    for (int x = 0; x < 6; ++x)
        QCOMPARE(static_cast<int>(image.row<std::uint8_t>(0)[x * 3 + 1]), expected[static_cast<std::size_t>(x)]);
}

void ConvertTest::areaAndChannelOrder()
{
    const Image image =
        imageOf<std::uint8_t>({5, 4}, 4, [](int x, int y, int c) { return 100 * (c == 2) + 10 * y + x; });
    const PlanarImage planar = planarFromImage(image, {1, 2, 3, 2});
    QCOMPARE(planar.size, (Size{3, 2}));
    QCOMPARE(planar.plane(0)[0], 21.0F / 255.0F);
    QCOMPARE(planar.plane(2)[5], 133.0F / 255.0F);
}

void ConvertTest::alphaIsSplitOff()
{
    const Image image =
        imageOf<std::uint16_t>({2, 2}, 4, [](int x, int y, int c) { return c == 3 ? 1000 * (x + 2 * y) : 7; });
    QCOMPARE(alphaFromImage(image, {1, 0, 1, 2}).values, (std::vector<float>{1000.0F / 65535.0F, 3000.0F / 65535.0F}));
    const Image opaque = imageOf<std::uint16_t>({2, 2}, 3, [](int, int, int) { return 7; });
    QCOMPARE(alphaFromImage(opaque, {0, 0, 2, 1}).values, (std::vector<float>{1.0F, 1.0F}));
}

void ConvertTest::truncatesLikeTheReference()
{
    const GoldenReader goldens(DH_TEST_DATA "/goldens/tiny-a/goldens.safetensors");
    const std::vector<int> shape = goldens.shape("pil/float_in");
    PlanarImage planar(Size{shape[2], shape[1]}, shape[0]);
    planar.values = goldens.values<float>("pil/float_in");
    const Image image = imageFromPlanarTruncated(planar);
    const std::vector<std::uint8_t> expected = goldens.values<std::uint8_t>("pil/to_pil_image");
    QCOMPARE(image.sizeInBytes(), expected.size());
    QVERIFY(std::equal(expected.begin(), expected.end(), image.row<std::uint8_t>(0)));
}

void ConvertTest::typesConvert()
{
    const Image eight = imageOf<std::uint8_t>({256, 1}, 4, [](int x, int, int) { return x; });
    const Image sixteen = convertedToType(eight, SampleType::U16);
    QCOMPARE(sixteen.row<std::uint16_t>(0)[4 * 255 + 3], std::uint16_t{65535});
    QCOMPARE(sixteen.row<std::uint16_t>(0)[4], std::uint16_t{257});
    QVERIFY(convertedToType(sixteen, SampleType::U8).samePixels(eight));
    QVERIFY(convertedToType(convertedToType(eight, SampleType::F32), SampleType::U8).samePixels(eight));
    const Image nearest = imageOf<std::uint16_t>({2, 1}, 3, [](int x, int, int) { return x == 0 ? 128 : 129; });
    QCOMPARE(convertedToType(nearest, SampleType::U8).row<std::uint8_t>(0)[0], std::uint8_t{0});
    QCOMPARE(convertedToType(nearest, SampleType::U8).row<std::uint8_t>(0)[3], std::uint8_t{1});
}

void ConvertTest::masksSurvive()
{
    Mask mask(Size{256, 1});
    for (int x = 0; x < 256; ++x)
        mask.writableRow(0)[x] = static_cast<std::uint8_t>(x);
    const PlanarImage planar = planarFromMask(mask);
    QCOMPARE(planar.values[51], 0.2F);
    QVERIFY(maskFromPlanar(planar) == mask);
}

QTEST_APPLESS_MAIN(ConvertTest)
#include "convert_test.moc"
