#include "core/base/error.h"
#include "core/base/log.h"
#include "core/imaging/camera_raw.h"
#include "core/imaging/icc_profile.h"
#include "core/imaging/image_codec.h"
#include "core/imaging/image_metadata.h"
#include "core/imaging/tiff_stream.h"

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstring>
#include <limits>
#include <string>

namespace dh
{

namespace
{

constexpr double kCentimetresPerInch = 2.54;

struct TiffLayout {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::uint16_t bits = 1;
    std::uint16_t samples = 1;
    std::uint16_t photometric = 0;
    std::uint16_t planarConfig = PLANARCONFIG_CONTIG;
    std::uint16_t sampleFormat = SAMPLEFORMAT_UINT;
    std::uint16_t alphaKind = EXTRASAMPLE_UNSPECIFIED; ///< of the first channel after the colours

    [[nodiscard]] int colours() const
    {
        return photometric == PHOTOMETRIC_RGB ? 3 : photometric == PHOTOMETRIC_SEPARATED ? 4 : 1;
    }
    [[nodiscard]] bool isGrey() const
    {
        return photometric == PHOTOMETRIC_MINISBLACK || photometric == PHOTOMETRIC_MINISWHITE;
    }
    /// Whether the samples become RGB by a conversion of colours, not by a rearrangement.
    [[nodiscard]] bool isConverted() const
    {
        return photometric == PHOTOMETRIC_SEPARATED || photometric == PHOTOMETRIC_CIELAB;
    }
    /// Of CMYK pictures an alpha channel is not read.
    [[nodiscard]] bool hasAlpha() const
    {
        return samples > colours() && photometric != PHOTOMETRIC_SEPARATED && alphaKind != EXTRASAMPLE_UNSPECIFIED;
    }
    /// Channels that are neither colour nor transparency: spot colours, saved selections.
    [[nodiscard]] int leftOut() const { return samples - colours() - (hasAlpha() ? 1 : 0); }
    /// Whether the samples are read as they are; the rest is left to libtiff's own conversion to 8-bit RGBA.
    [[nodiscard]] bool isDirect() const
    {
        return (bits == 8 || bits == 16) && samples >= colours() &&
               (isGrey() || photometric == PHOTOMETRIC_RGB || photometric == PHOTOMETRIC_SEPARATED);
    }
    [[nodiscard]] SampleType type() const { return bits == 16 ? SampleType::U16 : SampleType::U8; }
    [[nodiscard]] std::size_t pixelBytes() const { return static_cast<std::size_t>(samples) * (bits / 8); }
};

TiffLayout layoutOf(TIFF* tiff)
{
    TiffLayout layout;
    TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &layout.width);
    TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &layout.height);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &layout.bits);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &layout.samples);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &layout.planarConfig);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &layout.sampleFormat);
    if (TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &layout.photometric) == 0)
        layout.photometric = layout.samples >= 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK;
    std::uint16_t extraCount = 0;
    std::uint16_t* extras = nullptr;
    if (TIFFGetField(tiff, TIFFTAG_EXTRASAMPLES, &extraCount, &extras) != 0 && extraCount > 0)
        layout.alphaKind = extras[0];
    else if (layout.isDirect() && layout.samples == layout.colours() + 1)
        layout.alphaKind = EXTRASAMPLE_UNASSALPHA; // what writers mean that leave the tag out, OpenCV's for one
    return layout;
}

/// A colour that was stored multiplied by its alpha, without that factor.
template <typename T>
T unmultiplied(T colour, T alpha)
{
    constexpr std::uint64_t kMax = std::numeric_limits<T>::max();
    if (alpha == 0)
        return 0;
    return static_cast<T>(std::min(kMax, (colour * kMax + alpha / 2U) / alpha));
}

template <typename T>
void convertGreyOrRgbRow(const TiffLayout& layout, const T* source, T* target)
{
    const bool isInverted = layout.photometric == PHOTOMETRIC_MINISWHITE;
    const bool isPremultiplied = layout.hasAlpha() && layout.alphaKind == EXTRASAMPLE_ASSOCALPHA;
    const int channels = layout.hasAlpha() ? 4 : 3;
    const int colourStep = layout.colours() == 3 ? 1 : 0;
    for (std::uint32_t x = 0; x < layout.width; ++x, source += layout.samples, target += channels) {
        for (int c = 0; c < 3; ++c) {
            const T sample = source[c * colourStep];
            target[c] = isInverted ? static_cast<T>(~sample) : sample;
        }
        if (channels == 4)
            target[3] = source[layout.colours()];
        if (isPremultiplied)
            for (int c = 0; c < 3; ++c)
                target[c] = unmultiplied(target[c], target[3]);
    }
}

