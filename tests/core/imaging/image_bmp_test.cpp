#include "core/imaging/image_file.h"

#include "tests/core/imaging/image_file_checks.h"

#include <QTemporaryDir>
#include <QTest>

#include <array>

using namespace dh;
using namespace dh::test;

namespace
{

using Masks = std::array<std::uint32_t, 4>;

/// A BMP file put together by hand; the picture is that of test_pictures.h, or of the palette's indices.
struct Bitmap {
    int bits = 24;
    std::uint32_t headerSize = 40;
    std::uint32_t compression = 0;
    bool isTopDown = false;
    Masks masks{};
    std::uint32_t coloursUsed = 0;
    std::vector<std::byte> icc;
    bool isAlphaUnused = false; ///< zero everywhere

    [[nodiscard]] std::vector<std::byte> bytes() const;
};

constexpr std::uint32_t kBitFields = 3;
constexpr std::size_t kHeaders = 160;
constexpr Masks kEightBits{0x00FF0000, 0x0000FF00, 0x000000FF, 0xFF000000};

/// Entry i is (i, 255 - i, i / 2), stored as blue, green, red.
void putPalette(std::vector<std::byte>& bytes, int count, bool isOld)
{
    for (int i = 0; i < count; ++i) {
        put(bytes, static_cast<std::uint64_t>(i / 2), 1);
        put(bytes, static_cast<std::uint64_t>(255 - i), 1);
        put(bytes, static_cast<std::uint64_t>(i), 1);
        put(bytes, 0, isOld ? 0 : 1);
    }
}

std::uint64_t scaledTo(std::uint32_t mask, int value)
{
    if (mask == 0)
        return 0;
    const int shift = __builtin_ctz(mask);
    const std::uint32_t most = mask >> shift;
    return static_cast<std::uint64_t>((static_cast<std::uint32_t>(value) * most + 127) / 255) << shift;
}

std::uint64_t pixelAt(const Bitmap& bitmap, int x, int y)
{
    if (bitmap.bits <= 8)
        return static_cast<std::uint64_t>((x * 3 + y) % (1 << bitmap.bits));
    Masks masks = kEightBits;
    if (bitmap.compression == kBitFields)
        masks = bitmap.masks;
    else if (bitmap.bits == 16)
        masks = {0x7C00, 0x03E0, 0x001F, 0};
    return scaledTo(masks[0], red(x, y)) | scaledTo(masks[1], green(x, y)) | scaledTo(masks[2], blue(x, y)) |
           scaledTo(masks[3], bitmap.isAlphaUnused ? 0 : alpha(x, y));
}

void putRow(std::vector<std::byte>& bytes, const Bitmap& bitmap, int y)
{
    const std::size_t start = bytes.size();
    std::uint64_t pending = 0;
    int pendingBits = 0;
    for (int x = 0; x < kPictureSize.width; ++x) {
        const std::uint64_t pixel = pixelAt(bitmap, x, y);
        if (bitmap.bits >= 8) {
            put(bytes, pixel, bitmap.bits / 8);
            continue;
        }
        pending = pending << bitmap.bits | pixel;
        pendingBits += bitmap.bits;
        if (pendingBits == 8) {
            put(bytes, pending, 1);
            pending = 0;
            pendingBits = 0;
        }
    }
    while ((bytes.size() - start) % 4 != 0)
        bytes.push_back(std::byte{0xEE});
}

void putOldHeader(std::vector<std::byte>& bytes, int bits)
{
    put(bytes, 12, 4);
    put(bytes, kPictureSize.width, 2);
    put(bytes, kPictureSize.height, 2);
    put(bytes, 1, 2);
    put(bytes, static_cast<std::uint64_t>(bits), 2);
}

void putHeader(std::vector<std::byte>& bytes, const Bitmap& bitmap, std::size_t profileOffset)
{
    constexpr std::uint64_t kDotsPerMetre = 11811; // 300 dots an inch
    const std::size_t start = bytes.size();
    put(bytes, bitmap.headerSize, 4);
    put(bytes, kPictureSize.width, 4);
    put(bytes, static_cast<std::uint64_t>(bitmap.isTopDown ? -kPictureSize.height : kPictureSize.height), 4);
    put(bytes, 1, 2);
    put(bytes, static_cast<std::uint64_t>(bitmap.bits), 2);
    put(bytes, bitmap.compression, 4);
    put(bytes, 0, 4);
    put(bytes, kDotsPerMetre, 4);
    put(bytes, kDotsPerMetre, 4);
    put(bytes, bitmap.coloursUsed, 4);
    put(bytes, 0, 4);
    if (bitmap.compression == kBitFields)
        for (std::size_t i = 0; i < (bitmap.headerSize >= 56 ? 4U : 3U); ++i)
            put(bytes, bitmap.masks[i], 4);
    if (bitmap.headerSize == 124) {
        bytes.resize(start + 56);
        put(bytes, bitmap.icc.empty() ? 0x73524742 : 0x4D424544, 4);
        bytes.resize(start + 112);
        put(bytes, profileOffset, 4);
        put(bytes, bitmap.icc.size(), 4);
    }
    bytes.resize(std::max(bytes.size(), start + bitmap.headerSize));
}

std::vector<std::byte> Bitmap::bytes() const
{
    constexpr int kFileHeader = 14;
    const bool isOld = headerSize == 12;
    std::vector<std::byte> body;
    const std::size_t rowBytes = (static_cast<std::size_t>(kPictureSize.width * bits) + 31) / 32 * 4;
    const int colours = bits > 8 ? 0 : coloursUsed > 0 ? static_cast<int>(coloursUsed) : 1 << bits;
    const std::size_t masksBytes = compression == kBitFields && headerSize == 40 ? 12 : 0;
    const std::size_t dataStart = headerSize + masksBytes + static_cast<std::size_t>(colours) * (isOld ? 3U : 4U);
    if (isOld)
        putOldHeader(body, bits);
    else
        putHeader(body, *this, dataStart + rowBytes * static_cast<std::size_t>(kPictureSize.height));
    putPalette(body, colours, isOld);
    for (int i = 0; i < kPictureSize.height; ++i)
        putRow(body, *this, isTopDown ? i : kPictureSize.height - 1 - i);
    body.insert(body.end(), icc.begin(), icc.end());

    std::vector<std::byte> file{std::byte{'B'}, std::byte{'M'}};
    put(file, kFileHeader + body.size(), 4);
    put(file, 0, 4);
    put(file, kFileHeader + dataStart, 4);
    file.insert(file.end(), body.begin(), body.end());
    return file;
}

int expectedSample(const Bitmap& bitmap, int x, int y, int c)
{
    if (bitmap.bits > 8)
        return c == 0 ? red(x, y) : c == 1 ? green(x, y) : c == 2 ? blue(x, y) : alpha(x, y);
    const int index = (x * 3 + y) % (1 << bitmap.bits);
    const bool isBlack = bitmap.coloursUsed > 0 && index >= static_cast<int>(bitmap.coloursUsed);
    return isBlack ? 0 : c == 0 ? index : c == 1 ? 255 - index : index / 2;
}

} // namespace

