#include "core/base/atomic_file.h"

#include "core/base/error.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <string_view>

namespace dh
{

namespace
{

namespace fs = std::filesystem;

/// The file that is replaced: what a link points to and not the link itself, also where it points to nothing yet.
fs::path withoutLinks(fs::path path)
{
    constexpr int kMostLinks = 40; // as many as the system follows
    std::error_code error;
    for (int links = 0; fs::is_symlink(path, error); ++links) {
        const fs::path next = fs::read_symlink(path, error);
        if (error || links == kMostLinks)
            throw errorFromErrno(error ? error.value() : ELOOP, path, ErrorCode::FileUnwritable);
        path = path.parent_path() / next;
    }
    return path;
}

/// ".NAME.XXXXXX", for mkostemp(). A name of the greatest length is cut.
std::string temporaryName(const fs::path& target)
{
    constexpr std::string_view kRandom = ".XXXXXX";
    std::string name(1, '.');
    name.append(target.filename().string(), 0, NAME_MAX - 1 - kRandom.size());
    name.append(kRandom);
    return name;
}

/// What new files are not permitted. umask() doesn't tell without changing it, for the files of other threads too.
mode_t usualMask()
{
    constexpr mode_t kCommon = 022;
    std::ifstream status("/proc/self/status");
    for (std::string name; status >> name;) {
        mode_t mask = 0;
        if (name == "Umask:")
            return status >> std::oct >> mask ? mask : kCommon;
        status.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
    }
    return kCommon;
}

} // namespace

AtomicFile::AtomicFile(fs::path target) : m_target(withoutLinks(std::move(target)))
{
    std::error_code error;
    if (fs::is_directory(m_target, error))
        throw Error(ErrorCode::FileUnwritable, m_target.string(), "is a folder");
    // The rename asks nobody whether the file is write-protected.
    struct stat status {
    };
    const bool exists = stat(m_target.c_str(), &status) == 0;
    if (exists && faccessat(AT_FDCWD, m_target.c_str(), W_OK, AT_EACCESS) != 0)
        throw errorFromErrno(errno, m_target, ErrorCode::FileUnwritable);

    const fs::path folder = m_target.has_parent_path() ? m_target.parent_path() : ".";
    std::string pattern = (folder / temporaryName(m_target)).string();
    m_descriptor = mkostemp(pattern.data(), O_CLOEXEC);
    if (m_descriptor < 0)
        throw errorFromErrno(errno, m_target, ErrorCode::FileUnwritable);
    m_temporary = pattern;

    // mkostemp makes the file private; the target keeps its permissions, a new one gets the usual ones.
    (void)fchmod(m_descriptor, exists ? status.st_mode & 07777 : 0666 & ~usualMask());
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
    const fs::path folder = m_target.has_parent_path() ? m_target.parent_path() : ".";
    const int folderDescriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folderDescriptor >= 0) {
        (void)fsync(folderDescriptor);
        close(folderDescriptor);
    }
}

void writeFileAtomically(const fs::path& path, std::span<const std::byte> bytes)
{
    AtomicFile file(path);
    file.write(bytes);
    file.commit();
}

} // namespace dh
