#include "core/imaging/image_file.h"

#include "core/base/log.h"

#include "tests/core/imaging/test_pictures.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

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

/// The EXIF block of exif_6.jpg, which tells 300 dots per inch, with another orientation.
std::vector<std::byte> exifWithOrientation(int orientation)
{
    std::vector<std::byte> exif = readImageFile(picturePath("exif_6.jpg")).metadata.exif;
    const bool isBigEndian = exif.front() == std::byte{'M'};
    const std::vector<std::byte> tag = isBigEndian ? bytesOfText(std::string("\x01\x12\0\3\0\0\0\1\0\1", 10))
                                                   : bytesOfText(std::string("\x12\x01\3\0\1\0\0\0\1\0", 10));
    const auto found = std::search(exif.begin(), exif.end(), tag.begin(), tag.end());
    if (found == exif.end())
        return {};
    *(found + (isBigEndian ? 9 : 8)) = static_cast<std::byte>(orientation);
    return exif;
}

/// What is logged while it lives.
class LogListener
{
public:
    LogListener()
    {
        setLogHandler([this](LogLevel, const std::string& message) { m_messages.push_back(message); });
    }
    LogListener(const LogListener&) = delete;
    LogListener& operator=(const LogListener&) = delete;
    ~LogListener() { setLogHandler({}); }

    [[nodiscard]] const std::vector<std::string>& messages() const { return m_messages; }

private:
    std::vector<std::string> m_messages;
};

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
    void metadataIsKept_data();
    void metadataIsKept();
    void resolutionIsToldOnce_data();
    void resolutionIsToldOnce();
    void exifTellsTheWrittenSize_data();
    void exifTellsTheWrittenSize();
    void longXmpIsLeftOutOfJpeg();
    void textIsKept();
    void textWithoutKeywordIsLeftOut_data();
    void textWithoutKeywordIsLeftOut();
    void textWithoutKeywordIsSkipped();
    void pngTakesPaddedProfiles();
    void pngTakesUnalignedProfiles();
    void pngSaysWhichProfileIsLost();
    void allOrientations_data();
    void allOrientations();
    void turningIsToldInMetadata_data();
    void turningIsToldInMetadata();
    void largeJpegIsWhole();
    void floatPicturesBecomeSixteenBit();
    void eightBitFormatsRound();
    void masks_data();
    void masks();
    void extensions_data();
    void extensions();
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

void ImageRoundTripTest::resolutionIsToldOnce_data()
{
    metadataIsKept_data();
}

void ImageRoundTripTest::resolutionIsToldOnce()
{
    QFETCH(QString, name);
    const Image image = pictureOf(SampleType::U8, 3);
    const std::filesystem::path path = inFolder(name.toStdString());
    WriteOptions options;
    options.metadata.exif = readImageFile(picturePath("exif_6.jpg")).metadata.exif;
    options.metadata.dotsPerInchX = 150.0;
    options.metadata.dotsPerInchY = 96.5;
    writeImageFile(path, image, options);
    const ImageMetadata read = readImageFile(path).metadata;
    QVERIFY(std::abs(read.dotsPerInchX - 150.0) < 0.02);
    QVERIFY(std::abs(read.dotsPerInchY - 96.5) < 0.51);

    // WebP has no other place for it than the EXIF block.
    WriteOptions exifAlone;
    exifAlone.metadata.exif = read.exif;
    writeImageFile(inFolder("exif_alone.webp"), image, exifAlone);
    const ImageMetadata told = readImageFile(inFolder("exif_alone.webp")).metadata;
    QCOMPARE(told.dotsPerInchX, 150.0);
    QCOMPARE(told.dotsPerInchY, 96.5);
    QVERIFY(containsText(told.exif, "Tester"));
}

void ImageRoundTripTest::exifTellsTheWrittenSize_data()
{
    metadataIsKept_data();
}

