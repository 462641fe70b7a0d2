#include "ui/files/file_mark.h"

#include <algorithm>
#include <fstream>
#include <system_error>

namespace dh
{

std::optional<FileMark> fileMark(const std::filesystem::path& file)
{
    constexpr std::uintmax_t kEnd = std::uintmax_t{1} << 16U; // hundreds of parts are listed there
    std::error_code error;
    FileMark mark;
    mark.bytes = std::filesystem::file_size(file, error);
    if (error)
        return std::nullopt;
    const std::uintmax_t size = std::min(mark.bytes, kEnd);
    mark.end.resize(size);
    std::ifstream stream(file, std::ios::binary);
    stream.seekg(static_cast<std::streamoff>(mark.bytes - size));
    if (!stream.read(mark.end.data(), static_cast<std::streamsize>(size)))
        return std::nullopt;
    return mark;
}

} // namespace dh
