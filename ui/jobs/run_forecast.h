#pragma once

#include "core/base/geometry.h"
#include "ui/jobs/model_facts.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace dh
{

/// What the time and memory of a run depend on, beside the model and the machine.
struct RunShape {
    Size inference; ///< at which the networks run
    int steps = 1;
    bool refined = true;
    double touchedPixels = 0.0; ///< of the picture, where the change is carried to
};

/// A run that was measured on this machine with one model and number of threads.
struct Calibration {
    RunShape shape;
    std::map<std::string, double> stageSeconds; ///< by stageName
};

/// Seconds that a run will take: with a calibration, its stages scaled by their work; without, an estimate from the
/// number of parameters that is right to a factor of two or so.
[[nodiscard]] double forecastSeconds(const ModelFacts& facts, const RunShape& shape, int threads,
                                     const std::optional<Calibration>& calibration);

/// Bytes that a run takes at its peak, beside what the program holds already; an estimate that is rather too high.
[[nodiscard]] std::uint64_t forecastMemory(const ModelFacts& facts, const RunShape& shape, Size picture);

/// The largest long side, a multiple of 64 and at most the shape's, with which a run fits into `memory`; 0 when none
/// does.
[[nodiscard]] int fittingResolution(const ModelFacts& facts, const RunShape& shape, Size picture, std::uint64_t memory);

} // namespace dh
