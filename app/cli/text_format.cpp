#include "app/cli/text_format.h"

#include <array>
#include <charconv>
#include <cmath>

namespace dh
{

namespace
{

constexpr long long kSecondsPerMinute = 60;
constexpr long long kMinutesPerHour = 60;

} // namespace

std::string fixedText(double value, int digits)
{
    if (std::isinf(value))
        return value > 0 ? "infinite" : "-infinite";
    // The longest double has 309 digits before the point.
    std::array<char, 400> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, digits).ptr;
    return {text.data(), end};
}

std::string durationText(double seconds)
{
    const long long whole = std::llround(std::ceil(seconds));
    if (whole < kSecondsPerMinute)
        return std::to_string(whole) + " s";
    const long long minutes = whole / kSecondsPerMinute;
    if (minutes < kMinutesPerHour)
        return std::to_string(minutes) + " min " + std::to_string(whole % kSecondsPerMinute) + " s";
    return std::to_string(minutes / kMinutesPerHour) + " h " + std::to_string(minutes % kMinutesPerHour) + " min";
}

std::string bytesText(std::uint64_t bytes)
{
    constexpr double kStep = 1000.0;
    if (bytes < static_cast<std::uint64_t>(kStep))
        return countText(static_cast<long long>(bytes), "byte");
    double value = static_cast<double>(bytes) / kStep;
    const char* unit = "kB";
    for (const char* larger : {"MB", "GB", "TB"}) {
        if (value < kStep)
            break;
        value /= kStep;
        unit = larger;
    }
    return fixedText(value, 1) + " " + unit;
}

std::string sizeText(Size size)
{
    return std::to_string(size.width) + " x " + std::to_string(size.height);
}

std::string countText(long long count, const std::string& noun)
{
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

} // namespace dh
