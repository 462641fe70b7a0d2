#pragma once

#include "core/nn/forward_pass.h"

#include <ATen/ATen.h>

namespace dh
{

/// Multi-head attention softmax(q k^T / sqrt(width / heads)) v. The score matrix is never held: on a CPU it is computed
/// in tiles of fixed size with a running maximum and sum, and the cancel token is looked at for each tile. Source:
/// Milakov and Gimelshein, Online normalizer calculation for softmax (arXiv:1805.02867); Rabe and Staats,
/// Self-attention does not need O(n^2) memory (arXiv:2112.05682).
/// @param query  [batch, tokens, width]
/// @param key    [batch, keys, width]
/// @param value  [batch, keys, width]
/// @param heads  divides width
/// @param causal token i sees keys 0..i only
/// @return [batch, tokens, width]
/// @throws Cancelled
[[nodiscard]] at::Tensor attention(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
                                   std::int64_t heads, bool causal, const ForwardPass& pass);

} // namespace dh
