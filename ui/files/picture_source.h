#pragma once

#include "core/base/cancel.h"
#include "core/imaging/image_file.h"

#include <QImage>
#include <QSize>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <variant>

namespace dh
{

/// What is to be brought in: a file, or pixels from the clipboard or another program.
struct PictureSource {
    std::filesystem::path file; ///< empty for `pixels`
    QImage pixels;
    std::uint64_t grantedBytes = 0; ///< what the user allowed it to take; 0 = not asked
};

/// A picture in memory.
struct LoadedPicture {
    Image image;
    ImageMetadata metadata;
    bool coloursConverted = false; ///< see ImageFile
};

/// A picture that takes more than half of the free memory.
struct LargePicture {
    std::uint64_t neededBytes = 0;
};

/// Reads `source`; asks the file's header first what it will take. Any thread.
/// @param freeBytes  memory that is available now
/// @throws Error as readImageFile(); Cancelled
[[nodiscard]] std::variant<LoadedPicture, LargePicture>
readPicture(const PictureSource& source, std::uint64_t freeBytes, const CancelToken& cancel = {});

/// A small, quickly decoded form of a picture that is still being read, and the size of the whole.
struct QuickPreview {
    QImage image; ///< upright, sRGB
    QSize size;
};

/// Null for files that can't be decoded at a reduced size (all but JPEG) or are small. Any thread.
[[nodiscard]] std::optional<QuickPreview> readQuickPreview(const std::filesystem::path& file);

/// Whether the content of `file` is a zip, as projects and OpenRaster files are. False when it can't be read.
[[nodiscard]] bool isProjectFile(const std::filesystem::path& file);

} // namespace dh
