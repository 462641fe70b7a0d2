// Reads the pictures in tests/data/images, made by libpng, libjpeg, libtiff and libwebp in the variants that our own
// writer does not produce. tests/core/imaging/test_pictures.h says what they show.
#include "core/imaging/image_file.h"

#include "tests/core/imaging/image_file_checks.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

using namespace dh;
using namespace dh::test;

namespace
{

using ValueAt = std::function<int(int, int, int)>;

int colour(int x, int y, int c)
{
    return c == 0 ? red(x, y) : c == 1 ? green(x, y) : c == 2 ? blue(x, y) : alpha(x, y);
}

/// As the 16-bit files were made: no sample is a multiple of 257, so a detour through 8 bits shows.
int colour16(int x, int y, int c)
{
    const int eightBit = colour(x, y, c);
    return eightBit * 257 - (eightBit > 0 ? c + 1 : 0);
}

int grey16(int x, int y)
{
    return x * 4000 + y * 300 + 7;
}

/// The plain conversion of inks R, G, B and 40 of 255 black.
int fromInks(int x, int y, int c)
{
    return static_cast<int>(std::lround((255 - colour(x, y, c)) * (255 - 40) / 255.0));
}

int sampleOf(const Image& image, int x, int y, int c)
{
    const int index = x * image.channels() + c;
    return image.type() == SampleType::U8 ? image.row<std::uint8_t>(y)[index] : image.row<std::uint16_t>(y)[index];
}

/// The largest distance of a sample from what is expected.
int largestError(const Image& image, const ValueAt& expected)
{
    int largest = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            for (int c = 0; c < image.channels(); ++c)
                largest = std::max(largest, std::abs(sampleOf(image, x, y, c) - expected(x, y, c)));
    return largest;
}

using Tags = std::map<std::uint16_t, std::uint32_t>;

constexpr std::uint16_t kKindTag = 254; ///< NewSubfileType; 1 is a reduced picture
constexpr std::uint16_t kColoursTag = 262;
constexpr std::uint16_t kSubPagesTag = 330;
constexpr std::uint16_t kExtraSamplesTag = 338;
constexpr std::uint16_t kDngVersionTag = 50706;

void putPage(std::vector<std::byte>& bytes, const Tags& tags, std::uint32_t nextAt)
{
    constexpr int kByte = 1;
    constexpr int kShort = 3;
    constexpr int kLong = 4;
    put(bytes, tags.size(), 2);
    for (const auto& [tag, value] : tags) {
        put(bytes, tag, 2);
        put(bytes, tag == kDngVersionTag ? kByte : tag == kSubPagesTag ? kLong : kShort, 2);
        put(bytes, tag == kDngVersionTag ? 4 : 1, 4);
        put(bytes, value, 4);
    }
    put(bytes, nextAt, 4);
}

/// A TIFF file of 2 x 2 grey pixels with `further` tags, `mark` behind its header. A second page, which differs by
/// `tagsOfSecond`, follows the first one, or lies below it where there is kSubPagesTag, whatever its value.
std::vector<std::byte> tiffWith(const Tags& further, std::uint64_t mark = 0, const Tags& tagsOfSecond = {})
{
    constexpr std::uint32_t kPixelsAt = 16;
    constexpr std::uint32_t kPageAt = 20;
    const Tags plain{{256, 2},         {257, 2}, {258, 8}, {259, 1}, {kColoursTag, 1},
                     {273, kPixelsAt}, {277, 1}, {278, 2}, {279, 4}};
    Tags tags = further;
    tags.insert(plain.begin(), plain.end());
    Tags second = tagsOfSecond;
    second.insert(plain.begin(), plain.end());
    const std::uint32_t secondAt = kPageAt + 2 + 12 * static_cast<std::uint32_t>(tags.size()) + 4;
    const bool isBelow = tags.contains(kSubPagesTag);
    if (isBelow)
        tags[kSubPagesTag] = secondAt;
    std::vector<std::byte> bytes;
    put(bytes, 0x002A4949, 4);
    put(bytes, kPageAt, 4);
    put(bytes, mark, 8);
    put(bytes, 0x40302010, 4);
    putPage(bytes, tags, isBelow ? 0 : secondAt);
    putPage(bytes, second, 0);
    return bytes;
}

} // namespace

