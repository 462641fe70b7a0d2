#pragma once

#include <cstdint>
#include <filesystem>

namespace dh
{

/// Bytes that can be allocated without swapping, as far as the system and the control group of the process tell.
[[nodiscard]] std::uint64_t availableMemory();

/// The most memory, in bytes, that this process has had resident so far.
[[nodiscard]] std::uint64_t peakResidentMemory();

/// Processors that this process may use, at least 1.
[[nodiscard]] int usableProcessors();

/// The absolute path of the running program; empty when the system won't tell.
[[nodiscard]] std::filesystem::path executablePath();

} // namespace dh
