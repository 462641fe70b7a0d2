#include "app/cli/output_files.h"

#include "app/cli/error_text.h"

#include "core/base/error.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>

namespace dh
{

namespace fs = std::filesystem;

namespace
{

constexpr const char* kStagingPrefix = ".diffharmony-";

fs::path parentFolder(const fs::path& path)
{
    return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

/// The file that a link points to is replaced, not the link.
fs::path withoutLink(const fs::path& path)
{
    std::error_code error;
    if (!fs::is_symlink(path, error))
        return path;
    const fs::path resolved = fs::weakly_canonical(path, error);
    return error ? path : resolved;
}

/// rename() that doesn't replace a file. @return false with errno set, EEXIST if there is one
bool moveToNewName(const fs::path& from, const fs::path& to)
{
    if (renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0)
        return true;
    if (errno != EINVAL && errno != ENOSYS) // a file system or kernel that only replaces
        return false;
    std::error_code error;
    if (fs::exists(fs::symlink_status(to, error))) {
        errno = EEXIST;
        return false;
    }
    return std::rename(from.c_str(), to.c_str()) == 0;
}

void flushFolder(const fs::path& folder)
{
    const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor >= 0) {
        (void)fsync(descriptor);
        close(descriptor);
    }
}

} // namespace

bool isSameFile(const fs::path& a, const fs::path& b)
{
    std::error_code error;
    if (fs::equivalent(a, b, error))
        return true;
    // Neither may exist yet; weakly_canonical alone leaves such a relative path as it is.
    const fs::path fullA = fs::weakly_canonical(fs::absolute(a), error);
    return !error && fullA == fs::weakly_canonical(fs::absolute(b), error) && !error;
}

void checkTarget(const fs::path& target, std::span<const fs::path> inputs, bool overwrite)
{
    if (std::any_of(inputs.begin(), inputs.end(), [&](const fs::path& input) { return isSameFile(target, input); }))
        throw Error(ErrorCode::FileUnwritable, target.string(), kDetailIsInput);
    std::error_code error;
    const fs::file_status status = fs::status(target, error);
    if (!fs::exists(status))
        return;
    if (!fs::is_regular_file(status))
        throw Error(ErrorCode::FileUnwritable, target.string(),
                    fs::is_directory(status) ? "it is a folder" : "it isn't a regular file");
    if (!overwrite)
        throw Error(ErrorCode::FileUnwritable, target.string(), kDetailExists);
}

StagedFile::StagedFile(fs::path target, bool overwrite) : m_target(withoutLink(target)), m_overwrite(overwrite)
{
    std::string pattern = (parentFolder(m_target) / (std::string(kStagingPrefix) + "XXXXXX")).string();
    if (!mkdtemp(pattern.data()))
        throw errorFromErrno(errno, m_target, ErrorCode::FileUnwritable);
    m_folder = pattern;
    m_staged = m_folder / ("result" + m_target.extension().string());
}

StagedFile::~StagedFile()
{
    // A writer that a cancel left behind may add its file between listing and removing: try again.
    constexpr int kTries = 10;
    std::error_code error;
    for (int i = 0; i < kTries && fs::exists(m_folder, error); ++i)
        fs::remove_all(m_folder, error);
}

void StagedFile::write(const std::function<void()>& write) const
{
    try {
        write();
    } catch (const Error& error) {
        throw Error(error.code(), m_target.string(), error.detail());
    }
}

void StagedFile::publish()
{
    struct stat status {
    };
    if (stat(m_target.c_str(), &status) == 0)
        (void)chmod(m_staged.c_str(), status.st_mode & 07777);
    const bool isMoved =
        m_overwrite ? std::rename(m_staged.c_str(), m_target.c_str()) == 0 : moveToNewName(m_staged, m_target);
    if (!isMoved && errno == EEXIST)
        throw Error(ErrorCode::FileUnwritable, m_target.string(), kDetailExists);
    if (!isMoved)
        throw errorFromErrno(errno, m_target, ErrorCode::FileUnwritable);
    flushFolder(parentFolder(m_target));
}

bool StagedFile::hasOthers(const fs::path& folder)
{
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        if (!entry.path().filename().string().starts_with(kStagingPrefix))
            return true;
    }
    if (error)
        throw errorFromErrno(error.value(), folder, ErrorCode::FileUnwritable);
    return false;
}

} // namespace dh
