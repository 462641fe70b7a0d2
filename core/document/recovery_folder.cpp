#include "core/document/recovery_folder.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <new>
#include <set>

namespace dh
{

namespace fs = std::filesystem;

namespace
{

constexpr char kLockName[] = "lock";
constexpr char kNewLockName[] = "lock.new";
constexpr char kFolderPrefix[] = "session-";

/// Parts are named like paths; on the disk they lie side by side, so that no name leads elsewhere.
std::string fileName(std::string part)
{
    std::replace(part.begin(), part.end(), '/', '-');
    return part;
}

} // namespace

RecoveryFolder::RecoveryFolder(const fs::path& parent)
{
    std::error_code error;
    fs::create_directories(parent, error);
    std::string pattern = (parent / (std::string(kFolderPrefix) + "XXXXXX")).string();
    if (mkdtemp(pattern.data()) == nullptr)
        throw errorFromErrno(errno, parent, ErrorCode::FileUnwritable);
    m_path = pattern;
    // Locked before it gets its name, so that nobody ever sees it unlocked.
    const fs::path newLock = m_path / kNewLockName;
    m_lock = open(newLock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (m_lock < 0 || flock(m_lock, LOCK_EX | LOCK_NB) != 0 ||
        std::rename(newLock.c_str(), (m_path / kLockName).c_str()) != 0) {
        const Error failure = errorFromErrno(errno, m_path, ErrorCode::FileUnwritable);
        if (m_lock >= 0)
            close(m_lock);
        fs::remove_all(m_path, error);
        throw failure;
    }
}

RecoveryFolder::~RecoveryFolder()
{
    std::error_code error;
    if (!fs::exists(m_path / kDescriptionName, error))
        fs::remove_all(m_path, error);
    close(m_lock);
}

void RecoveryFolder::write(const std::string& name, std::span<const std::byte> bytes, bool)
{
    writeFileAtomically(m_path / fileName(name), bytes);
}

void RecoveryFolder::keepOnly(const PixelParts::Names& names)
{
    std::set<std::string> kept{kLockName, kDescriptionName};
    for (const auto& [pixels, name] : names)
        kept.insert(fileName(name));
    std::error_code error;
    std::vector<fs::path> unneeded;
    for (fs::directory_iterator entry(m_path, error); !error && entry != fs::directory_iterator();
         entry.increment(error))
        if (!kept.contains(entry->path().filename().string()))
            unneeded.push_back(entry->path());
    for (const fs::path& file : unneeded)
        fs::remove(file, error);
}

void RecoveryFolder::clear()
{
    std::error_code error;
    fs::remove(m_path / kDescriptionName, error);
    keepOnly({});
}

bool RecoveryFolder::isInUse(const fs::path& folder)
{
    const int taken = lock(folder);
    unlock(taken);
    return taken < 0;
}

int RecoveryFolder::lock(const fs::path& folder)
{
    const fs::path file = folder / kLockName;
    // The empty file may have got lost when the folder was copied from elsewhere.
    int descriptor = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC); // its disk may have become read-only
    if (descriptor < 0 || flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        return descriptor;
    close(descriptor);
    return -1;
}

void RecoveryFolder::unlock(int descriptor)
{
    if (descriptor >= 0)
        close(descriptor);
}

bool RecoveryFolder::isRecoveryFolder(const fs::path& folder)
{
    std::error_code error;
    // A description whose lock is missing is nobody's: it is written after the lock is taken, and removed before it.
    return folder.filename().string().starts_with(kFolderPrefix) && fs::is_directory(folder, error) &&
           (fs::exists(folder / kLockName, error) || fs::exists(folder / kDescriptionName, error));
}

bool RecoverySource::has(const std::string& name) const
{
    std::error_code error;
    return fs::is_regular_file(m_path / fileName(name), error);
}

Bytes RecoverySource::read(const std::string& name, std::uint64_t maxBytes) const
{
    const fs::path file = m_path / fileName(name);
    std::error_code error;
    if (!fs::is_regular_file(file, error))
        throw Error(ErrorCode::CorruptFile, m_path.string(), "lacks " + name);
    const std::uintmax_t size = fs::file_size(file, error);
    if (error || size > maxBytes)
        throw Error(ErrorCode::CorruptFile, m_path.string(), name + " is larger than it may be");
    try {
        Bytes bytes(size);
        std::ifstream stream(file, std::ios::binary);
        stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
        if (!stream)
            throw Error(ErrorCode::FileUnreadable, file.string(), "can't be read");
        return bytes;
    } catch (const std::bad_alloc&) {
        throw Error(ErrorCode::OutOfMemory, m_path.string(), name + " does not fit in memory");
    }
}

} // namespace dh
