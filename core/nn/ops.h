#pragma once

#include "core/nn/forward_pass.h"
#include "core/nn/parameters.h"
#include "core/nn/tensor_layout.h"

#include <ATen/ATen.h>

#include <string>

namespace dh
{

/// Layers as plain values: parameters plus the little that their arithmetic needs. Each takes its parameters from a
/// source under the checkpoint's key. On a CPU in float32 and without gradients they use loops and products of our own
/// (see kernels.h and torch_compat.h), which are also cut into pieces short enough to cancel; everywhere else ATen's
/// operators.

struct Linear {
    at::Tensor weight; ///< [out, in]
    at::Tensor bias;   ///< [out], or undefined

    static Linear take(ParameterSource& source, const std::string& key, std::int64_t in, std::int64_t out,
                       bool hasBias = true);
    /// [..., in] -> [..., out]. Large products run in bands of rows.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& input, const ForwardPass& pass = {}) const;
};

struct Conv2d {
    at::Tensor weight; ///< [out, in, k, k]
    at::Tensor bias;   ///< [out]
    int stride = 1;
    int padding = 0;

    static Conv2d take(ParameterSource& source, const std::string& key, std::int64_t in, std::int64_t out, int kernel,
                       int stride = 1, int padding = -1 /* = kernel / 2 */);
    /// [batch, in, height, width] -> [batch, out, ...]. In Winograd's form where that pays (see winograd.h); other
    /// large products run in bands of rows.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& input, const ForwardPass& pass) const;
};

struct GroupNorm {
    at::Tensor weight; ///< [channels]
    at::Tensor bias;
    int groups = 1;
    double eps = 1e-5;

    static GroupNorm take(ParameterSource& source, const std::string& key, std::int64_t channels, int groups,
                          double eps);
    /// [batch, channels, height, width], then SiLU when `silu`.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& input, bool silu) const;
};

struct LayerNorm {
    at::Tensor weight; ///< [width]
    at::Tensor bias;
    double eps = 1e-5;

    static LayerNorm take(ParameterSource& source, const std::string& key, std::int64_t width, double eps = 1e-5);
    [[nodiscard]] at::Tensor operator()(const at::Tensor& input) const;
};

/// [batch, channels, height, width] -> [batch, height * width, out]: a 1x1 convolution (or linear layer) whose result
/// is laid out as tokens, row-major.
[[nodiscard]] at::Tensor projectToTokens(const at::Tensor& image, const at::Tensor& weight, const at::Tensor& bias,
                                         const ForwardPass& pass = {});

/// The way back, plus `residual` [batch, out, height, width].
[[nodiscard]] at::Tensor projectFromTokens(const at::Tensor& tokens, const at::Tensor& weight, const at::Tensor& bias,
                                           const at::Tensor& residual, const ForwardPass& pass = {});

/// value * gelu(gate) with the two halves of the last dimension; exact gelu.
[[nodiscard]] at::Tensor geglu(const at::Tensor& input);

/// Nearest-neighbour enlargement to height x width.
[[nodiscard]] at::Tensor upsampleNearest(const at::Tensor& input, std::int64_t height, std::int64_t width);

/// conv(upsampleNearest(input)) at twice the size; where Winograd's form pays, the enlarged picture is never made.
[[nodiscard]] at::Tensor upsampleTwiceAndConvolve(const Conv2d& conv, const at::Tensor& input, const ForwardPass& pass);

/// Row-major products through oneDNN or ATen's BLAS: c[m, n] = alpha * op(a)[m, k] * op(b)[k, n] + beta * c. Callable
/// inside parallel regions, where it stays on its thread.
void gemm(bool transposeA, bool transposeB, std::int64_t m, std::int64_t n, std::int64_t k, float alpha, const float* a,
          std::int64_t lda, const float* b, std::int64_t ldb, float beta, float* c, std::int64_t ldc);

} // namespace dh
