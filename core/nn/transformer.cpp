#include "core/nn/transformer.h"

#include "core/base/error.h"
#include "core/nn/attention.h"
#include "core/nn/blocks.h"

namespace dh
{

namespace
{

constexpr double kTransformerNormEps = 1e-6;

Linear takePointwise(ParameterSource& source, const std::string& key, std::int64_t channels, bool linear)
{
    Linear layer;
    layer.weight = linear ? source.take(key + ".weight", {channels, channels})
                          : source.take(key + ".weight", {channels, channels, 1, 1});
    layer.bias = source.take(key + ".bias", {channels});
    return layer;
}

} // namespace

TokenAttention TokenAttention::take(ParameterSource& source, const std::string& key, std::int64_t width,
                                    std::int64_t contextWidth, std::int64_t heads)
{
    if (heads < 1 || width % heads != 0)
        throw Error(ErrorCode::ModelInvalid, key,
                    std::to_string(width) + " channels can't be split into " + std::to_string(heads) + " heads");
    return {Linear::take(source, key + ".to_q", width, width, false),
            Linear::take(source, key + ".to_k", contextWidth, width, false),
            Linear::take(source, key + ".to_v", contextWidth, width, false),
            Linear::take(source, key + ".to_out.0", width, width), heads};
}

at::Tensor TokenAttention::operator()(const at::Tensor& tokens, const at::Tensor& context,
                                      const ForwardPass& pass) const
{
    return output(attention(query(tokens, pass), key(context, pass), value(context, pass), heads, false, pass), pass);
}

TransformerBlock TransformerBlock::take(ParameterSource& source, const std::string& key, std::int64_t width,
                                        std::int64_t contextWidth, std::int64_t heads)
{
    TransformerBlock block;
    block.norm1 = LayerNorm::take(source, key + ".norm1", width);
    block.selfAttention = TokenAttention::take(source, key + ".attn1", width, width, heads);
    block.norm2 = LayerNorm::take(source, key + ".norm2", width);
    block.crossAttention = TokenAttention::take(source, key + ".attn2", width, contextWidth, heads);
    block.norm3 = LayerNorm::take(source, key + ".norm3", width);
    block.expand = Linear::take(source, key + ".ff.net.0.proj", width, 8 * width);
    block.contract = Linear::take(source, key + ".ff.net.2", 4 * width, width);
    return block;
}

at::Tensor TransformerBlock::operator()(at::Tensor tokens, const at::Tensor& context, const ForwardPass& pass) const
{
    const at::Tensor own = norm1(tokens);
    tokens = addReusing(selfAttention(own, own, pass), tokens);
    tokens = addReusing(crossAttention(norm2(tokens), context, pass), tokens);
    tokens = addReusing(contract(geglu(expand(norm3(tokens), pass)), pass), tokens);
    pass.blockDone();
    return tokens;
}

SpatialTransformer SpatialTransformer::take(ParameterSource& source, const std::string& key, const Shape& shape)
{
    SpatialTransformer transformer;
    transformer.norm = GroupNorm::take(source, key + ".norm", shape.channels, shape.groups, kTransformerNormEps);
    transformer.projectIn = takePointwise(source, key + ".proj_in", shape.channels, shape.linearProjection);
    for (std::int64_t i = 0; i < shape.layers; ++i)
        transformer.blocks.push_back(TransformerBlock::take(source, key + ".transformer_blocks." + std::to_string(i),
                                                            shape.channels, shape.contextWidth, shape.heads));
    transformer.projectOut = takePointwise(source, key + ".proj_out", shape.channels, shape.linearProjection);
    return transformer;
}

at::Tensor SpatialTransformer::operator()(const at::Tensor& input, const at::Tensor& context,
                                          const ForwardPass& pass) const
{
    at::Tensor tokens = projectToTokens(norm(input, false), projectIn.weight, projectIn.bias, pass);
    for (const TransformerBlock& block : blocks)
        tokens = block(std::move(tokens), context, pass);
    return projectFromTokens(tokens, projectOut.weight, projectOut.bias, input, pass);
}

double SpatialTransformer::operations(std::int64_t height, std::int64_t width, std::int64_t contextTokens) const
{
    const double pixels = static_cast<double>(height) * static_cast<double>(width);
    const auto channels = static_cast<double>(projectIn.weight.size(0));
    const auto perToken = [&](const Linear& layer) { return 2.0 * static_cast<double>(layer.weight.numel()) * pixels; };
    double count = perToken(projectIn) + perToken(projectOut);
    for (const TransformerBlock& block : blocks) {
        count += 4.0 * perToken(block.selfAttention.query) + 4.0 * pixels * pixels * channels;
        count += 2.0 * perToken(block.crossAttention.query) +
                 4.0 * pixels * static_cast<double>(contextTokens) * channels +
                 4.0 * static_cast<double>(block.crossAttention.key.weight.numel() * contextTokens);
        count += perToken(block.expand) + perToken(block.contract);
    }
    return count;
}

} // namespace dh
