#include "core/evaluate/evaluation_journal.h"

#include "core/base/error.h"

#include <unistd.h>

#include <cerrno>
#include <fstream>

namespace dh
{

namespace
{

/// The length of `path` up to the end of its last whole line.
off_t wholeLines(int descriptor)
{
    off_t end = lseek(descriptor, 0, SEEK_END);
    char last = 0;
    while (end > 0 && pread(descriptor, &last, 1, end - 1) == 1 && last != '\n')
        --end;
    return end;
}

} // namespace

EvaluationJournal::EvaluationJournal(std::filesystem::path path) : m_path(std::move(path)), m_file(m_path)
{
    if (ftruncate(m_file.descriptor(), wholeLines(m_file.descriptor())) != 0)
        throw errorFromErrno(errno, m_path, ErrorCode::FileUnwritable);
}

void EvaluationJournal::add(const EvaluationRecord& record)
{
    const std::string line = toLine(record) + '\n';
    for (std::size_t written = 0; written < line.size();) {
        const ssize_t count = write(m_file.descriptor(), line.data() + written, line.size() - written);
        if (count < 0 && errno != EINTR)
            throw errorFromErrno(errno, m_path, ErrorCode::FileUnwritable);
        written += count > 0 ? static_cast<std::size_t>(count) : 0;
    }
    if (fdatasync(m_file.descriptor()) != 0)
        throw errorFromErrno(errno, m_path, ErrorCode::FileUnwritable);
}

std::vector<EvaluationRecord> EvaluationJournal::read(const std::filesystem::path& path)
{
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored))
        return {};
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw errorFromErrno(errno, path, ErrorCode::FileUnreadable);
    std::vector<EvaluationRecord> records;
    for (std::string line; std::getline(file, line);) {
        if (auto record = recordFromLine(line))
            records.push_back(std::move(*record));
    }
    return records;
}

} // namespace dh
