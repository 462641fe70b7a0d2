#include "core/weights/json_file.h"

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <string_view>

namespace dh
{

namespace
{

/// Deeper than any configuration; a flood of brackets must not grow into gigabytes of values.
constexpr int kMaxDepth = 64;

/// The library's message begins with its own codes: "[json.exception.parse_error.101] parse error at line 1, ...".
std::string readableMessage(const nlohmann::json::exception& error)
{
    const std::string message = error.what();
    const std::size_t end = message.find("] ");
    return end == std::string::npos ? message : message.substr(end + 2);
}

/// Python's writer knows words for numbers that JSON lacks ("lambda_min_clipped": -Infinity in schedulers' files). In
/// quotes they are texts, which disturb nobody but a reader who wants a number there.
std::string withQuotedNonNumbers(std::string_view text)
{
    constexpr std::array<std::string_view, 3> kWords{"-Infinity", "Infinity", "NaN"};
    std::string result;
    result.reserve(text.size());
    bool isInString = false;
    while (!text.empty()) {
        const auto* const word =
            std::ranges::find_if(kWords, [&](auto candidate) { return text.starts_with(candidate); });
        if (!isInString && word != kWords.end()) {
            result.append("\"").append(*word).append("\"");
            text.remove_prefix(word->size());
            continue;
        }
        if (text.front() == '"')
            isInString = !isInString;
        const std::size_t count = isInString && text.front() == '\\' ? std::min<std::size_t>(2, text.size()) : 1;
        result.append(text.substr(0, count));
        text.remove_prefix(count);
    }
    return result;
}

} // namespace

std::string readTextFile(const std::filesystem::path& path)
{
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status))
        throw Error(ErrorCode::FileNotFound, path.string(), "no such file");
    if (!std::filesystem::is_regular_file(status))
        throw Error(ErrorCode::FileUnreadable, path.string(), "is not a regular file");
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    if (error)
        throw errorFromErrno(error.value(), path, ErrorCode::FileUnreadable);
    if (size > kMaxTextFileSize)
        throw Error(ErrorCode::ModelInvalid, path.string(), "is too large for a text file of a checkpoint");

    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw errorFromErrno(errno, path, ErrorCode::FileUnreadable);
    std::string text(size, '\0');
    file.read(text.data(), static_cast<std::streamsize>(size));
    if (file.bad())
        throw errorFromErrno(errno, path, ErrorCode::FileUnreadable);
    text.resize(static_cast<std::size_t>(file.gcount()));
    return text;
}

nlohmann::json readJsonObject(const std::filesystem::path& path)
{
    std::string text = readTextFile(path);
    if (text.find("Infinity") != std::string::npos || text.find("NaN") != std::string::npos)
        text = withQuotedNonNumbers(text);
    const auto refuseDepth = [&path](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
        if (depth > kMaxDepth)
            throw Error(ErrorCode::ModelInvalid, path.string(), "is nested too deeply");
        return true;
    };
    nlohmann::json value;
    try {
        value = nlohmann::json::parse(text, refuseDepth);
    } catch (const nlohmann::json::exception& error) {
        throw Error(ErrorCode::ModelInvalid, path.string(), readableMessage(error));
    }
    if (!value.is_object())
        throw Error(ErrorCode::ModelInvalid, path.string(), "is not a JSON object");
    return value;
}

} // namespace dh
