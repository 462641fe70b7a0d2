#pragma once

#include "core/nn/forward_pass.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <functional>

namespace dh
{

/// Multi-head attention softmax(q k^T / sqrt(width / heads)) v. On a CPU in float32 and without gradients the scores
/// are computed in tiles of fixed size with a running maximum and sum, and the cancel token is looked at for each tile;
/// elsewhere, and with a LibTorch that has one and MKL, ATen's fused attention, on a CPU in slices. Only an old
/// LibTorch's other paths hold all scores. Source: Milakov and Gimelshein, Online normalizer calculation for softmax
/// (arXiv:1805.02867); Rabe and Staats, Self-attention does not need O(n^2) memory (arXiv:2112.05682).
/// @param query  [batch, tokens, width]
/// @param key    [batch, keys, width]
/// @param value  [batch, keys, width]
/// @param heads  divides width
/// @param causal token i sees keys 0..i only
/// @return [batch, tokens, width]
/// @throws Cancelled
[[nodiscard]] at::Tensor attention(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
                                   std::int64_t heads, bool causal, const ForwardPass& pass);

/// The same over heads that are split already, [batch, heads, tokens, width of one], all scores held.
[[nodiscard]] at::Tensor plainAttention(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
                                        bool causal);

/// One attention over split heads, where every query stands for itself.
using HeadAttention =
    std::function<at::Tensor(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value)>;

/// `attend` for `queriesAtOnce` queries after the other, where a whole call would let a cancel wait for seconds.
/// @throws Cancelled
[[nodiscard]] at::Tensor attendInSlices(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
                                        std::int64_t queriesAtOnce, const HeadAttention& attend,
                                        const ForwardPass& pass);

} // namespace dh
