#pragma once

#include <ATen/ATen.h>

namespace dh
{

/// Whether this tensor takes the paths of our own: CPU, float32, no gradient wanted.
[[nodiscard]] bool usesOwnKernels(const at::Tensor& tensor);

/// Weights may be held in a narrower type than the activations they meet; undefined stays undefined.
[[nodiscard]] at::Tensor widened(const at::Tensor& parameter, const at::Tensor& like);

/// Whether a picture [batch, channels, height, width] lies in memory as rows of pixels, all channels of a pixel
/// together. False where both layouts are the same.
[[nodiscard]] bool hasChannelsLast(const at::Tensor& image);

/// For new pictures beside this one: its type, device and layout.
[[nodiscard]] at::TensorOptions optionsWithLayoutOf(const at::Tensor& image);

/// A picture as the layers work on it fastest: where they take paths of our own with its channels last, so that neither
/// convolutions nor bands of rows have to reorder it. Layers keep the layout they are given.
[[nodiscard]] at::Tensor inFastLayout(const at::Tensor& image);

} // namespace dh
