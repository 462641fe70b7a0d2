#pragma once

#include "core/harmonize/engine/network_run.h"

namespace dh
{

/// What the reference's inference script makes of a picture; see Mode::Reference.
/// Source: scripts/inference/main.py and src/dataset/ihd_dataset.py of DiffHarmony.
[[nodiscard]] Image harmonizeLikeReference(LoadedModel& loaded, const HarmonizeRequest& request, int steps,
                                           int resolution, ProgressSink& progress, const CancelToken& cancel,
                                           HarmonizeReport& report);

} // namespace dh