class Reader
{
public:
    explicit Reader(const SourceFile& file) : m_file(file)
    {
        m_stream.readable = file.bytes;
        m_tiff = openTiffForReading(m_stream);
        if (!m_tiff)
            throw corrupt();
        m_layout = layoutOf(m_tiff.get());
    }

    DecodedImage read()
    {
        if (isCameraRaw(m_file.bytes))
            throw Error(ErrorCode::UnsupportedFormat, m_file.path.string(),
                        "it is a camera's raw file; develop it to TIFF, PNG or JPEG first");
        DecodedImage decoded;
        readIcc(decoded);
        if (m_layout.sampleFormat != SAMPLEFORMAT_UINT && m_layout.sampleFormat != SAMPLEFORMAT_VOID)
            throw Error(ErrorCode::UnsupportedFormat, m_file.path.string(),
                        "TIFF files with signed or floating-point samples are not read");
        decoded.image = m_layout.isDirect() ? readDirectly(decoded.icc) : readThroughRgba();
        if (m_layout.isDirect() && m_layout.leftOut() > 0)
            log(LogLevel::Warning, "Further channels of the TIFF file left out: " + std::to_string(m_layout.leftOut()));
        decoded.wasGrey = m_layout.isGrey();
        decoded.coloursConverted = m_layout.isConverted();
        // libtiff goes on without a tag that it can't read, a colour map for instance.
        if (!m_stream.message.empty())
            throw corrupt();
        readMetadata(decoded);
        return decoded;
    }

private:
    [[nodiscard]] Error corrupt() const
    {
        const std::string reason = m_stream.message.empty() ? "it can't be decoded" : m_stream.message;
        return Error(ErrorCode::CorruptFile, m_file.path.string(), "the TIFF data is damaged: " + reason);
    }

    Image readDirectly(const std::vector<std::byte>& icc)
    {
        const int channels = m_layout.hasAlpha() ? 4 : 3;
        checkDecodedSize(m_file, m_layout.width, m_layout.height, channels * bytesPerSample(m_layout.type()));
        const std::uint32_t bandRows = bandHeight();
        checkDecodedSize(m_file, m_layout.width, bandRows, static_cast<int>(m_layout.pixelBytes()));
        ImageBuffer buffer(size(), channels, m_layout.type());
        const CmykToRgb cmykToRgb(icc, m_layout.type());
        const std::size_t rowBytes = m_layout.pixelBytes() * m_layout.width;
        std::vector<std::byte> band(rowBytes * bandRows);
        for (std::uint32_t y = 0; y < m_layout.height; y += bandRows) {
            const std::uint32_t rows = std::min(bandRows, m_layout.height - y);
            readBand(y, rows, band);
            for (std::uint32_t row = 0; row < rows; ++row)
                convertRow(&band[row * rowBytes], static_cast<int>(y + row), buffer, cmykToRgb);
        }
        return std::move(buffer).finish();
    }

    void convertRow(const std::byte* source, int y, ImageBuffer& buffer, const CmykToRgb& cmykToRgb)
    {
        if (m_layout.photometric == PHOTOMETRIC_SEPARATED)
            convertCmykRow(source, buffer.row<std::byte>(y), cmykToRgb);
        else if (m_layout.type() == SampleType::U8)
            convertGreyOrRgbRow(m_layout, reinterpret_cast<const std::uint8_t*>(source), buffer.row<std::uint8_t>(y));
        else
            convertGreyOrRgbRow(m_layout, reinterpret_cast<const std::uint16_t*>(source), buffer.row<std::uint16_t>(y));
    }

