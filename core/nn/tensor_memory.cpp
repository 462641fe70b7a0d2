#include "core/nn/tensor_memory.h"

#include "core/nn/torch_compat.h"

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <mutex>
#include <new>
#include <unordered_map>

namespace dh
{

namespace
{

constexpr std::size_t kAlignment = 64;
constexpr std::size_t kHugePage = std::size_t{2} << 20;
/// Smaller tensors stay with malloc, which keeps them by itself.
constexpr std::size_t kSmallestBlock = std::size_t{1} << 20;
constexpr std::size_t kMostKept = std::size_t{384} << 20;

/// Freed blocks by size, and the sizes of those in use. All under one lock: a network asks for a tensor every
/// millisecond, not every microsecond.
class BlockCache
{
public:
    void* take(std::size_t bytes)
    {
        const std::size_t size = (bytes + kHugePage - 1) / kHugePage * kHugePage;
        const std::lock_guard lock(m_mutex);
        const auto found = m_kept.lower_bound(size);
        // Half as much again may be wasted, not more.
        if (found != m_kept.end() && found->first <= size + size / 2) {
            void* block = found->second;
            m_sizes[block] = found->first;
            m_keptBytes -= found->first;
            m_kept.erase(found);
            return block;
        }
        void* block = map(size);
        m_sizes[block] = size;
        return block;
    }

    /// False when the block isn't from here.
    bool give(void* block)
    {
        const std::lock_guard lock(m_mutex);
        const auto entry = m_sizes.find(block);
        if (entry == m_sizes.end())
            return false;
        const std::size_t size = entry->second;
        m_sizes.erase(entry);
        if (m_keptBytes + size > kMostKept) {
            munmap(block, size);
        } else {
            m_kept.emplace(size, block);
            m_keptBytes += size;
        }
        return true;
    }

    void release()
    {
        const std::lock_guard lock(m_mutex);
        for (const auto& [size, block] : m_kept)
            munmap(block, size);
        m_kept.clear();
        m_keptBytes = 0;
    }

private:
    /// Mapped so that it starts on a huge page.
    static void* map(std::size_t size)
    {
        void* raw = mmap(nullptr, size + kHugePage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (raw == MAP_FAILED)
            throw std::bad_alloc();
        const auto address = reinterpret_cast<std::uintptr_t>(raw);
        const std::uintptr_t start = (address + kHugePage - 1) / kHugePage * kHugePage;
        if (start > address)
            munmap(raw, start - address);
        if (address + kHugePage > start)
            munmap(reinterpret_cast<void*>(start + size), address + kHugePage - start);
        void* block = reinterpret_cast<void*>(start);
        (void)madvise(block, size, MADV_HUGEPAGE);
        return block;
    }

    std::mutex m_mutex;
    std::multimap<std::size_t, void*> m_kept;
    std::unordered_map<void*, std::size_t> m_sizes;
    std::size_t m_keptBytes = 0;
};

/// Never destroyed: tensors in statics outlive everything.
BlockCache& cache()
{
    static auto* const instance = new BlockCache;
    return *instance;
}

void* allocateBytes(std::size_t bytes)
{
    if (bytes >= kSmallestBlock)
        return cache().take(bytes);
    void* block = nullptr;
    if (bytes > 0 && posix_memalign(&block, kAlignment, bytes) != 0)
        throw std::bad_alloc();
    return block;
}

/// ATen frees some tensors by address alone, so one function has to tell the two kinds apart: mapped blocks start on a
/// huge page.
void freeBytes(void* block)
{
    const bool maybeMapped = reinterpret_cast<std::uintptr_t>(block) % kHugePage == 0;
    if (!maybeMapped || !block || !cache().give(block))
        std::free(block);
}

} // namespace

void installTensorMemory()
{
#ifndef __SANITIZE_ADDRESS__ // which sees only what malloc gave
    static const bool installed = compat::installCpuAllocator(&allocateBytes, &freeBytes);
    (void)installed;
#endif
}

void releaseKeptTensorMemory()
{
    cache().release();
}

} // namespace dh
