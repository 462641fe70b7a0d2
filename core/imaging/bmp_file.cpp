#include "core/base/error.h"
#include "core/imaging/image_codec.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <string>

namespace dh
{

namespace
{

// Offsets of fields, from the start of the file: a file header of 14 bytes, then the bitmap's own.
constexpr std::size_t kFileHeaderBytes = 14;
constexpr std::size_t kDataOffsetField = 10;
constexpr std::size_t kHeaderSizeField = 14;
constexpr std::size_t kWidthField = 18;
constexpr std::size_t kOldHeightField = 20;
constexpr std::size_t kOldBitsField = 24;
constexpr std::size_t kHeightField = 22;
constexpr std::size_t kBitsField = 28;
constexpr std::size_t kCompressionField = 30;
constexpr std::size_t kDotsPerMetreField = 38;
constexpr std::size_t kColoursUsedField = 46;
constexpr std::size_t kMasksField = 54;
constexpr std::size_t kColourSpaceField = 70;
constexpr std::size_t kProfileOffsetField = 126;
constexpr std::size_t kProfileSizeField = 130;

constexpr std::uint32_t kOldHeader = 12; ///< OS/2 1.x: 16-bit sides, three bytes a palette entry
constexpr std::uint32_t kPlainHeader = 40;
constexpr std::uint32_t kAlphaMaskHeader = 56; ///< the first with a fourth mask
constexpr std::uint32_t kProfileHeader = 124;
constexpr std::uint32_t kEmbeddedProfile = 0x4D424544; ///< 'MBED'

enum Compression : std::uint32_t { kPlain = 0, kRunLength8 = 1, kRunLength4 = 2, kBitFields = 3, kAlphaBitFields = 6 };

/// Where a channel's bits lie in a pixel.
struct ChannelBits {
    std::uint32_t mask = 0;

    /// The channel scaled to 0..255.
    [[nodiscard]] std::uint8_t of(std::uint32_t pixel) const
    {
        if (mask == 0)
            return 0;
        const int shift = std::countr_zero(mask);
        const std::uint64_t most = mask >> shift;
        return static_cast<std::uint8_t>((static_cast<std::uint64_t>((pixel & mask) >> shift) * 255 + most / 2) / most);
    }
};

struct Layout {
    std::uint32_t headerSize = 0;
    std::int64_t width = 0;
    std::int64_t height = 0;
    bool isTopDown = false;
    int bits = 0;
    std::uint32_t compression = kPlain;
    std::array<ChannelBits, 4> channels; ///< red, green, blue, alpha; of 16 and 32 bits
};

class Reader
{
public:
    explicit Reader(const SourceFile& file) : m_file(file) {}

    DecodedImage read()
    {
        readLayout();
        const bool hasAlpha = m_layout.channels[3].mask != 0;
        const int channels = hasAlpha ? 4 : 3;
        checkDecodedSize(m_file, static_cast<std::uint64_t>(m_layout.width),
                         static_cast<std::uint64_t>(m_layout.height), channels);
        const std::uint64_t dataOffset = u32(kDataOffsetField);
        const std::uint64_t rowBytes = (static_cast<std::uint64_t>(m_layout.width) * m_layout.bits + 31) / 32 * 4;
        if (dataOffset + rowBytes * static_cast<std::uint64_t>(m_layout.height) > m_file.bytes.size())
            throw corrupt("it ends before its last pixel");
        readPalette(dataOffset);
        const auto pixels = m_file.bytes.subspan(dataOffset, rowBytes * static_cast<std::size_t>(m_layout.height));
        DecodedImage decoded;
        decoded.image = readRows(pixels, channels);
        // Many programs write the masks but leave the alpha at zero; browsers take such a picture as opaque, too.
        if (hasAlpha && !showsAnything(decoded.image))
            decoded.image = readRows(pixels, 3);
        decoded.icc = profile();
        setResolution(decoded.metadata);
        return decoded;
    }

private:
    [[nodiscard]] Error corrupt(const std::string& why) const
    {
        return Error(ErrorCode::CorruptFile, m_file.path.string(), "the BMP data is damaged: " + why);
    }
    [[nodiscard]] Error unsupported(const std::string& what) const
    {
        return Error(ErrorCode::UnsupportedFormat, m_file.path.string(), what);
    }

