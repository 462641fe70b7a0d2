#include "core/nn/blocks.h"

#include "core/base/error.h"
#include "core/nn/attention.h"

namespace dh
{

double convolutionOperations(const at::Tensor& weight, std::int64_t height, std::int64_t width)
{
    return 2.0 * static_cast<double>(weight.numel()) * static_cast<double>(height) * static_cast<double>(width);
}

at::Tensor addReusing(at::Tensor a, const at::Tensor& b)
{
    return usesOwnKernels(a) ? a.add_(b) : a + b;
}

ResnetBlock ResnetBlock::take(ParameterSource& source, const std::string& key, const Shape& shape)
{
    ResnetBlock block;
    block.norm1 = GroupNorm::take(source, key + ".norm1", shape.in, shape.groups, shape.eps);
    block.conv1 = Conv2d::take(source, key + ".conv1", shape.in, shape.out, 3);
    if (shape.timeWidth > 0)
        block.timeProjection = Linear::take(source, key + ".time_emb_proj", shape.timeWidth, shape.out);
    block.norm2 = GroupNorm::take(source, key + ".norm2", shape.out, shape.groups, shape.eps);
    block.conv2 = Conv2d::take(source, key + ".conv2", shape.out, shape.out, 3);
    if (shape.in != shape.out)
        block.shortcut = Conv2d::take(source, key + ".conv_shortcut", shape.in, shape.out, 1);
    block.outputScale = shape.outputScale;
    return block;
}

at::Tensor ResnetBlock::operator()(const at::Tensor& input, const at::Tensor& activatedTime,
                                   const ForwardPass& pass) const
{
    at::Tensor hidden = conv1(norm1(input, true), pass);
    if (timeProjection)
        hidden = addReusing(hidden, (*timeProjection)(activatedTime).unsqueeze(-1).unsqueeze(-1));
    hidden = conv2(norm2(hidden, true), pass);
    hidden = addReusing(hidden, shortcut ? (*shortcut)(input, pass) : input);
    pass.blockDone();
    return outputScale == 1.0 ? hidden : hidden / outputScale;
}

double ResnetBlock::operations(std::int64_t height, std::int64_t width) const
{
    double count =
        convolutionOperations(conv1.weight, height, width) + convolutionOperations(conv2.weight, height, width);
    if (shortcut)
        count += convolutionOperations(shortcut->weight, height, width);
    return count;
}

Downsample Downsample::take(ParameterSource& source, const std::string& key, std::int64_t channels, bool padsAfter)
{
    return {Conv2d::take(source, key + ".conv", channels, channels, 3, 2, padsAfter ? 0 : 1), padsAfter};
}

at::Tensor Downsample::operator()(const at::Tensor& input, const ForwardPass& pass) const
{
    at::Tensor output = conv(padsAfter ? at::constant_pad_nd(input, {0, 1, 0, 1}, 0) : input, pass);
    pass.blockDone();
    return output;
}

Upsample Upsample::take(ParameterSource& source, const std::string& key, std::int64_t channels)
{
    return {Conv2d::take(source, key + ".conv", channels, channels, 3)};
}

at::Tensor Upsample::operator()(const at::Tensor& input, std::int64_t height, std::int64_t width,
                                const ForwardPass& pass) const
{
    const bool isTwice = height == 2 * input.size(2) && width == 2 * input.size(3);
    at::Tensor output =
        isTwice ? upsampleTwiceAndConvolve(conv, input, pass) : conv(upsampleNearest(input, height, width), pass);
    pass.blockDone();
    return output;
}

PixelAttention PixelAttention::take(ParameterSource& source, const std::string& key, std::int64_t channels,
                                    std::int64_t headWidth, int groups, double eps, double outputScale)
{
    if (headWidth < 1 || channels % headWidth != 0)
        throw Error(ErrorCode::ModelInvalid, key,
                    std::to_string(channels) + " channels can't be split into heads of " + std::to_string(headWidth));
    PixelAttention block;
    block.norm = GroupNorm::take(source, key + ".group_norm", channels, groups, eps);
    block.query = Linear::take(source, key + ".to_q", channels, channels);
    block.key = Linear::take(source, key + ".to_k", channels, channels);
    block.value = Linear::take(source, key + ".to_v", channels, channels);
    block.output = Linear::take(source, key + ".to_out.0", channels, channels);
    block.heads = channels / headWidth;
    block.outputScale = outputScale;
    return block;
}

at::Tensor PixelAttention::operator()(const at::Tensor& input, const ForwardPass& pass) const
{
    const at::Tensor normalized = norm(input, false);
    const at::Tensor q = projectToTokens(normalized, query.weight, query.bias, pass);
    const at::Tensor k = projectToTokens(normalized, key.weight, key.bias, pass);
    const at::Tensor v = projectToTokens(normalized, value.weight, value.bias, pass);
    at::Tensor mixed;
    if (input.scalar_type() == at::kHalf) {
        // One wide head: its scores leave the range of half precision, so the reference computes them in float32 as
        // well.
        mixed = attention(q.to(at::kFloat), k.to(at::kFloat), v.to(at::kFloat), heads, false, pass).to(at::kHalf);
    } else {
        mixed = attention(q, k, v, heads, false, pass);
    }
    const at::Tensor result = projectFromTokens(mixed, output.weight, output.bias, input, pass);
    pass.blockDone();
    return outputScale == 1.0 ? result : result / outputScale;
}

double PixelAttention::operations(std::int64_t height, std::int64_t width) const
{
    const double pixels = static_cast<double>(height) * static_cast<double>(width);
    const auto channels = static_cast<double>(query.weight.size(0));
    return 4.0 * convolutionOperations(query.weight, height, width) + 4.0 * pixels * pixels * channels;
}

MiddleBlock MiddleBlock::take(ParameterSource& source, const std::string& key, std::int64_t channels,
                              std::optional<std::int64_t> headWidth, int groups, double eps, double outputScale)
{
    const ResnetBlock::Shape shape{channels, channels, 0, groups, eps, outputScale};
    MiddleBlock block;
    block.first = ResnetBlock::take(source, key + ".resnets.0", shape);
    if (headWidth)
        block.attention =
            PixelAttention::take(source, key + ".attentions.0", channels, *headWidth, groups, eps, outputScale);
    block.second = ResnetBlock::take(source, key + ".resnets.1", shape);
    return block;
}

at::Tensor MiddleBlock::operator()(const at::Tensor& input, const ForwardPass& pass) const
{
    at::Tensor hidden = first(input, {}, pass);
    if (attention)
        hidden = (*attention)(hidden, pass);
    return second(hidden, {}, pass);
}

double MiddleBlock::operations(std::int64_t height, std::int64_t width) const
{
    return first.operations(height, width) + second.operations(height, width) +
           (attention ? attention->operations(height, width) : 0.0);
}

} // namespace dh