Q_DECLARE_METATYPE(Tags)
Q_DECLARE_METATYPE(ValueAt)

class ImageFormatsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void reads_data();
    void reads();
    void contentDecidesNotTheName();
    void cameraRawIsRefused_data();
    void cameraRawIsRefused();
    void pyramidsAreRead_data();
    void pyramidsAreRead();
    void extraSamplesOfTiff_data();
    void extraSamplesOfTiff();
    void greyProfileIsApplied();
    void rgbProfileIsKeptByteForByte();
    void cmykProfileIsApplied();
    void profileOfOtherColoursIsDropped();
    void conversionsAreTold_data();
    void conversionsAreTold();
    void exifOrientationIsApplied();
    void masks_data();
    void masks();
    void sixteenBitMasksAreShifted();
};

void ImageFormatsTest::reads_data()
{
    QTest::addColumn<ImageFormat>("format");
    QTest::addColumn<SampleType>("type");
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("tolerance");
    QTest::addColumn<ValueAt>("expected");
    const auto add = [](const char* name, ImageFormat format, SampleType type, int channels, int tolerance,
                        const ValueAt& expected) {
        QTest::newRow(name) << format << type << channels << tolerance << expected;
    };
    const ValueAt redOnly = [](int x, int y, int) { return red(x, y); };
    add("rgb8.png", ImageFormat::Png, SampleType::U8, 3, 0, colour);
    add("interlaced.png", ImageFormat::Png, SampleType::U8, 3, 0, colour);
    add("grey16.png", ImageFormat::Png, SampleType::U16, 3, 0, [](int x, int y, int) { return grey16(x, y); });
    add("grey16_alpha_interlaced.png", ImageFormat::Png, SampleType::U16, 4, 0,
        [](int x, int y, int c) { return c == 3 ? alpha(x, y) * 257 : grey16(x, y); });
    add("grey1.png", ImageFormat::Png, SampleType::U8, 3, 0, [](int x, int y, int) {
        const int rowBits = ((y % 2 != 0 ? 0xAA : 0x55) << 8) | 0x0F;
        return ((rowBits >> (15 - x)) & 1) * 255;
    });
    add("palette.png", ImageFormat::Png, SampleType::U8, 4, 0, [](int x, int, int c) {
        const int entryAlpha = x == 0 ? 0 : x == 1 ? 128 : 255;
        return c == 0 ? x * 17 : c == 1 ? 255 - x * 17 : c == 2 ? x * 3 : entryAlpha;
    });
    add("rgb.jpg", ImageFormat::Jpeg, SampleType::U8, 3, 4, colour);
    add("grey.jpg", ImageFormat::Jpeg, SampleType::U8, 3, 1, redOnly);
    add("cmyk.jpg", ImageFormat::Jpeg, SampleType::U8, 3, 3, fromInks);
    add("ycck.jpg", ImageFormat::Jpeg, SampleType::U8, 3, 6, fromInks);
    add("rgb16_big_endian.tif", ImageFormat::Tiff, SampleType::U16, 3, 0, colour16);
    add("lzw_tiled.tif", ImageFormat::Tiff, SampleType::U8, 3, 0, colour);
    add("planar16.tif", ImageFormat::Tiff, SampleType::U16, 4, 0, colour16);
    add("planar_tiled.tif", ImageFormat::Tiff, SampleType::U8, 3, 0, colour);
    add("bigtiff.tif", ImageFormat::Tiff, SampleType::U8, 3, 0, colour);
    // Stored times alpha, of which the smallest is 75: a step of 1 there is 255 / 75 / 2 off at most.
    add("premultiplied.tif", ImageFormat::Tiff, SampleType::U8, 4, 2, colour);
    add("cmyk.tif", ImageFormat::Tiff, SampleType::U8, 3, 0, fromInks);
    add("palette.tif", ImageFormat::Tiff, SampleType::U8, 3, 0, [](int x, int y, int c) {
        const int entry = red(x, y);
        return c == 0 ? entry : c == 1 ? 255 - entry : entry / 2;
    });
    add("white_is_zero.tif", ImageFormat::Tiff, SampleType::U8, 3, 0,
        [](int x, int y, int) { return 255 - red(x, y); });
    add("alpha.webp", ImageFormat::WebP, SampleType::U8, 4, 0, colour);
    add("animated.webp", ImageFormat::WebP, SampleType::U8, 4, 0,
        [](int x, int y, int c) { return c == 3 ? 255 : colour(x, y, c); });
}

