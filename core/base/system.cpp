#include "core/base/system.h"

#include <sched.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>

namespace dh
{

namespace
{

/// The number in a one-number file of the kernel; `absent` when there is none ("max" included).
std::uint64_t readNumber(const std::filesystem::path& path, std::uint64_t absent)
{
    std::ifstream file(path);
    std::uint64_t value = 0;
    return file >> value ? value : absent;
}

constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();

/// What a version of control groups calls its numbers.
struct GroupNames {
    const char* limit;
    const char* used;
    const char* inactiveCache; ///< this and the next are lines of memory.stat
    const char* activeCache;
};
constexpr GroupNames kVersion2{"memory.max", "memory.current", "inactive_file", "active_file"};
constexpr GroupNames kVersion1{"memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file",
                               "total_active_file"};

/// Bytes that count as used although the system takes them back before it refuses memory.
std::uint64_t fileCache(const std::filesystem::path& group, const GroupNames& names)
{
    std::ifstream statistics(group / "memory.stat");
    std::uint64_t sum = 0;
    std::string name;
    std::uint64_t bytes = 0;
    while (statistics >> name >> bytes) {
        if (name == names.inactiveCache || name == names.activeCache)
            sum += bytes;
    }
    return sum;
}

/// Lowers `least` to what the group itself allows.
void lowerTo(GroupMemory& least, const std::filesystem::path& group, const GroupNames& names)
{
    const std::uint64_t limit = readNumber(group / names.limit, kNoLimit);
    if (limit == kNoLimit)
        return;
    const std::uint64_t used = readNumber(group / names.used, 0);
    const std::uint64_t needed = used - std::min(used, fileCache(group, names));
    least.limit = std::min(least.limit, limit);
    least.available = std::min(least.available, limit > needed ? limit - needed : 0);
}

/// Lowers `least` to what the group at `path` below `root` and those around it allow.
void lowerToAll(GroupMemory& least, const std::filesystem::path& root, const std::filesystem::path& path,
                const GroupNames& names)
{
    std::filesystem::path group = root;
    lowerTo(least, group, names);
    for (const std::filesystem::path& name : path.relative_path()) {
        // So the kernel names a group outside of those that a container sees.
        if (name == "..")
            break;
        group /= name;
        lowerTo(least, group, names);
    }
}

} // namespace

std::uint64_t installedMemory()
{
    const long pages = sysconf(_SC_PHYS_PAGES);
    const long pageSize = sysconf(_SC_PAGESIZE);
    const std::uint64_t installed =
        pages > 0 && pageSize > 0 ? static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(pageSize) : kNoLimit;
    return std::min(installed, groupMemory().limit);
}

GroupMemory groupMemory(const std::filesystem::path& membership, const std::filesystem::path& root)
{
    const std::filesystem::path version1Root = root / "memory";
    GroupMemory least{kNoLimit, kNoLimit};
    lowerToAll(least, root, {}, kVersion2);
    lowerToAll(least, version1Root, {}, kVersion1);
    // Each line is NUMBER:CONTROLLERS:PATH; version 2 has no controllers there.
    std::ifstream groups(membership);
    for (std::string line; std::getline(groups, line);) {
        const std::size_t controllersAt = line.find(':') + 1;
        const std::size_t pathAt = line.find(':', controllersAt) + 1;
        if (controllersAt == 0 || pathAt == 0)
            continue;
        std::istringstream controllers(line.substr(controllersAt, pathAt - controllersAt - 1));
        if (controllers.str().empty())
            lowerToAll(least, root, line.substr(pathAt), kVersion2);
        for (std::string name; std::getline(controllers, name, ',');) {
            if (name == "memory")
                lowerToAll(least, version1Root, line.substr(pathAt), kVersion1);
        }
    }
    return least;
}

std::uint64_t availableMemory()
{
    std::uint64_t available = kNoLimit;
    std::ifstream meminfo("/proc/meminfo");
    std::string name;
    std::uint64_t kibibytes = 0;
    std::string unit;
    while (meminfo >> name >> kibibytes) {
        std::getline(meminfo, unit);
        if (name == "MemAvailable:") {
            available = kibibytes * 1024;
            break;
        }
    }
    return std::min(available, groupMemory().available);
}

void adviseLargePages(void* begin, std::size_t bytes) noexcept
{
    constexpr std::uintptr_t kLargePage = std::uintptr_t{1} << 21U;
    const auto address = reinterpret_cast<std::uintptr_t>(begin);
    const std::uintptr_t first = (address + kLargePage - 1) / kLargePage * kLargePage;
    const std::uintptr_t end = (address + bytes) / kLargePage * kLargePage;
    if (first < end)
        static_cast<void>(madvise(reinterpret_cast<void*>(first), end - first, MADV_HUGEPAGE));
}

std::uint64_t peakResidentMemory()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

int usableProcessors()
{
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof(set), &set) != 0)
        return 1;
    return std::max(1, CPU_COUNT(&set));
}

VectorInstructions vectorInstructions() noexcept
{
#if defined(__x86_64__)
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma"))
        return VectorInstructions::Baseline;
    const bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
    return avx512 ? VectorInstructions::Avx512 : VectorInstructions::Avx2;
#else
    return VectorInstructions::Baseline;
#endif
}

void lowerThreadUrgency(ThreadUrgency urgency)
{
    // On Linux niceness belongs to a thread. A thread of the window gets three and nine times the time of these.
    const int niceness = urgency == ThreadUrgency::Soon ? 5 : 10;
    const auto thread = static_cast<id_t>(syscall(SYS_gettid));
    // If the system refuses, the window is less smooth, nothing else.
    static_cast<void>(setpriority(PRIO_PROCESS, thread, std::max(niceness, getpriority(PRIO_PROCESS, thread))));
}

const char* environmentVariable(const char* name)
{
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0' ? value : nullptr;
}

std::filesystem::path executablePath()
{
    std::error_code error;
    return std::filesystem::read_symlink("/proc/self/exe", error);
}

} // namespace dh
