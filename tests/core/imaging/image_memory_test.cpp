// What the encoders do when there is no memory for one of the pieces that they or their libraries ask for: each piece
// in turn is refused.
#include "core/imaging/image_codec.h"

#include "tests/core/imaging/image_file_checks.h"

#include <QTest>

#include <cstdlib>
#include <new>

using namespace dh;
using namespace dh::test;

namespace
{

/// Smaller pieces are always there: libtiff doesn't survive the lack of some.
constexpr std::size_t kSmallestRefused = 512;

/// How many pieces this thread gets before one is refused; < 0 for all.
thread_local int piecesLeft = -1;

[[maybe_unused]] bool isRefused(std::size_t size)
{
    return size >= kSmallestRefused && piecesLeft >= 0 && piecesLeft-- == 0;
}

using Encode = std::vector<std::byte> (*)(const PixelView&, const EncodeOptions&);

enum class Outcome { Complete, OutOfMemory, Other };

Outcome outcomeOf(Encode encode, const PixelView& pixels, const EncodeOptions& options,
                  const std::vector<std::byte>& expected, int pieces)
{
    Outcome outcome = Outcome::Other;
    piecesLeft = pieces;
    try {
        const std::vector<std::byte> encoded = encode(pixels, options);
        outcome = encoded == expected ? Outcome::Complete : Outcome::Other;
    } catch (const Error& error) {
        outcome = error.code() == ErrorCode::OutOfMemory ? Outcome::OutOfMemory : Outcome::Other;
    } catch (const std::bad_alloc&) {
        outcome = Outcome::OutOfMemory;
    }
    return outcome;
}

} // namespace

// The allocator of a program takes the place of the C library's, for the shared libraries too; a sanitizer's has to
// stay.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kCanRefuse = false;
#else
constexpr bool kCanRefuse = true;

extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* memory, std::size_t size);

__attribute__((visibility("default"))) void* malloc(std::size_t size) noexcept
{
    return isRefused(size) ? nullptr : __libc_malloc(size);
}
__attribute__((visibility("default"))) void* calloc(std::size_t count, std::size_t size) noexcept
{
    return isRefused(count * size) ? nullptr : __libc_calloc(count, size);
}
__attribute__((visibility("default"))) void* realloc(void* memory, std::size_t size) noexcept
{
    return isRefused(size) ? nullptr : __libc_realloc(memory, size);
}
}

#endif

Q_DECLARE_METATYPE(Encode)

class ImageMemoryTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void refusedMemoryIsTold_data();
    void refusedMemoryIsTold();
};

void ImageMemoryTest::refusedMemoryIsTold_data()
{
    QTest::addColumn<Encode>("encode");
    QTest::newRow("PNG") << Encode(encodePng);
    QTest::newRow("JPEG") << Encode(encodeJpeg);
    QTest::newRow("TIFF") << Encode(encodeTiff);
    QTest::newRow("WebP") << Encode(encodeWebP);
}

void ImageMemoryTest::refusedMemoryIsTold()
{
    if (!kCanRefuse)
        QSKIP("the sanitizer's allocator can't be replaced");
    QFETCH(Encode, encode);
    const Image image = pictureOf(SampleType::U8, 3);
    const PixelView pixels{image.size(), image.channels(), image.type(), image.bytes()};
    EncodeOptions options;
    options.icc = profile("wide_gamut.icc");
    if (encode != encodeTiff) // the others take it as it is
        options.metadata.exif.assign(2000, std::byte{'M'});
    options.metadata.xmp.assign(5000, std::byte{' '});
    options.metadata.text = {{"Title", std::string(3000, 't')}};
    options.metadata.dotsPerInchX = 300.0;
    options.metadata.dotsPerInchY = 300.0;
    const std::vector<std::byte> expected = encode(pixels, options);

    constexpr int kMostPieces = 100000;
    int refused = 0;
    int pieces = 0;
    for (bool isEnough = false; !isEnough; ++pieces) {
        QVERIFY(pieces < kMostPieces);
        const Outcome outcome = outcomeOf(encode, pixels, options, expected, pieces);
        isEnough = piecesLeft >= 0;
        piecesLeft = -1;
        const std::string where = "piece " + std::to_string(pieces);
        QVERIFY2(outcome == Outcome::OutOfMemory || outcome == Outcome::Complete, where.c_str());
        refused += outcome == Outcome::OutOfMemory ? 1 : 0;
    }
    QVERIFY2(refused > 3, std::to_string(refused).c_str());
}

QTEST_APPLESS_MAIN(ImageMemoryTest)
#include "image_memory_test.moc"
