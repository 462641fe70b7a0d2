#include "core/imaging/image_file.h"

#include "tests/core/imaging/image_file_checks.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/mount.h>

#include <algorithm>
#include <array>
#include <iterator>

using namespace dh;
using namespace dh::test;

namespace
{

void putBigEndian(std::vector<std::byte>& bytes, std::size_t at, std::uint32_t value)
{
    for (int i = 0; i < 4; ++i)
        bytes.at(at + static_cast<std::size_t>(i)) = static_cast<std::byte>(value >> (24 - 8 * i));
}

std::uint32_t crc32Of(const std::byte* begin, std::size_t size)
{
    std::uint32_t crc = 0xFFFFFFFFU;
    for (std::size_t i = 0; i < size; ++i) {
        crc ^= static_cast<std::uint32_t>(begin[i]);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
    }
    return ~crc;
}

/// A small PNG whose header claims another size.
std::vector<std::byte> pngClaiming(std::uint32_t width, std::uint32_t height)
{
    constexpr std::size_t kChunkName = 12;
    constexpr std::size_t kWidth = 16;
    constexpr std::size_t kChecksum = 29;
    std::vector<std::byte> bytes = bytesOf(picturePath("rgb8.png"));
    putBigEndian(bytes, kWidth, width);
    putBigEndian(bytes, kWidth + 4, height);
    putBigEndian(bytes, kChecksum, crc32Of(bytes.data() + kChunkName, kChecksum - kChunkName));
    return bytes;
}

/// A small JPEG whose frame header claims another size and, perhaps, to be progressive.
std::vector<std::byte> jpegClaiming(std::uint16_t width, std::uint16_t height, bool isProgressive)
{
    std::vector<std::byte> bytes = bytesOf(picturePath("rgb.jpg"));
    const std::vector<std::byte> frame = {std::byte{0xFF}, std::byte{0xC0}, std::byte{0}, std::byte{17}, std::byte{8}};
    const auto found = std::search(bytes.begin(), bytes.end(), frame.begin(), frame.end());
    if (isProgressive)
        *(found + 1) = std::byte{0xC2};
    const auto at = static_cast<std::size_t>(found - bytes.begin()) + frame.size();
    putBigEndian(bytes, at, static_cast<std::uint32_t>(height) << 16 | width);
    return bytes;
}

/// A small progressive JPEG with `count` scans.
std::vector<std::byte> jpegWithScans(int count)
{
    std::vector<std::byte> bytes = jpegClaiming(static_cast<std::uint16_t>(kPictureSize.width),
                                                static_cast<std::uint16_t>(kPictureSize.height), true);
    constexpr std::ptrdiff_t kLastCoefficient = 12;
    const std::vector<std::byte> mark = {std::byte{0xFF}, std::byte{0xDA}, std::byte{0}, std::byte{12}, std::byte{3}};
    const auto start = std::search(bytes.begin(), bytes.end(), mark.begin(), mark.end());
    *(start + kLastCoefficient) = std::byte{0};
    const std::vector<std::byte> end(bytes.end() - 2, bytes.end());
    const std::vector<std::byte> scan(start, bytes.end() - 2);
    bytes.resize(bytes.size() - 2);
    for (int i = 1; i < count; ++i)
        bytes.insert(bytes.end(), scan.begin(), scan.end());
    bytes.insert(bytes.end(), end.begin(), end.end());
    return bytes;
}

/// A small file system in memory; only root may make one.
class SmallDisk
{
public:
    explicit SmallDisk(const std::filesystem::path& mountPoint) : m_mountPoint(mountPoint)
    {
        std::filesystem::create_directory(mountPoint);
        m_isMounted = mount("none", mountPoint.c_str(), "tmpfs", 0, "size=64k") == 0;
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    ~SmallDisk()
    {
        if (m_isMounted)
            umount(m_mountPoint.c_str());
    }
    [[nodiscard]] bool isMounted() const { return m_isMounted; }

private:
    std::filesystem::path m_mountPoint;
    bool m_isMounted = false;
};

constexpr std::array kPictures = {
    "rgb8.png",          "interlaced.png",       "palette.png",   "grey16.png",   "wide_gamut.png", "rgb.jpg",
    "exif_6.jpg",        "cmyk_icc.jpg",         "lzw_tiled.tif", "planar16.tif", "bigtiff.tif",    "palette.tif",
    "premultiplied.tif", "rgb16_big_endian.tif", "alpha.webp",    "animated.webp"};

} // namespace

class ImageHostileTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void noPictures_data();
    void noPictures();
    void missingFilesAndFolders();
    void everyTruncationIsNoticed_data();
    void everyTruncationIsNoticed();
    void damageNeverCrashes_data();
    void damageNeverCrashes();
    void sizeIsCheckedFirst_data();
    void sizeIsCheckedFirst();
    void limitIsExact();
    void scansAreLimited();
    void thinPicturesAreFine();
    void brokenExifIsDropped();
    void fullDiskLeavesNothing();

private:
    [[nodiscard]] std::filesystem::path inFolder(const std::string& name) const
    {
        return m_folder.filePath(QString::fromStdString(name)).toStdString();
    }
    QTemporaryDir m_folder;
};

