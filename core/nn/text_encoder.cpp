#include "core/nn/text_encoder.h"

#include "core/nn/attention.h"
#include "core/nn/network_config.h"

namespace dh
{

namespace
{

/// The slope of the sigmoid that stands in for gelu in OpenAI's CLIP.
constexpr double kQuickGeluSlope = 1.702;

} // namespace

TextEncoder::TextEncoder(const ComponentWeights& weights, ParameterSource& source)
{
    const ConfigReader config = configOf(weights);
    const std::int64_t width = config.integer("hidden_size", 512);
    const std::int64_t inner = config.integer("intermediate_size", 2048);
    const std::int64_t layers = config.integer("num_hidden_layers", 12);
    const std::int64_t vocabulary = config.integer("vocab_size", 49408);
    const std::int64_t positions = config.integer("max_position_embeddings", 77);
    m_heads = config.integer("num_attention_heads", 8);
    requirePositive(config, "hidden_size", {width});
    requirePositive(config, "intermediate_size", {inner});
    requirePositive(config, "num_hidden_layers", {layers});
    requirePositive(config, "vocab_size", {vocabulary});
    requirePositive(config, "max_position_embeddings", {positions});
    requirePositive(config, "num_attention_heads", {m_heads});
    if (width % m_heads != 0)
        config.fail("num_attention_heads", "doesn't divide hidden_size");
    const double eps = config.number("layer_norm_eps", 1e-5);
    config.require("hidden_act", {"quick_gelu", "gelu"}, "quick_gelu");
    m_quickGelu = config.text("hidden_act", "quick_gelu") == "quick_gelu";

    m_tokenEmbedding = source.take("text_model.embeddings.token_embedding.weight", {vocabulary, width});
    m_positionEmbedding = source.take("text_model.embeddings.position_embedding.weight", {positions, width});
    for (std::int64_t i = 0; i < layers; ++i) {
        const std::string key = "text_model.encoder.layers." + std::to_string(i);
        m_layers.push_back({LayerNorm::take(source, key + ".layer_norm1", width, eps),
                            Linear::take(source, key + ".self_attn.q_proj", width, width),
                            Linear::take(source, key + ".self_attn.k_proj", width, width),
                            Linear::take(source, key + ".self_attn.v_proj", width, width),
                            Linear::take(source, key + ".self_attn.out_proj", width, width),
                            LayerNorm::take(source, key + ".layer_norm2", width, eps),
                            Linear::take(source, key + ".mlp.fc1", width, inner),
                            Linear::take(source, key + ".mlp.fc2", inner, width)});
    }
    m_finalNorm = LayerNorm::take(source, "text_model.final_layer_norm", width, eps);
}

at::Tensor TextEncoder::activate(const at::Tensor& input) const
{
    return m_quickGelu ? input * at::sigmoid(input * kQuickGeluSlope) : at::gelu(input);
}

at::Tensor TextEncoder::forward(const at::Tensor& tokens, const ForwardPass& pass) const
{
    at::Tensor hidden = at::embedding(m_tokenEmbedding, tokens) + m_positionEmbedding.narrow(0, 0, tokens.size(1));
    for (const Layer& layer : m_layers) {
        const at::Tensor own = layer.norm1(hidden);
        hidden =
            hidden + layer.output(attention(layer.query(own), layer.key(own), layer.value(own), m_heads, true, pass));
        hidden = hidden + layer.contract(activate(layer.expand(layer.norm2(hidden))));
        pass.blockDone();
    }
    return m_finalNorm(hidden);
}

} // namespace dh
