#include "core/nn/memory_arena.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace dh
{

namespace
{

constexpr std::size_t kHugePage = std::size_t{2} << 20;
constexpr std::size_t kLeastAddresses = std::size_t{64} << 20;
/// Fewer system calls, and fewer moments in which other threads' page faults have to wait.
constexpr std::size_t kGrowth = std::size_t{64} << 20;

constexpr std::size_t roundedUp(std::size_t value, std::size_t unit)
{
    return (value + unit - 1) / unit * unit;
}

} // namespace

MemoryArena::MemoryArena(std::size_t addresses, std::size_t mostKept) : m_mostKept(mostKept)
{
    for (std::size_t size = roundedUp(addresses, kHugePage); size >= kLeastAddresses; size /= 2) {
        void* base = mmap(nullptr, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (base == MAP_FAILED)
            continue;
        m_base = static_cast<char*>(base);
        m_size = size;
        // A block's first huge page begins with the block only if the arena's does.
        const std::size_t skipped =
            roundedUp(reinterpret_cast<std::uintptr_t>(base), kHugePage) - reinterpret_cast<std::uintptr_t>(base);
        m_usable = skipped;
        insert(skipped, {m_size - skipped, 0});
        return;
    }
}

MemoryArena::~MemoryArena()
{
    if (m_base != nullptr)
        munmap(m_base, m_size);
}

void* MemoryArena::allocate(std::size_t bytes)
{
    const std::size_t size = roundedUp(std::max<std::size_t>(bytes, 1), kGranularity);
    const std::lock_guard lock(m_mutex);
    if (size < bytes)
        return nullptr;
    const auto found = m_bySize.lower_bound({size, 0});
    if (found == m_bySize.end())
        return nullptr;
    const auto range = m_free.find(found->second);
    const std::size_t offset = range->first;
    if (offset + size > m_usable && !grow(offset + size))
        return nullptr;
    const Free whole = range->second;
    erase(range);
    const std::size_t reused = std::min(whole.kept, size);
    m_kept -= reused;
    if (whole.size > size)
        insert(offset + size, {whole.size - size, whole.kept - reused});
    m_blocks.emplace(offset, size);
    m_used += size;
    m_extent = std::max(m_extent, offset + size);
    return m_base + offset;
}

void MemoryArena::free(void* block)
{
    const auto offset = static_cast<std::size_t>(static_cast<char*>(block) - m_base);
    const std::lock_guard lock(m_mutex);
    const auto entry = m_blocks.find(offset);
    if (entry == m_blocks.end())
        return;
    const std::size_t size = entry->second;
    m_blocks.erase(entry);
    m_used -= size;
    Free range{size, size};
    if (m_kept + size > m_mostKept) {
        giveBack(offset, size);
        range.kept = 0;
    }
    m_kept += range.kept;
    std::size_t start = offset;
    auto next = m_free.lower_bound(offset);
    if (next != m_free.end() && next->first == offset + size) {
        range.size += next->second.size;
        range.kept += next->second.kept;
        next = erase(next);
    }
    if (next != m_free.begin()) {
        const auto before = std::prev(next);
        if (before->first + before->second.size == offset) {
            start = before->first;
            range.size += before->second.size;
            range.kept += before->second.kept;
            erase(before);
        }
    }
    insert(start, range);
}

bool MemoryArena::contains(const void* block) const noexcept
{
    const auto* address = static_cast<const char*>(block);
    return address >= m_base && address < m_base + m_size;
}

void MemoryArena::release()
{
    const std::lock_guard lock(m_mutex);
    for (auto& [offset, range] : m_free) {
        // Whatever is counted as kept: which part of a joined range has memory behind it isn't known.
        if (offset < m_usable)
            giveBack(offset, std::min(range.size, m_usable - offset));
        range.kept = 0;
    }
    m_kept = 0;
}

std::size_t MemoryArena::keptBytes() const
{
    const std::lock_guard lock(m_mutex);
    return m_kept;
}

std::size_t MemoryArena::usedBytes() const
{
    const std::lock_guard lock(m_mutex);
    return m_used;
}

std::size_t MemoryArena::extent() const
{
    const std::lock_guard lock(m_mutex);
    return m_extent;
}

bool MemoryArena::grow(std::size_t end)
{
    const std::size_t to = std::min(m_size, m_usable + roundedUp(end - m_usable, kGrowth));
    if (mprotect(m_base + m_usable, to - m_usable, PROT_READ | PROT_WRITE) != 0)
        return false;
    static_cast<void>(madvise(m_base + m_usable, to - m_usable, MADV_HUGEPAGE));
    m_usable = to;
    return true;
}

void MemoryArena::insert(std::size_t offset, Free range)
{
    m_free.emplace(offset, range);
    m_bySize.emplace(range.size, offset);
}

MemoryArena::FreeRanges::iterator MemoryArena::erase(FreeRanges::iterator range)
{
    m_bySize.erase({range->second.size, range->first});
    return m_free.erase(range);
}

void MemoryArena::giveBack(std::size_t offset, std::size_t size)
{
    static_cast<void>(madvise(m_base + offset, size, MADV_DONTNEED));
}

} // namespace dh
