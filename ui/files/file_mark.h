#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace dh
{

/// Tells whether a project file still is what was read or written before: its size, and its end, where a zip lists all
/// parts with their checksums. Times would tell less, for they differ between computers and file systems.
struct FileMark {
    std::uintmax_t bytes = 0;
    std::string end;
    friend bool operator==(const FileMark&, const FileMark&) = default;
};

/// Nothing when there is no such file or it can't be read. Any thread.
[[nodiscard]] std::optional<FileMark> fileMark(const std::filesystem::path& file);

} // namespace dh
