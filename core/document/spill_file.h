#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace dh
{

/// Where a block lies in a SpillFile, in bytes.
struct SpillBlock {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
};

/// A temporary file without a name that takes what does not fit in memory; it is gone with the program, however that
/// ends. Freed room is used again. Used by one thread.
class SpillFile
{
public:
    explicit SpillFile(std::uint64_t maxBytes);
    ~SpillFile();
    SpillFile(const SpillFile&) = delete;
    SpillFile& operator=(const SpillFile&) = delete;

    /// Nothing when the bound or the disk leaves no room.
    [[nodiscard]] std::optional<SpillBlock> write(std::span<const std::byte> bytes);
    /// @throws Error FileUnreadable, OutOfMemory
    [[nodiscard]] std::vector<std::byte> read(const SpillBlock& block);
    void free(const SpillBlock& block);

    void setMaxBytes(std::uint64_t bytes) { m_maxBytes = bytes; }
    [[nodiscard]] std::uint64_t maxBytes() const { return m_maxBytes; }
    [[nodiscard]] std::uint64_t bytesInUse() const { return m_used; }

private:
    [[nodiscard]] bool open();
    [[nodiscard]] std::uint64_t takeRoom(std::uint64_t size);

    class File;
    std::unique_ptr<File> m_file;
    std::map<std::uint64_t, std::uint64_t> m_gaps; ///< offset and size
    std::uint64_t m_end = 0;
    std::uint64_t m_used = 0;
    std::uint64_t m_maxBytes;
};

} // namespace dh
