#pragma once

#include "core/imaging/image_codec.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace dh
{

/// Keeps `exif` (with or without its "Exif\0\0" prefix) in `decoded`, with orientation 1 and without thumbnail; sets
/// decoded.orientation and, where the file itself told none, the resolution. What is no EXIF block is dropped.
void keepExif(DecodedImage& decoded, std::span<const std::byte> exif);

/// Makes an XMP packet say that its picture stands upright, where it says how the picture stands.
void tellUpright(std::vector<std::byte>& xmp);

/// An XMP packet as it is right for a picture of `size`: with that size in pixels where it tells another one.
[[nodiscard]] std::vector<std::byte> xmpForPicture(std::vector<std::byte> xmp, Size size);

/// `metadata.exif` as it is right for a picture of `size`: with the resolution that `metadata` tells, in place of one
/// that differs by more than half a dot, and with that size in place of another one. What the block does not tell is
/// not added, but for the resolution if `addsResolution`, to an empty block too. The block itself when that fails.
[[nodiscard]] std::vector<std::byte> exifForPicture(const ImageMetadata& metadata, Size size, bool addsResolution);

/// The EXIF block of a TIFF file as one that can stand alone; empty when there is none beyond the structure of the
/// file.
[[nodiscard]] std::vector<std::byte> exifOfTiff(std::span<const std::byte> tiff);

/// `tiff` with EXIF in its own directories and the XMP packet; `tiff` itself when that fails.
[[nodiscard]] std::vector<std::byte> tiffWithExif(std::vector<std::byte> tiff, const ImageMetadata& metadata);

[[nodiscard]] std::vector<std::byte> copyOfBytes(const void* data, std::size_t size);
[[nodiscard]] std::string utf8FromLatin1(const std::string& text);
/// Nothing when the text holds characters that Latin-1 lacks, or is no UTF-8.
[[nodiscard]] std::optional<std::string> latin1FromUtf8(const std::string& text);
[[nodiscard]] bool isAscii(const std::string& text);

} // namespace dh
