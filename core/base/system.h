#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace dh
{

/// Bytes that can be allocated without swapping, as far as the system and the control group of the process tell.
[[nodiscard]] std::uint64_t availableMemory();

/// Bytes of memory that the machine has, or that the control group of the process may use when that is less.
[[nodiscard]] std::uint64_t installedMemory();

/// The most memory, in bytes, that this process has had resident so far.
[[nodiscard]] std::uint64_t peakResidentMemory();

/// Processors that this process may use, at least 1.
[[nodiscard]] int usableProcessors();

/// How soon a thread's work is waited for, when not at once.
enum class ThreadUrgency {
    Soon,      ///< it is on its way to the screen
    Eventually ///< the user goes on with something else
};
/// Makes the calling thread, and the threads that it will start, give way to the program's others while processors are
/// short. It can't be made more urgent again.
void lowerThreadUrgency(ThreadUrgency urgency);

/// Asks for large pages behind memory that is about to be filled for the first time: pictures take a fault for each
/// page. Only whole large pages within the range are asked for; without effect where the system has none.
void adviseLargePages(void* begin, std::size_t bytes) noexcept;

/// The value of an environment variable; null when it is not set or empty.
[[nodiscard]] const char* environmentVariable(const char* name);

/// The absolute path of the running program; empty when the system won't tell.
[[nodiscard]] std::filesystem::path executablePath();

} // namespace dh