void ImageFormatsTest::reads()
{
    QFETCH(ImageFormat, format);
    QFETCH(SampleType, type);
    QFETCH(int, channels);
    QFETCH(int, tolerance);
    QFETCH(ValueAt, expected);
    const ImageFile file = readImageFile(picturePath(QTest::currentDataTag()));
    QCOMPARE(file.format, format);
    QCOMPARE(file.image.size(), kPictureSize);
    QCOMPARE(file.image.type(), type);
    QCOMPARE(file.image.channels(), channels);
    QVERIFY(!file.image.iccProfile());
    const int error = largestError(file.image, expected);
    QVERIFY2(error <= tolerance, qPrintable(QString::number(error)));
}

void ImageFormatsTest::contentDecidesNotTheName()
{
    const QTemporaryDir folder;
    const std::filesystem::path misnamed = folder.filePath("really a png.jpg").toStdString();
    std::filesystem::copy_file(picturePath("rgb8.png"), misnamed);
    const ImageFile file = readImageFile(misnamed);
    QCOMPARE(file.format, ImageFormat::Png);
    QCOMPARE(largestError(file.image, colour), 0);
}

void ImageFormatsTest::cameraRawIsRefused_data()
{
    QTest::addColumn<Tags>("tags");
    QTest::addColumn<Tags>("tagsOfSecond");
    QTest::addColumn<quint64>("mark");
    constexpr quint64 kCanonMark = 0x00025243;            // CR, version 2
    constexpr quint64 kPhaseOneMark = 0x5261775449494949; // IIIITwaR
    constexpr quint64 kBigPhaseOneMark = 0x547761524D4D4D4D;
    constexpr std::uint32_t kDngVersion = 0x00000401;
    const Tags sensor{{kColoursTag, 32803}};
    const auto add = [](const char* name, const Tags& tags, const Tags& tagsOfSecond, quint64 mark) {
        QTest::newRow(name) << tags << tagsOfSecond << mark;
    };
    add("DNG behind a thumbnail", {{kKindTag, 1}, {kSubPagesTag, 0}, {kDngVersionTag, kDngVersion}}, {}, 0);
    add("DNG alone", {{kDngVersionTag, kDngVersion}}, {}, 0);
    add("NEF, ARW", {{kKindTag, 1}, {kSubPagesTag, 0}}, {}, 0);
    add("PEF", sensor, {}, 0);
    add("sensor below an ordinary page", {{kSubPagesTag, 0}}, sensor, 0);
    add("sensor behind an ordinary page", {}, sensor, 0);
    add("CR2", {}, {}, kCanonMark);
    add("IIQ", {}, {}, kPhaseOneMark);
    add("IIQ, big-endian", {}, {}, kBigPhaseOneMark);
}

void ImageFormatsTest::cameraRawIsRefused()
{
    QFETCH(Tags, tags);
    QFETCH(Tags, tagsOfSecond);
    QFETCH(quint64, mark);
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("raw.tif").toStdString();
    writeBytes(path, tiffWith(tags, mark, tagsOfSecond));
    try {
        (void)readImageFile(path);
        QFAIL("was read");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::UnsupportedFormat);
        QVERIFY2(error.detail().find("camera's raw file") != std::string::npos, error.detail().c_str());
    }
}

