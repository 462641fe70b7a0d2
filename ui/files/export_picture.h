#pragma once

#include "core/base/cancel.h"
#include "core/imaging/image_file.h"
#include "core/scene/composition.h"

#include <cstdint>
#include <filesystem>

namespace dh
{

/// What the user wants to have in a file. Plain value.
struct ExportSettings {
    LayerId layer = 0; ///< that layer alone, on transparency; 0 = the whole picture
    ImageFormat format = ImageFormat::Png;
    bool isDeep = false;        ///< 16 bit; PNG and TIFF only
    int quality = 92;           ///< 1..100; JPEG and WebP
    double scale = 1.0;         ///< of the sides, > 0
    double dotsPerInch = 0.0;   ///< 0 = none
    bool keepsProfile = true;   ///< else the colours are converted to sRGB and no profile is written
    bool keepsMetadata = true;  ///< EXIF, XMP and other text of the background's file
    bool writesSettings = true; ///< of the applied results, as PNG text

    /// Whether pictures of both settings have the same pixels before encoding.
    [[nodiscard]] bool hasSamePixels(const ExportSettings& other) const;
};

/// "png" and so on: how names of the format end.
[[nodiscard]] const char* suffixOf(ImageFormat format);

/// Whether files of the format may have 16 bits a channel.
[[nodiscard]] bool canBeDeep(ImageFormat format);

/// The pixels to be written. Any thread.
/// @throws Error OutOfMemory; InvalidArgument when the layer shows nothing; Cancelled
[[nodiscard]] Image exportedPixels(const Composition& composition, const ExportSettings& settings,
                                   const CancelToken& cancel = {});

/// What is written beside them. Text as the command line writes it: "DiffHarmony:seed" and the other settings of the
/// applied result, with the layer's number from the bottom ("DiffHarmony:2:seed") when several layers have one.
/// @param background  what the background's file carried
[[nodiscard]] WriteOptions exportOptions(const Composition& composition, const ExportSettings& settings,
                                         const ImageMetadata& background);

/// How large the file will be; writes it to a temporary folder. Any thread.
/// @throws Error of writeImageFile()
[[nodiscard]] std::uint64_t exportedBytes(const Image& pixels, const ExportSettings& settings,
                                          const WriteOptions& options);

} // namespace dh
