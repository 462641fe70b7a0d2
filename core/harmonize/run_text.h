#pragma once

#include "core/harmonize/harmonizer.h"

#include <map>
#include <string>

namespace dh
{

/// A run as text that lets it be made again, by key ("steps", "checkpoint", ...): what projects and files keep of it.
/// The seed, which readers look for first, is left to them. Numbers don't depend on the locale.
[[nodiscard]] std::map<std::string, std::string> runText(const HarmonizeReport& report);

[[nodiscard]] const char* modeName(Mode mode);

/// Under which name a file's metadata keeps `key`: "DiffHarmony:seed".
[[nodiscard]] std::string metadataKey(const std::string& key);
/// Who wrote a file, for its metadata's "Software".
[[nodiscard]] std::string softwareText(const std::string& version);

} // namespace dh