void ImageFormatsTest::pyramidsAreRead_data()
{
    QTest::addColumn<Tags>("tags");
    QTest::addColumn<int>("bytesCutOff");
    QTest::newRow("smaller copy behind") << Tags{} << 0;
    QTest::newRow("smaller copies below") << Tags{{kKindTag, 0}, {kSubPagesTag, 0}} << 0;
    QTest::newRow("smaller copy first") << Tags{{kKindTag, 1}} << 0;
    // What is wrong with further pages is no matter of the picture.
    QTest::newRow("copy behind cut off") << Tags{} << 30;
    QTest::newRow("copy below cut off") << Tags{{kSubPagesTag, 0}} << 30;
}

void ImageFormatsTest::pyramidsAreRead()
{
    QFETCH(Tags, tags);
    QFETCH(int, bytesCutOff);
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("pyramid.tif").toStdString();
    std::vector<std::byte> bytes = tiffWith(tags);
    bytes.resize(bytes.size() - static_cast<std::size_t>(bytesCutOff));
    writeBytes(path, bytes);
    const Image image = readImageFile(path).image;
    QCOMPARE(image.size(), (Size{2, 2}));
    QCOMPARE(sampleOf(image, 1, 1, 0), 0x40);
}

void ImageFormatsTest::extraSamplesOfTiff_data()
{
    QTest::addColumn<Tags>("tags");
    QTest::addColumn<bool>("isAlpha");
    QTest::newRow("not told") << Tags{} << true;
    QTest::newRow("transparency") << Tags{{kExtraSamplesTag, 2}} << true;
    QTest::newRow("something else") << Tags{{kExtraSamplesTag, 0}} << false;
}

void ImageFormatsTest::extraSamplesOfTiff()
{
    QFETCH(Tags, tags);
    QFETCH(bool, isAlpha);
    // Two pixels of grey and one more sample.
    tags.insert({{257, 1}, {277, 2}, {278, 1}});
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("extra.tif").toStdString();
    writeBytes(path, tiffWith(tags));
    const LogListener log;
    const Image image = readImageFile(path).image;
    QCOMPARE(image.size(), (Size{2, 1}));
    QCOMPARE(image.hasAlpha(), isAlpha);
    QCOMPARE(sampleOf(image, 1, 0, 0), 0x30);
    if (isAlpha)
        QCOMPARE(sampleOf(image, 1, 0, 3), 0x40);
    QCOMPARE(log.messages().size(), std::size_t{isAlpha ? 0U : 1U});
}

void ImageFormatsTest::greyProfileIsApplied()
{
    const ImageFile file = readImageFile(picturePath("grey_linear.png"));
    QVERIFY(!file.image.iccProfile());
    const auto encoded = [](int x, int y, int) {
        const double linear = red(x, y) / 255.0;
        const double value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * std::pow(linear, 1.0 / 2.4) - 0.055;
        return static_cast<int>(std::lround(value * 255.0));
    };
    QVERIFY(largestError(file.image, encoded) <= 1);
}

void ImageFormatsTest::rgbProfileIsKeptByteForByte()
{
    const ImageFile file = readImageFile(picturePath("wide_gamut.png"));
    QVERIFY(file.image.iccProfile());
    QCOMPARE(*file.image.iccProfile(), bytesOf(picturePath("wide_gamut.icc")));
    QCOMPARE(largestError(file.image, colour), 0);
}

void ImageFormatsTest::cmykProfileIsApplied()
{
    const ImageFile plain = readImageFile(picturePath("cmyk.jpg"));
    const ImageFile profiled = readImageFile(picturePath("cmyk_icc.jpg"));
    QVERIFY(!profiled.image.iccProfile());
    // No ink but 40 of 255 black at the left of the top row: L = 84 of 100, 210 in sRGB, where the plain formula has
    // 215.
    QVERIFY(std::abs(sampleOf(profiled.image, 0, 0, 0) - 209) <= 3);
    // Full cyan and magenta inks are not pure blue in the profile, which makes them a dark purple.
    QVERIFY(std::abs(sampleOf(profiled.image, 15, 11, 0) - sampleOf(plain.image, 15, 11, 0)) > 20);
}