    void convertCmykRow(const std::byte* source, std::byte* target, const CmykToRgb& cmykToRgb)
    {
        const std::size_t inkBytes = static_cast<std::size_t>(m_layout.colours()) * bytesPerSample(m_layout.type());
        std::vector<std::byte> inks(inkBytes * m_layout.width);
        for (std::uint32_t x = 0; x < m_layout.width; ++x)
            std::memcpy(&inks[x * inkBytes], source + x * m_layout.pixelBytes(), inkBytes);
        cmykToRgb.convertRow(inks.data(), target, static_cast<int>(m_layout.width));
    }

    [[nodiscard]] Size size() const { return {static_cast<int>(m_layout.width), static_cast<int>(m_layout.height)}; }

    /// Rows that are stored together.
    [[nodiscard]] std::uint32_t bandHeight()
    {
        std::uint32_t rows = 0;
        if (TIFFIsTiled(m_tiff.get()) != 0)
            TIFFGetField(m_tiff.get(), TIFFTAG_TILELENGTH, &rows);
        else
            TIFFGetFieldDefaulted(m_tiff.get(), TIFFTAG_ROWSPERSTRIP, &rows);
        if (rows == 0)
            throw corrupt();
        return std::min(rows, m_layout.height);
    }

    /// Fills `band` with rows of interleaved samples, however the file stores them.
    void readBand(std::uint32_t y, std::uint32_t rows, std::vector<std::byte>& band)
    {
        const bool isPlanar = m_layout.planarConfig == PLANARCONFIG_SEPARATE;
        const int planes = isPlanar ? m_layout.samples : 1;
        for (int plane = 0; plane < planes; ++plane) {
            if (TIFFIsTiled(m_tiff.get()) != 0)
                readTiles(y, rows, plane, band);
            else
                readStrip(y, rows, plane, band);
        }
    }

    void readStrip(std::uint32_t y, std::uint32_t rows, int plane, std::vector<std::byte>& band)
    {
        resizeChunk(TIFFStripSize64(m_tiff.get()));
        const std::uint32_t strip = TIFFComputeStrip(m_tiff.get(), y, static_cast<std::uint16_t>(plane));
        const tmsize_t wanted = TIFFVStripSize(m_tiff.get(), rows);
        if (wanted > static_cast<tmsize_t>(m_chunk.size()) ||
            TIFFReadEncodedStrip(m_tiff.get(), strip, m_chunk.data(), wanted) != wanted)
            throw corrupt();
        copyChunk({0, 0, static_cast<int>(m_layout.width), static_cast<int>(rows)}, m_layout.width, plane, band);
    }

    void readTiles(std::uint32_t y, std::uint32_t rows, int plane, std::vector<std::byte>& band)
    {
        std::uint32_t tileWidth = 0;
        TIFFGetField(m_tiff.get(), TIFFTAG_TILEWIDTH, &tileWidth);
        resizeChunk(TIFFTileSize64(m_tiff.get()));
        if (tileWidth == 0)
            throw corrupt();
        const auto chunkBytes = static_cast<tmsize_t>(m_chunk.size());
        for (std::uint32_t x = 0; x < m_layout.width; x += tileWidth) {
            const std::uint32_t tile = TIFFComputeTile(m_tiff.get(), x, y, 0, static_cast<std::uint16_t>(plane));
            if (TIFFReadEncodedTile(m_tiff.get(), tile, m_chunk.data(), chunkBytes) != chunkBytes)
                throw corrupt();
            const std::uint32_t columns = std::min(tileWidth, m_layout.width - x);
            copyChunk({static_cast<int>(x), 0, static_cast<int>(columns), static_cast<int>(rows)}, tileWidth, plane,
                      band);
        }
    }

    void resizeChunk(std::uint64_t bytes)
    {
        if (bytes == 0)
            throw corrupt();
        if (bytes > m_file.maxDecodedBytes)
            throw Error(ErrorCode::OutOfMemory, m_file.path.string(),
                        "one strip or tile of it decodes to " + std::to_string(bytes) + " bytes");
        m_chunk.resize(bytes);
    }

