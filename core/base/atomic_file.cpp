#include "core/base/atomic_file.h"

#include "core/base/error.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

namespace dh
{

AtomicFile::AtomicFile(std::filesystem::path target) : m_target(std::move(target))
{
    std::error_code error;
    // Follow a link, so that the file it points to is replaced and not the link itself.
    if (std::filesystem::is_symlink(m_target, error)) {
        if (auto resolved = std::filesystem::weakly_canonical(m_target, error); !error)
            m_target = resolved;
    }
    if (std::filesystem::is_directory(m_target, error))
        throw Error(ErrorCode::FileUnwritable, m_target.string(), "is a folder");

    const std::filesystem::path folder = m_target.has_parent_path() ? m_target.parent_path() : ".";
    std::string name(1, '.');
    name.append(m_target.filename().string()).append(".XXXXXX");
    std::string pattern = (folder / name).string();
    m_descriptor = mkostemp(pattern.data(), O_CLOEXEC);
    if (m_descriptor < 0)
        throw errorFromErrno(errno, m_target, ErrorCode::FileUnwritable);
    m_temporary = pattern;

    // mkstemp makes the file private; the target keeps its permissions, a new one gets the usual ones.
    struct stat status {
    };
    mode_t mode = 0;
    if (stat(m_target.c_str(), &status) == 0) {
        mode = status.st_mode & 07777;
    } else {
        const mode_t mask = umask(0);
        umask(mask);
        mode = 0666 & ~mask;
    }
    (void)fchmod(m_descriptor, mode);
}

AtomicFile::~AtomicFile()
{
    if (m_descriptor >= 0)
        close(m_descriptor);
    if (!m_temporary.empty())
        unlink(m_temporary.c_str());
}

void AtomicFile::write(std::span<const std::byte> bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(m_descriptor, bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR)
                continue;
            throw errorFromErrno(errno, m_target, ErrorCode::FileUnwritable);
        }
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

void AtomicFile::write(const std::string& text)
{
    write(std::as_bytes(std::span(text.data(), text.size())));
}

void AtomicFile::commit()
{
    if (fsync(m_descriptor) != 0)
        throw errorFromErrno(errno, m_target, ErrorCode::FileUnwritable);
    const int closed = close(m_descriptor);
    m_descriptor = -1;
    if (closed != 0)
        throw errorFromErrno(errno, m_target, ErrorCode::FileUnwritable);
    if (std::rename(m_temporary.c_str(), m_target.c_str()) != 0)
        throw errorFromErrno(errno, m_target, ErrorCode::FileUnwritable);
    m_temporary.clear();

    // The rename itself lasts only when the folder is flushed too. A failure here can't undo it.
    const std::filesystem::path folder = m_target.has_parent_path() ? m_target.parent_path() : ".";
    const int folderDescriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folderDescriptor >= 0) {
        (void)fsync(folderDescriptor);
        close(folderDescriptor);
    }
}

void writeFileAtomically(const std::filesystem::path& path, std::span<const std::byte> bytes)
{
    AtomicFile file(path);
    file.write(bytes);
    file.commit();
}

} // namespace dh