void ImageRoundTripTest::exifTellsTheWrittenSize()
{
    QFETCH(QString, name);
    const auto entry = [](const char* tag, char type, const std::string& value) {
        return (std::string(tag, 2) += std::string{type, '\0', '\1', '\0', '\0', '\0'}).append(value);
    };
    const std::string end(4, '\0');
    // PixelXDimension 4000 as a short number, PixelYDimension 3000 as a long one.
    const std::string block = std::string("II*\0\x08\0\0\0", 8)
                                  .append(std::string("\1\0", 2))
                                  .append(entry("\x69\x87", 4, std::string("\x1A\0\0\0", 4)))
                                  .append(end)
                                  .append(std::string("\2\0", 2))
                                  .append(entry("\x02\xA0", 3, std::string("\xA0\x0F\0\0", 4)))
                                  .append(entry("\x03\xA0", 4, std::string("\xB8\x0B\0\0", 4)))
                                  .append(end);
    WriteOptions options;
    options.metadata.exif = bytesOfText(block);
    const std::filesystem::path path = inFolder(name.toStdString());
    writeImageFile(path, scatteredImage<std::uint8_t>({61, 37}, 3), options);
    const std::vector<std::byte> read = readImageFile(path).metadata.exif;
    QVERIFY(containsText(read, entry("\x02\xA0", 3, std::string("\x3D\0", 2))));
    QVERIFY(containsText(read, entry("\x03\xA0", 4, std::string("\x25\0\0\0", 4))));

    // What tells no size does not begin to.
    options.metadata.exif = readImageFile(picturePath("exif_6.jpg")).metadata.exif;
    writeImageFile(path, scatteredImage<std::uint8_t>({61, 37}, 3), options);
    const std::vector<std::byte> other = readImageFile(path).metadata.exif;
    QVERIFY(!containsText(other, "\x02\xA0") && !containsText(other, "\xA0\x02"));
}

void ImageRoundTripTest::longXmpIsLeftOutOfJpeg()
{
    WriteOptions options;
    options.metadata.xmp.assign(70000, std::byte{' '});
    const LogListener log;
    writeImageFile(inFolder("long_xmp.jpg"), pictureOf(SampleType::U8, 3), options);
    QVERIFY(readImageFile(inFolder("long_xmp.jpg")).metadata.xmp.empty());
    QCOMPARE(log.messages().size(), std::size_t{1});
    QVERIFY2(log.messages().front().find("XMP") != std::string::npos, log.messages().front().c_str());
}

void ImageRoundTripTest::textIsKept()
{
    WriteOptions options;
    options.metadata.text = {{"Software", "DiffHarmony Studio"},
                             {"seed", "42"},
                             {"Title", "Grüße aus 東京"},
                             {"Größe", "groß"},
                             {std::string(79, 'k'), "as long as it may be"}};
    const std::filesystem::path path = inFolder("text.png");
    writeImageFile(path, pictureOf(SampleType::U8, 3), options);
    QCOMPARE(readImageFile(path).metadata.text, options.metadata.text);
}

void ImageRoundTripTest::textWithoutKeywordIsLeftOut_data()
{
    QTest::addColumn<QByteArray>("keyword");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("blank") << QByteArray("  ");
    QTest::newRow("space before") << QByteArray(" Title");
    QTest::newRow("space after") << QByteArray("Title ");
    QTest::newRow("two spaces") << QByteArray("A  title");
    QTest::newRow("too long") << QByteArray(80, 'k');
    QTest::newRow("line break") << QByteArray("A\ntitle");
    QTest::newRow("not printable") << QByteArray("A\xC2\x85title");
    QTest::newRow("beyond Latin-1") << QByteArray("東京");
    QTest::newRow("no UTF-8") << QByteArray("Titl\xE9");
    QTest::newRow("ends inside a character") << QByteArray("Titl\xC3");
}

void ImageRoundTripTest::textWithoutKeywordIsLeftOut()
{
    QFETCH(QByteArray, keyword);
    const std::map<std::string, std::string> valid = {{"Author", "somebody"}};
    WriteOptions options;
    options.metadata.text = valid;
    options.metadata.text[keyword.toStdString()] = "something";
    const std::filesystem::path path = inFolder("keyword.png");
    const LogListener log;
    writeImageFile(path, pictureOf(SampleType::U8, 3), options);
    QCOMPARE(readImageFile(path).metadata.text, valid);
    QCOMPARE(log.messages().size(), std::size_t{1});
    QVERIFY2(log.messages().front().find("keyword") != std::string::npos, log.messages().front().c_str());
}

void ImageRoundTripTest::textWithoutKeywordIsSkipped()
{
    // A tEXt chunk after the header: an empty keyword, its end, and the text "lost".
    const std::string chunk("\0\0\0\5tEXt\0lost\313\263\371\117", 17);
    constexpr std::ptrdiff_t kHeaderEnd = 33;
    std::vector<std::byte> bytes = bytesOf(picturePath("rgb8.png"));
    const std::vector<std::byte> inserted = bytesOfText(chunk);
    bytes.insert(bytes.begin() + kHeaderEnd, inserted.begin(), inserted.end());
    writeBytes(inFolder("no_keyword.png"), bytes);
    const LogListener log;
    const ImageFile read = readImageFile(inFolder("no_keyword.png"));
    QVERIFY(read.metadata.text.empty());
    QCOMPARE(log.messages().size(), std::size_t{1});
}

