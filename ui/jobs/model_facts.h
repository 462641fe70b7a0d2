#pragma once

#include "core/weights/checkpoint.h"

#include <cstdint>
#include <string>

namespace dh
{

/// What the editor needs to know of a model without loading it.
struct ModelFacts {
    int defaultSteps = 5;
    int defaultResolution = 1024;
    int refineResolution = 0; ///< long side at which the refiner works; 0 = at the run's
    bool hasRefiner = false;
    std::uint64_t unetParameters = 0;
    std::uint64_t vaeParameters = 0;
    std::uint64_t refinerParameters = 0;
    [[nodiscard]] std::uint64_t parameters() const { return unetParameters + vaeParameters + refinerParameters; }
};

/// `location`, or the built-in model's where its root is empty.
/// @throws Error ModelMissing when the built-in model isn't there
[[nodiscard]] ModelLocation resolvedModel(ModelLocation location);

/// Reads the configurations and the heads of the weight files; milliseconds for a small model. Any thread.
/// @throws Error as Checkpoint's constructor; ModelInvalid for numbers with which no run is possible
[[nodiscard]] ModelFacts readModelFacts(const ModelLocation& location);

} // namespace dh
