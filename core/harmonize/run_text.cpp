#include "core/harmonize/run_text.h"

#include <array>
#include <charconv>

namespace dh
{

namespace
{

std::string rectText(const Rect& rect)
{
    return std::to_string(rect.x) + "," + std::to_string(rect.y) + "," + std::to_string(rect.width) + "," +
           std::to_string(rect.height);
}

/// Read back to the same number.
std::string numberText(double value)
{
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

} // namespace

std::map<std::string, std::string> runText(const HarmonizeReport& report)
{
    return {{"mode", modeName(report.mode)},
            {"steps", std::to_string(report.steps)},
            {"resolution", std::to_string(report.resolution)},
            {"sampler", report.sampler},
            {"refined", report.refined ? "true" : "false"},
            {"strength", numberText(report.strength)},
            {"device", report.device},
            {"decode-tiles", std::to_string(report.decodeTiles)},
            {"precision", report.precision},
            {"checkpoint", report.checkpointHash},
            {"context", rectText(report.context)},
            {"version", report.version}};
}

const char* modeName(Mode mode)
{
    return mode == Mode::Native ? "native" : "reference";
}

std::string metadataKey(const std::string& key)
{
    return "DiffHarmony:" + key;
}

std::string softwareText(const std::string& version)
{
    return "DiffHarmony Studio " + version;
}

} // namespace dh
