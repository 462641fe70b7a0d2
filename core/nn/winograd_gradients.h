#pragma once

#include "core/nn/forward_pass.h"

#include <ATen/ATen.h>

namespace dh
{

/// Training's side of winograd.h: the same convolution with gradients, all three products in Winograd's form.

/// Whether trainByWinograd() takes this input and pays: as winogradPays(), where gradients are wanted and autocast
/// doesn't narrow.
/// @param input [batch, in, height, width]
/// @param weight [out, in, 3, 3]
[[nodiscard]] bool winogradTrainingPays(const at::Tensor& input, const at::Tensor& weight);

/// The convolution with a border of one zero, recorded for the gradients of input, weight and bias: [batch, in, height,
/// width] -> [batch, out, height, width]. The gradients don't depend on the number of threads.
/// @param weight [out, in, 3, 3], float32
/// @param bias [out], float32
/// @throws Cancelled on the way forward
[[nodiscard]] at::Tensor trainByWinograd(const at::Tensor& input, const at::Tensor& weight, const at::Tensor& bias,
                                         const ForwardPass& pass);

/// The gradient of the weight, [out, in, 3, 3], from the convolution's input and the gradient of its output, both
/// float32 and channels last.
[[nodiscard]] at::Tensor winogradWeightGradient(const at::Tensor& input, const at::Tensor& outputGradient);

} // namespace dh
