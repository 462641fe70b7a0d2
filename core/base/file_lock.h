#pragma once

#include <filesystem>

namespace dh
{

/// Holds a file for one process (flock), so that no second run writes beside this one. The file stays when the lock
/// goes; the system frees the lock of a process that was killed. Used by one thread.
class FileLock
{
public:
    /// Makes the file if it is missing. Where the file system has no locks, a warning is logged.
    /// @throws Error FileUnwritable, also when another run holds it; DiskFull
    explicit FileLock(const std::filesystem::path& path);
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    ~FileLock();

    /// Of the file, for reading and for adding to its end.
    [[nodiscard]] int descriptor() const { return m_descriptor; }

private:
    int m_descriptor = -1;
};

} // namespace dh