    [[nodiscard]] std::uint32_t littleEndian(std::size_t at, std::size_t count) const
    {
        if (at + count > m_file.bytes.size())
            throw corrupt("it ends inside its header");
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < count; ++i)
            value |= std::to_integer<std::uint32_t>(m_file.bytes[at + i]) << (8 * i);
        return value;
    }
    [[nodiscard]] std::uint32_t u32(std::size_t at) const { return littleEndian(at, 4); }
    [[nodiscard]] int u16(std::size_t at) const { return static_cast<int>(littleEndian(at, 2)); }

    void readLayout()
    {
        m_layout.headerSize = u32(kHeaderSizeField);
        if (m_layout.headerSize == kOldHeader) {
            m_layout.width = u16(kWidthField);
            m_layout.height = u16(kOldHeightField);
            m_layout.bits = u16(kOldBitsField);
        } else if (m_layout.headerSize >= kPlainHeader) {
            m_layout.width = static_cast<std::int32_t>(u32(kWidthField));
            const std::int64_t height = static_cast<std::int32_t>(u32(kHeightField));
            m_layout.isTopDown = height < 0;
            m_layout.height = std::abs(height);
            m_layout.bits = u16(kBitsField);
            m_layout.compression = u32(kCompressionField);
        } else {
            throw corrupt("its header has an unknown size");
        }
        if (m_layout.width < 0)
            throw corrupt("its width is negative");
        checkKind();
        chooseChannels();
    }

    void checkKind() const
    {
        constexpr std::array kKnownBits{1, 4, 8, 16, 24, 32};
        if (m_layout.compression == kRunLength8 || m_layout.compression == kRunLength4)
            throw unsupported("run-length encoded BMP is not supported; save it without compression");
        const bool hasFields = m_layout.compression == kBitFields || m_layout.compression == kAlphaBitFields;
        if (m_layout.compression != kPlain && !hasFields)
            throw unsupported("this kind of compressed BMP is not supported");
        if (std::find(kKnownBits.begin(), kKnownBits.end(), m_layout.bits) == kKnownBits.end() ||
            (hasFields && m_layout.bits != 16 && m_layout.bits != 32))
            throw corrupt("it has " + std::to_string(m_layout.bits) + " bits a pixel");
    }

    void chooseChannels()
    {
        if (m_layout.compression == kPlain) {
            // The fourth byte of plain 32-bit pixels means nothing.
            if (m_layout.bits == 16)
                m_layout.channels = {{{0x7C00}, {0x03E0}, {0x001F}, {0}}};
            else
                m_layout.channels = {{{0xFF0000}, {0x00FF00}, {0x0000FF}, {0}}};
            return;
        }
        const bool hasAlphaMask = m_layout.headerSize >= kAlphaMaskHeader || m_layout.compression == kAlphaBitFields;
        for (std::size_t c = 0; c < (hasAlphaMask ? 4U : 3U); ++c)
            m_layout.channels[c].mask = u32(kMasksField + 4 * c);
    }

    void readPalette(std::uint64_t dataOffset)
    {
        if (m_layout.bits > 8)
            return;
        const std::size_t entryBytes = m_layout.headerSize == kOldHeader ? 3 : 4;
        const std::size_t start = kFileHeaderBytes + m_layout.headerSize;
        const std::size_t most = std::size_t{1} << m_layout.bits;
        std::size_t count = m_layout.headerSize == kOldHeader ? 0 : u32(kColoursUsedField);
        count = count == 0 ? most : std::min(count, most);
        const std::size_t room = dataOffset > start ? (dataOffset - start) / entryBytes : 0;
        if (room == 0)
            throw corrupt("it has no palette");
        // Indices beyond a short palette stay black, as other programs show them.
        for (std::size_t i = 0; i < std::min(count, room); ++i)
            for (std::size_t c = 0; c < 3; ++c)
                m_palette[i][c] = static_cast<std::uint8_t>(littleEndian(start + i * entryBytes + (2 - c), 1));
    }

