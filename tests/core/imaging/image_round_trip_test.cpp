#include "core/imaging/image_file.h"

#include "core/imaging/tiff_stream.h"
#include "tests/core/imaging/image_file_checks.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <iterator>

using namespace dh;
using namespace dh::test;

namespace
{

double meanDifference(const Image& a, const Image& b)
{
    double sum = 0.0;
    const auto* left = reinterpret_cast<const std::uint8_t*>(a.bytes());
    const auto* right = reinterpret_cast<const std::uint8_t*>(b.bytes());
    for (std::size_t i = 0; i < a.sizeInBytes(); ++i)
        sum += std::abs(left[i] - right[i]);
    return sum / static_cast<double>(a.sizeInBytes());
}

std::ptrdiff_t entriesIn(const QTemporaryDir& folder)
{
    const std::filesystem::path path = folder.path().toStdString();
    return std::distance(std::filesystem::directory_iterator(path), std::filesystem::directory_iterator());
}

} // namespace

class ImageRoundTripTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void losslessFormatsKeepEverySample_data();
    void losslessFormatsKeepEverySample();
    void lossyFormatsComeClose_data();
    void lossyFormatsComeClose();
    void jpegShowsTransparencyOnWhite();
    void largeJpegIsWhole();
    void tiffGrowsBeyondFourGigabytes_data();
    void tiffGrowsBeyondFourGigabytes();
    void floatPicturesBecomeSixteenBit();
    void eightBitFormatsRound();
    void masks_data();
    void masks();
    void extensions_data();
    void extensions();
    void allExtensions();
    void longestSides_data();
    void longestSides();
    void replacesTheTargetOnlyOnSuccess();

private:
    [[nodiscard]] std::filesystem::path inFolder(const std::string& name) const
    {
        return m_folder.filePath(QString::fromStdString(name)).toStdString();
    }
    QTemporaryDir m_folder;
};

void ImageRoundTripTest::losslessFormatsKeepEverySample_data()
{
    QTest::addColumn<QString>("extension");
    QTest::addColumn<SampleType>("type");
    QTest::addColumn<int>("channels");
    for (const char* extension : {"png", "tif"})
        for (const SampleType type : {SampleType::U8, SampleType::U16})
            for (const int channels : {3, 4})
                QTest::addRow("%s, %d bit, %d channels", extension, 8 * bytesPerSample(type), channels)
                    << extension << type << channels;
    QTest::newRow("webp") << "webp" << SampleType::U8 << 3;
    QTest::newRow("webp, alpha") << "webp" << SampleType::U8 << 4;
}

void ImageRoundTripTest::losslessFormatsKeepEverySample()
{
    QFETCH(QString, extension);
    QFETCH(SampleType, type);
    QFETCH(int, channels);
    const Image image = pictureOf(type, channels, profile("wide_gamut.icc"));
    const std::filesystem::path path = inFolder("lossless." + extension.toStdString());
    writeImageFile(path, image, {{}, 100});
    const Image read = readImageFile(path).image;
    QVERIFY(read.samePixels(image));
    QVERIFY(read.iccProfile());
    QCOMPARE(*read.iccProfile(), *image.iccProfile());
}

void ImageRoundTripTest::lossyFormatsComeClose_data()
{
    QTest::addColumn<QString>("extension");
    QTest::addColumn<int>("quality");
    QTest::addColumn<double>("closest");
    QTest::addColumn<double>("farthest");
    QTest::newRow("jpeg 95") << "jpg" << 95 << 0.05 << 2.0;
    QTest::newRow("jpeg 30") << "jpg" << 30 << 1.0 << 20.0;
    QTest::newRow("webp 95") << "webp" << 95 << 0.05 << 5.0;
    QTest::newRow("webp 30") << "webp" << 30 << 1.0 << 20.0;
}

void ImageRoundTripTest::lossyFormatsComeClose()
{
    QFETCH(QString, extension);
    QFETCH(int, quality);
    QFETCH(double, closest);
    QFETCH(double, farthest);
    const Image image = imageOf<std::uint8_t>({64, 48}, 3, [](int x, int y, int c) {
        return c == 0 ? x * 4 : c == 1 ? y * 5 : x + y * 2;
    });
    const std::filesystem::path path = inFolder("lossy." + extension.toStdString());
    writeImageFile(path, image, {{}, quality});
    const double difference = meanDifference(readImageFile(path).image, image);
    QVERIFY2(difference > closest && difference < farthest, qPrintable(QString::number(difference)));
}

