#include "core/base/error.h"
#include "core/imaging/image_codec.h"
#include "core/imaging/image_metadata.h"

#include <webp/decode.h>
#include <webp/demux.h>
#include <webp/encode.h>
#include <webp/mux.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <memory>
#include <string>

namespace dh
{

namespace
{

struct DemuxerDeleter {
    void operator()(WebPDemuxer* demuxer) const { WebPDemuxDelete(demuxer); }
};
struct AnimationDeleter {
    void operator()(WebPAnimDecoder* decoder) const { WebPAnimDecoderDelete(decoder); }
};
struct MuxDeleter {
    void operator()(WebPMux* mux) const { WebPMuxDelete(mux); }
};

const std::uint8_t* unsignedBytes(const std::byte* bytes)
{
    return reinterpret_cast<const std::uint8_t*>(bytes);
}

class Reader
{
public:
    explicit Reader(const SourceFile& file)
        : m_file(file), m_data{unsignedBytes(file.bytes.data()), file.bytes.size()}, m_demuxer(WebPDemux(&m_data))
    {
        if (!m_demuxer)
            throw corrupt();
    }

    DecodedImage read()
    {
        const std::uint32_t flags = WebPDemuxGetI(m_demuxer.get(), WEBP_FF_FORMAT_FLAGS);
        const std::uint32_t width = WebPDemuxGetI(m_demuxer.get(), WEBP_FF_CANVAS_WIDTH);
        const std::uint32_t height = WebPDemuxGetI(m_demuxer.get(), WEBP_FF_CANVAS_HEIGHT);
        const Size size{static_cast<int>(width), static_cast<int>(height)};
        const bool isAnimation = (flags & ANIMATION_FLAG) != 0;
        // The animation decoder keeps two RGBA canvases of its own.
        constexpr int kAnimationBytesPerPixel = 12;
        checkDecodedSize(m_file, width, height, isAnimation ? kAnimationBytesPerPixel : 4);
        DecodedImage decoded;
        decoded.image = isAnimation ? readAnimation(size) : readStill(size, (flags & ALPHA_FLAG) != 0);
        decoded.icc = chunk("ICCP");
        decoded.metadata.xmp = chunk("XMP ");
        keepExif(decoded, chunk("EXIF"));
        return decoded;
    }

private:
    [[nodiscard]] Error corrupt() const
    {
        return Error(ErrorCode::CorruptFile, m_file.path.string(), "the WebP data is damaged or ends too early");
    }

    Image readStill(Size size, bool hasAlpha)
    {
        WebPIterator frame{};
        if (WebPDemuxGetFrame(m_demuxer.get(), 1, &frame) == 0)
            throw corrupt();
        ImageBuffer buffer(size, hasAlpha ? 4 : 3, SampleType::U8);
        const auto decode = hasAlpha ? WebPDecodeRGBAInto : WebPDecodeRGBInto;
        const bool isDecoded = frame.width == size.width && frame.height == size.height &&
                               decode(frame.fragment.bytes, frame.fragment.size, buffer.row<std::uint8_t>(0),
                                      buffer.rowBytes() * static_cast<std::size_t>(size.height),
                                      static_cast<int>(buffer.rowBytes())) != nullptr;
        WebPDemuxReleaseIterator(&frame);
        if (!isDecoded)
            throw corrupt();
        return std::move(buffer).finish();
    }

    Image readAnimation(Size size)
    {
        const std::unique_ptr<WebPAnimDecoder, AnimationDeleter> decoder(WebPAnimDecoderNew(&m_data, nullptr));
        std::uint8_t* canvas = nullptr;
        int milliseconds = 0;
        if (!decoder || WebPAnimDecoderGetNext(decoder.get(), &canvas, &milliseconds) == 0)
            throw corrupt();
        ImageBuffer buffer(size, 4, SampleType::U8);
        std::memcpy(buffer.bytes(), canvas, buffer.rowBytes() * static_cast<std::size_t>(size.height));
        return std::move(buffer).finish();
    }

    std::vector<std::byte> chunk(const char* name)
    {
        WebPChunkIterator iterator{};
        if (WebPDemuxGetChunk(m_demuxer.get(), name, 1, &iterator) == 0)
            return {};
        std::vector<std::byte> bytes = copyOfBytes(iterator.chunk.bytes, iterator.chunk.size);
        WebPDemuxReleaseChunkIterator(&iterator);
        return bytes;
    }

