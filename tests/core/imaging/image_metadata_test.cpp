#include "core/imaging/image_file.h"

#include "tests/core/imaging/image_file_checks.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace dh;
using namespace dh::test;

namespace
{

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

} // namespace

class ImageMetadataTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void metadataIsKept_data();
    void metadataIsKept();
    void resolutionIsToldOnce_data();
    void resolutionIsToldOnce();
    void webpTellsResolution_data();
    void webpTellsResolution();
    void exifTellsTheWrittenSize_data();
    void exifTellsTheWrittenSize();
    void xmpTellsTheWrittenSize_data();
    void xmpTellsTheWrittenSize();
    void longXmpIsLeftOutOfJpeg();
    void allOrientations_data();
    void allOrientations();
    void turningIsToldInMetadata_data();
    void turningIsToldInMetadata();

private:
    [[nodiscard]] std::filesystem::path inFolder(const std::string& name) const
    {
        return m_folder.filePath(QString::fromStdString(name)).toStdString();
    }
    QTemporaryDir m_folder;
};

void ImageMetadataTest::metadataIsKept_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : {"metadata.png", "metadata.jpg", "metadata.tif", "metadata.webp"})
        QTest::newRow(name) << name;
}

void ImageMetadataTest::metadataIsKept()
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

void ImageMetadataTest::resolutionIsToldOnce_data()
{
    metadataIsKept_data();
}

void ImageMetadataTest::resolutionIsToldOnce()
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

void ImageMetadataTest::webpTellsResolution_data()
{
    QTest::addColumn<QByteArray>("exif");
    QTest::newRow("without EXIF") << QByteArray();
    // A camera's name alone.
    QTest::newRow("EXIF without resolution") << QByteArray("II*\0\x08\0\0\0\1\0\x10\1\2\0\4\0\0\0Box\0\0\0\0\0", 26);
}

void ImageMetadataTest::webpTellsResolution()
{
    QFETCH(QByteArray, exif);
    WriteOptions options;
    options.metadata.exif = bytesOfText(exif.toStdString());
    options.metadata.dotsPerInchX = 300.0;
    options.metadata.dotsPerInchY = 96.5;
    const std::filesystem::path path = inFolder("resolution.webp");
    writeImageFile(path, pictureOf(SampleType::U8, 3), options);
    const ImageMetadata read = readImageFile(path).metadata;
    QCOMPARE(read.dotsPerInchX, 300.0);
    QCOMPARE(read.dotsPerInchY, 96.5);
    QCOMPARE(containsText(read.exif, "Box"), !exif.isEmpty());

    // Where none is known, none is told.
    options.metadata.dotsPerInchX = 0.0;
    writeImageFile(path, pictureOf(SampleType::U8, 3), options);
    QCOMPARE(readImageFile(path).metadata.exif, options.metadata.exif);
}

void ImageMetadataTest::exifTellsTheWrittenSize_data()
{
    metadataIsKept_data();
}

void ImageMetadataTest::exifTellsTheWrittenSize()
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

void ImageMetadataTest::xmpTellsTheWrittenSize_data()
{
    metadataIsKept_data();
}

void ImageMetadataTest::xmpTellsTheWrittenSize()
{
    QFETCH(QString, name);
    const auto packet = [](const char* width, const char* height) {
        const QString text = "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:Description tiff:ImageWidth=\"%1\" "
                             "tiff:ImageLength = '%2' tiff:ImageWidths='7' tiff:XResolution=\"4000/1\">"
                             "<exif:PixelXDimension>%1</exif:PixelXDimension>\n"
                             "<exif:PixelYDimension> %2 </exif:PixelYDimension>\n<exif:PixelXDimension/>4000"
                             "</rdf:Description></x:xmpmeta>";
        return bytesOfText(text.arg(width, height).toStdString());
    };
    WriteOptions options;
    options.metadata.xmp = packet("4000", "3000");
    const std::filesystem::path path = inFolder(name.toStdString());
    writeImageFile(path, scatteredImage<std::uint8_t>({61, 37}, 3), options);
    QCOMPARE(readImageFile(path).metadata.xmp, packet("61", "37"));
}

void ImageMetadataTest::longXmpIsLeftOutOfJpeg()
{
    WriteOptions options;
    options.metadata.xmp.assign(70000, std::byte{' '});
    const LogListener log;
    writeImageFile(inFolder("long_xmp.jpg"), pictureOf(SampleType::U8, 3), options);
    QVERIFY(readImageFile(inFolder("long_xmp.jpg")).metadata.xmp.empty());
    QCOMPARE(log.messages().size(), std::size_t{1});
    QVERIFY2(log.messages().front().find("XMP") != std::string::npos, log.messages().front().c_str());
}

void ImageMetadataTest::allOrientations_data()
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

void ImageMetadataTest::allOrientations()
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

void ImageMetadataTest::turningIsToldInMetadata_data()
{
    QTest::addColumn<int>("orientation");
    QTest::addColumn<double>("across");
    QTest::addColumn<double>("down");
    QTest::newRow("half a turn") << 3 << 200.0 << 100.0;
    QTest::newRow("a quarter") << 6 << 100.0 << 200.0;
}

void ImageMetadataTest::turningIsToldInMetadata()
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

QTEST_APPLESS_MAIN(ImageMetadataTest)
#include "image_metadata_test.moc"
