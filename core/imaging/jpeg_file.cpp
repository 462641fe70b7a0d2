#include "core/base/error.h"
#include "core/base/log.h"
#include "core/imaging/icc_profile.h"
#include "core/imaging/image_codec.h"
#include "core/imaging/image_metadata.h"

// jpeglib.h needs FILE and size_t to be declared.
#include <cstdio>

#include <jerror.h>
#include <jpeglib.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <csetjmp>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <string>
#include <string_view>

namespace dh
{

namespace
{

constexpr std::string_view kExifPrefix("Exif\0\0", 6);
constexpr std::string_view kXmpPrefix("http://ns.adobe.com/xap/1.0/\0", 29);
constexpr int kExifMarker = JPEG_APP0 + 1;
constexpr int kIccMarker = JPEG_APP0 + 2;
constexpr unsigned kMaxMarkerBytes = 0xFFFF - 2;
constexpr double kCentimetresPerInch = 2.54;

/// libjpeg's error handler with what our callbacks add. It comes first, so that libjpeg's pointer leads back to it.
struct ErrorState {
    jpeg_error_mgr manager;
    std::jmp_buf jump;
    std::array<char, JMSG_LENGTH_MAX> message{};
    int code = 0;
    bool isTruncated = false;
};

[[noreturn]] void failJpeg(j_common_ptr info)
{
    auto* state = reinterpret_cast<ErrorState*>(info->err);
    state->code = info->err->msg_code;
    info->err->format_message(info, state->message.data());
    std::longjmp(state->jump, 1);
}

/// A few kilobytes can hold thousands of scans, each of which goes over every coefficient.
void limitScans(j_common_ptr info)
{
    constexpr int kMostScans = 500;
    constexpr std::string_view kReason = "it has more than 500 scans";
    if (reinterpret_cast<j_decompress_ptr>(info)->input_scan_number <= kMostScans)
        return;
    auto* state = reinterpret_cast<ErrorState*>(info->err);
    state->message[kReason.copy(state->message.data(), state->message.size() - 1)] = '\0';
    std::longjmp(state->jump, 1);
}

void noteMessage(j_common_ptr info, int level)
{
    const int code = info->err->msg_code;
    if (level < 0 && (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER))
        reinterpret_cast<ErrorState*>(info->err)->isTruncated = true;
}

jpeg_error_mgr* startErrorState(ErrorState& state)
{
    jpeg_error_mgr* manager = jpeg_std_error(&state.manager);
    manager->error_exit = failJpeg;
    manager->emit_message = noteMessage;
    manager->output_message = [](j_common_ptr) {};
    return manager;
}

/// Runs `work`, which must not own anything with a destructor when libjpeg fails.
/// @return whether libjpeg was content
template <typename Work>
bool guarded(ErrorState& state, const Work& work)
{
    if (setjmp(state.jump) != 0)
        return false;
    work();
    return true;
}

/// Where libjpeg writes to: bytes that grow.
struct Destination {
    jpeg_destination_mgr manager{};
    std::vector<std::byte> bytes;
};

Destination& destinationOf(j_compress_ptr info)
{
    return *static_cast<Destination*>(info->client_data);
}

/// Makes room behind the bytes, all of which are written by now.
boolean growDestination(j_compress_ptr info)
{
    constexpr std::size_t kFirstBytes = 1 << 16;
    Destination& destination = destinationOf(info);
    const std::size_t written = destination.bytes.size();
    bool isOutOfMemory = false;
    try {
        destination.bytes.resize(std::max(kFirstBytes, 2 * written));
    } catch (const std::bad_alloc&) {
        isOutOfMemory = true; // a jump out of the handler would leak the exception
    }
    if (isOutOfMemory) {
        info->err->msg_code = JERR_OUT_OF_MEMORY;
        info->err->error_exit(reinterpret_cast<j_common_ptr>(info));
    }
    destination.manager.next_output_byte = reinterpret_cast<JOCTET*>(destination.bytes.data() + written);
    destination.manager.free_in_buffer = destination.bytes.size() - written;
    return TRUE;
}

void startDestination(j_compress_ptr info)
{
    growDestination(info);
}

void finishDestination(j_compress_ptr info)
{
    Destination& destination = destinationOf(info);
    destination.bytes.resize(destination.bytes.size() - destination.manager.free_in_buffer);
}

ErrorCode errorCodeOf(const ErrorState& state)
{
    switch (state.code) {
    case JERR_OUT_OF_MEMORY:
        return ErrorCode::OutOfMemory;
    case JERR_BAD_PRECISION:
    case JERR_SOF_UNSUPPORTED:
    case JERR_ARITH_NOTIMPL:
    case JERR_CONVERSION_NOTIMPL:
        return ErrorCode::UnsupportedFormat;
    default:
        return ErrorCode::CorruptFile;
    }
}

class Reader
{
public:
    explicit Reader(const SourceFile& file) : m_file(file)
    {
        m_info.err = startErrorState(m_errors);
        run([&] { jpeg_create_decompress(&m_info); });
        m_progress.progress_monitor = limitScans;
        m_info.progress = &m_progress;
    }
    ~Reader() { jpeg_destroy_decompress(&m_info); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    DecodedImage read()
    {
        run([&] { readHeader(); });
        checkDecodedSize(m_file, m_info.image_width, m_info.image_height, bytesPerPixel());
        DecodedImage decoded;
        readMarkers(decoded);
        const Size size{static_cast<int>(m_info.image_width), static_cast<int>(m_info.image_height)};
        ImageBuffer buffer(size, 3, SampleType::U8);
        if (m_info.out_color_space == JCS_CMYK)
            readCmykRows(buffer, decoded.icc);
        else
            run([&] { readRows(buffer); });
        run([&] { jpeg_finish_decompress(&m_info); });
        if (m_errors.isTruncated)
            throw Error(ErrorCode::CorruptFile, m_file.path.string(), "the JPEG data ends too early");
        decoded.image = std::move(buffer).finish();
        decoded.wasGrey = m_info.jpeg_color_space == JCS_GRAYSCALE;
        decoded.coloursConverted = m_info.out_color_space == JCS_CMYK;
        return decoded;
    }

private:
    template <typename Work>
    void run(const Work& work)
    {
        if (!guarded(m_errors, work))
            throw Error(errorCodeOf(m_errors), m_file.path.string(),
                        std::string("the JPEG data can't be read: ") + m_errors.message.data());
    }

    void readHeader()
    {
        jpeg_mem_src(&m_info, reinterpret_cast<const unsigned char*>(m_file.bytes.data()), m_file.bytes.size());
        jpeg_save_markers(&m_info, kExifMarker, 0xFFFF);
        jpeg_save_markers(&m_info, kIccMarker, 0xFFFF);
        jpeg_read_header(&m_info, TRUE);
        const bool isCmyk = m_info.jpeg_color_space == JCS_CMYK || m_info.jpeg_color_space == JCS_YCCK;
        m_info.out_color_space = isCmyk ? JCS_CMYK : JCS_RGB;
    }

    /// Of several scans libjpeg keeps every coefficient until the last one is read.
    int bytesPerPixel()
    {
        constexpr int kRgbBytes = 3;
        const bool hasScans = jpeg_has_multiple_scans(&m_info) != FALSE;
        return kRgbBytes + (hasScans ? m_info.num_components * static_cast<int>(sizeof(JCOEF)) : 0);
    }

    void readMarkers(DecodedImage& decoded)
    {
        if (m_info.saw_JFIF_marker && m_info.density_unit > 0) {
            const double factor = m_info.density_unit == 2 ? kCentimetresPerInch : 1.0;
            decoded.metadata.dotsPerInchX = m_info.X_density * factor;
            decoded.metadata.dotsPerInchY = m_info.Y_density * factor;
        }
        for (const jpeg_marker_struct* marker = m_info.marker_list; marker; marker = marker->next) {
            const auto data = std::as_bytes(std::span(marker->data, marker->data_length));
            const std::string_view text(reinterpret_cast<const char*>(marker->data), marker->data_length);
            if (marker->marker == kExifMarker && text.starts_with(kExifPrefix))
                keepExif(decoded, data);
            else if (marker->marker == kExifMarker && text.starts_with(kXmpPrefix))
                decoded.metadata.xmp = copyOfBytes(data.data() + kXmpPrefix.size(), data.size() - kXmpPrefix.size());
        }
        JOCTET* icc = nullptr;
        unsigned iccBytes = 0;
        run([&] {
            if (jpeg_read_icc_profile(&m_info, &icc, &iccBytes) == FALSE)
                icc = nullptr;
        });
        if (icc) {
            const std::unique_ptr<JOCTET, decltype(&std::free)> owner(icc, std::free);
            decoded.icc = copyOfBytes(icc, iccBytes);
        }
    }

    void readRows(ImageBuffer& buffer)
    {
        jpeg_start_decompress(&m_info);
        while (m_info.output_scanline < m_info.output_height) {
            JSAMPROW row = buffer.row<JSAMPLE>(static_cast<int>(m_info.output_scanline));
            jpeg_read_scanlines(&m_info, &row, 1);
        }
    }

    void readCmykRows(ImageBuffer& buffer, const std::vector<std::byte>& icc)
    {
        const CmykToRgb converter(icc, SampleType::U8);
        std::vector<std::uint8_t> inks(static_cast<std::size_t>(m_info.image_width) * 4);
        run([&] { jpeg_start_decompress(&m_info); });
        while (m_info.output_scanline < m_info.output_height) {
            const int y = static_cast<int>(m_info.output_scanline);
            run([&] {
                JSAMPROW row = inks.data();
                jpeg_read_scanlines(&m_info, &row, 1);
            });
            // Adobe's programs store the absence of ink.
            if (m_info.saw_Adobe_marker)
                for (std::uint8_t& ink : inks)
                    ink = static_cast<std::uint8_t>(~ink);
            converter.convertRow(reinterpret_cast<const std::byte*>(inks.data()), buffer.row<std::byte>(y),
                                 static_cast<int>(m_info.image_width));
        }
    }

    const SourceFile& m_file;
    ErrorState m_errors{};
    jpeg_progress_mgr m_progress{};
    jpeg_decompress_struct m_info{};
};

class Writer
{
public:
    Writer(const PixelView& pixels, const EncodeOptions& options) : m_pixels(pixels), m_options(options)
    {
        m_info.err = startErrorState(m_errors);
        run([&] { jpeg_create_compress(&m_info); });
        m_destination.manager.init_destination = startDestination;
        m_destination.manager.empty_output_buffer = growDestination;
        m_destination.manager.term_destination = finishDestination;
        m_info.client_data = &m_destination;
        m_info.dest = &m_destination.manager;
    }
    ~Writer() { jpeg_destroy_compress(&m_info); }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    std::vector<std::byte> write()
    {
        const std::vector<std::byte> exif = prefixed(kExifPrefix, m_options.metadata.exif);
        const std::vector<std::byte> xmp = prefixed(kXmpPrefix, m_options.metadata.xmp);
        run([&] {
            start();
            writeMarker(exif);
            writeMarker(xmp);
            if (m_options.icc)
                jpeg_write_icc_profile(&m_info, reinterpret_cast<const JOCTET*>(m_options.icc->data()),
                                       static_cast<unsigned>(m_options.icc->size()));
            while (m_info.next_scanline < m_info.image_height) {
                // libjpeg reads the row and only lacks a const.
                auto* row = reinterpret_cast<JSAMPROW>(
                    const_cast<std::byte*>(m_pixels.row(static_cast<int>(m_info.next_scanline))));
                jpeg_write_scanlines(&m_info, &row, 1);
            }
            jpeg_finish_compress(&m_info);
        });
        return std::move(m_destination.bytes);
    }

private:
    template <typename Work>
    void run(const Work& work)
    {
        if (!guarded(m_errors, work))
            throw Error(m_errors.code == JERR_OUT_OF_MEMORY ? ErrorCode::OutOfMemory : ErrorCode::UnsupportedFormat,
                        m_options.path.string(),
                        std::string("the picture can't be stored as JPEG: ") + m_errors.message.data());
    }

