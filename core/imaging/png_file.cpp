#include "core/base/error.h"
#include "core/base/log.h"
#include "core/imaging/icc_profile.h"
#include "core/imaging/image_codec.h"
#include "core/imaging/image_metadata.h"

#include <png.h>

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <csetjmp>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace dh
{

namespace
{

constexpr double kInchesPerMetre = 1.0 / 0.0254;
constexpr char kXmpKeyword[] = "XML:com.adobe.xmp";
constexpr std::string_view kRawProfilePrefix = "Raw profile type ";

/// Whether PNG allows a keyword in Latin-1: 1 to 79 printable characters, spaces only one by one and inside.
bool isKeyword(std::string_view keyword)
{
    constexpr std::size_t kMostCharacters = 79;
    const auto isPrintable = [](char character) {
        const auto code = static_cast<unsigned char>(character);
        return (code >= 0x20 && code < 0x7F) || code > 0xA0;
    };
    return !keyword.empty() && keyword.size() <= kMostCharacters && keyword.front() != ' ' && keyword.back() != ' ' &&
           keyword.find("  ") == std::string_view::npos && std::all_of(keyword.begin(), keyword.end(), isPrintable);
}

void logInvalidKeyword()
{
    log(LogLevel::Warning, "PNG text left out: its keyword isn't one that PNG allows");
}

/// What the callbacks of libpng share with the code around it. It outlives every jump, so nothing leaks.
struct Session {
    std::string message;
    std::span<const std::byte> unread;
    std::vector<std::byte> written;
    bool isOutOfMemory = false;
};

[[noreturn]] void failWith(png_structp png, png_const_charp message)
{
    static_cast<Session*>(png_get_error_ptr(png))->message = message;
    png_longjmp(png, 1);
}

void ignoreWarning(png_structp, png_const_charp) {}

void readBytes(png_structp png, png_bytep target, std::size_t size)
{
    auto& session = *static_cast<Session*>(png_get_io_ptr(png));
    if (session.unread.size() < size)
        png_error(png, "the file ends too early");
    std::memcpy(target, session.unread.data(), size);
    session.unread = session.unread.subspan(size);
}

void appendBytes(png_structp png, png_bytep data, std::size_t size)
{
    auto& session = *static_cast<Session*>(png_get_io_ptr(png));
    const auto* begin = reinterpret_cast<const std::byte*>(data);
    try {
        session.written.insert(session.written.end(), begin, begin + size);
    } catch (const std::bad_alloc&) {
        session.isOutOfMemory = true; // a jump out of the handler would leak the exception
    }
    if (session.isOutOfMemory)
        png_error(png, "out of memory");
}

/// What libpng and zlib allocate while they write.
void* allocate(png_structp png, png_alloc_size_t size)
{
    void* memory = std::malloc(size);
    if (!memory)
        static_cast<Session*>(png_get_mem_ptr(png))->isOutOfMemory = true;
    return memory;
}

void release(png_structp, void* memory)
{
    std::free(memory);
}

/// Runs `work`, which must not own anything with a destructor when libpng fails.
/// @return whether libpng was content
template <typename Work>
bool guarded(png_structp png, const Work& work)
{
    if (setjmp(png_jmpbuf(png)) != 0)
        return false;
    work();
    return true;
}

class Reader
{
public:
    explicit Reader(const SourceFile& file) : m_file(file)
    {
        m_session.unread = file.bytes;
        m_png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &m_session, failWith, ignoreWarning);
        m_info = m_png ? png_create_info_struct(m_png) : nullptr;
        if (!m_info) {
            png_destroy_read_struct(&m_png, nullptr, nullptr);
            throw Error(ErrorCode::OutOfMemory, file.path.string(), "libpng could not be started");
        }
        png_set_read_fn(m_png, &m_session, readBytes);
    }
    ~Reader() { png_destroy_read_struct(&m_png, &m_info, nullptr); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    DecodedImage read()
    {
        run([&] { readHeader(); });
        checkDecodedSize(m_file, m_width, m_height, m_channels * bytesPerSample(m_type));
        ImageBuffer buffer(Size{static_cast<int>(m_width), static_cast<int>(m_height)}, m_channels, m_type);
        std::vector<png_bytep> rows(m_height);
        for (std::size_t y = 0; y < rows.size(); ++y)
            rows[y] = buffer.row<png_byte>(static_cast<int>(y));
        run([&] {
            png_read_image(m_png, rows.data());
            png_read_end(m_png, m_info);
        });
        DecodedImage decoded;
        decoded.image = std::move(buffer).finish();
        decoded.wasGrey = m_isGrey;
        readProfile(decoded);
        readText(decoded.metadata);
        readResolution(decoded.metadata);
        readExif(decoded);
        return decoded;
    }

private:
    template <typename Work>
    void run(const Work& work)
    {
        if (!guarded(m_png, work))
            throw Error(ErrorCode::CorruptFile, m_file.path.string(), "the PNG data is damaged: " + m_session.message);
    }

    void readHeader()
    {
        // libpng's own refusal of profiles that it takes for broken sRGB is not wanted: profiles are kept as they are.
        png_set_option(m_png, PNG_SKIP_sRGB_CHECK_PROFILE, PNG_OPTION_ON);
        png_set_user_limits(m_png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
        png_read_info(m_png, m_info);
        const int colourType = png_get_color_type(m_png, m_info);
        const int bitDepth = png_get_bit_depth(m_png, m_info);
        m_isGrey = (colourType & PNG_COLOR_MASK_COLOR) == 0;
        png_set_expand(m_png);
        png_set_gray_to_rgb(m_png);
        if (bitDepth == 16 && std::endian::native == std::endian::little)
            png_set_swap(m_png);
        png_set_interlace_handling(m_png);
        png_read_update_info(m_png, m_info);
        m_width = png_get_image_width(m_png, m_info);
        m_height = png_get_image_height(m_png, m_info);
        m_channels = png_get_channels(m_png, m_info);
        m_type = png_get_bit_depth(m_png, m_info) == 16 ? SampleType::U16 : SampleType::U8;
    }

    void readProfile(DecodedImage& decoded)
    {
        png_charp name = nullptr;
        png_bytep profile = nullptr;
        png_uint_32 size = 0;
        int compression = 0;
        if (png_get_iCCP(m_png, m_info, &name, &compression, &profile, &size) != 0)
            decoded.icc = copyOfBytes(profile, size);
    }

    void readText(ImageMetadata& metadata)
    {
        png_textp texts = nullptr;
        const int count = png_get_text(m_png, m_info, &texts, nullptr);
        for (int i = 0; i < count; ++i) {
            const png_text& text = texts[i];
            const bool isUtf8 =
                text.compression == PNG_ITXT_COMPRESSION_NONE || text.compression == PNG_ITXT_COMPRESSION_zTXt;
            const std::string value(text.text ? text.text : "", isUtf8 ? text.itxt_length : text.text_length);
            const std::string keyword = text.key;
            if (keyword == kXmpKeyword)
                metadata.xmp = copyOfBytes(value.data(), value.size());
            else if (!isKeyword(keyword))
                logInvalidKeyword();
            else if (!keyword.starts_with(kRawProfilePrefix)) // a second copy of EXIF and the like, soon out of date
                metadata.text[utf8FromLatin1(keyword)] = isUtf8 ? value : utf8FromLatin1(value);
        }
    }

    void readResolution(ImageMetadata& metadata)
    {
        png_uint_32 x = 0;
        png_uint_32 y = 0;
        int unit = PNG_RESOLUTION_UNKNOWN;
        if (png_get_pHYs(m_png, m_info, &x, &y, &unit) == 0 || unit != PNG_RESOLUTION_METER)
            return;
        metadata.dotsPerInchX = x / kInchesPerMetre;
        metadata.dotsPerInchY = y / kInchesPerMetre;
    }

    void readExif(DecodedImage& decoded)
    {
        png_uint_32 size = 0;
        png_bytep exif = nullptr;
        if (png_get_eXIf_1(m_png, m_info, &size, &exif) != 0)
            keepExif(decoded, std::as_bytes(std::span(exif, size)));
    }

    const SourceFile& m_file;
    Session m_session;
    png_structp m_png = nullptr;
    png_infop m_info = nullptr;
    png_uint_32 m_width = 0;
    png_uint_32 m_height = 0;
    int m_channels = 3;
    SampleType m_type = SampleType::U8;
    bool m_isGrey = false;
};

class Writer
{
public:
    Writer(const PixelView& pixels, const EncodeOptions& options) : m_pixels(pixels), m_options(options)
    {
        m_png = png_create_write_struct_2(PNG_LIBPNG_VER_STRING, &m_session, failWith, ignoreWarning, &m_session,
                                          allocate, release);
        m_info = m_png ? png_create_info_struct(m_png) : nullptr;
        if (!m_info) {
            png_destroy_write_struct(&m_png, nullptr);
            throw Error(ErrorCode::OutOfMemory, options.path.string(), "libpng could not be started");
        }
        png_set_write_fn(m_png, &m_session, appendBytes, nullptr);
    }
    ~Writer() { png_destroy_write_struct(&m_png, &m_info); }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    std::vector<std::byte> write()
    {
        const std::vector<png_text> texts = collectTexts();
        if (m_options.icc)
            m_icc = tidyProfile(*m_options.icc);
        const bool isWritten = guarded(m_png, [&] {
            writeHeader();
            png_set_text(m_png, m_info, texts.data(), static_cast<int>(texts.size()));
            png_write_info(m_png, m_info);
            if (m_pixels.type == SampleType::U16 && std::endian::native == std::endian::little)
                png_set_swap(m_png);
            for (int y = 0; y < m_pixels.size.height; ++y)
                png_write_row(m_png, reinterpret_cast<png_const_bytep>(m_pixels.row(y)));
            // Everything is told before the pixels; given it again, libpng before 1.6.40 writes EXIF twice.
            png_write_end(m_png, nullptr);
        });
        if (!isWritten)
            throw Error(m_session.isOutOfMemory ? ErrorCode::OutOfMemory : ErrorCode::Internal, m_options.path.string(),
                        "libpng: " + m_session.message);
        if (!m_icc.empty() && png_get_valid(m_png, m_info, PNG_INFO_iCCP) == 0)
            log(LogLevel::Warning, "ICC profile left out: libpng takes it for damaged");
        return std::move(m_session.written);
    }

private:
    void writeHeader()
    {
        // Trying every filter on every row at level 4 takes more than twice as long and saves a fifth at most.
        constexpr int kCompressionLevel = 3;
        png_set_filter(m_png, PNG_FILTER_TYPE_BASE, PNG_FILTER_PAETH);
        constexpr std::size_t kChunkBytes = 1 << 18;
        png_set_compression_level(m_png, kCompressionLevel);
        png_set_compression_buffer_size(m_png, kChunkBytes);
        png_set_user_limits(m_png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
        png_set_benign_errors(m_png, 1);
        const int colourType = m_pixels.channels == 1   ? PNG_COLOR_TYPE_GRAY
                               : m_pixels.channels == 3 ? PNG_COLOR_TYPE_RGB
                                                        : PNG_COLOR_TYPE_RGB_ALPHA;
        png_set_IHDR(m_png, m_info, static_cast<png_uint_32>(m_pixels.size.width),
                     static_cast<png_uint_32>(m_pixels.size.height), 8 * bytesPerSample(m_pixels.type), colourType,
                     PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
        writeMetadata();
    }

    void writeMetadata()
    {
        // A profile that libpng refuses is only left out, its errors being benign here.
        if (!m_icc.empty())
            png_set_iCCP(m_png, m_info, "ICC", PNG_COMPRESSION_TYPE_BASE,
                         reinterpret_cast<png_const_bytep>(m_icc.data()), static_cast<png_uint_32>(m_icc.size()));
        const ImageMetadata& metadata = m_options.metadata;
        if (metadata.dotsPerInchX > 0.0 && metadata.dotsPerInchY > 0.0)
            png_set_pHYs(m_png, m_info, static_cast<png_uint_32>(std::lround(metadata.dotsPerInchX * kInchesPerMetre)),
                         static_cast<png_uint_32>(std::lround(metadata.dotsPerInchY * kInchesPerMetre)),
                         PNG_RESOLUTION_METER);
        // libpng copies the block and only lacks a const.
        if (!metadata.exif.empty())
            png_set_eXIf_1(m_png, m_info, static_cast<png_uint_32>(metadata.exif.size()),
                           reinterpret_cast<png_bytep>(const_cast<std::byte*>(metadata.exif.data())));
    }

    /// Entries that point into m_options, m_keywords and m_xmp.
    std::vector<png_text> collectTexts()
    {
        std::vector<png_text> texts;
        const auto add = [&texts](const std::string& keyword, const std::string& value, int compression) {
            png_text text{};
            text.compression = compression;
            text.key = const_cast<char*>(keyword.c_str());
            text.text = const_cast<char*>(value.c_str());
            text.text_length = value.size();
            texts.push_back(text);
        };
        for (const auto& [keyword, value] : m_options.metadata.text) {
            // libpng gives the whole file up because of one that it finds empty.
            const std::optional<std::string> latin1 = latin1FromUtf8(keyword);
            if (!latin1 || !isKeyword(*latin1)) {
                logInvalidKeyword();
                continue;
            }
            add(m_keywords.emplace_back(*latin1), value,
                isAscii(value) ? PNG_TEXT_COMPRESSION_NONE : PNG_ITXT_COMPRESSION_NONE);
        }
        const std::vector<std::byte>& xmp = m_options.metadata.xmp;
        m_xmp.assign(reinterpret_cast<const char*>(xmp.data()), xmp.size());
        if (!m_xmp.empty())
            add(m_xmpKeyword, m_xmp, PNG_ITXT_COMPRESSION_NONE);
        return texts;
    }

    const PixelView& m_pixels;
    const EncodeOptions& m_options;
    std::vector<std::byte> m_icc;
    std::deque<std::string> m_keywords; ///< Latin-1; a deque's elements stay where they are
    const std::string m_xmpKeyword = kXmpKeyword;
    std::string m_xmp;
    Session m_session;
    png_structp m_png = nullptr;
    png_infop m_info = nullptr;
};

} // namespace

bool isPng(std::span<const std::byte> bytes)
{
    constexpr std::size_t kSignatureBytes = 8;
    return bytes.size() >= kSignatureBytes &&
           png_sig_cmp(reinterpret_cast<png_const_bytep>(bytes.data()), 0, kSignatureBytes) == 0;
}

DecodedImage decodePng(const SourceFile& file)
{
    return Reader(file).read();
}

std::vector<std::byte> encodePng(const PixelView& pixels, const EncodeOptions& options)
{
    assert(pixels.type != SampleType::F32);
    return Writer(pixels, options).write();
}

} // namespace dh
