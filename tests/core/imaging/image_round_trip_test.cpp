#include "core/imaging/image_file.h"

#include "tests/core/imaging/test_pictures.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace dh;
using namespace dh::test;

namespace
{

Image pictureOf(SampleType type, int channels, IccProfile icc = nullptr)
{
    constexpr Size kSize{61, 37};
    return type == SampleType::U8 ? scatteredImage<std::uint8_t>(kSize, channels, std::move(icc))
                                  : scatteredImage<std::uint16_t>(kSize, channels, std::move(icc));
}

std::vector<std::byte> bytesOfText(const std::string& text)
{
    const auto* begin = reinterpret_cast<const std::byte*>(text.data());
    return {begin, begin + text.size()};
}

bool containsText(const std::vector<std::byte>& bytes, const std::string& text)
{
    const std::vector<std::byte> wanted = bytesOfText(text);
    return std::search(bytes.begin(), bytes.end(), wanted.begin(), wanted.end()) != bytes.end();
}

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
    void metadataIsKept_data();
    void metadataIsKept();
    void textIsKept();
    void allOrientations_data();
    void allOrientations();
    void floatPicturesBecomeSixteenBit();
    void eightBitFormatsRound();
    void masks_data();
    void masks();
    void extensions_data();
    void extensions();
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

void ImageRoundTripTest::metadataIsKept_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : {"metadata.png", "metadata.jpg", "metadata.tif", "metadata.webp"})
        QTest::newRow(name) << name;
}

void ImageRoundTripTest::metadataIsKept()
{
    QFETCH(QString, name);
    WriteOptions options;
    options.metadata = readImageFile(picturePath("exif_6.jpg")).metadata;
    options.metadata.xmp = bytesOfText("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"></x:xmpmeta>");
    const std::filesystem::path path = inFolder(name.toStdString());
    const Image image = pictureOf(SampleType::U8, 3, profile("wide_gamut.icc"));
    writeImageFile(path, image, options);

    const ImageFile read = readImageFile(path);
    QCOMPARE(read.image.size(), image.size());
    QVERIFY(read.image.iccProfile());
    QCOMPARE(*read.image.iccProfile(), *image.iccProfile());
    for (const char* text : {"Example", "Tester"})
        QVERIFY2(containsText(read.metadata.exif, text), text);
    QCOMPARE(read.metadata.xmp, options.metadata.xmp);
    QVERIFY(std::abs(read.metadata.dotsPerInchX - 300.0) < 0.02);
    QVERIFY(std::abs(read.metadata.dotsPerInchY - 300.0) < 0.02);
}

void ImageRoundTripTest::textIsKept()
{
    WriteOptions options;
    options.metadata.text = {{"Software", "DiffHarmony Studio"}, {"seed", "42"}, {"Title", "Grüße aus 東京"}};
    const std::filesystem::path path = inFolder("text.png");
    writeImageFile(path, pictureOf(SampleType::U8, 3), options);
    QCOMPARE(readImageFile(path).metadata.text, options.metadata.text);
}

void ImageRoundTripTest::allOrientations_data()
{
    QTest::addColumn<int>("orientation");
    QTest::addColumn<QByteArray>("upright");
    // Stored: A B C above D E F.
    QTest::newRow("1") << 1 << QByteArray("ABC/DEF");
    QTest::newRow("2") << 2 << QByteArray("CBA/FED");
    QTest::newRow("3") << 3 << QByteArray("FED/CBA");
    QTest::newRow("4") << 4 << QByteArray("DEF/ABC");
    QTest::newRow("5") << 5 << QByteArray("AD/BE/CF");
    QTest::newRow("6") << 6 << QByteArray("DA/EB/FC");
    QTest::newRow("7") << 7 << QByteArray("FC/EB/DA");
    QTest::newRow("8") << 8 << QByteArray("CF/BE/AD");
}

void ImageRoundTripTest::allOrientations()
{
    QFETCH(int, orientation);
    QFETCH(QByteArray, upright);
    const Image stored = imageOf<std::uint8_t>({3, 2}, 3, [](int x, int y, int) { return 'A' + y * 3 + x; });
    // The orientation is written into the EXIF block as a file from a camera has it.
    WriteOptions options;
    options.metadata = readImageFile(picturePath("exif_6.jpg")).metadata;
    std::vector<std::byte>& exif = options.metadata.exif;
    const bool isBigEndian = exif.front() == std::byte{'M'};
    const std::vector<std::byte> tag = isBigEndian ? bytesOfText(std::string("\x01\x12\0\3\0\0\0\1\0\1", 10))
                                                   : bytesOfText(std::string("\x12\x01\3\0\1\0\0\0\1\0", 10));
    const auto found = std::search(exif.begin(), exif.end(), tag.begin(), tag.end());
    QVERIFY(found != exif.end());
    *(found + (isBigEndian ? 9 : 8)) = static_cast<std::byte>(orientation);
    const std::filesystem::path path = inFolder("orientation.png");
    writeImageFile(path, stored, options);

    const ImageFile first = readImageFile(path);
    QByteArray rows;
    for (int y = 0; y < first.image.height(); ++y) {
        for (int x = 0; x < first.image.width(); ++x)
            rows += static_cast<char>(first.image.row<std::uint8_t>(y)[x * 3]);
        rows += y + 1 < first.image.height() ? "/" : "";
    }
    QCOMPARE(rows, upright);

    // What is kept says upright, so that a second reading turns nothing.
    writeImageFile(path, first.image, {first.metadata, 95});
    QVERIFY(readImageFile(path).image.samePixels(first.image));
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
    const Image image =
        imageOf<std::uint16_t>({32, 32}, 4, [](int, int, int c) { return c == 3 ? 9 : 100 * 257 + 120; });
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
    QTest::newRow("e.gif") << kNone;
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
