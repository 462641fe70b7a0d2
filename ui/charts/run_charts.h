#pragma once

#include "core/scene/composition.h"
#include "ui/charts/chart.h"

namespace dh
{

/// How long each stage of a run took: its settings "seconds-<stage>" (stageName()).
/// @param name  what the user knows the result by
[[nodiscard]] Chart stageTimeChart(const HarmonizedResult* result, const QString& name);

/// How much each denoising step changed the predicted picture: its settings "change-<step>", step from 1, mean absolute
/// difference of 8-bit samples from the step before. Null gives an empty chart, too.
[[nodiscard]] Chart stepChangeChart(const HarmonizedResult* result, const QString& name);

} // namespace dh
