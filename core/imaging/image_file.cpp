#include "core/imaging/image_file.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/system.h"
#include "core/imaging/convert.h"
#include "core/imaging/icc_profile.h"
#include "core/imaging/image_codec.h"
#include "core/imaging/image_metadata.h"
#include "core/imaging/orientation.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <fstream>
#include <limits>
#include <new>
#include <utility>

namespace dh
{

namespace
{

struct Codec {
    ImageFormat format;
    bool (*isFormat)(std::span<const std::byte>);
    DecodedImage (*decode)(const SourceFile&);
    std::vector<std::byte> (*encode)(const PixelView&, const EncodeOptions&); ///< null for a format that is only read
};

constexpr std::array<Codec, 5> kCodecs = {{
    {ImageFormat::Png, isPng, decodePng, encodePng},
    {ImageFormat::Jpeg, isJpeg, decodeJpeg, encodeJpeg},
    {ImageFormat::Tiff, isTiff, decodeTiff, encodeTiff},
    {ImageFormat::WebP, isWebP, decodeWebP, encodeWebP},
    {ImageFormat::Bmp, isBmp, decodeBmp, nullptr},
}};

/// Each format's usual one first.
constexpr std::array<std::pair<const char*, ImageFormat>, 8> kExtensions = {{
    {".png", ImageFormat::Png},
    {".jpg", ImageFormat::Jpeg},
    {".jpeg", ImageFormat::Jpeg},
    {".jpe", ImageFormat::Jpeg},
    {".tif", ImageFormat::Tiff},
    {".tiff", ImageFormat::Tiff},
    {".webp", ImageFormat::WebP},
    {".bmp", ImageFormat::Bmp},
}};

const Codec& codecOf(ImageFormat format)
{
    return *std::find_if(kCodecs.begin(), kCodecs.end(), [=](const Codec& codec) { return codec.format == format; });
}

Error outOfMemory(const std::filesystem::path& path)
{
    return Error(ErrorCode::OutOfMemory, path.string(), "not enough memory for this picture");
}

std::uint64_t decodedLimit(const ReadLimits& limits)
{
    return limits.maxDecodedBytes > 0 ? limits.maxDecodedBytes : availableMemory() / 2;
}

std::vector<std::byte> readWholeFile(const std::filesystem::path& path, std::uint64_t maxBytes)
{
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status))
        throw Error(error && error != std::errc::no_such_file_or_directory ? ErrorCode::FileUnreadable
                                                                           : ErrorCode::FileNotFound,
                    path.string(), error ? error.message() : "there is no such file");
    if (!std::filesystem::is_regular_file(status))
        throw Error(ErrorCode::FileUnreadable, path.string(),
                    std::filesystem::is_directory(status) ? "it is a folder" : "it is not a regular file");
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    if (!error && size > maxBytes)
        throw Error(ErrorCode::OutOfMemory, path.string(),
                    "the file has " + std::to_string(size) + " bytes, more than memory allows");

    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw errorFromErrno(errno, path, ErrorCode::FileUnreadable);
    std::vector<std::byte> bytes(error ? 0 : size);
    file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (error || file.gcount() != static_cast<std::streamsize>(bytes.size()))
        throw Error(ErrorCode::FileUnreadable, path.string(), "it can't be read to its end");
    if (bytes.empty())
        throw Error(ErrorCode::CorruptFile, path.string(), "the file is empty");
    return bytes;
}

/// `image` with every grey sample replaced by the curve's value for it.
template <typename T>
Image throughCurve(const Image& image, const std::vector<std::uint16_t>& curve)
{
    ImageBuffer buffer(image);
    for (int y = 0; y < image.height(); ++y) {
        T* samples = buffer.row<T>(y);
        for (int x = 0; x < image.width(); ++x, samples += image.channels())
            std::transform(samples, samples + 3, samples, [&](T sample) { return static_cast<T>(curve[sample]); });
    }
    return std::move(buffer).finish();
}