void ImageRoundTripTest::pngTakesPaddedProfiles()
{
    const IccProfile exact = profile("wide_gamut.icc");
    std::vector<std::byte> padded = *exact;
    padded.resize(padded.size() + 3, std::byte{0x7E});
    const std::filesystem::path path = inFolder("padded_profile.png");
    writeImageFile(path, pictureOf(SampleType::U8, 3, std::make_shared<const std::vector<std::byte>>(padded)));
    const Image read = readImageFile(path).image;
    QVERIFY(read.iccProfile());
    QCOMPARE(*read.iccProfile(), *exact);
}

void ImageRoundTripTest::pngTakesUnalignedProfiles()
{
    // Of version 4, one byte longer than a multiple of 4, as its header says.
    constexpr std::size_t kVersionAt = 8;
    constexpr std::size_t kLastLengthByte = 3;
    std::vector<std::byte> unaligned = *profile("wide_gamut.icc");
    QCOMPARE(unaligned[kVersionAt], std::byte{4});
    QCOMPARE(unaligned.size() % 4, std::size_t{0});
    std::vector<std::byte> expected = unaligned;
    unaligned.push_back(std::byte{0});
    unaligned[kLastLengthByte] = static_cast<std::byte>(unaligned.size());
    expected.resize(expected.size() + 4);
    expected[kLastLengthByte] = static_cast<std::byte>(expected.size());

    const std::filesystem::path path = inFolder("unaligned_profile.png");
    writeImageFile(path, pictureOf(SampleType::U8, 3, std::make_shared<const std::vector<std::byte>>(unaligned)));
    const Image read = readImageFile(path).image;
    QVERIFY(read.iccProfile());
    QCOMPARE(*read.iccProfile(), expected);
}

void ImageRoundTripTest::pngSaysWhichProfileIsLost()
{
    // PNG has no place for abstract profiles.
    constexpr std::ptrdiff_t kClassAt = 12;
    std::vector<std::byte> abstract = *profile("wide_gamut.icc");
    const std::vector<std::byte> name = bytesOfText("abst");
    std::copy(name.begin(), name.end(), abstract.begin() + kClassAt);
    const Image image = pictureOf(SampleType::U8, 3, std::make_shared<const std::vector<std::byte>>(abstract));
    const LogListener log;
    writeImageFile(inFolder("lost_profile.png"), image);
    const Image read = readImageFile(inFolder("lost_profile.png")).image;
    QVERIFY(!read.iccProfile());
    QVERIFY(read.samePixels(image));
    QCOMPARE(log.messages().size(), std::size_t{1});
    QVERIFY2(log.messages().front().starts_with("ICC profile left out"), log.messages().front().c_str());
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
    options.metadata.exif = exifWithOrientation(orientation);
    QVERIFY(!options.metadata.exif.empty());
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

void ImageRoundTripTest::turningIsToldInMetadata_data()
{
    QTest::addColumn<int>("orientation");
    QTest::addColumn<double>("across");
    QTest::addColumn<double>("down");
    QTest::newRow("half a turn") << 3 << 200.0 << 100.0;
    QTest::newRow("a quarter") << 6 << 100.0 << 200.0;
}

void ImageRoundTripTest::turningIsToldInMetadata()
{
    QFETCH(int, orientation);
    QFETCH(double, across);
    QFETCH(double, down);
    const auto packet = [](int value) {
        const std::string digit = std::to_string(value);
        std::string text = "<x:xmpmeta><rdf:Description tiff:Orientation=\"";
        text.append(digit).append("\" tiff:Model='6'/><tiff:Orientation>").append(digit);
        text.append("</tiff:Orientation></x:xmpmeta>");
        return bytesOfText(text);
    };
    WriteOptions options;
    options.metadata.exif = exifWithOrientation(orientation);
    options.metadata.xmp = packet(orientation);
    options.metadata.dotsPerInchX = 200.0;
    options.metadata.dotsPerInchY = 100.0;
    const std::filesystem::path path = inFolder("turned.png");
    writeImageFile(path, pictureOf(SampleType::U8, 3), options);
    const ImageMetadata read = readImageFile(path).metadata;
    QVERIFY(std::abs(read.dotsPerInchX - across) < 0.02);
    QVERIFY(std::abs(read.dotsPerInchY - down) < 0.02);
    QCOMPARE(read.xmp, packet(1));
}

void ImageRoundTripTest::largeJpegIsWhole()
{
    const Image image = scatteredImage<std::uint8_t>({600, 400}, 3);
    const std::filesystem::path path = inFolder("large.jpg");
    writeImageFile(path, image, {{}, 100});
    QVERIFY(std::filesystem::file_size(path) > (1U << 18U));
    QVERIFY(meanDifference(readImageFile(path).image, image) < 2.0);
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