Q_DECLARE_METATYPE(Bitmap)

class ImageBmpTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void reads_data();
    void reads();
    void keepsProfileAndResolution();
    void everyTruncationIsNoticed_data();
    void everyTruncationIsNoticed();
    void damageNeverCrashes_data();
    void damageNeverCrashes();
    void refused_data();
    void refused();
    void isNotWritten();

private:
    [[nodiscard]] std::filesystem::path written(const std::vector<std::byte>& bytes) const
    {
        const std::filesystem::path path = m_folder.filePath("picture.bmp").toStdString();
        writeBytes(path, bytes);
        return path;
    }
    QTemporaryDir m_folder;
};

void ImageBmpTest::reads_data()
{
    QTest::addColumn<Bitmap>("bitmap");
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("tolerance");
    QTest::newRow("24 bit") << Bitmap{} << 3 << 0;
    QTest::newRow("24 bit, top down") << Bitmap{24, 40, 0, true, {}, 0, {}} << 3 << 0;
    QTest::newRow("24 bit, OS/2") << Bitmap{24, 12, 0, false, {}, 0, {}} << 3 << 0;
    QTest::newRow("32 bit, plain") << Bitmap{32, 40, 0, false, {}, 0, {}} << 3 << 0;
    QTest::newRow("32 bit, masks") << Bitmap{32, 40, kBitFields, false, {0xFF, 0xFF00, 0xFF0000, 0}, 0, {}} << 3 << 0;
    QTest::newRow("32 bit, alpha") << Bitmap{32, 124, kBitFields, false, kEightBits, 0, {}} << 4 << 0;
    QTest::newRow("32 bit, alpha unused") << Bitmap{32, 124, kBitFields, false, kEightBits, 0, {}, true} << 3 << 0;
    QTest::newRow("32 bit, alpha unused, version 3")
        << Bitmap{32, 56, kBitFields, true, kEightBits, 0, {}, true} << 3 << 0;
    QTest::newRow("32 bit, ten bits each")
        << Bitmap{32, 108, kBitFields, true, {0x3FF00000, 0xFFC00, 0x3FF, 0}, 0, {}} << 3 << 0;
    QTest::newRow("16 bit, 555") << Bitmap{16, 40, 0, false, {}, 0, {}} << 3 << 4;
    QTest::newRow("16 bit, 565") << Bitmap{16, 40, kBitFields, false, {0xF800, 0x7E0, 0x1F, 0}, 0, {}} << 3 << 4;
    QTest::newRow("8 bit") << Bitmap{8, 40, 0, false, {}, 0, {}} << 3 << 0;
    QTest::newRow("8 bit, short palette") << Bitmap{8, 40, 0, false, {}, 40, {}} << 3 << 0;
    QTest::newRow("8 bit, OS/2") << Bitmap{8, 12, 0, false, {}, 0, {}} << 3 << 0;
    QTest::newRow("4 bit") << Bitmap{4, 40, 0, true, {}, 0, {}} << 3 << 0;
    QTest::newRow("1 bit") << Bitmap{1, 40, 0, false, {}, 0, {}} << 3 << 0;
}