    /// Copies decoded samples of one strip or tile to `area` of the band.
    void copyChunk(const Rect& area, std::uint32_t chunkWidth, int plane, std::vector<std::byte>& band) const
    {
        const std::size_t pixelBytes = m_layout.pixelBytes();
        const std::size_t sampleBytes = m_layout.bits / 8U;
        const bool isPlanar = m_layout.planarConfig == PLANARCONFIG_SEPARATE;
        const std::size_t step = isPlanar ? sampleBytes : pixelBytes;
        for (int y = 0; y < area.height; ++y) {
            const std::size_t row = static_cast<std::size_t>(y);
            const std::byte* source = m_chunk.data() + row * chunkWidth * step;
            std::byte* target = band.data() + (row * m_layout.width + static_cast<std::size_t>(area.x)) * pixelBytes;
            if (!isPlanar) {
                std::memcpy(target, source, static_cast<std::size_t>(area.width) * pixelBytes);
                continue;
            }
            target += static_cast<std::size_t>(plane) * sampleBytes;
            for (int x = 0; x < area.width; ++x, source += sampleBytes, target += pixelBytes)
                std::memcpy(target, source, sampleBytes);
        }
    }

    Image readThroughRgba()
    {
        std::array<char, 1024> reason{};
        if (TIFFRGBAImageOK(m_tiff.get(), reason.data()) == 0)
            throw Error(ErrorCode::UnsupportedFormat, m_file.path.string(),
                        std::string("this kind of TIFF file is not read: ") + reason.data());
        const bool hasAlpha = m_layout.hasAlpha();
        checkDecodedSize(m_file, m_layout.width, m_layout.height, static_cast<int>(sizeof(std::uint32_t)) + 4);
        std::vector<std::uint32_t> pixels(static_cast<std::size_t>(size().area()));
        constexpr int kStopOnError = 1;
        if (TIFFReadRGBAImageOriented(m_tiff.get(), m_layout.width, m_layout.height, pixels.data(), orientation(),
                                      kStopOnError) == 0)
            throw corrupt();
        ImageBuffer buffer(size(), hasAlpha ? 4 : 3, SampleType::U8);
        auto* target = buffer.row<std::uint8_t>(0);
        for (const std::uint32_t pixel : pixels) {
            const auto alpha = static_cast<std::uint8_t>(TIFFGetA(pixel));
            const std::array<std::uint8_t, 3> colours = {static_cast<std::uint8_t>(TIFFGetR(pixel)),
                                                         static_cast<std::uint8_t>(TIFFGetG(pixel)),
                                                         static_cast<std::uint8_t>(TIFFGetB(pixel))};
            // libtiff multiplies by the alpha whatever the file says.
            for (const std::uint8_t colour : colours)
                *target++ = hasAlpha ? unmultiplied(colour, alpha) : colour;
            if (hasAlpha)
                *target++ = alpha;
        }
        return std::move(buffer).finish();
    }

    [[nodiscard]] std::uint16_t orientation()
    {
        std::uint16_t value = ORIENTATION_TOPLEFT;
        TIFFGetFieldDefaulted(m_tiff.get(), TIFFTAG_ORIENTATION, &value);
        return value >= ORIENTATION_TOPLEFT && value <= ORIENTATION_LEFTBOT ? value : ORIENTATION_TOPLEFT;
    }

    void readIcc(DecodedImage& decoded)
    {
        std::uint32_t bytes = 0;
        void* data = nullptr;
        if (TIFFGetField(m_tiff.get(), TIFFTAG_ICCPROFILE, &bytes, &data) != 0)
            decoded.icc = copyOfBytes(data, bytes);
    }

    void readMetadata(DecodedImage& decoded)
    {
        float x = 0.0F;
        float y = 0.0F;
        std::uint16_t unit = RESUNIT_INCH;
        TIFFGetFieldDefaulted(m_tiff.get(), TIFFTAG_RESOLUTIONUNIT, &unit);
        if (unit != RESUNIT_NONE && TIFFGetField(m_tiff.get(), TIFFTAG_XRESOLUTION, &x) != 0 &&
            TIFFGetField(m_tiff.get(), TIFFTAG_YRESOLUTION, &y) != 0) {
            const double factor = unit == RESUNIT_CENTIMETER ? kCentimetresPerInch : 1.0;
            decoded.metadata.dotsPerInchX = x * factor;
            decoded.metadata.dotsPerInchY = y * factor;
        }
        std::uint32_t bytes = 0;
        void* data = nullptr;
        if (TIFFGetField(m_tiff.get(), TIFFTAG_XMLPACKET, &bytes, &data) != 0)
            decoded.metadata.xmp = copyOfBytes(data, bytes);
        keepExif(decoded, exifOfTiff(m_file.bytes));
        decoded.orientation = orientation();
    }

