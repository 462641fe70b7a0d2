#pragma once

#include "core/nn/forward_pass.h"

#include <ATen/ATen.h>

#include <cstdint>

namespace dh
{

/// 3x3 convolutions of stride 1 in Winograd's minimal filtering form, F(4 x 4, 3 x 3): 36 products where the direct sum
/// takes 144 (Lavin and Gray, Fast algorithms for convolutional neural networks, 2016). On a CPU in float32, channels
/// last. What it gives differs from the direct sum by rounding, some 1e-6 of the largest value, and doesn't depend on
/// the number of threads.

/// Whether convolveByWinograd() takes this input and pays: channels in multiples of 16, enough pixels for the cost of
/// preparing the weights.
/// @param input [batch, in, height, width]
/// @param weight [out, in, 3, 3]
/// @param enlargement see convolveByWinograd()
[[nodiscard]] bool winogradPays(const at::Tensor& input, const at::Tensor& weight, int enlargement = 1);

/// The convolution with a border of one zero: [batch, in, height, width] -> [batch, out, height * e, width * e] for an
/// enlargement e. With 2, the input is read as if each pixel were four; the enlarged picture is never made.
/// @param weight [out, in, 3, 3], float32, contiguous
/// @param bias [out], float32
/// @throws Cancelled, within a tenth of a second on two cores
[[nodiscard]] at::Tensor convolveByWinograd(const at::Tensor& input, const at::Tensor& weight, const at::Tensor& bias,
                                            int enlargement, const ForwardPass& pass);

} // namespace dh