void ImageRoundTripTest::jpegShowsTransparencyOnWhite()
{
    // Dark red, from transparent on the left to opaque on the right.
    const Image image = imageOf<std::uint8_t>({64, 48}, 4, [](int x, int, int c) {
        return c == 0 ? 120 : c == 3 ? std::min(255, x / 8 * 8 * 5) : 20;
    });
    const Image expected = imageOf<std::uint8_t>({64, 48}, 3, [](int x, int, int c) {
        const int alpha = std::min(255, x / 8 * 8 * 5);
        return ((c == 0 ? 120 : 20) * alpha + 255 * (255 - alpha)) / 255;
    });
    const std::filesystem::path path = inFolder("transparent.jpg");
    writeImageFile(path, image, {{}, 95});
    const Image read = readImageFile(path).image;
    QVERIFY(!read.hasAlpha());
    QVERIFY(meanDifference(read, expected) < 2.0);
}

void ImageRoundTripTest::largeJpegIsWhole()
{
    const Image image = scatteredImage<std::uint8_t>({600, 400}, 3);
    const std::filesystem::path path = inFolder("large.jpg");
    writeImageFile(path, image, {{}, 100});
    QVERIFY(std::filesystem::file_size(path) > (1U << 18U));
    QVERIFY(meanDifference(readImageFile(path).image, image) < 2.0);
}