    [[nodiscard]] Image readRows(std::span<const std::byte> pixels, int channels) const
    {
        const Size size{static_cast<int>(m_layout.width), static_cast<int>(m_layout.height)};
        const std::size_t rowBytes = pixels.size() / static_cast<std::size_t>(size.height);
        ImageBuffer buffer(size, channels, SampleType::U8);
        for (int y = 0; y < size.height; ++y) {
            const auto line = static_cast<std::size_t>(m_layout.isTopDown ? y : size.height - 1 - y);
            readRow(pixels.subspan(line * rowBytes, rowBytes), buffer.row<std::uint8_t>(y), size.width, channels);
        }
        return std::move(buffer).finish();
    }

    /// Whether any pixel's alpha is not zero.
    [[nodiscard]] static bool showsAnything(const Image& image)
    {
        const auto* samples = image.row<std::uint8_t>(0);
        const long long count = image.size().area();
        for (long long i = 0; i < count; ++i)
            if (samples[i * 4 + 3] != 0)
                return true;
        return false;
    }

    void readRow(std::span<const std::byte> line, std::uint8_t* target, int width, int channels) const
    {
        const auto bytesPerPixel = static_cast<std::size_t>(m_layout.bits / 8);
        for (int x = 0; x < width; ++x, target += channels) {
            if (m_layout.bits <= 8) {
                std::copy_n(m_palette[paletteIndex(line, x)].begin(), 3, target);
                continue;
            }
            std::uint32_t pixel = 0;
            for (std::size_t i = 0; i < bytesPerPixel; ++i)
                pixel |= std::to_integer<std::uint32_t>(line[static_cast<std::size_t>(x) * bytesPerPixel + i])
                         << (8 * i);
            for (int c = 0; c < channels; ++c)
                target[c] = m_layout.channels[static_cast<std::size_t>(c)].of(pixel);
        }
    }

    [[nodiscard]] std::size_t paletteIndex(std::span<const std::byte> line, int x) const
    {
        const int perByte = 8 / m_layout.bits;
        const auto byte = std::to_integer<unsigned>(line[static_cast<std::size_t>(x / perByte)]);
        const int shift = 8 - m_layout.bits * (x % perByte + 1);
        return (byte >> shift) & ((1U << m_layout.bits) - 1U);
    }

    [[nodiscard]] std::vector<std::byte> profile() const
    {
        if (m_layout.headerSize < kProfileHeader || u32(kColourSpaceField) != kEmbeddedProfile)
            return {};
        const std::uint64_t start = kFileHeaderBytes + std::uint64_t{u32(kProfileOffsetField)};
        const std::uint64_t count = u32(kProfileSizeField);
        if (start + count > m_file.bytes.size())
            throw corrupt("it ends inside its colour profile");
        const auto bytes = m_file.bytes.subspan(start, count);
        return {bytes.begin(), bytes.end()};
    }

    void setResolution(ImageMetadata& metadata) const
    {
        constexpr double kMetresPerInch = 0.0254;
        if (m_layout.headerSize == kOldHeader)
            return;
        const auto inchDots = [&](std::size_t at) {
            return std::max(0.0, static_cast<std::int32_t>(u32(at)) * kMetresPerInch);
        };
        metadata.dotsPerInchX = inchDots(kDotsPerMetreField);
        metadata.dotsPerInchY = inchDots(kDotsPerMetreField + 4);
    }

    const SourceFile& m_file;
    Layout m_layout;
    std::array<std::array<std::uint8_t, 3>, 256> m_palette{};
};

} // namespace

bool isBmp(std::span<const std::byte> bytes)
{
    // "BM" alone begins many a text; the header's first field is its size, whose upper bytes are zero.
    return bytes.size() > kHeaderSizeField + 3 && std::memcmp(bytes.data(), "BM", 2) == 0 &&
           bytes[kHeaderSizeField + 2] == std::byte{0} && bytes[kHeaderSizeField + 3] == std::byte{0};
}

DecodedImage decodeBmp(const SourceFile& file)
{
    return Reader(file).read();
}

} // namespace dh
