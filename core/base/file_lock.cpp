#include "core/base/file_lock.h"

#include "core/base/error.h"
#include "core/base/log.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

namespace dh
{

FileLock::FileLock(const std::filesystem::path& path)
{
    constexpr mode_t kUsual = 0666;
    m_descriptor = open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, kUsual);
    if (m_descriptor < 0)
        throw errorFromErrno(errno, path, ErrorCode::FileUnwritable);
    if (flock(m_descriptor, LOCK_EX | LOCK_NB) == 0)
        return;
    if (errno == ENOSYS || errno == ENOLCK || errno == EOPNOTSUPP) {
        log(LogLevel::Warning, path.string() + " can't be locked here; don't start a second run with this folder.");
        return;
    }
    const bool isTaken = errno == EWOULDBLOCK;
    const Error error = errorFromErrno(errno, path, ErrorCode::FileUnwritable);
    close(m_descriptor);
    throw isTaken ? Error(ErrorCode::FileUnwritable, path.string(), "another run is writing it") : error;
}

FileLock::~FileLock()
{
    close(m_descriptor);
}

} // namespace dh