void ImageFormatsTest::profileOfOtherColoursIsDropped()
{
    // Inks beside the profile of an RGB picture, as some programs leave them: an APP2 segment after the start.
    const std::vector<std::byte> icc = bytesOf(picturePath("wide_gamut.icc"));
    const std::string name("ICC_PROFILE\0\1\1", 14);
    const std::size_t length = 2 + name.size() + icc.size();
    std::vector<std::byte> segment = {std::byte{0xFF}, std::byte{0xE2}, static_cast<std::byte>(length >> 8),
                                      static_cast<std::byte>(length)};
    for (const char character : name)
        segment.push_back(static_cast<std::byte>(character));
    segment.insert(segment.end(), icc.begin(), icc.end());
    std::vector<std::byte> bytes = bytesOf(picturePath("cmyk.jpg"));
    bytes.insert(bytes.begin() + 2, segment.begin(), segment.end());
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("wrong_profile.jpg").toStdString();
    writeBytes(path, bytes);
    const ImageFile file = readImageFile(path);
    QVERIFY(file.coloursConverted);
    QVERIFY(!file.image.iccProfile());
    QVERIFY(file.image.samePixels(readImageFile(picturePath("cmyk.jpg")).image));
}

void ImageFormatsTest::conversionsAreTold_data()
{
    QTest::addColumn<bool>("converted");
    for (const char* name : {"cmyk.jpg", "cmyk_icc.jpg", "ycck.jpg", "cmyk.tif", "grey_linear.png"})
        QTest::newRow(name) << true;
    for (const char* name : {"rgb8.png", "wide_gamut.png", "grey16.png", "palette.png", "rgb.jpg", "grey.jpg",
                             "planar16.tif", "palette.tif", "white_is_zero.tif", "alpha.webp"})
        QTest::newRow(name) << false;
}

void ImageFormatsTest::conversionsAreTold()
{
    QFETCH(bool, converted);
    QCOMPARE(readImageFile(picturePath(QTest::currentDataTag())).coloursConverted, converted);
}

void ImageFormatsTest::exifOrientationIsApplied()
{
    const ImageFile stored = readImageFile(picturePath("rgb.jpg"));
    const ImageFile upright = readImageFile(picturePath("exif_6.jpg"));
    QCOMPARE(upright.image.size(), (Size{kPictureSize.height, kPictureSize.width}));
    // 6: the picture's top is the right side of what is stored.
    QCOMPARE(
        largestError(upright.image,
                     [&](int x, int y, int c) { return sampleOf(stored.image, y, kPictureSize.height - 1 - x, c); }),
        0);
    QCOMPARE(upright.metadata.dotsPerInchX, 300.0);
    const std::string exif(reinterpret_cast<const char*>(upright.metadata.exif.data()), upright.metadata.exif.size());
    QVERIFY(exif.find("Tester") != std::string::npos);
    QVERIFY(exif.find("Exif") != 0);
}

void ImageFormatsTest::masks_data()
{
    QTest::addColumn<ValueAt>("expected");
    const ValueAt luminance = [](int x, int y, int) {
        return (red(x, y) * 19595 + green(x, y) * 38470 + blue(x, y) * 7471 + 0x8000) >> 16;
    };
    QTest::newRow("rgb8.png") << luminance;
    QTest::newRow("wide_gamut.png") << luminance;
    QTest::newRow("alpha.webp") << luminance;
    QTest::newRow("grey_linear.png") << ValueAt([](int x, int y, int) { return red(x, y); });
}

void ImageFormatsTest::masks()
{
    QFETCH(ValueAt, expected);
    const Mask mask = readMaskFile(picturePath(QTest::currentDataTag()));
    QCOMPARE(mask.size(), kPictureSize);
    for (int y = 0; y < mask.height(); ++y)
        for (int x = 0; x < mask.width(); ++x)
            QCOMPARE(static_cast<int>(mask.row(y)[x]), expected(x, y, 0));
}

void ImageFormatsTest::sixteenBitMasksAreShifted()
{
    const Mask mask = readMaskFile(picturePath("grey16.png"));
    for (int x = 0; x < mask.width(); ++x)
        QCOMPARE(static_cast<int>(mask.row(3)[x]), grey16(x, 3) >> 8);
}

QTEST_APPLESS_MAIN(ImageFormatsTest)
#include "image_formats_test.moc"
