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
#include <string>

namespace dh
{

namespace
{

/// The number in a one-number file of the kernel; `absent` when there is none ("max" included).
std::uint64_t readNumber(const char* path, std::uint64_t absent)
{
    std::ifstream file(path);
    std::uint64_t value = 0;
    return file >> value ? value : absent;
}

constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();

/// Of the control group of the process, in bytes.
std::uint64_t memoryLimit()
{
    return readNumber("/sys/fs/cgroup/memory.max", kNoLimit);
}

} // namespace

std::uint64_t installedMemory()
{
    const long pages = sysconf(_SC_PHYS_PAGES);
    const long pageSize = sysconf(_SC_PAGESIZE);
    const std::uint64_t installed =
        pages > 0 && pageSize > 0 ? static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(pageSize) : kNoLimit;
    return std::min(installed, memoryLimit());
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
    const std::uint64_t limit = memoryLimit();
    if (limit != kNoLimit) {
        const std::uint64_t used = readNumber("/sys/fs/cgroup/memory.current", 0);
        available = std::min(available, limit > used ? limit - used : 0);
    }
    return available;
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
