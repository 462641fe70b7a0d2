#pragma once

#include "core/base/log.h"
#include "tests/core/imaging/test_pictures.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace dh::test
{

/// A picture that doesn't compress, of sides that are no multiples of anything.
inline Image pictureOf(SampleType type, int channels, IccProfile icc = nullptr)
{
    constexpr Size kSize{61, 37};
    return type == SampleType::U8 ? scatteredImage<std::uint8_t>(kSize, channels, std::move(icc))
                                  : scatteredImage<std::uint16_t>(kSize, channels, std::move(icc));
}

inline std::vector<std::byte> bytesOfText(const std::string& text)
{
    const auto* begin = reinterpret_cast<const std::byte*>(text.data());
    return {begin, begin + text.size()};
}

inline bool containsText(const std::vector<std::byte>& bytes, const std::string& text)
{
    const std::vector<std::byte> wanted = bytesOfText(text);
    return std::search(bytes.begin(), bytes.end(), wanted.begin(), wanted.end()) != bytes.end();
}

/// Appends the lowest `count` bytes of `value`, the lowest first.
inline void put(std::vector<std::byte>& bytes, std::uint64_t value, int count)
{
    for (int i = 0; i < count; ++i)
        bytes.push_back(static_cast<std::byte>(value >> (8 * i)));
}

/// What is logged while it lives.
class LogListener
{
public:
    LogListener()
    {
        setLogHandler([this](LogLevel, const std::string& message) { m_messages.push_back(message); });
    }
    LogListener(const LogListener&) = delete;
    LogListener& operator=(const LogListener&) = delete;
    ~LogListener() { setLogHandler({}); }

    [[nodiscard]] const std::vector<std::string>& messages() const { return m_messages; }

private:
    std::vector<std::string> m_messages;
};

} // namespace dh::test
