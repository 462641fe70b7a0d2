#pragma once

#include "core/imaging/image_file.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace dh
{

/// A file in memory, not yet trusted.
struct SourceFile {
    std::filesystem::path path;
    std::span<const std::byte> bytes;
    std::uint64_t maxDecodedBytes = 0;
};

/// What a decoder makes of it: upright or not, with the profile as it stood in the file.
struct DecodedImage {
    Image image;
    ImageMetadata metadata;
    std::vector<std::byte> icc;
    int orientation = 1;           ///< 1..8 as in TIFF 6.0
    bool wasGrey = false;          ///< R, G and B are equal because the file holds one channel
    bool coloursConverted = false; ///< see ImageFile
};

/// Pixels to encode; 1 channel is grey.
struct PixelView {
    Size size;
    int channels = 3;
    SampleType type = SampleType::U8;
    const std::byte* bytes = nullptr;

    [[nodiscard]] std::size_t rowBytes() const
    {
        return static_cast<std::size_t>(size.width) * channels * bytesPerSample(type);
    }
    [[nodiscard]] const std::byte* row(int y) const { return bytes + rowBytes() * static_cast<std::size_t>(y); }
};

/// What goes into a file beside the pixels.
struct EncodeOptions {
    std::filesystem::path path; ///< for messages only
    ImageMetadata metadata;
    IccProfile icc;
    int quality = 95;
};

/// @throws Error CorruptFile (no pixels), UnsupportedFormat (absurd sides), OutOfMemory (more bytes than the limit)
void checkDecodedSize(const SourceFile& file, std::uint64_t width, std::uint64_t height, int bytesPerPixel);

// The longest sides, in pixels, that these formats can have; PNG and TIFF take every Size.
inline constexpr int kLongestJpegSide = 65500;
inline constexpr int kLongestWebPSide = 16383;

[[nodiscard]] bool isPng(std::span<const std::byte> bytes);
[[nodiscard]] bool isJpeg(std::span<const std::byte> bytes);
[[nodiscard]] bool isTiff(std::span<const std::byte> bytes);
[[nodiscard]] bool isWebP(std::span<const std::byte> bytes);
[[nodiscard]] bool isBmp(std::span<const std::byte> bytes);

// Every decoder throws Error CorruptFile, UnsupportedFormat or OutOfMemory, and allocates pixels only after
// checkDecodedSize().
[[nodiscard]] DecodedImage decodePng(const SourceFile& file);
[[nodiscard]] DecodedImage decodeJpeg(const SourceFile& file);
[[nodiscard]] DecodedImage decodeTiff(const SourceFile& file);
[[nodiscard]] DecodedImage decodeWebP(const SourceFile& file);
[[nodiscard]] DecodedImage decodeBmp(const SourceFile& file);

// Every encoder returns the whole file. PNG and TIFF take U8 and U16, the others U8; JPEG takes 1 or 3 channels. The
// size is one that the format can hold.
[[nodiscard]] std::vector<std::byte> encodePng(const PixelView& pixels, const EncodeOptions& options);
[[nodiscard]] std::vector<std::byte> encodeJpeg(const PixelView& pixels, const EncodeOptions& options);
[[nodiscard]] std::vector<std::byte> encodeTiff(const PixelView& pixels, const EncodeOptions& options);
[[nodiscard]] std::vector<std::byte> encodeWebP(const PixelView& pixels, const EncodeOptions& options);

} // namespace dh