void ImageHostileTest::noPictures_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("word");
    QTest::newRow("empty.png") << QByteArray() << ErrorCode::CorruptFile << "the file is empty";
    QTest::newRow("text.png") << QByteArray("Dear diary, ") << ErrorCode::UnsupportedFormat << "PNG";
    QTest::newRow("one_byte.jpg") << QByteArray("\xFF") << ErrorCode::UnsupportedFormat << "JPEG";
    QTest::newRow("signature.png") << QByteArray("\x89PNG\r\n\x1a\n") << ErrorCode::CorruptFile << "PNG";
    QTest::newRow("start.jpg") << QByteArray("\xFF\xD8\xFF") << ErrorCode::CorruptFile << "JPEG";
    QTest::newRow("start.tif") << QByteArray("II*\0", 4) << ErrorCode::CorruptFile << "TIFF";
    QTest::newRow("start.webp") << QByteArray("RIFF\4\0\0\0WEBP", 12) << ErrorCode::CorruptFile << "WebP";
    QTest::newRow("animation.gif") << QByteArray("GIF89a") << ErrorCode::UnsupportedFormat << "content";
}

void ImageHostileTest::noPictures()
{
    QFETCH(QByteArray, content);
    QFETCH(ErrorCode, code);
    QFETCH(QString, word);
    const std::filesystem::path path = inFolder(QTest::currentDataTag());
    writeBytes(path, bytesOfText(content.toStdString()));
    try {
        (void)readImageFile(path);
        QFAIL("was read");
    } catch (const Error& error) {
        QCOMPARE(error.code(), code);
        QCOMPARE(error.subject(), path.string());
        QVERIFY2(error.detail().find(word.toStdString()) != std::string::npos, error.detail().c_str());
    }
    QCOMPARE(codeThrownBy([&] { (void)readMaskFile(path); }), code);
}

void ImageHostileTest::missingFilesAndFolders()
{
    QCOMPARE(codeThrownBy([&] { (void)readImageFile(inFolder("nothing.png")); }), ErrorCode::FileNotFound);
    QCOMPARE(codeThrownBy([&] { (void)readImageFile(m_folder.path().toStdString()); }), ErrorCode::FileUnreadable);
    QCOMPARE(codeThrownBy([&] { (void)readImageFile("/dev/zero"); }), ErrorCode::FileUnreadable);
}

void ImageHostileTest::everyTruncationIsNoticed_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : kPictures)
        QTest::newRow(name) << name;
}

void ImageHostileTest::everyTruncationIsNoticed()
{
    QFETCH(QString, name);
    const std::vector<std::byte> whole = bytesOf(picturePath(name.toStdString()));
    const Image expected = readImageFile(picturePath(name.toStdString())).image;
    const std::filesystem::path path = inFolder("truncated");
    const bool endsWithPixels = !name.endsWith(".tif");
    const std::size_t step = name == "cmyk_icc.jpg" ? 37 : 1;
    for (std::size_t size = 1; size < whole.size(); size += step) {
        writeBytes(path, {whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)});
        Image read;
        const std::optional<ErrorCode> code = codeThrownBy([&] { read = readImageFile(path).image; });
        const std::string where = "after " + std::to_string(size) + " bytes";
        // A TIFF file may end with bytes that no pixel depends on.
        QVERIFY2(code || (!endsWithPixels && read.samePixels(expected)), where.c_str());
        QVERIFY2(!code || code == ErrorCode::CorruptFile || code == ErrorCode::UnsupportedFormat, where.c_str());
    }
}

void ImageHostileTest::damageNeverCrashes_data()
{
    everyTruncationIsNoticed_data();
}

void ImageHostileTest::damageNeverCrashes()
{
    QFETCH(QString, name);
    // Small, so that the sizes that damage invents are refused quickly.
    constexpr ReadLimits kLimits{1 << 20};
    const std::vector<std::byte> whole = bytesOf(picturePath(name.toStdString()));
    const std::filesystem::path path = inFolder("damaged");
    // LittleCMS takes tens of milliseconds to prepare each CMYK profile.
    const std::size_t step = name == "cmyk_icc.jpg" ? 37 : 1;
    for (std::size_t at = 0; at < whole.size(); at += step)
        for (const std::byte value : {std::byte{0x00}, std::byte{0xFF}, whole[at] ^ std::byte{0x01}}) {
            std::vector<std::byte> damaged = whole;
            damaged[at] = value;
            writeBytes(path, damaged);
            Image read;
            const std::optional<ErrorCode> code = codeThrownBy([&] { read = readImageFile(path, kLimits).image; });
            QVERIFY(code || !read.isNull());
        }
}

