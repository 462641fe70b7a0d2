#include "core/document/fast_png.h"

#include "core/base/error.h"
#include "core/imaging/parallel_rows.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstdint>
#include <cstring>
#include <new>
#include <string_view>

namespace dh
{

namespace
{

constexpr std::array<std::uint8_t, 8> kSignature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
constexpr std::uint8_t kColourRgb = 2;
constexpr std::uint8_t kColourRgba = 6;
constexpr std::byte kFilterUp{2};
/// zlib's header (RFC 1950): deflate, window of 32 KiB, fastest.
constexpr std::array<std::uint8_t, 2> kZlibHeader{0x78, 0x01};
constexpr std::size_t kMostInChunk = std::size_t{1} << 30U;

void append(Bytes& target, const void* data, std::size_t size)
{
    const auto* begin = static_cast<const std::byte*>(data);
    target.insert(target.end(), begin, begin + size);
}

void appendBigEndian(Bytes& target, std::uint32_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        target.push_back(static_cast<std::byte>(value >> static_cast<unsigned>(shift)));
}

void appendChunk(Bytes& target, std::string_view type, std::span<const std::byte> data)
{
    appendBigEndian(target, static_cast<std::uint32_t>(data.size()));
    const std::size_t begin = target.size();
    append(target, type.data(), type.size());
    append(target, data.data(), data.size());
    const auto* checked = reinterpret_cast<const Bytef*>(target.data() + begin);
    appendBigEndian(target, static_cast<std::uint32_t>(crc32_z(0, checked, target.size() - begin)));
}

Bytes zlibStream(std::span<const std::byte> bytes, const CancelToken& cancel)
{
    Bytes stream;
    const Bytes deflated = fastDeflated(bytes, cancel);
    stream.reserve(deflated.size() + kZlibHeader.size() + sizeof(std::uint32_t));
    append(stream, kZlibHeader.data(), kZlibHeader.size());
    append(stream, deflated.data(), deflated.size());
    const auto* checked = reinterpret_cast<const Bytef*>(bytes.data());
    appendBigEndian(stream, static_cast<std::uint32_t>(adler32_z(adler32_z(0, nullptr, 0), checked, bytes.size())));
    return stream;
}

/// Row `y` as PNG stores it: samples of 16 bits with the high byte first.
void storeRow(const Image& image, int y, std::byte* target)
{
    const auto* source = image.row<std::byte>(y);
    if (image.type() == SampleType::U8 || std::endian::native == std::endian::big) {
        std::memcpy(target, source, image.rowBytes());
        return;
    }
    for (std::size_t i = 0; i + 1 < image.rowBytes(); i += 2) {
        target[i] = source[i + 1];
        target[i + 1] = source[i];
    }
}

/// Every row with its filter byte and as the difference to the row above.
Bytes filtered(const Image& image)
{
    const std::size_t rowBytes = image.rowBytes();
    Bytes rows((rowBytes + 1) * static_cast<std::size_t>(image.height()));
    forEachBand(image.height(), [&](int first, int end) {
        // From below, so that the row above is still as it was. The first row of a band has none to count on.
        for (int y = first; y < end; ++y)
            storeRow(image, y, rows.data() + static_cast<std::size_t>(y) * (rowBytes + 1) + 1);
        for (int y = end - 1; y >= first; --y) {
            std::byte* row = rows.data() + static_cast<std::size_t>(y) * (rowBytes + 1);
            row[0] = y == first ? std::byte{0} : kFilterUp;
            if (row[0] != kFilterUp)
                continue;
            auto* values = reinterpret_cast<std::uint8_t*>(row + 1);
            const auto* above = reinterpret_cast<const std::uint8_t*>(row - rowBytes);
            for (std::size_t i = 0; i < rowBytes; ++i)
                values[i] = static_cast<std::uint8_t>(values[i] - above[i]);
        }
    });
    return rows;
}

Bytes header(const Image& image)
{
    Bytes data;
    appendBigEndian(data, static_cast<std::uint32_t>(image.width()));
    appendBigEndian(data, static_cast<std::uint32_t>(image.height()));
    const auto depth = static_cast<std::uint8_t>(8 * bytesPerSample(image.type()));
    const std::array<std::uint8_t, 5> rest{depth, image.hasAlpha() ? kColourRgba : kColourRgb, 0, 0, 0};
    append(data, rest.data(), rest.size());
    return data;
}

Bytes embeddedProfile(const std::vector<std::byte>& icc)
{
    constexpr std::string_view kName("ICC\0\0", 5); // name, its end, compression method 0
    Bytes data;
    append(data, kName.data(), kName.size());
    const Bytes stream = zlibStream(icc, {});
    append(data, stream.data(), stream.size());
    return data;
}

} // namespace

Bytes fastPng(const Image& image, const CancelToken& cancel)
{
    assert(image.type() != SampleType::F32 && !image.isNull());
    try {
        const Bytes pixels = zlibStream(filtered(image), cancel);
        Bytes file;
        constexpr std::size_t kHeaderRoom = 4096;
        file.reserve(pixels.size() + kHeaderRoom);
        append(file, kSignature.data(), kSignature.size());
        appendChunk(file, "IHDR", header(image));
        if (image.iccProfile() && !image.iccProfile()->empty())
            appendChunk(file, "iCCP", embeddedProfile(*image.iccProfile()));
        const std::span<const std::byte> all(pixels);
        for (std::size_t begin = 0; begin < all.size(); begin += kMostInChunk)
            appendChunk(file, "IDAT", all.subspan(begin, std::min(kMostInChunk, all.size() - begin)));
        appendChunk(file, "IEND", {});
        return file;
    } catch (const std::bad_alloc&) {
        throw Error(ErrorCode::OutOfMemory, "", "not enough memory to pack the picture");
    }
}

} // namespace dh
