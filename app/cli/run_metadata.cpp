#include "app/cli/run_metadata.h"

#include "app/cli/text_format.h"

namespace dh
{

namespace
{

constexpr int kStrengthDigits = 3;

std::string rectText(const Rect& rect)
{
    return std::to_string(rect.x) + "," + std::to_string(rect.y) + "," + std::to_string(rect.width) + "," +
           std::to_string(rect.height);
}

} // namespace

const char* modeName(Mode mode)
{
    return mode == Mode::Native ? "native" : "reference";
}

ImageMetadata resultMetadata(ImageMetadata source, const HarmonizeReport& report)
{
    auto& text = source.text;
    const auto put = [&text](const char* key, std::string value) {
        text["DiffHarmony:" + std::string(key)] = std::move(value);
    };
    text["Software"] = "DiffHarmony Studio " + report.version;
    put("seed", std::to_string(report.seed));
    put("steps", std::to_string(report.steps));
    put("mode", modeName(report.mode));
    put("resolution", std::to_string(report.resolution));
    put("sampler", report.sampler);
    put("refined", report.refined ? "true" : "false");
    put("strength", fixedText(report.strength, kStrengthDigits));
    put("device", report.device);
    put("precision", report.precision);
    put("checkpoint", report.checkpointHash);
    put("context", rectText(report.context));
    put("version", report.version);
    return source;
}

} // namespace dh
