#pragma once

#include "core/harmonize/engine/network_run.h"

namespace dh
{

/// The picture keeps its own pixels; see Mode::Native.
[[nodiscard]] Image harmonizeNative(LoadedModel& loaded, const HarmonizeRequest& request, int steps, int resolution,
                                    ProgressSink& progress, const CancelToken& cancel, HarmonizeReport& report);

} // namespace dh