void ImageBmpTest::reads()
{
    QFETCH(Bitmap, bitmap);
    QFETCH(int, channels);
    QFETCH(int, tolerance);
    const ImageFile file = readImageFile(written(bitmap.bytes()));
    QCOMPARE(file.format, ImageFormat::Bmp);
    QCOMPARE(file.image.size(), kPictureSize);
    QCOMPARE(file.image.channels(), channels);
    QCOMPARE(file.image.type(), SampleType::U8);
    for (int y = 0; y < kPictureSize.height; ++y)
        for (int x = 0; x < kPictureSize.width; ++x)
            for (int c = 0; c < channels; ++c) {
                const int sample = file.image.row<std::uint8_t>(y)[x * channels + c];
                QVERIFY(std::abs(sample - expectedSample(bitmap, x, y, c)) <= tolerance);
            }
}

void ImageBmpTest::keepsProfileAndResolution()
{
    const std::vector<std::byte> icc = bytesOf(picturePath("wide_gamut.icc"));
    const ImageFile file = readImageFile(written(Bitmap{24, 124, 0, false, {}, 0, icc}.bytes()));
    QVERIFY(file.image.iccProfile() != nullptr);
    QCOMPARE(*file.image.iccProfile(), icc);
    QVERIFY(std::abs(file.metadata.dotsPerInchX - 300.0) < 0.01);
    QVERIFY(std::abs(file.metadata.dotsPerInchY - 300.0) < 0.01);
}

void ImageBmpTest::everyTruncationIsNoticed_data()
{
    QTest::addColumn<Bitmap>("bitmap");
    QTest::newRow("24 bit") << Bitmap{};
    QTest::newRow("32 bit, alpha") << Bitmap{32, 124, kBitFields, false, kEightBits, 0, {}};
    QTest::newRow("8 bit, short palette") << Bitmap{8, 40, 0, true, {}, 40, {}};
    QTest::newRow("1 bit, OS/2") << Bitmap{1, 12, 0, false, {}, 0, {}};
}

