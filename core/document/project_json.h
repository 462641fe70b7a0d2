#pragma once

#include "core/document/project_parts.h"

#include <nlohmann/json_fwd.hpp>

namespace dh
{

/// Everything of a project in one JSON value; pixels go to `parts`.
[[nodiscard]] nlohmann::json describeProject(const Project& project, PixelParts& parts);

/// The project that an untrusted source describes in kDescriptionName.
/// @throws Error CorruptFile, UnsupportedFormat (a newer version), OutOfMemory; Cancelled
[[nodiscard]] Project readDescribedProject(const PartSource& source, const CancelToken& cancel);

/// Any text part as JSON, of bounded size and depth. @throws Error CorruptFile
[[nodiscard]] nlohmann::json readJsonPart(const PartSource& source, const std::string& name);

} // namespace dh
