#pragma once

#include "core/nn/ops.h"

#include <ATen/ATen.h>

#include <vector>

namespace dh
{

/// CLIP's text transformer (transformers' CLIPTextModel). DiffHarmony only ever asks it for the empty prompt, so it
/// needs to live no longer than that. Immutable after construction. Source: Radford et al., Learning Transferable
/// Visual Models From Natural Language Supervision (ICML 2021).
class TextEncoder
{
public:
    /// @throws Error ModelInvalid
    TextEncoder(const ComponentWeights& weights, ParameterSource& source);

    /// @param tokens int64 [batch, count], count <= maxTokens(), values below the vocabulary's size
    /// @return       [batch, count, width]: the last hidden state after the final layer norm
    [[nodiscard]] at::Tensor forward(const at::Tensor& tokens, const ForwardPass& pass) const;

    [[nodiscard]] std::int64_t maxTokens() const { return m_positionEmbedding.size(0); }
    [[nodiscard]] std::int64_t vocabularySize() const { return m_tokenEmbedding.size(0); }

private:
    struct Layer {
        LayerNorm norm1;
        Linear query;
        Linear key;
        Linear value;
        Linear output;
        LayerNorm norm2;
        Linear expand;
        Linear contract;
    };
    [[nodiscard]] at::Tensor activate(const at::Tensor& input) const;

    std::int64_t m_heads = 12;
    bool m_quickGelu = true;
    at::Tensor m_tokenEmbedding;
    at::Tensor m_positionEmbedding;
    std::vector<Layer> m_layers;
    LayerNorm m_finalNorm;
};

} // namespace dh