    const SourceFile& m_file;
    WebPData m_data;
    std::unique_ptr<WebPDemuxer, DemuxerDeleter> m_demuxer;
};

Error encodingError(const EncodeOptions& options, WebPEncodingError code)
{
    // What is written goes to memory too, and libwebp tells no code where its tokens found none.
    constexpr std::array kMemoryErrors = {VP8_ENC_OK, VP8_ENC_ERROR_OUT_OF_MEMORY,
                                          VP8_ENC_ERROR_BITSTREAM_OUT_OF_MEMORY, VP8_ENC_ERROR_BAD_WRITE};
    if (std::find(kMemoryErrors.begin(), kMemoryErrors.end(), code) != kMemoryErrors.end())
        return Error(ErrorCode::OutOfMemory, options.path.string(), "not enough memory to encode WebP");
    return Error(ErrorCode::Internal, options.path.string(),
                 "libwebp failed with error " + std::to_string(static_cast<int>(code)));
}

WebPConfig configFor(int quality)
{
    constexpr int kLosslessQuality = 100;
    constexpr int kLosslessEffort = 2; // of 9; more costs tens of seconds at 24 megapixels
    WebPConfig config;
    WebPConfigInit(&config);
    config.quality = static_cast<float>(quality);
    if (quality >= kLosslessQuality) {
        WebPConfigLosslessPreset(&config, kLosslessEffort);
        config.exact = 1; // keeps the colour of transparent pixels
    }
    config.thread_level = 1;
    return config;
}

std::vector<std::byte> encodePixels(const PixelView& pixels, const EncodeOptions& options)
{
    const WebPConfig config = configFor(options.quality);
    WebPMemoryWriter writer;
    WebPMemoryWriterInit(&writer);
    WebPPicture picture;
    WebPPictureInit(&picture);
    picture.use_argb = config.lossless;
    picture.width = pixels.size.width;
    picture.height = pixels.size.height;
    picture.writer = WebPMemoryWrite;
    picture.custom_ptr = &writer;
    const auto import = pixels.channels == 4 ? WebPPictureImportRGBA : WebPPictureImportRGB;
    const bool isEncoded = import(&picture, unsignedBytes(pixels.bytes), static_cast<int>(pixels.rowBytes())) != 0 &&
                           WebPEncode(&config, &picture) != 0;
    const WebPEncodingError error = picture.error_code;
    WebPPictureFree(&picture);
    const std::unique_ptr<WebPMemoryWriter, decltype(&WebPMemoryWriterClear)> owner(&writer, WebPMemoryWriterClear);
    if (!isEncoded)
        throw encodingError(options, error);
    return copyOfBytes(writer.mem, writer.size);
}

/// @return whether there was enough memory
bool addChunk(WebPMux* mux, const char* name, const std::vector<std::byte>& bytes)
{
    constexpr int kCopy = 1;
    const WebPData data{unsignedBytes(bytes.data()), bytes.size()};
    return bytes.empty() || WebPMuxSetChunk(mux, name, &data, kCopy) != WEBP_MUX_MEMORY_ERROR;
}

} // namespace

bool isWebP(std::span<const std::byte> bytes)
{
    constexpr std::size_t kHeaderBytes = 12;
    return bytes.size() >= kHeaderBytes && std::memcmp(bytes.data(), "RIFF", 4) == 0 &&
           std::memcmp(bytes.data() + 8, "WEBP", 4) == 0;
}

DecodedImage decodeWebP(const SourceFile& file)
{
    return Reader(file).read();
}

std::vector<std::byte> encodeWebP(const PixelView& pixels, const EncodeOptions& options)
{
    static_assert(kLongestWebPSide == WEBP_MAX_DIMENSION);
    assert(pixels.type == SampleType::U8 && pixels.channels >= 3);
    const std::vector<std::byte> encoded = encodePixels(pixels, options);
    if (!options.icc && options.metadata.exif.empty() && options.metadata.xmp.empty())
        return encoded;

    const WebPData data{unsignedBytes(encoded.data()), encoded.size()};
    const std::unique_ptr<WebPMux, MuxDeleter> mux(WebPMuxCreate(&data, 0));
    const bool isComplete = mux && (!options.icc || addChunk(mux.get(), "ICCP", *options.icc)) &&
                            addChunk(mux.get(), "EXIF", options.metadata.exif) &&
                            addChunk(mux.get(), "XMP ", options.metadata.xmp);
    WebPData assembled{};
    if (!isComplete || WebPMuxAssemble(mux.get(), &assembled) != WEBP_MUX_OK)
        throw encodingError(options, VP8_ENC_ERROR_OUT_OF_MEMORY);
    const std::unique_ptr<WebPData, decltype(&WebPDataClear)> owner(&assembled, WebPDataClear);
    return copyOfBytes(assembled.bytes, assembled.size);
}

} // namespace dh
