#pragma once

#include "core/base/atomic_file.h"
#include "core/base/cancel.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace dh
{

/// A zip file that appears as a whole or not at all. Entries larger than 4 GiB are fine (zip64). One thread.
class ZipWriter
{
public:
    enum class Packing { Stored, Deflated };

    /// @throws Error FileUnwritable
    explicit ZipWriter(const std::filesystem::path& path) : m_file(path) {}
    /// @throws Error DiskFull, FileUnwritable, OutOfMemory; Cancelled
    void add(const std::string& name, std::span<const std::byte> bytes, Packing packing,
             const CancelToken& cancel = {});
    /// Writes the directory and puts the file in its place. @throws Error DiskFull, FileUnwritable
    void commit();

private:
    struct Entry {
        std::string name;
        std::uint16_t method = 0;
        std::uint32_t crc = 0;
        std::uint64_t packedBytes = 0;
        std::uint64_t bytes = 0;
        std::uint64_t offset = 0;
    };
    void write(std::span<const std::byte> bytes);
    static std::vector<std::byte> localHeader(const Entry& entry);
    static std::vector<std::byte> directoryRecord(const Entry& entry);
    [[nodiscard]] std::vector<std::byte> end(std::uint64_t directoryOffset, std::uint64_t directoryBytes) const;

    AtomicFile m_file;
    std::vector<Entry> m_entries;
    std::uint64_t m_position = 0;
};

} // namespace dh
