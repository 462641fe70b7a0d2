#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <set>
#include <utility>

namespace dh
{

/// A range of addresses from which blocks are cut, best fit first. Freed blocks join their neighbours and stay backed
/// by memory for the next ones: the layers of a network ask for the same sizes over and over, and mapping them anew
/// costs more than computing on them. All functions are thread-safe and throw nothing but std::bad_alloc for the
/// arena's own lists.
class MemoryArena
{
public:
    /// Blocks start on a page, so on a cache line too.
    static constexpr std::size_t kGranularity = 4096;

    /// @param addresses to reserve, in bytes; memory is taken only by what is used. When the system refuses, less.
    /// @param mostKept of free memory, in bytes; what is freed beyond that goes back at once
    MemoryArena(std::size_t addresses, std::size_t mostKept);
    MemoryArena(const MemoryArena&) = delete;
    MemoryArena& operator=(const MemoryArena&) = delete;
    ~MemoryArena();

    /// Not cleared. Null when there is no room.
    [[nodiscard]] void* allocate(std::size_t bytes);
    /// @pre contains(block), and allocate() gave it
    void free(void* block);
    [[nodiscard]] bool contains(const void* block) const noexcept;
    /// Gives all free memory back to the system.
    void release();

    /// Free, but backed by memory; at most what the constructor was told.
    [[nodiscard]] std::size_t keptBytes() const;
    /// In blocks that nobody has freed.
    [[nodiscard]] std::size_t usedBytes() const;
    /// The end of the highest block so far.
    [[nodiscard]] std::size_t extent() const;

private:
    struct Free {
        std::size_t size;
        std::size_t kept; ///< how much of it is backed by memory, at most
    };
    using FreeRanges = std::map<std::size_t, Free>;

    bool grow(std::size_t end);
    void insert(std::size_t offset, Free range);
    FreeRanges::iterator erase(FreeRanges::iterator range);
    void giveBack(std::size_t offset, std::size_t size);

    char* m_base = nullptr;
    std::size_t m_size = 0;
    const std::size_t m_mostKept;
    mutable std::mutex m_mutex;
    std::size_t m_usable = 0; ///< bytes from the start that may be touched
    std::size_t m_extent = 0;
    std::size_t m_kept = 0;
    std::size_t m_used = 0;
    FreeRanges m_free;                                      ///< by offset; neighbours are always joined
    std::set<std::pair<std::size_t, std::size_t>> m_bySize; ///< size and offset of the same
    std::map<std::size_t, std::size_t> m_blocks;            ///< offset and size of what is in use
};

} // namespace dh
