#pragma once

#include "core/base/error.h"
#include "core/imaging/image.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

namespace dh::test
{

/// The size of the pictures in tests/data/images, and what they show at column x, row y.
constexpr Size kPictureSize{16, 12};
constexpr int red(int x, int)
{
    return x * 17;
}
constexpr int green(int, int y)
{
    return y * 20 + 5;
}
constexpr int blue(int x, int y)
{
    return (x + y) * 9;
}
constexpr int alpha(int x, int)
{
    return 255 - x * 12;
}

inline std::filesystem::path picturePath(const std::string& name)
{
    return std::filesystem::path(DH_TEST_DATA) / "images" / name;
}

inline std::vector<std::byte> bytesOf(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    const std::vector<char> chars{std::istreambuf_iterator<char>(file), {}};
    const auto* begin = reinterpret_cast<const std::byte*>(chars.data());
    return {begin, begin + chars.size()};
}

inline void writeBytes(const std::filesystem::path& path, const std::vector<std::byte>& bytes)
{
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

inline IccProfile profile(const std::string& name)
{
    return std::make_shared<const std::vector<std::byte>>(bytesOf(picturePath(name)));
}

/// An image whose sample c of pixel (x, y) is valueAt(x, y, c).
template <typename T, typename ValueAt>
Image imageOf(Size size, int channels, const ValueAt& valueAt, IccProfile icc = nullptr)
{
    ImageBuffer buffer(size, channels,
                       sizeof(T) == 1   ? SampleType::U8
                       : sizeof(T) == 2 ? SampleType::U16
                                        : SampleType::F32);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            for (int c = 0; c < channels; ++c)
                buffer.row<T>(y)[x * channels + c] = static_cast<T>(valueAt(x, y, c));
    return std::move(buffer).finish(std::move(icc));
}

/// Scattered samples that use the whole range of T and don't compress, the same on every run.
template <typename T>
Image scatteredImage(Size size, int channels, IccProfile icc = nullptr)
{
    constexpr std::uint32_t kMultiplier = 2654435761U;
    return imageOf<T>(
        size, channels,
        [](int x, int y, int c) {
            auto hash = static_cast<std::uint32_t>((y * 4099 + x) * 5 + c) * kMultiplier;
            hash = (hash ^ (hash >> 15)) * kMultiplier;
            return static_cast<T>(hash >> 13);
        },
        std::move(icc));
}

/// The code of the Error that `work` throws; nothing when it throws none.
template <typename Work>
std::optional<ErrorCode> codeThrownBy(const Work& work)
{
    try {
        work();
    } catch (const Error& error) {
        return error.code();
    }
    return std::nullopt;
}

} // namespace dh::test
