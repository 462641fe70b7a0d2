#pragma once

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <string>

namespace dh
{

/// Reads a whole text file of at most `kMaxTextFileSize` bytes.
/// @throws Error FileNotFound, FileUnreadable; ModelInvalid when it is larger
[[nodiscard]] std::string readTextFile(const std::filesystem::path& path);

/// Reads an untrusted JSON file of a checkpoint: an object, of bounded size and depth. Python's Infinity, -Infinity and
/// NaN are read as texts.
/// @throws Error as readTextFile; ModelInvalid, with line and column, when it isn't JSON
[[nodiscard]] nlohmann::json readJsonObject(const std::filesystem::path& path);

inline constexpr std::uintmax_t kMaxTextFileSize = 64ULL << 20;

} // namespace dh
