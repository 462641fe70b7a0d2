#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

namespace dh
{

/// Replaces a file as a whole or not at all: writes go to a temporary file in the same folder, which commit() flushes
/// to the disk and renames over the target. Without commit() the target stays as it was and the temporary file goes.
/// Used by one thread.
class AtomicFile
{
public:
    /// A link is followed, so that the file it points to is replaced.
    /// @throws Error FileUnwritable when the folder doesn't accept a new file, the target is a folder or
    /// write-protected.
    explicit AtomicFile(std::filesystem::path target);
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;
    ~AtomicFile();

    /// @throws Error DiskFull or FileUnwritable.
    void write(std::span<const std::byte> bytes);
    void write(const std::string& text);
    /// @throws Error DiskFull or FileUnwritable; the target is then unchanged.
    void commit();

    [[nodiscard]] const std::filesystem::path& target() const { return m_target; }
    /// The descriptor and path of the temporary file, for libraries that write by themselves.
    [[nodiscard]] int descriptor() const { return m_descriptor; }
    [[nodiscard]] const std::filesystem::path& temporaryPath() const { return m_temporary; }

private:
    std::filesystem::path m_target;
    std::filesystem::path m_temporary;
    int m_descriptor = -1;
};

/// Writes `bytes` to `path` through an AtomicFile.
void writeFileAtomically(const std::filesystem::path& path, std::span<const std::byte> bytes);

} // namespace dh
