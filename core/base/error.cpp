#include "core/base/error.h"

#include <cerrno>
#include <exception>
#include <new>
#include <system_error>

namespace dh
{

namespace
{

std::string composeWhat(ErrorCode code, const std::string& subject, const std::string& detail)
{
    std::string what = errorCodeName(code);
    if (!subject.empty())
        what += ": " + subject;
    if (!detail.empty())
        what += ": " + detail;
    return what;
}

} // namespace

Error::Error(ErrorCode code, std::string subject, std::string detail)
    : std::runtime_error(composeWhat(code, subject, detail)),
      m_code(code),
      m_subject(std::move(subject)),
      m_detail(std::move(detail))
{
}

const char* errorCodeName(ErrorCode code) noexcept
{
    switch (code) {
    case ErrorCode::InvalidArgument:
        return "invalid_argument";
    case ErrorCode::FileNotFound:
        return "file_not_found";
    case ErrorCode::FileUnreadable:
        return "file_unreadable";
    case ErrorCode::FileUnwritable:
        return "file_unwritable";
    case ErrorCode::DiskFull:
        return "disk_full";
    case ErrorCode::UnsupportedFormat:
        return "unsupported_format";
    case ErrorCode::CorruptFile:
        return "corrupt_file";
    case ErrorCode::SizeMismatch:
        return "size_mismatch";
    case ErrorCode::EmptyMask:
        return "empty_mask";
    case ErrorCode::ModelMissing:
        return "model_missing";
    case ErrorCode::ModelIncomplete:
        return "model_incomplete";
    case ErrorCode::ModelInvalid:
        return "model_invalid";
    case ErrorCode::ModelNotFinite:
        return "model_not_finite";
    case ErrorCode::OutOfMemory:
        return "out_of_memory";
    case ErrorCode::DeviceUnavailable:
        return "device_unavailable";
    case ErrorCode::EngineUnavailable:
        return "engine_unavailable";
    case ErrorCode::Internal:
        return "internal";
    }
    return "internal";
}

Error errorFromErrno(int systemError, const std::filesystem::path& path, ErrorCode otherwise)
{
    ErrorCode code = otherwise;
    switch (systemError) {
    case ENOENT:
        if (otherwise == ErrorCode::FileUnreadable)
            code = ErrorCode::FileNotFound;
        break;
    case EFBIG: // a limit on file sizes
    case ENOSPC:
    case EDQUOT:
        code = ErrorCode::DiskFull;
        break;
    case ENOMEM:
        code = ErrorCode::OutOfMemory;
        break;
    default:
        break;
    }
    return Error(code, path.string(), std::generic_category().message(systemError));
}

Error caughtError()
{
    try {
        throw;
    } catch (const Error& error) {
        return error;
    } catch (const std::bad_alloc&) {
        return Error(ErrorCode::OutOfMemory, "", "");
    } catch (const std::exception& error) {
        return Error(ErrorCode::Internal, "", error.what());
    }
}

} // namespace dh
