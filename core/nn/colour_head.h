#pragma once

#include "core/nn/ops.h"

#include <ATen/ATen.h>

namespace dh
{

/// One change of colour for a whole picture, from what lies inside and outside the mask: moments of features and of
/// colours go through a small perceptron, which gives a 3x4 matrix on the colours. Most of what makes a foreground
/// foreign is such a change, and regions that are far apart meet here at once. Immutable after construction.
/// Related: Ke et al., Harmonizer (ECCV 2022), whose network predicts a few filters; Reinhard et al., Color Transfer
/// between Images (2001), for the moments.
struct ColourHead {
    Linear first;
    Linear second;
    Linear output;

    /// @param channels of the features
    /// @param width    of the hidden layers
    static ColourHead take(ParameterSource& source, const std::string& key, std::int64_t channels, std::int64_t width);

    /// @param features [batch, channels, h, w]
    /// @param mask     [batch, 1, height, width], 0 or 1
    /// @param picture  [batch, 3, height, width] in [-1, 1]
    /// @return         [batch, 3, height, width]: the matrix applied to the picture, a change to be added to it
    [[nodiscard]] at::Tensor operator()(const at::Tensor& features, const at::Tensor& mask,
                                        const at::Tensor& picture) const;
    [[nodiscard]] double operations() const;
};

/// Mean and standard deviation of each channel inside and outside a mask: inside means, outside means, inside
/// deviations, outside deviations. A side without area counts as zeros.
/// @param features [batch, channels, height, width]
/// @param mask     [batch, 1, height, width], 0..1
/// @return         [batch, 4 * channels], float32
[[nodiscard]] at::Tensor momentsByMask(const at::Tensor& features, const at::Tensor& mask);

} // namespace dh
