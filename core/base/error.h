#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

namespace dh
{

/// What went wrong in the environment, at the granularity on which a user interface words its message.
enum class ErrorCode {
    InvalidArgument,   ///< a setting outside its range
    FileNotFound,      ///< nothing at this path
    FileUnreadable,    ///< there, but it can't be opened or read
    FileUnwritable,    ///< the target can't be created or replaced
    DiskFull,          ///< no space left while writing
    UnsupportedFormat, ///< a kind of file that the program doesn't read or write
    CorruptFile,       ///< truncated, damaged or hostile
    SizeMismatch,      ///< a mask whose size is not its picture's
    EmptyMask,         ///< a mask that selects nothing
    ModelMissing,      ///< no checkpoint where one is expected
    ModelIncomplete,   ///< a file of the checkpoint is missing
    ModelInvalid,      ///< keys, shapes or configuration don't fit the network
    ModelNotFinite,    ///< NaN or infinity in the weights or in what they compute
    OutOfMemory,       ///< an allocation failed
    DeviceUnavailable, ///< the asked-for device doesn't exist here
    EngineUnavailable, ///< the engine module can't be loaded
    Internal,          ///< a library failed in a way that has no better name
};

/// A failure that comes from files, memory or devices rather than from a bug. It carries facts, not
/// wording: the sentences that a user reads are made by the command line and by the window.
/// Value type; thrown by value, caught at the end of a job, in a controller's action or in main().
class Error : public std::runtime_error
{
public:
    /// @param code     the kind of failure
    /// @param subject  the path, tensor name or option concerned; may be empty
    /// @param detail   why, as one sentence or phrase without a final full stop; several lines when a list is due
    Error(ErrorCode code, std::string subject, std::string detail);

    [[nodiscard]] ErrorCode code() const noexcept { return m_code; }
    [[nodiscard]] const std::string& subject() const noexcept { return m_subject; }
    [[nodiscard]] const std::string& detail() const noexcept { return m_detail; }

private:
    ErrorCode m_code;
    std::string m_subject;
    std::string m_detail;
};

/// The stable lower-case name of a code ("file_not_found"), for JSON and logs.
[[nodiscard]] const char* errorCodeName(ErrorCode code) noexcept;

/// The error for a failed system call on `path`; `systemError` is errno right after it. A full disk, missing memory and
/// a missing file (while reading) get their own codes, the rest becomes `otherwise`.
[[nodiscard]] Error errorFromErrno(int systemError, const std::filesystem::path& path, ErrorCode otherwise);

/// The exception that is being handled, for the end of a job: a failed allocation becomes OutOfMemory, any other
/// exception of a library Internal. What is no std::exception, as Cancelled, goes on.
/// @pre called in a catch block
[[nodiscard]] Error caughtError();

} // namespace dh