/// An RGB profile stays with its picture, a grey one is applied; others can't belong to RGB samples.
void settleProfile(DecodedImage& decoded)
{
    switch (iccSpaceOf(decoded.icc)) {
    case IccSpace::Rgb:
        // What was converted to sRGB is that, whatever wrong profile lay beside the inks.
        if (!decoded.coloursConverted)
            decoded.image = decoded.image.withIccProfile(std::make_shared<const std::vector<std::byte>>(decoded.icc));
        break;
    case IccSpace::Grey: {
        const std::vector<std::uint16_t> curve = greyCurveToSrgb(decoded.icc, decoded.image.type());
        if (decoded.wasGrey && !curve.empty()) {
            decoded.image = decoded.image.type() == SampleType::U8 ? throughCurve<std::uint8_t>(decoded.image, curve)
                                                                   : throughCurve<std::uint16_t>(decoded.image, curve);
            decoded.coloursConverted = true;
        }
        break;
    }
    case IccSpace::Cmyk:
    case IccSpace::Unusable:
        break;
    }
}

/// Applies the orientation, to the pixels and to what is told about them.
void turnUpright(DecodedImage& decoded)
{
    constexpr int kFirstTransposed = 5;
    if (decoded.orientation == 1)
        return;
    decoded.image = uprightImage(decoded.image, decoded.orientation);
    if (decoded.orientation >= kFirstTransposed)
        std::swap(decoded.metadata.dotsPerInchX, decoded.metadata.dotsPerInchY);
    tellUpright(decoded.metadata.xmp);
}

/// Decodes and turns upright, but leaves colours as they stand in the file.
std::pair<DecodedImage, ImageFormat> readUpright(const std::filesystem::path& path, const ReadLimits& limits)
{
    const std::uint64_t limit = decodedLimit(limits);
    const std::vector<std::byte> bytes = readWholeFile(path, limit);
    for (const Codec& codec : kCodecs) {
        if (!codec.isFormat(bytes))
            continue;
        DecodedImage decoded = codec.decode({path, bytes, limit});
        turnUpright(decoded);
        return {std::move(decoded), codec.format};
    }
    throw Error(ErrorCode::UnsupportedFormat, path.string(),
                "its content is neither PNG, JPEG, TIFF, WebP nor BMP, whatever its name says");
}

template <typename T>
std::uint8_t byteOf(T sample)
{
    return sizeof(T) == 1 ? static_cast<std::uint8_t>(sample) : static_cast<std::uint8_t>(sample >> 8);
}

/// Pillow's L24: ITU-R 601 weights in 16-bit fixed point.
std::uint8_t luminance(int red, int green, int blue)
{
    constexpr int kRed = 19595;
    constexpr int kGreen = 38470;
    constexpr int kBlue = 7471;
    constexpr int kHalf = 0x8000;
    return static_cast<std::uint8_t>((red * kRed + green * kGreen + blue * kBlue + kHalf) >> 16);
}

template <typename T>
bool hasShapeOnlyInAlpha(const Image& image)
{
    if (!image.hasAlpha())
        return false;
    const T* first = image.row<T>(0);
    bool alphaVaries = false;
    for (int y = 0; y < image.height(); ++y) {
        const T* pixel = image.row<T>(y);
        for (int x = 0; x < image.width(); ++x, pixel += 4) {
            if (!std::equal(pixel, pixel + 3, first))
                return false;
            alphaVaries = alphaVaries || pixel[3] != first[3];
        }
    }
    return alphaVaries;
}

template <typename T>
Mask maskOf(const Image& image)
{
    const bool isAlpha = hasShapeOnlyInAlpha<T>(image);
    Mask mask(image.size());
    for (int y = 0; y < image.height(); ++y) {
        const T* pixel = image.row<T>(y);
        std::uint8_t* target = mask.writableRow(y);
        for (int x = 0; x < image.width(); ++x, pixel += image.channels())
            target[x] = isAlpha ? byteOf(pixel[3]) : luminance(byteOf(pixel[0]), byteOf(pixel[1]), byteOf(pixel[2]));
    }
    return mask;
}

