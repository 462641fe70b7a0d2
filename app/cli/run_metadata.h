#pragma once

#include "core/harmonize/run_text.h"
#include "core/imaging/image_file.h"

namespace dh
{

/// The metadata of a result: that of the picture it came from, and text that lets the run be made again
/// ("Software", "DiffHarmony:seed", ...).
[[nodiscard]] ImageMetadata resultMetadata(ImageMetadata source, const HarmonizeReport& report);

} // namespace dh
