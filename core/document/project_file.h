#pragma once

#include "core/base/cancel.h"
#include "core/scene/composition.h"

#include <filesystem>
#include <string>

namespace dh
{

/// What a project holds besides the composition.
struct ProjectExtras {
    std::string
        viewState; ///< JSON of the window (zoom, selected layer); may be empty; left out when too long to be read
    std::string runSettings;                ///< JSON of the harmonize panel
    std::filesystem::path backgroundSource; ///< where the background came from, for "Export" to propose a name
};

struct Project {
    Composition composition;
    ProjectExtras extras;
};

/// `.dhs`: a zip that is a valid OpenRaster file too (mimetype first and stored, stack.xml, data/*.png,
/// mergedimage.png, Thumbnails/thumbnail.png), plus project.json and what OpenRaster has no place for: masks, results,
/// 16-bit samples and profiles. Lossless. Thread-safe functions on values.
inline constexpr int kProjectVersion = 1;

/// Writes atomically. @throws Error FileUnwritable, DiskFull, OutOfMemory (the old file is then intact); Cancelled
void writeProject(const std::filesystem::path& path, const Project& project, const CancelToken& cancel = {});

/// Reads a project, or any OpenRaster file as background and layers. Everything in the file is untrusted: sizes,
/// counts, paths, compression ratios are checked before memory is given.
/// @throws Error FileNotFound, FileUnreadable, CorruptFile, UnsupportedFormat (a newer version), OutOfMemory; Cancelled
[[nodiscard]] Project readProject(const std::filesystem::path& path, const CancelToken& cancel = {});

} // namespace dh
