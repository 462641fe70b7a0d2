#include "core/train/data/illumination_file.h"

#include "core/base/error.h"

#include <bit>
#include <cerrno>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>

namespace dh
{

namespace
{

constexpr std::size_t kPreamble = 10; // magic, version, length of the header
constexpr std::size_t kMostBytes = 64U << 20;
constexpr std::size_t kMostHeader = 1024; // NumPy's own are far shorter

static_assert(std::endian::native == std::endian::little, "the numbers are taken as they lie in the file");

std::string contentOf(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw errorFromErrno(errno, path, ErrorCode::FileUnreadable);
    std::string content;
    std::istreambuf_iterator<char> at(file);
    for (; at != std::istreambuf_iterator<char>() && content.size() <= kMostBytes; ++at)
        content += *at;
    if (file.bad() || content.size() > kMostBytes)
        throw Error(ErrorCode::FileUnreadable, path.string(), "it can't be read, or is far too large");
    return content;
}

/// The header's text; empty when there is none.
std::string headerOf(const std::string& content)
{
    if (content.size() < kPreamble || content.compare(0, 8, std::string("\x93NUMPY\x01\x00", 8)) != 0)
        return {};
    const std::size_t length =
        static_cast<std::uint8_t>(content[8]) + (static_cast<std::size_t>(static_cast<std::uint8_t>(content[9])) << 8);
    return length > kMostHeader || length > content.size() - kPreamble ? std::string()
                                                                       : content.substr(kPreamble, length);
}

/// n of an n x 3 x 11 array of doubles.
std::size_t countIn(const std::string& header, const std::filesystem::path& path)
{
    static const std::regex kShape(R"('shape':\s*\((\d{1,6}),\s*3,\s*11,?\s*\))");
    std::smatch match;
    if (header.find("'<f8'") == std::string::npos || header.find("'fortran_order': False") == std::string::npos ||
        !std::regex_search(header, match, kShape))
        throw Error(ErrorCode::FileUnreadable, path.string(), "it is no NumPy file of n x 3 x 11 float64 numbers");
    return std::stoul(match[1]);
}

} // namespace

std::vector<Illumination> readIlluminationFile(const std::filesystem::path& path)
{
    const std::string content = contentOf(path);
    const std::string header = headerOf(content);
    const std::size_t count = countIn(header, path);
    const std::size_t begin = kPreamble + header.size();
    constexpr std::size_t kCoefficients = std::tuple_size_v<Illumination>;
    if (content.size() - begin != count * kCoefficients * sizeof(double))
        throw Error(ErrorCode::CorruptFile, path.string(), "its length doesn't fit its shape");
    std::vector<Illumination> illuminations(count);
    const char* at = content.data() + begin;
    for (Illumination& illumination : illuminations) {
        for (float& coefficient : illumination) {
            double value = 0.0;
            std::memcpy(&value, at, sizeof value);
            at += sizeof value;
            coefficient = static_cast<float>(value);
            if (!std::isfinite(coefficient))
                throw Error(ErrorCode::CorruptFile, path.string(), "it holds numbers that are not finite");
        }
    }
    return illuminations;
}

} // namespace dh