void ImageHostileTest::sizeIsCheckedFirst_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("words");
    const auto add = [](const char* name, const std::vector<std::byte>& bytes, const char* words) {
        QTest::newRow(name) << QByteArray(reinterpret_cast<const char*>(bytes.data()),
                                          static_cast<qsizetype>(bytes.size()))
                            << words;
    };
    add("png", pngClaiming(60000, 60000), "60000 x 60000 pixels");
    add("png, long", pngClaiming(200000000, 200), "200000000 x 200 pixels");
    add("jpeg", jpegClaiming(65000, 64000, false), "65000 x 64000 pixels");
    // Its samples alone would fit, but not together with the coefficients of all scans.
    add("jpeg, progressive", jpegClaiming(16000, 16000, true), "16000 x 16000 pixels");
}

void ImageHostileTest::sizeIsCheckedFirst()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, words);
    constexpr ReadLimits kLimits{1 << 30};
    const std::filesystem::path path = inFolder("claims");
    writeBytes(path, bytesOfText(content.toStdString()));
    try {
        (void)readImageFile(path, kLimits);
        QFAIL("was read");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::OutOfMemory);
        QVERIFY2(error.detail().find(words.toStdString()) != std::string::npos, error.detail().c_str());
        QVERIFY2(error.detail().find("1073741824 bytes") != std::string::npos, error.detail().c_str());
    }
}

void ImageHostileTest::limitIsExact()
{
    const std::uint64_t needed = static_cast<std::uint64_t>(kPictureSize.area()) * 3;
    QVERIFY(!codeThrownBy([&] { (void)readImageFile(picturePath("rgb8.png"), {needed}); }));
    QCOMPARE(codeThrownBy([&] { (void)readImageFile(picturePath("rgb8.png"), {needed - 1}); }), ErrorCode::OutOfMemory);
}

void ImageHostileTest::scansAreLimited()
{
    const auto isRefusedForScans = [&](int count) {
        writeBytes(inFolder("scans.jpg"), jpegWithScans(count));
        try {
            (void)readImageFile(inFolder("scans.jpg"));
        } catch (const Error& error) {
            return error.code() == ErrorCode::CorruptFile &&
                   error.detail().find("more than 500 scans") != std::string::npos;
        }
        return false;
    };
    QVERIFY(!isRefusedForScans(500));
    QVERIFY(isRefusedForScans(501));
    QVERIFY(isRefusedForScans(5000));
}

void ImageHostileTest::thinPicturesAreFine()
{
    const Image thin = scatteredImage<std::uint8_t>({1, 100000}, 3);
    for (const char* name : {"thin.png", "thin.tif"}) {
        writeImageFile(inFolder(name), thin);
        QVERIFY2(readImageFile(inFolder(name)).image.samePixels(thin), name);
    }
    const Image single = scatteredImage<std::uint16_t>({1, 1}, 4);
    for (const char* name : {"single.png", "single.tif"}) {
        writeImageFile(inFolder(name), single);
        QVERIFY2(readImageFile(inFolder(name)).image.samePixels(single), name);
    }
}

void ImageHostileTest::brokenExifIsDropped()
{
    std::vector<std::byte> bytes = bytesOf(picturePath("exif_6.jpg"));
    const std::vector<std::byte> prefix = bytesOfText(std::string("Exif\0\0", 6));
    const auto found = std::search(bytes.begin(), bytes.end(), prefix.begin(), prefix.end());
    QVERIFY(found != bytes.end());
    std::fill_n(found + 6, 8, std::byte{0x7E});
    writeBytes(inFolder("broken_exif.jpg"), bytes);
    const ImageFile file = readImageFile(inFolder("broken_exif.jpg"));
    QCOMPARE(file.image.size(), kPictureSize);
    QVERIFY(file.metadata.exif.empty());
}

void ImageHostileTest::fullDiskLeavesNothing()
{
    const SmallDisk disk(inFolder("disk"));
    if (!disk.isMounted())
        QSKIP("only root can make a small disk");
    const Image image = scatteredImage<std::uint8_t>({400, 300}, 3);
    for (const char* name : {"disk/a.png", "disk/a.tif", "disk/a.jpg", "disk/a.webp"}) {
        writeBytes(inFolder(name), bytesOfText("as it was"));
        QCOMPARE(codeThrownBy([&] { writeImageFile(inFolder(name), image, {{}, 100}); }), ErrorCode::DiskFull);
        QCOMPARE(bytesOf(inFolder(name)), bytesOfText("as it was"));
    }
    constexpr std::ptrdiff_t kTargets = 4;
    QCOMPARE(
        std::distance(std::filesystem::directory_iterator(inFolder("disk")), std::filesystem::directory_iterator()),
        kTargets);
}

QTEST_APPLESS_MAIN(ImageHostileTest)
#include "image_hostile_test.moc"
