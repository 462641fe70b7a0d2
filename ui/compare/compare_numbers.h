#pragma once

#include "core/base/cancel.h"
#include "core/evaluate/metrics.h"
#include "core/scene/composition.h"

#include <memory>
#include <optional>

namespace dh
{

/// A snapshot of what is to be measured.
struct CompareQuestion {
    Composition document; ///< its visible layers are the mask
    std::shared_ptr<const Composition> before;
    std::shared_ptr<const Composition> after;
    bool withMetrics = false; ///< one side is a ground truth
};

struct CompareNumbers {
    bool hasMask = false;
    double colourDifference = 0.0; ///< mean CIEDE2000 where the mask is >= 128
    long long changedOutside = 0;  ///< samples that differ where the mask is 0
    std::optional<Metrics> metrics;
};

/// What the visible layers cover of the canvas, the most of each.
[[nodiscard]] Mask maskOfLayers(const Composition& composition);

/// Any thread. @pre both sides are there and have the document's size
/// @throws Error OutOfMemory; Cancelled
[[nodiscard]] CompareNumbers compareNumbers(const CompareQuestion& question, const CancelToken& cancel);

} // namespace dh