    const SourceFile& m_file;
    TiffStream m_stream;
    TiffHandle m_tiff;
    TiffLayout m_layout;
    std::vector<std::byte> m_chunk;
};

void setTags(TIFF* tiff, const PixelView& pixels, const EncodeOptions& options)
{
    constexpr std::size_t kStripBytes = 1 << 18;
    constexpr int kDeflateLevel = 3;
    const auto rows = static_cast<std::uint32_t>(std::max<std::size_t>(1, kStripBytes / pixels.rowBytes()));
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, static_cast<std::uint32_t>(pixels.size.width));
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, static_cast<std::uint32_t>(pixels.size.height));
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 8 * bytesPerSample(pixels.type));
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, pixels.channels);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, pixels.channels == 1 ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_RGB);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    TIFFSetField(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
    TIFFSetField(tiff, TIFFTAG_PREDICTOR, PREDICTOR_HORIZONTAL);
    TIFFSetField(tiff, TIFFTAG_ZIPQUALITY, kDeflateLevel);
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, rows);
    if (pixels.channels == 4) {
        const std::uint16_t kind = EXTRASAMPLE_UNASSALPHA;
        TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &kind);
    }
    const ImageMetadata& metadata = options.metadata;
    if (metadata.dotsPerInchX > 0.0 && metadata.dotsPerInchY > 0.0) {
        TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
        TIFFSetField(tiff, TIFFTAG_XRESOLUTION, metadata.dotsPerInchX);
        TIFFSetField(tiff, TIFFTAG_YRESOLUTION, metadata.dotsPerInchY);
    }
    if (options.icc)
        TIFFSetField(tiff, TIFFTAG_ICCPROFILE, static_cast<std::uint32_t>(options.icc->size()), options.icc->data());
    if (!metadata.xmp.empty())
        TIFFSetField(tiff, TIFFTAG_XMLPACKET, static_cast<std::uint32_t>(metadata.xmp.size()), metadata.xmp.data());
}

} // namespace

bool isTiff(std::span<const std::byte> bytes)
{
    constexpr std::size_t kMarkBytes = 4;
    if (bytes.size() < kMarkBytes)
        return false;
    for (const char* mark : {"II*\0", "MM\0*", "II+\0", "MM\0+"})
        if (std::memcmp(bytes.data(), mark, kMarkBytes) == 0)
            return true;
    return false;
}

DecodedImage decodeTiff(const SourceFile& file)
{
    return Reader(file).read();
}

std::vector<std::byte> encodeTiff(const PixelView& pixels, const EncodeOptions& options)
{
    assert(pixels.type != SampleType::F32);
    TiffStream stream;
    TiffHandle tiff = openTiffForWriting(stream, pixels.rowBytes() * static_cast<std::size_t>(pixels.size.height));
    if (tiff)
        setTags(tiff.get(), pixels, options);
    // Without the memory for a tag libtiff goes on: it leaves the tag out, or crashes later.
    bool isWritten = tiff && !stream.isOutOfMemory;
    // The predictor works in the row it is given.
    std::vector<std::byte> row(pixels.rowBytes());
    for (int y = 0; isWritten && y < pixels.size.height; ++y) {
        std::memcpy(row.data(), pixels.row(y), row.size());
        isWritten = TIFFWriteScanline(tiff.get(), row.data(), static_cast<std::uint32_t>(y)) == 1;
    }
    isWritten = isWritten && TIFFFlush(tiff.get()) == 1;
    // Closing would write what is missing, which libtiff doesn't survive where there was no memory for the strips.
    if (tiff && !isWritten)
        TIFFSetMode(tiff.get(), O_RDONLY);
    tiff.reset();
    if (!isWritten)
        throw Error(stream.isOutOfMemory ? ErrorCode::OutOfMemory : ErrorCode::Internal, options.path.string(),
                    "libtiff: " + stream.message);
    return options.metadata.exif.empty() ? std::move(stream.written)
                                         : tiffWithExif(std::move(stream.written), options.metadata);
}

} // namespace dh
