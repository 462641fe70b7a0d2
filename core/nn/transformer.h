#pragma once

#include "core/nn/ops.h"

#include <ATen/ATen.h>

#include <string>
#include <vector>

namespace dh
{

/// Attention of tokens to themselves or to a context; projections without bias except the last.
struct TokenAttention {
    Linear query;
    Linear key;
    Linear value;
    Linear output;
    std::int64_t heads = 1;

    static TokenAttention take(ParameterSource& source, const std::string& key, std::int64_t width,
                               std::int64_t contextWidth, std::int64_t heads);
    [[nodiscard]] at::Tensor operator()(const at::Tensor& tokens, const at::Tensor& context,
                                        const ForwardPass& pass) const;
};

/// Self-attention, attention to the context, GEGLU feed-forward; each after a layer norm and with a residual.
struct TransformerBlock {
    LayerNorm norm1;
    TokenAttention selfAttention;
    LayerNorm norm2;
    TokenAttention crossAttention;
    LayerNorm norm3;
    Linear expand;   ///< to 8 * width: values and gates
    Linear contract; ///< from 4 * width

    static TransformerBlock take(ParameterSource& source, const std::string& key, std::int64_t width,
                                 std::int64_t contextWidth, std::int64_t heads);
    [[nodiscard]] at::Tensor operator()(at::Tensor tokens, const at::Tensor& context, const ForwardPass& pass) const;
};

/// The pixels of a feature map as tokens of transformer blocks (diffusers' Transformer2DModel).
struct SpatialTransformer {
    GroupNorm norm; ///< eps 1e-6, unlike the residual blocks around it
    Linear projectIn;
    std::vector<TransformerBlock> blocks;
    Linear projectOut;

    struct Shape {
        std::int64_t channels = 0;
        std::int64_t heads = 8;
        std::int64_t contextWidth = 768;
        std::int64_t layers = 1;
        int groups = 32;
        bool linearProjection = false; ///< weights stored as [c, c] instead of [c, c, 1, 1]
    };
    static SpatialTransformer take(ParameterSource& source, const std::string& key, const Shape& shape);
    /// @param input   [batch, channels, height, width]
    /// @param context [batch, tokens, contextWidth]
    [[nodiscard]] at::Tensor operator()(const at::Tensor& input, const at::Tensor& context,
                                        const ForwardPass& pass) const;
    [[nodiscard]] double operations(std::int64_t height, std::int64_t width, std::int64_t contextTokens) const;
};

} // namespace dh
