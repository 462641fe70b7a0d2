#pragma once

#include "core/harmonize/harmonizer.h"
#include "core/imaging/image_file.h"

namespace dh
{

/// The metadata of a result: that of the picture it came from, and text that lets the run be made again
/// ("Software", "DiffHarmony:seed", ...).
[[nodiscard]] ImageMetadata resultMetadata(ImageMetadata source, const HarmonizeReport& report);

[[nodiscard]] const char* modeName(Mode mode);

} // namespace dh