/// What shows of a picture with 8-bit samples on white paper.
Image onWhite(const Image& image)
{
    constexpr int kColours = 3;
    constexpr int kOpaque = 255;
    ImageBuffer buffer(image.size(), kColours, SampleType::U8);
    for (int y = 0; y < image.height(); ++y) {
        const auto* source = image.row<std::uint8_t>(y);
        auto* target = buffer.row<std::uint8_t>(y);
        for (int x = 0; x < image.width(); ++x, source += kColours + 1, target += kColours) {
            const int alpha = source[kColours];
            for (int c = 0; c < kColours; ++c)
                target[c] = static_cast<std::uint8_t>((source[c] * alpha + kOpaque * (kOpaque - alpha) + kOpaque / 2) /
                                                      kOpaque);
        }
    }
    return std::move(buffer).finish(image.iccProfile());
}

/// In pixels.
int longestSideOf(ImageFormat format)
{
    switch (format) {
    case ImageFormat::Jpeg:
        return kLongestJpegSide;
    case ImageFormat::WebP:
        return kLongestWebPSide;
    case ImageFormat::Png:
    case ImageFormat::Tiff:
    case ImageFormat::Bmp:
        break;
    }
    return std::numeric_limits<int>::max();
}

/// `image` with samples that `format` has.
Image storable(const Image& image, ImageFormat format)
{
    const bool isEightBit = format == ImageFormat::Jpeg || format == ImageFormat::WebP;
    const SampleType widest = isEightBit ? SampleType::U8 : SampleType::U16;
    const SampleType type = image.type() == SampleType::U8 ? SampleType::U8 : widest;
    const Image converted = convertedToType(image, type);
    return format == ImageFormat::Jpeg && image.hasAlpha() ? onWhite(converted) : converted;
}

} // namespace

void checkDecodedSize(const SourceFile& file, std::uint64_t width, std::uint64_t height, int bytesPerPixel)
{
    if (width == 0 || height == 0)
        throw Error(ErrorCode::CorruptFile, file.path.string(), "the picture has no pixels");
    // Rows must stay countable in int samples.
    constexpr std::uint64_t kLongestSide = 1 << 28;
    if (width > kLongestSide || height > kLongestSide)
        throw Error(ErrorCode::UnsupportedFormat, file.path.string(),
                    std::to_string(width) + " x " + std::to_string(height) +
                        " pixels are more than the program handles");
    const auto perPixel = static_cast<std::uint64_t>(bytesPerPixel);
    if (width * height > file.maxDecodedBytes / perPixel)
        throw Error(ErrorCode::OutOfMemory, file.path.string(),
                    std::to_string(width) + " x " + std::to_string(height) + " pixels need more than the " +
                        std::to_string(file.maxDecodedBytes) + " bytes that are free for it, at " +
                        std::to_string(bytesPerPixel) + " bytes a pixel");
}

std::vector<const char*> imageExtensions()
{
    std::vector<const char*> extensions;
    for (const auto& [extension, format] : kExtensions)
        extensions.push_back(extension);
    return extensions;
}

ImageFormat imageFormatForPath(const std::filesystem::path& path)
{
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto named = std::find_if(kExtensions.begin(), kExtensions.end(),
                                    [&](const auto& known) { return extension == known.first; });
    if (named == kExtensions.end())
        throw Error(ErrorCode::UnsupportedFormat, path.string(), "the name must end in .png, .jpg, .tif or .webp");
    if (codecOf(named->second).encode == nullptr)
        throw Error(ErrorCode::UnsupportedFormat, path.string(),
                    std::string(imageFormatName(named->second))
                        .append(" is only read; the name must end in .png, .jpg, .tif or .webp"));
    return named->second;
}

