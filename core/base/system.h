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

/// The memory of control groups, in bytes; the largest number where nothing limits it.
struct GroupMemory {
    std::uint64_t limit;
    std::uint64_t available; ///< counts the file cache, which the system gives back when it is needed
};
/// The least of the group that `membership` (/proc/PID/cgroup) names and of those around it, of both versions, mounted
/// at `root`. A group that can't be seen there limits nothing; the root is looked at in any case, being the process's
/// own group in many containers.
[[nodiscard]] GroupMemory groupMemory(const std::filesystem::path& membership = "/proc/self/cgroup",
                                      const std::filesystem::path& root = "/sys/fs/cgroup");

/// The most memory, in bytes, that this process has had resident so far.
[[nodiscard]] std::uint64_t peakResidentMemory();

/// Processors that this process may use, at least 1.
[[nodiscard]] int usableProcessors();

/// The widest vector instructions, of those that the program has code for.
enum class VectorInstructions {
    Baseline, ///< what every processor of the architecture has
    Avx2,     ///< AVX2 and FMA
    Avx512    ///< also AVX-512 F, BW, DQ and VL
};
/// Of this processor.
[[nodiscard]] VectorInstructions vectorInstructions() noexcept;

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