void ImageRoundTripTest::tiffGrowsBeyondFourGigabytes_data()
{
    QTest::addColumn<quint64>("pixelBytes");
    QTest::addColumn<int>("version");
    QTest::newRow("small") << quint64{61 * 37 * 3} << 42;
    QTest::newRow("just fits") << quint64{0xF0000000} << 42;
    QTest::newRow("may not fit") << quint64{0xF0000001} << 43;
    QTest::newRow("does not fit") << quint64{5'000'000'000} << 43;
}

void ImageRoundTripTest::tiffGrowsBeyondFourGigabytes()
{
    QFETCH(quint64, pixelBytes);
    QFETCH(int, version);
    const Image image = pictureOf(SampleType::U8, 3);
    TiffStream stream;
    TiffHandle tiff = openTiffForWriting(stream, pixelBytes);
    QVERIFY(tiff);
    TIFFSetField(tiff.get(), TIFFTAG_IMAGEWIDTH, image.width());
    TIFFSetField(tiff.get(), TIFFTAG_IMAGELENGTH, image.height());
    TIFFSetField(tiff.get(), TIFFTAG_BITSPERSAMPLE, 8);
    TIFFSetField(tiff.get(), TIFFTAG_SAMPLESPERPIXEL, image.channels());
    TIFFSetField(tiff.get(), TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
    std::vector<std::byte> row(image.rowBytes());
    for (int y = 0; y < image.height(); ++y) {
        std::copy_n(image.row<std::byte>(y), row.size(), row.begin());
        QCOMPARE(TIFFWriteScanline(tiff.get(), row.data(), static_cast<std::uint32_t>(y)), 1);
    }
    tiff.reset();
    QCOMPARE(stream.message, std::string());
    QCOMPARE(static_cast<int>(stream.written.at(2)) + static_cast<int>(stream.written.at(3)), version);

    const std::filesystem::path path = inFolder("big.tif");
    writeBytes(path, stream.written);
    const ImageFile read = readImageFile(path);
    QCOMPARE(read.format, ImageFormat::Tiff);
    QVERIFY(read.image.samePixels(image));
}

void ImageRoundTripTest::floatPicturesBecomeSixteenBit()
{
    const Image image = imageOf<float>({3, 1}, 3, [](int x, int, int) { return 0.5F * static_cast<float>(x); });
    const std::filesystem::path path = inFolder("float.tif");
    writeImageFile(path, image);
    const Image read = readImageFile(path).image;
    QCOMPARE(read.type(), SampleType::U16);
    QCOMPARE(static_cast<int>(read.row<std::uint16_t>(0)[3]), 32768);
}

void ImageRoundTripTest::eightBitFormatsRound()
{
    const Image image = imageOf<std::uint16_t>({32, 32}, 4, [](int x, int, int c) {
        return c < 3 ? 100 * 257 + 120 : x < 16 ? 65535 : 9;
    });
    for (const char* name : {"rounded.jpg", "rounded.webp"}) {
        writeImageFile(inFolder(name), image, {{}, 100});
        const Image read = readImageFile(inFolder(name)).image;
        QCOMPARE(read.type(), SampleType::U8);
        QCOMPARE(read.hasAlpha(), std::string(name).ends_with("webp"));
        QCOMPARE(static_cast<int>(read.row<std::uint8_t>(5)[1]), 100);
    }
}

void ImageRoundTripTest::masks_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("png") << "mask.png";
    QTest::newRow("tiff") << "mask.tif";
}

void ImageRoundTripTest::masks()
{
    QFETCH(QString, name);
    Mask mask(Size{256, 3});
    for (int x = 0; x < 256; ++x)
        mask.writableRow(1)[x] = static_cast<std::uint8_t>(x);
    writeMaskFile(inFolder(name.toStdString()), mask);
    QVERIFY(readMaskFile(inFolder(name.toStdString())) == mask);

    // A cut-out is a mask by its alpha when its colour says nothing.
    const Image cutOut = imageOf<std::uint8_t>({256, 1}, 4, [](int x, int, int c) { return c == 3 ? x : 200; });
    writeImageFile(inFolder("cut_out.png"), cutOut);
    QCOMPARE(static_cast<int>(readMaskFile(inFolder("cut_out.png")).row(0)[77]), 77);
}

void ImageRoundTripTest::extensions_data()
{
    QTest::addColumn<int>("format");
    constexpr int kNone = -1;
    QTest::newRow("a.png") << static_cast<int>(ImageFormat::Png);
    QTest::newRow("a.PNG") << static_cast<int>(ImageFormat::Png);
    QTest::newRow("b.c.JpEg") << static_cast<int>(ImageFormat::Jpeg);
    QTest::newRow("b.jpg") << static_cast<int>(ImageFormat::Jpeg);
    QTest::newRow("c.tiff") << static_cast<int>(ImageFormat::Tiff);
    QTest::newRow("c.TIF") << static_cast<int>(ImageFormat::Tiff);
    QTest::newRow("d.webp") << static_cast<int>(ImageFormat::WebP);
    QTest::newRow("c.jpe") << static_cast<int>(ImageFormat::Jpeg);
    QTest::newRow("e.gif") << kNone;
    QTest::newRow("e.bmp") << kNone;
    QTest::newRow("png") << kNone;
    QTest::newRow("f.") << kNone;
}

void ImageRoundTripTest::extensions()
{
    QFETCH(int, format);
    const std::filesystem::path path = QTest::currentDataTag();
    if (format >= 0)
        QCOMPARE(static_cast<int>(imageFormatForPath(path)), format);
    else
        QCOMPARE(codeThrownBy([&] { (void)imageFormatForPath(path); }), ErrorCode::UnsupportedFormat);
}

void ImageRoundTripTest::allExtensions()
{
    const std::vector<const char*> all = imageExtensions();
    QCOMPARE((std::vector<std::string>(all.begin(), all.end())),
             (std::vector<std::string>{".png", ".jpg", ".jpeg", ".jpe", ".tif", ".tiff", ".webp", ".bmp"}));
}

void ImageRoundTripTest::longestSides_data()
{
    QTest::addColumn<int>("longest");
    QTest::newRow("a.webp") << 16383;
    QTest::newRow("a.JPG") << 65500;
    QTest::newRow("a.png") << 0;
    QTest::newRow("a.tif") << 0;
}

void ImageRoundTripTest::longestSides()
{
    QFETCH(int, longest);
    const std::filesystem::path path = QTest::currentDataTag();
    if (longest == 0) {
        QVERIFY(!codeThrownBy([&] { checkStorableSize(path, {100'000'000, 1}); }));
        return;
    }
    QVERIFY(!codeThrownBy([&] { checkStorableSize(path, {longest, longest}); }));
    QCOMPARE(codeThrownBy([&] { checkStorableSize(path, {longest + 1, 2}); }), ErrorCode::UnsupportedFormat);
    try {
        checkStorableSize(path, {2, longest + 1});
        QFAIL("was accepted");
    } catch (const Error& error) {
        QCOMPARE(error.subject(), path.string());
        QVERIFY(error.detail().find("2 x " + std::to_string(longest + 1)) != std::string::npos);
        QVERIFY(error.detail().find("at most " + std::to_string(longest)) != std::string::npos);
    }
}

void ImageRoundTripTest::replacesTheTargetOnlyOnSuccess()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("wide.webp").toStdString();
    writeBytes(path, bytesOfText("as it was"));
    const Image tooWide = imageOf<std::uint8_t>({20000, 1}, 3, [](int, int, int) { return 1; });
    QCOMPARE(codeThrownBy([&] { writeImageFile(path, tooWide); }), ErrorCode::UnsupportedFormat);
    QCOMPARE(bytesOf(path), bytesOfText("as it was"));
    const std::filesystem::path jpeg = folder.filePath("wide.jpg").toStdString();
    const Image widerStill = imageOf<std::uint8_t>({70000, 1}, 3, [](int, int, int) { return 1; });
    QCOMPARE(codeThrownBy([&] { writeImageFile(jpeg, widerStill); }), ErrorCode::UnsupportedFormat);
    QCOMPARE(codeThrownBy([&] { writeImageFile(folder.filePath("no/such/folder.png").toStdString(), tooWide); }),
             ErrorCode::FileUnwritable);
    QCOMPARE(codeThrownBy([&] { writeImageFile(folder.filePath("null.png").toStdString(), Image()); }),
             ErrorCode::InvalidArgument);
    QCOMPARE(codeThrownBy([&] { writeImageFile(jpeg, tooWide, {{}, 101}); }), ErrorCode::InvalidArgument);
    QCOMPARE(codeThrownBy([&] { writeMaskFile(jpeg, Mask(Size{2, 2})); }), ErrorCode::UnsupportedFormat);
    QCOMPARE(entriesIn(folder), 1);
}

QTEST_APPLESS_MAIN(ImageRoundTripTest)
#include "image_round_trip_test.moc"