void ImageBmpTest::everyTruncationIsNoticed()
{
    QFETCH(Bitmap, bitmap);
    const std::vector<std::byte> whole = bitmap.bytes();
    // Every place in the headers, some among the pixels.
    for (std::size_t size = 1; size < whole.size(); size += size < kHeaders ? 1 : 31) {
        const auto path = written({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)});
        const std::optional<ErrorCode> code = codeThrownBy([&] { (void)readImageFile(path); });
        QVERIFY(code == ErrorCode::CorruptFile || code == ErrorCode::UnsupportedFormat);
    }
}

void ImageBmpTest::damageNeverCrashes_data()
{
    everyTruncationIsNoticed_data();
}

void ImageBmpTest::damageNeverCrashes()
{
    QFETCH(Bitmap, bitmap);
    constexpr ReadLimits kLimits{1 << 20};
    const std::vector<std::byte> whole = bitmap.bytes();
    for (std::size_t at = 0; at < std::min(whole.size(), kHeaders); ++at)
        for (const std::byte value : {std::byte{0x00}, std::byte{0x7F}, std::byte{0xFF}, whole[at] ^ std::byte{0x01}}) {
            std::vector<std::byte> damaged = whole;
            damaged[at] = value;
            Image read;
            const auto path = written(damaged);
            const std::optional<ErrorCode> code = codeThrownBy([&] { read = readImageFile(path, kLimits).image; });
            QVERIFY(code || !read.isNull());
        }
}

void ImageBmpTest::refused_data()
{
    QTest::addColumn<std::size_t>("at");
    QTest::addColumn<std::uint32_t>("value");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("word");
    const auto add = [](const char* name, std::size_t at, std::uint32_t value, ErrorCode code, const char* word) {
        QTest::newRow(name) << at << value << code << word;
    };
    add("run-length 8", 30, 1, ErrorCode::UnsupportedFormat, "run-length");
    add("run-length 4", 30, 2, ErrorCode::UnsupportedFormat, "run-length");
    add("JPEG inside", 30, 4, ErrorCode::UnsupportedFormat, "compressed");
    add("3 bits", 26, 0x00030001, ErrorCode::CorruptFile, "3 bits");
    add("no width", 18, 0, ErrorCode::CorruptFile, "no pixels");
    add("negative width", 18, 0xFFFFFFF0, ErrorCode::CorruptFile, "width");
    add("least height", 22, 0x80000000, ErrorCode::UnsupportedFormat, "more than");
    add("huge", 18, 100000000, ErrorCode::OutOfMemory, "100000000 x 12");
    add("data far away", 10, 0xFFFFFFFF, ErrorCode::CorruptFile, "last pixel");
    add("strange header", 14, 13, ErrorCode::CorruptFile, "header");
}

void ImageBmpTest::refused()
{
    QFETCH(std::size_t, at);
    QFETCH(std::uint32_t, value);
    QFETCH(ErrorCode, code);
    QFETCH(QString, word);
    std::vector<std::byte> bytes = Bitmap{}.bytes();
    for (std::size_t i = 0; i < 4; ++i)
        bytes[at + i] = static_cast<std::byte>(value >> (8 * i));
    const std::filesystem::path path = written(bytes);
    try {
        (void)readImageFile(path, {1 << 24});
        QFAIL("was read");
    } catch (const Error& error) {
        QCOMPARE(error.code(), code);
        QVERIFY2(error.detail().find(word.toStdString()) != std::string::npos, error.detail().c_str());
    }
}

void ImageBmpTest::isNotWritten()
{
    const std::filesystem::path path = m_folder.filePath("new.bmp").toStdString();
    QCOMPARE(codeThrownBy([&] {
                 writeImageFile(path, scatteredImage<std::uint8_t>({2, 2}, 3));
             }),
             ErrorCode::UnsupportedFormat);
    QCOMPARE(codeThrownBy([&] { writeMaskFile(path, Mask(Size{2, 2})); }), ErrorCode::UnsupportedFormat);
    QVERIFY(!std::filesystem::exists(path));
}

QTEST_APPLESS_MAIN(ImageBmpTest)
#include "image_bmp_test.moc"
