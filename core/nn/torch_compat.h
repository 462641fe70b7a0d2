#pragma once

/// Everything that differs between LibTorch 1.13 and 2.x, and between builds with and without oneDNN's own interface,
/// is decided here and nowhere else.

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <torch/version.h>

#define DH_TORCH_AT_LEAST_2 (TORCH_VERSION_MAJOR >= 2)

namespace dh::compat
{

/// Whether matrix products of the CPU should go to oneDNN directly: distributions build LibTorch 1.x without MKL, and
/// whatever BLAS it then finds reaches a fraction of the machine's rate.
#if defined(DH_HAVE_DNNL) && !DH_TORCH_AT_LEAST_2
inline constexpr bool kUseDnnlProducts = true;
#else
inline constexpr bool kUseDnnlProducts = false;
#endif

/// Whether ATen has a fused attention that never holds the whole score matrix.
inline constexpr bool kHasFusedAttention = DH_TORCH_AT_LEAST_2;

/// softmax(q k^T * scale) v for [batch, heads, tokens, width]; only called when kHasFusedAttention.
inline at::Tensor fusedAttention(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value, bool causal)
{
#if DH_TORCH_AT_LEAST_2
    return at::scaled_dot_product_attention(query, key, value, {}, 0.0, causal);
#else
    (void)key;
    (void)value;
    (void)causal;
    return query;
#endif
}

/// A CPU generator whose stream equals torch.Generator("cpu").manual_seed(seed).
inline at::Generator makeCpuGenerator(std::uint64_t seed)
{
    return at::detail::createCPUGenerator(seed);
}

} // namespace dh::compat