const char* imageFormatName(ImageFormat format)
{
    switch (format) {
    case ImageFormat::Png:
        return "PNG";
    case ImageFormat::Jpeg:
        return "JPEG";
    case ImageFormat::Tiff:
        return "TIFF";
    case ImageFormat::WebP:
        return "WebP";
    case ImageFormat::Bmp:
        return "BMP";
    }
    return "";
}

void checkStorableSize(const std::filesystem::path& path, Size size)
{
    const ImageFormat format = imageFormatForPath(path);
    const int longest = longestSideOf(format);
    if (std::max(size.width, size.height) > longest)
        throw Error(ErrorCode::UnsupportedFormat, path.string(),
                    "the picture is " + std::to_string(size.width) + " x " + std::to_string(size.height) +
                        " pixels, but " + imageFormatName(format) + " holds at most " + std::to_string(longest) +
                        " in each direction; PNG and TIFF hold more");
}

ImageFile readImageFile(const std::filesystem::path& path, const ReadLimits& limits)
{
    try {
        auto [decoded, format] = readUpright(path, limits);
        settleProfile(decoded);
        return {std::move(decoded.image), std::move(decoded.metadata), format, decoded.coloursConverted};
    } catch (const std::bad_alloc&) {
        throw outOfMemory(path);
    }
}

Mask readMaskFile(const std::filesystem::path& path, const ReadLimits& limits)
{
    try {
        const Image image = readUpright(path, limits).first.image;
        return image.type() == SampleType::U8 ? maskOf<std::uint8_t>(image) : maskOf<std::uint16_t>(image);
    } catch (const std::bad_alloc&) {
        throw outOfMemory(path);
    }
}

void writeImageFile(const std::filesystem::path& path, const Image& image, const WriteOptions& options)
{
    const ImageFormat format = imageFormatForPath(path);
    if (image.isNull())
        throw Error(ErrorCode::InvalidArgument, path.string(), "a picture without pixels can't be written");
    if (options.quality < 1 || options.quality > 100)
        throw Error(ErrorCode::InvalidArgument, path.string(), "the quality must be from 1 to 100");
    checkStorableSize(path, image.size());
    // Before the encoding, which takes seconds: the folder may not accept a file.
    AtomicFile file(path);
    try {
        const Image pixels = storable(image, format);
        const PixelView view{pixels.size(), pixels.channels(), pixels.type(), pixels.bytes()};
        EncodeOptions encoding{path, options.metadata, image.iccProfile(), options.quality};
        // WebP has no other place for the resolution than EXIF.
        encoding.metadata.exif = exifForPicture(options.metadata, pixels.size(), format == ImageFormat::WebP);
        encoding.metadata.xmp = xmpForPicture(options.metadata.xmp, pixels.size());
        file.write(codecOf(format).encode(view, encoding));
    } catch (const std::bad_alloc&) {
        throw outOfMemory(path);
    }
    file.commit();
}

void writeMaskFile(const std::filesystem::path& path, const Mask& mask)
{
    const ImageFormat format = imageFormatForPath(path);
    if (format != ImageFormat::Png && format != ImageFormat::Tiff)
        throw Error(ErrorCode::UnsupportedFormat, path.string(), "a mask is written as .png or .tif");
    if (mask.isNull())
        throw Error(ErrorCode::InvalidArgument, path.string(), "a mask without pixels can't be written");
    const PixelView view{mask.size(), 1, SampleType::U8, reinterpret_cast<const std::byte*>(mask.row(0))};
    AtomicFile file(path);
    try {
        file.write(codecOf(format).encode(view, {path, {}, nullptr, 0}));
    } catch (const std::bad_alloc&) {
        throw outOfMemory(path);
    }
    file.commit();
}

} // namespace dh
