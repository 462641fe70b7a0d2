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

StagedFile::StagedFile(fs::path target) : m_target(withoutLink(target))
{
    std::string pattern = (parentFolder(m_target) / ".diffharmony-XXXXXX").string();
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
    if (std::rename(m_staged.c_str(), m_target.c_str()) != 0)
        throw errorFromErrno(errno, m_target, ErrorCode::FileUnwritable);
    flushFolder(parentFolder(m_target));
}

} // namespace dh
