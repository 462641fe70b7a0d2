#pragma once

#include "core/base/file_lock.h"
#include "core/evaluate/evaluation_record.h"

#include <filesystem>
#include <vector>

namespace dh
{

/// A file of records, one a line, to which a run adds each as soon as it is known: after an interruption of any kind
/// all but the last line are whole. Used by one thread.
class EvaluationJournal
{
public:
    /// Opens `path` for adding, makes it if it is missing, and cuts a torn last line off.
    /// @throws Error FileUnwritable, also when another run is adding to it; DiskFull
    explicit EvaluationJournal(std::filesystem::path path);

    /// Returns when the line is on the disk.
    /// @throws Error DiskFull, FileUnwritable
    void add(const EvaluationRecord& record);

    /// All whole records of a journal, which another process may be writing; none when there is no such file.
    /// @throws Error FileUnreadable
    [[nodiscard]] static std::vector<EvaluationRecord> read(const std::filesystem::path& path);

private:
    std::filesystem::path m_path;
    FileLock m_file;
};

} // namespace dh
