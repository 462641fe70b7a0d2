#pragma once

#include "core/imaging/convert.h"

#include <vector>

namespace dh
{

/// The weights of one axis of a separable resampling: output sample i is the sum over k < count of
/// weights[i * count + k] * input[first[i] + k]. Every tap lies inside the input.
struct Taps {
    int count = 0; ///< taps per output sample; samples that need fewer have weights of 0
    std::vector<int> first;
    std::vector<float> weights;
};

/// Keys' cubic convolution kernel with a = -0.5 at `distance` samples; 0 from 2 on.
[[nodiscard]] double keysCubic(double distance);
/// Each output sample is the mean of the input interval that it covers.
[[nodiscard]] Taps areaTaps(int inputLength, int outputLength);
/// keysCubic(), edges replicated. Growing only.
[[nodiscard]] Taps bicubicTaps(int inputLength, int outputLength);
/// Linear interpolation, edges replicated. Growing only.
[[nodiscard]] Taps bilinearTaps(int inputLength, int outputLength);
/// The triangle of torchvision's antialias=True, computed in float32 as there.
[[nodiscard]] Taps antialiasTaps(int inputLength, int outputLength);

/// Applies `horizontal` to the rows, then `vertical` to the columns.
[[nodiscard]] PlanarImage resampled(const PlanarImage& planar, Size size, const Taps& horizontal, const Taps& vertical);

/// Applies `vertical` to the columns, then `horizontal` to the rows, straight from the samples: several times faster
/// for a large picture that shrinks, without holding it as floats. Three planes in 0..1.
[[nodiscard]] PlanarImage resampledColumnsFirst(const Image& image, const Rect& area, Size size, const Taps& horizontal,
                                                const Taps& vertical);
/// One plane in 0..1.
[[nodiscard]] PlanarImage resampledColumnsFirst(const Mask& mask, Size size, const Taps& horizontal,
                                                const Taps& vertical);

} // namespace dh
