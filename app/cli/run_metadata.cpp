#include "app/cli/run_metadata.h"

namespace dh
{

ImageMetadata resultMetadata(ImageMetadata source, const HarmonizeReport& report)
{
    source.text["Software"] = softwareText(report.version);
    for (const auto& [key, value] : runText(report))
        source.text[metadataKey(key)] = value;
    source.text[metadataKey("seed")] = std::to_string(report.seed);
    return source;
}

} // namespace dh
