#include "core/imaging/image_file.h"

#include "tests/core/imaging/image_file_checks.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <map>

using namespace dh;
using namespace dh::test;

class ImagePngTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void textIsKept();
    void textWithoutKeywordIsLeftOut_data();
    void textWithoutKeywordIsLeftOut();
    void textWithoutKeywordIsSkipped();
    void pngTakesPaddedProfiles();
    void pngTakesUnalignedProfiles();
    void pngSaysWhichProfileIsLost();
    void exifIsWrittenOnce();

private:
    [[nodiscard]] std::filesystem::path inFolder(const std::string& name) const
    {
        return m_folder.filePath(QString::fromStdString(name)).toStdString();
    }
    QTemporaryDir m_folder;
};

void ImagePngTest::textIsKept()
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

void ImagePngTest::textWithoutKeywordIsLeftOut_data()
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

void ImagePngTest::textWithoutKeywordIsLeftOut()
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

void ImagePngTest::textWithoutKeywordIsSkipped()
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

void ImagePngTest::pngTakesPaddedProfiles()
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

void ImagePngTest::pngTakesUnalignedProfiles()
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

void ImagePngTest::pngSaysWhichProfileIsLost()
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

void ImagePngTest::exifIsWrittenOnce()
{
    WriteOptions options;
    options.metadata.exif = readImageFile(picturePath("exif_6.jpg")).metadata.exif;
    const std::filesystem::path path = inFolder("exif.png");
    writeImageFile(path, pictureOf(SampleType::U8, 3), options);
    // PNG allows one chunk of this kind.
    const std::vector<std::byte> bytes = bytesOf(path);
    const std::vector<std::byte> chunk = bytesOfText("eXIf");
    const auto first = std::search(bytes.begin(), bytes.end(), chunk.begin(), chunk.end());
    QVERIFY(first != bytes.end());
    QVERIFY(std::search(first + 1, bytes.end(), chunk.begin(), chunk.end()) == bytes.end());
}

QTEST_APPLESS_MAIN(ImagePngTest)
#include "image_png_test.moc"