    void start()
    {
        constexpr int kFullChromaQuality = 90;
        m_info.image_width = static_cast<JDIMENSION>(m_pixels.size.width);
        m_info.image_height = static_cast<JDIMENSION>(m_pixels.size.height);
        m_info.input_components = m_pixels.channels;
        m_info.in_color_space = m_pixels.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
        jpeg_set_defaults(&m_info);
        jpeg_set_quality(&m_info, m_options.quality, TRUE);
        m_info.optimize_coding = TRUE;
        if (m_options.quality >= kFullChromaQuality) {
            m_info.comp_info[0].h_samp_factor = 1;
            m_info.comp_info[0].v_samp_factor = 1;
        }
        constexpr double kMaxDensity = 65535.0;
        const ImageMetadata& metadata = m_options.metadata;
        if (metadata.dotsPerInchX > 0.0 && metadata.dotsPerInchY > 0.0) {
            m_info.density_unit = 1;
            m_info.X_density = static_cast<UINT16>(std::lround(std::min(metadata.dotsPerInchX, kMaxDensity)));
            m_info.Y_density = static_cast<UINT16>(std::lround(std::min(metadata.dotsPerInchY, kMaxDensity)));
        }
        jpeg_start_compress(&m_info, TRUE);
    }

    /// Empty when there is nothing to write or it exceeds what one marker holds.
    static std::vector<std::byte> prefixed(std::string_view prefix, const std::vector<std::byte>& data)
    {
        if (data.empty())
            return {};
        if (prefix.size() + data.size() > kMaxMarkerBytes) {
            log(LogLevel::Warning, "EXIF or XMP data left out: it is longer than JPEG allows");
            return {};
        }
        std::vector<std::byte> bytes = copyOfBytes(prefix.data(), prefix.size());
        bytes.insert(bytes.end(), data.begin(), data.end());
        return bytes;
    }

    void writeMarker(const std::vector<std::byte>& data)
    {
        if (!data.empty())
            jpeg_write_marker(&m_info, kExifMarker, reinterpret_cast<const JOCTET*>(data.data()),
                              static_cast<unsigned>(data.size()));
    }

    const PixelView& m_pixels;
    const EncodeOptions& m_options;
    ErrorState m_errors{};
    jpeg_compress_struct m_info{};
    Destination m_destination;
};

} // namespace

bool isJpeg(std::span<const std::byte> bytes)
{
    constexpr std::array<unsigned char, 3> kStart = {0xFF, 0xD8, 0xFF};
    return bytes.size() >= kStart.size() && std::memcmp(bytes.data(), kStart.data(), kStart.size()) == 0;
}

DecodedImage decodeJpeg(const SourceFile& file)
{
    return Reader(file).read();
}

std::vector<std::byte> encodeJpeg(const PixelView& pixels, const EncodeOptions& options)
{
    static_assert(kLongestJpegSide == JPEG_MAX_DIMENSION);
    assert(pixels.type == SampleType::U8 && pixels.channels != 4);
    return Writer(pixels, options).write();
}

} // namespace dh
