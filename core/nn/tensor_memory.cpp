#include "core/nn/tensor_memory.h"

#include "core/base/system.h"
#include "core/nn/memory_arena.h"
#include "core/nn/torch_compat.h"

#include <cstddef>
#include <cstdlib>
#include <new>

namespace dh
{

namespace
{

constexpr std::size_t kAlignment = 64;
/// Smaller tensors stay with malloc, which keeps them by itself.
constexpr std::size_t kSmallestBlock = std::size_t{1} << 20;
/// Of all memory; free blocks beyond that share go back to the system at once.
constexpr std::size_t kKeptShare = 8;
/// Room for gaps between blocks.
constexpr std::size_t kAddressesPerByte = 2;

/// Never destroyed: tensors in statics outlive everything.
MemoryArena& arena()
{
    static auto* const instance =
        new MemoryArena(kAddressesPerByte * installedMemory(), installedMemory() / kKeptShare);
    return *instance;
}

void* allocateBytes(std::size_t bytes)
{
    if (bytes >= kSmallestBlock)
        if (void* block = arena().allocate(bytes))
            return block;
    void* block = nullptr;
    if (bytes == 0 || posix_memalign(&block, kAlignment, bytes) == 0)
        return block;
    arena().release();
    if (posix_memalign(&block, kAlignment, bytes) != 0)
        throw std::bad_alloc();
    return block;
}

/// ATen frees some tensors by address alone, so one function has to tell the two kinds apart.
void freeBytes(void* block)
{
    if (arena().contains(block))
        arena().free(block);
    else
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
    arena().release();
    compat::releaseKeptDeviceMemory();
}

} // namespace dh
