#include "core/document/spill_file.h"

#include "core/base/error.h"

#include <QDir>
#include <QTemporaryFile>

#include <new>

namespace dh
{

/// Without a buffer: what a full disk refused must not be written later, where another block is by then.
class SpillFile::File : public QTemporaryFile
{
public:
    File() : QTemporaryFile(QDir::tempPath() + "/diffharmony-history-XXXXXX") {}
    bool openUnbuffered() { return open(QIODevice::ReadWrite | QIODevice::Unbuffered); }
};

SpillFile::SpillFile(std::uint64_t maxBytes) : m_maxBytes(maxBytes) {}

SpillFile::~SpillFile() = default;

bool SpillFile::open()
{
    if (m_file)
        return m_file->isOpen();
    m_file = std::make_unique<File>();
    // Without a name it can't be left behind by a crash.
    return m_file->openUnbuffered() && QFile::remove(m_file->fileName());
}

std::uint64_t SpillFile::takeRoom(std::uint64_t size)
{
    for (auto gap = m_gaps.begin(); gap != m_gaps.end(); ++gap) {
        if (gap->second < size)
            continue;
        const auto [offset, room] = *gap;
        m_gaps.erase(gap);
        if (room > size)
            m_gaps.emplace(offset + size, room - size);
        return offset;
    }
    const std::uint64_t offset = m_end;
    m_end += size;
    return offset;
}

std::optional<SpillBlock> SpillFile::write(std::span<const std::byte> bytes)
{
    if (m_used + bytes.size() > m_maxBytes || !open())
        return std::nullopt;
    const SpillBlock block{takeRoom(bytes.size()), bytes.size()};
    m_used += block.size;
    const auto size = static_cast<qint64>(bytes.size());
    const bool isWritten = m_file->seek(static_cast<qint64>(block.offset)) &&
                           m_file->write(reinterpret_cast<const char*>(bytes.data()), size) == size;
    if (isWritten)
        return block;
    free(block);
    return std::nullopt;
}

std::vector<std::byte> SpillFile::read(const SpillBlock& block)
{
    try {
        std::vector<std::byte> bytes(block.size);
        const auto size = static_cast<qint64>(block.size);
        if (m_file->seek(static_cast<qint64>(block.offset)) &&
            m_file->read(reinterpret_cast<char*>(bytes.data()), size) == size)
            return bytes;
    } catch (const std::bad_alloc&) {
        throw Error(ErrorCode::OutOfMemory, "", "an old step does not fit in memory");
    }
    throw Error(ErrorCode::FileUnreadable, "", "the temporary file of old steps can't be read");
}

void SpillFile::free(const SpillBlock& block)
{
    m_used -= block.size;
    auto gap = m_gaps.emplace(block.offset, block.size).first;
    if (const auto next = std::next(gap); next != m_gaps.end() && gap->first + gap->second == next->first) {
        gap->second += next->second;
        m_gaps.erase(next);
    }
    if (gap != m_gaps.begin()) {
        const auto previous = std::prev(gap);
        if (previous->first + previous->second == gap->first) {
            previous->second += gap->second;
            m_gaps.erase(gap);
            gap = previous;
        }
    }
    if (gap->first + gap->second == m_end) {
        m_end = gap->first;
        m_gaps.erase(gap);
        m_file->resize(static_cast<qint64>(m_end));
    }
}

} // namespace dh
