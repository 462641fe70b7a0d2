#pragma once

#include "core/document/project_parts.h"

#include <nlohmann/json_fwd.hpp>

namespace dh
{

/// The longest text that is read as JSON.
inline constexpr std::uint64_t kMaxTextBytes = std::uint64_t{64} << 20U;

/// Everything of a project in one JSON value; pixels go to `parts`.
[[nodiscard]] nlohmann::json describeProject(const Project& project, PixelParts& parts);

/// The text of a project's description, never longer than is read back: where it would be, the view state is left out
/// with a warning. @param indent -1 for one line  @param path what errors are about
/// @throws Error UnsupportedFormat when it is too long even so
[[nodiscard]] std::string textOfDescription(nlohmann::json description, int indent, const std::filesystem::path& path);

/// The project that an untrusted source describes in kDescriptionName.
/// @throws Error CorruptFile, UnsupportedFormat (a newer version), OutOfMemory; Cancelled
[[nodiscard]] Project readDescribedProject(const PartSource& source, const CancelToken& cancel);

/// Any text part as JSON, of bounded size and depth. @throws Error CorruptFile
[[nodiscard]] nlohmann::json readJsonPart(const PartSource& source, const std::string& name);

} // namespace dh
