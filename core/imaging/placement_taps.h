#pragma once

#include "core/base/geometry.h"
#include "core/imaging/resample_taps.h"

namespace dh
{

/// Some of the samples along one axis: begin to end - 1.
struct Span {
    int begin = 0;
    int end = 0;
    [[nodiscard]] bool isEmpty() const { return end <= begin; }
};

/// Where one axis of a source lies on a target: source position s lands on start + s * scale.
struct PlacedAxis {
    double start = 0.0;
    double scale = 1.0; ///< not 0; < 0 flips
    int length = 0;     ///< of the source, in its own samples

    [[nodiscard]] double inSource(double inTarget) const { return (inTarget - start) / scale; }
    /// The target samples that the source reaches, within 0 to `targetLength`.
    [[nodiscard]] Span coveredSpan(int targetLength) const;
    /// How much of target sample `i` the source covers, 0..1.
    [[nodiscard]] double coverage(int i) const;
};

enum class Growing { Linear, Cubic };

/// Taps for the target samples of `span` that index the source. Each gives the mean of what the target sample covers
/// when shrinking, an interpolation with replicated edges (cubic: Keys with a = -0.5) when growing, times the coverage.
/// @pre `span` lies within coveredSpan()
[[nodiscard]] Taps placementTaps(const PlacedAxis& axis, Span span, Growing growing);

/// The taps of outputs `outputs`, for an input that starts at its sample `origin`.
[[nodiscard]] Taps subTaps(const Taps& taps, Span outputs, int origin);

/// The samples that the taps of `outputs` index.
[[nodiscard]] Span usedSpan(const Taps& taps, Span outputs);

} // namespace dh
