#pragma once

#include "core/imaging/image.h"
#include "core/imaging/mask.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace dh
{

enum class ImageFormat { Png, Jpeg, Tiff, WebP, Bmp };

/// What a file carries besides pixels. The ICC profile travels with the Image.
struct ImageMetadata {
    std::vector<std::byte>
        exif; ///< TIFF-structured block without the "Exif\0\0" prefix; Orientation already applied and set to 1
    std::vector<std::byte> xmp; ///< XMP packet; likewise
    double dotsPerInchX = 0.0;  ///< 0 when unknown; written files tell it in place of what `exif` says
    double dotsPerInchY = 0.0;
    std::map<std::string, std::string>
        text; ///< UTF-8 keyword and text (PNG tEXt/iTXt; only PNG can store it losslessly)
};

/// A decoded file.
struct ImageFile {
    Image image; ///< U8 or U16; grey and palette become RGB, CMYK is converted to sRGB through its profile
    ImageMetadata metadata;
    ImageFormat format = ImageFormat::Png;
    /// Whether the samples are not the file's but their conversion to sRGB, from CMYK, L*a*b* or a grey profile.
    bool coloursConverted = false;
};

struct ReadLimits {
    std::uint64_t maxDecodedBytes = 0; ///< 0 = half of the memory that is available now
};

struct WriteOptions {
    ImageMetadata metadata;
    int quality = 95; ///< 1..100, JPEG and lossy WebP; 100 makes WebP lossless
};

/// The extensions, in lower case, of the pictures that readImageFile() reads: ".png" and so on. Of one format the usual
/// one comes first.
[[nodiscard]] std::vector<const char*> imageExtensions();

/// The format that the extension of `path` names (any case), of those that can be written; Bmp is only read.
/// @throws Error UnsupportedFormat
[[nodiscard]] ImageFormat imageFormatForPath(const std::filesystem::path& path);

/// "PNG", "JPEG", ...
[[nodiscard]] const char* imageFormatName(ImageFormat format);

/// Whether the format that `path` names can hold a picture of `size`: no side of a WebP is longer than 16383 pixels,
/// none of a JPEG than 65500. Writing checks it too; this is for asking before a long computation.
/// @throws Error UnsupportedFormat, telling the size and the limit
void checkStorableSize(const std::filesystem::path& path, Size size);

/// Reads PNG (1 to 16 bit, grey, palette, alpha, tRNS), JPEG (grey, YCbCr, CMYK, YCCK), TIFF (8 and 16 bit, but no
/// camera's raw file), WebP or BMP (1 to 32 bit, not run-length encoded), recognised by content and not by name. EXIF
/// orientation is applied. Of an animation or multi-page file the first picture is taken. A single channel beside a
/// TIFF file's colours is alpha unless the file says otherwise; other channels are left out, which is logged.
/// Thread-safe. The header's size is checked against `limits` before pixels are allocated.
/// @throws Error FileNotFound, FileUnreadable, UnsupportedFormat, CorruptFile, OutOfMemory
[[nodiscard]] ImageFile readImageFile(const std::filesystem::path& path, const ReadLimits& limits = {});

/// Reads any picture as a mask: luminance as the reference's PIL convert("L") makes it (ITU-R 601, 16 bits shifted);
/// of a picture whose colour is constant but whose alpha varies, the alpha.
[[nodiscard]] Mask readMaskFile(const std::filesystem::path& path, const ReadLimits& limits = {});

/// Writes `image` in the format its extension names, atomically. PNG and TIFF keep every sample of U8 and U16; JPEG and
/// WebP are 8 bit; JPEG has no alpha: what is transparent shows white. ICC profile, EXIF and XMP are written where the
/// format has a place for them; where EXIF or XMP tell a size in pixels, it becomes that of `image`.
/// @throws Error UnsupportedFormat, FileUnwritable, DiskFull; nothing is left behind then
void writeImageFile(const std::filesystem::path& path, const Image& image, const WriteOptions& options = {});

/// Writes a mask as an 8-bit greyscale PNG or TIFF.
void writeMaskFile(const std::filesystem::path& path, const Mask& mask);

} // namespace dh
