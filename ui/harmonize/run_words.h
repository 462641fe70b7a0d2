#pragma once

#include "core/base/progress.h"
#include "core/scene/composition.h"

#include <QString>

#include <cstdint>

namespace dh
{

/// The words in which runs and results are shown; translated.

[[nodiscard]] QString stageText(Stage stage);
/// "Harmonizing, step 2 of 5, about 3 s left".
[[nodiscard]] QString progressText(const Progress& progress);
[[nodiscard]] QString durationText(double seconds);
[[nodiscard]] QString bytesText(std::uint64_t bytes);
/// "Seed 42, 2 steps, 512 px, 3.1 s".
[[nodiscard]] QString settingsText(const HarmonizedResult& result);
/// The result's own name, or its seed.
[[nodiscard]] QString nameOf(const HarmonizedResult& result);

} // namespace dh
