#pragma once

#include "core/base/cancel.h"

#include <filesystem>
#include <functional>
#include <map>
#include <string>

namespace dh
{

/// SHA-256 of a file's content, as sha256sum prints it.
/// @throws Error FileUnreadable; Cancelled
[[nodiscard]] std::string hashFile(const std::filesystem::path& path, const CancelToken& cancel = {});

/// SHA-256 over the names, sizes and contents of `files`, in the order of their names; where they are doesn't matter.
/// @param progress called with 0..1; returning false stops and yields an empty string
/// @throws Error FileUnreadable
[[nodiscard]] std::string hashNamedFiles(const std::map<std::string, std::filesystem::path>& files,
                                         const std::function<bool(double)>& progress);

} // namespace dh
