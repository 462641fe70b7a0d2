#include "core/nn/unet.h"

#include "core/base/error.h"
#include "core/nn/network_config.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace dh
{

namespace
{

struct UNetConfig {
    std::int64_t inChannels = UNet::kInputChannels;
    std::int64_t outChannels = UNet::kOutputChannels;
    std::vector<std::int64_t> channels;
    std::vector<std::string> downTypes;
    std::vector<std::string> upTypes;
    std::vector<std::int64_t> layers;
    std::vector<std::int64_t> heads;
    std::vector<std::int64_t> transformerLayers;
    std::int64_t contextWidth = 0;
    int groups = 32;
    double eps = 1e-5;
    double middleScale = 1.0;
    bool padsAfter = false;
    bool linearProjection = false;
};

constexpr auto kPlainDown = "DownBlock2D";
constexpr auto kCrossDown = "CrossAttnDownBlock2D";
constexpr auto kPlainUp = "UpBlock2D";
constexpr auto kCrossUp = "CrossAttnUpBlock2D";

void requireTypes(const ConfigReader& config, const char* key, const std::vector<std::string>& types,
                  const std::vector<std::string>& allowed, std::size_t count)
{
    if (types.size() != count)
        config.fail(key, "should have " + std::to_string(count) + " entries, one a block");
    for (const std::string& type : types) {
        if (std::ranges::find(allowed, type) == allowed.end())
            config.fail(key, "names \"" + type + "\", a block that is not supported");
    }
}

/// Variants of the architecture that Stable Diffusion 1.x and 2.x inpainting don't use.
void refuseOtherVariants(const ConfigReader& config, const nlohmann::json& json)
{
    if (config.text("addition_embed_type", "") == "text_time")
        config.fail("addition_embed_type", "is \"text_time\", as in Stable Diffusion XL; DiffHarmony's UNet is one of "
                                           "Stable Diffusion 1.x or 2.x inpainting");
    for (const char* key :
         {"addition_embed_type", "class_embed_type", "encoder_hid_dim", "encoder_hid_dim_type", "num_class_embeds",
          "time_cond_proj_dim", "cross_attention_norm", "timestep_post_act", "time_embedding_act_fn",
          "time_embedding_dim", "reverse_transformer_layers_per_block", "mid_block_only_cross_attention"}) {
        if (json.contains(key) && !json[key].is_null())
            config.fail(key, "asks for a variant that is not supported");
    }
    for (const char* key : {"center_input_sample", "dual_cross_attention", "only_cross_attention",
                            "class_embeddings_concat", "resnet_skip_time_act"}) {
        if (config.boolean(key, false))
            config.fail(key, "asks for a variant that is not supported");
    }
    config.require("act_fn", {"silu", "swish"}, "silu");
    config.require("time_embedding_type", {"positional"}, "positional");
    config.require("resnet_time_scale_shift", {"default"}, "default");
    config.require("mid_block_type", {"UNetMidBlock2DCrossAttn"}, "UNetMidBlock2DCrossAttn");
    config.require("attention_type", {"default"}, "default");
    for (const char* key : {"conv_in_kernel", "conv_out_kernel"}) {
        if (config.integer(key, 3) != 3)
            config.fail(key, "asks for a variant that is not supported");
    }
    if (config.number("resnet_out_scale_factor", 1.0) != 1.0)
        config.fail("resnet_out_scale_factor", "asks for a variant that is not supported");
}

UNetConfig readConfig(const ComponentWeights& weights)
{
    const ConfigReader config = configOf(weights);
    refuseOtherVariants(config, *weights.config);
    UNetConfig c;
    c.inChannels = config.integer("in_channels", 4);
    if (c.inChannels != UNet::kInputChannels)
        config.fail("in_channels", "is " + std::to_string(c.inChannels) +
                                       "; DiffHarmony needs an inpainting UNet with 9 input channels (latents, mask, "
                                       "composite latents)");
    c.outChannels = config.integer("out_channels", UNet::kOutputChannels);
    if (c.outChannels != UNet::kOutputChannels)
        config.fail("out_channels", "should be 4, the channels of the latents");
    c.channels = config.integers("block_out_channels", {320, 640, 1280, 1280});
    requirePositive(config, "block_out_channels", c.channels);
    const std::size_t levels = c.channels.size();
    c.downTypes = config.texts("down_block_types", {kCrossDown, kCrossDown, kCrossDown, kPlainDown});
    c.upTypes = config.texts("up_block_types", {kPlainUp, kCrossUp, kCrossUp, kCrossUp});
    requireTypes(config, "down_block_types", c.downTypes, {kPlainDown, kCrossDown}, levels);
    requireTypes(config, "up_block_types", c.upTypes, {kPlainUp, kCrossUp}, levels);
    c.layers = config.integerOrIntegers("layers_per_block", 2, levels);
    // The key is a misnomer kept by diffusers for old checkpoints: it holds the number of heads.
    c.heads = config.optionalInteger("num_attention_heads") ? config.integerOrIntegers("num_attention_heads", 8, levels)
                                                            : config.integerOrIntegers("attention_head_dim", 8, levels);
    c.transformerLayers = config.integerOrIntegers("transformer_layers_per_block", 1, levels);
    c.contextWidth = config.integer("cross_attention_dim", 1280);
    c.groups = static_cast<int>(config.integer("norm_num_groups", 32));
    c.eps = config.number("norm_eps", 1e-5);
    c.middleScale = config.number("mid_block_scale_factor", 1.0);
    c.padsAfter = config.integer("downsample_padding", 1) == 0;
    c.linearProjection = config.boolean("use_linear_projection", false);
    requirePositive(config, "layers_per_block", c.layers);
    requirePositive(config, "attention_head_dim", c.heads);
    requirePositive(config, "transformer_layers_per_block", c.transformerLayers);
    requirePositive(config, "cross_attention_dim", {c.contextWidth});
    return c;
}

} // namespace

std::int64_t UNet::contextWidthOf(const ComponentWeights& weights)
{
    return readConfig(weights).contextWidth;
}

UNet::UNet(const ComponentWeights& weights, ParameterSource& source)
{
    const UNetConfig c = readConfig(weights);
    const ConfigReader config = configOf(weights);
    m_contextWidth = c.contextWidth;
    m_timeChannels = c.channels.front();
    m_flipSinToCos = config.boolean("flip_sin_to_cos", true);
    m_frequencyShift = config.number("freq_shift", 0.0);
    const std::int64_t timeWidth = 4 * m_timeChannels;
    const std::size_t levels = c.channels.size();

    const auto resnet = [&](const std::string& key, std::int64_t in, std::int64_t out, double scale = 1.0) {
        return ResnetBlock::take(source, key, {in, out, timeWidth, c.groups, c.eps, scale});
    };
    const auto transformer = [&](const std::string& key, std::size_t level) {
        return SpatialTransformer::take(source, key,
                                        {c.channels[level], c.heads[level], c.contextWidth, c.transformerLayers[level],
                                         c.groups, c.linearProjection});
    };

    m_convIn = Conv2d::take(source, "conv_in", c.inChannels, c.channels.front(), 3);
    m_time1 = Linear::take(source, "time_embedding.linear_1", m_timeChannels, timeWidth);
    m_time2 = Linear::take(source, "time_embedding.linear_2", timeWidth, timeWidth);

    std::int64_t previous = c.channels.front();
    for (std::size_t i = 0; i < levels; ++i) {
        const std::string key = "down_blocks." + std::to_string(i);
        Level level;
        for (std::int64_t j = 0; j < c.layers[i]; ++j) {
            level.resnets.push_back(
                resnet(key + ".resnets." + std::to_string(j), j == 0 ? previous : c.channels[i], c.channels[i]));
            if (c.downTypes[i] == kCrossDown)
                level.attentions.push_back(transformer(key + ".attentions." + std::to_string(j), i));
        }
        if (i + 1 < levels)
            level.downsample = Downsample::take(source, key + ".downsamplers.0", c.channels[i], c.padsAfter);
        previous = c.channels[i];
        m_down.push_back(std::move(level));
    }

    m_middleFirst = resnet("mid_block.resnets.0", previous, previous, c.middleScale);
    m_middleAttention = transformer("mid_block.attentions.0", levels - 1);
    m_middleSecond = resnet("mid_block.resnets.1", previous, previous, c.middleScale);

    for (std::size_t i = 0; i < levels; ++i) {
        const std::size_t mirrored = levels - 1 - i;
        const std::int64_t out = c.channels[mirrored];
        const std::int64_t lastSkip = c.channels[mirrored > 0 ? mirrored - 1 : 0];
        const std::string key = "up_blocks." + std::to_string(i);
        Level level;
        for (std::int64_t j = 0; j <= c.layers[mirrored]; ++j) {
            const std::int64_t skip = j == c.layers[mirrored] ? lastSkip : out;
            level.resnets.push_back(
                resnet(key + ".resnets." + std::to_string(j), (j == 0 ? previous : out) + skip, out));
            if (c.upTypes[i] == kCrossUp)
                level.attentions.push_back(transformer(key + ".attentions." + std::to_string(j), mirrored));
        }
        if (i + 1 < levels)
            level.upsample = Upsample::take(source, key + ".upsamplers.0", out);
        previous = out;
        m_up.push_back(std::move(level));
    }

    m_normOut = GroupNorm::take(source, "conv_norm_out", c.channels.front(), c.groups, c.eps);
    m_convOut = Conv2d::take(source, "conv_out", c.channels.front(), c.outChannels, 3);
}

at::Tensor UNet::embedTime(const at::Tensor& timesteps, const at::Tensor& like) const
{
    // In float32 and untruncated whatever the network runs in: 749.25 must not become 749.
    const std::int64_t half = m_timeChannels / 2;
    const auto options = timesteps.options().dtype(at::kFloat);
    const at::Tensor exponents =
        at::arange(half, options) * (-std::log(10000.0)) / (static_cast<double>(half) - m_frequencyShift);
    const at::Tensor angles = at::exp(exponents) * timesteps.to(at::kFloat).unsqueeze(-1);
    const at::Tensor wave =
        m_flipSinToCos ? at::cat({angles.cos(), angles.sin()}, -1) : at::cat({angles.sin(), angles.cos()}, -1);
    const at::Tensor projected = wave.to(like.options());
    return at::silu(m_time2(at::silu(m_time1(projected))));
}

at::Tensor UNet::forward(const at::Tensor& sample, double timestep, const at::Tensor& context,
                         const ForwardPass& pass) const
{
    return forward(sample, at::full({1}, timestep, at::kFloat), context, pass);
}

at::Tensor UNet::forward(const at::Tensor& sample, const at::Tensor& timesteps, const at::Tensor& context,
                         const ForwardPass& pass, const BlockRunner& runner) const
{
    const at::Tensor time = embedTime(timesteps, sample);
    const auto run = [&](const Level& level, std::size_t j, const at::Tensor& input) {
        const auto block = [&level, j, context](const ForwardPass& blockPass, const at::Tensor& features,
                                                const at::Tensor& blockTime) {
            const at::Tensor output = level.resnets[j](features, blockTime, blockPass);
            return level.attentions.empty() ? output : level.attentions[j](output, context, blockPass);
        };
        if (!runner)
            return block(pass, input, time);
        pass.cancel().throwIfCancelled();
        // Nothing may unwind through a backward pass, where a runner computes the block again.
        return runner([block](const at::Tensor& features,
                              const at::Tensor& blockTime) { return block(ForwardPass(), features, blockTime); },
                      input, time);
    };
    at::Tensor hidden = m_convIn(inFastLayout(sample), pass);
    std::vector<at::Tensor> skips{hidden};
    for (const Level& level : m_down) {
        for (std::size_t j = 0; j < level.resnets.size(); ++j) {
            hidden = run(level, j, hidden);
            skips.push_back(hidden);
        }
        if (level.downsample) {
            hidden = (*level.downsample)(hidden, pass);
            skips.push_back(hidden);
        }
    }

    hidden = m_middleFirst(hidden, time, pass);
    hidden = m_middleAttention(hidden, context, pass);
    hidden = m_middleSecond(hidden, time, pass);

    for (const Level& level : m_up) {
        for (std::size_t j = 0; j < level.resnets.size(); ++j) {
            // Both parts are released before the block runs: at a megapixel they are gigabytes.
            hidden = at::cat({hidden, skips.back()}, 1);
            skips.pop_back();
            hidden = run(level, j, hidden);
        }
        // The size of the next skip, not twice our own: they differ for latents that aren't multiples of 2^levels.
        if (level.upsample)
            hidden = (*level.upsample)(hidden, skips.back().size(2), skips.back().size(3), pass);
    }
    return m_convOut(m_normOut(hidden, true), pass).contiguous();
}

int UNet::blockCount() const
{
    const auto count = [](const Level& level) {
        std::size_t blocks = level.resnets.size() + (level.downsample ? 1 : 0) + (level.upsample ? 1 : 0);
        for (const SpatialTransformer& transformer : level.attentions)
            blocks += transformer.blocks.size();
        return static_cast<int>(blocks);
    };
    int blocks = 2 + static_cast<int>(m_middleAttention.blocks.size());
    for (const std::vector<Level>* levels : {&m_down, &m_up})
        for (const Level& level : *levels)
            blocks += count(level);
    return blocks;
}

double UNet::operations(std::int64_t height, std::int64_t width, std::int64_t contextTokens) const
{
    double count =
        convolutionOperations(m_convIn.weight, height, width) + convolutionOperations(m_convOut.weight, height, width);
    std::vector<std::pair<std::int64_t, std::int64_t>> sizes{{height, width}};
    const auto levelOperations = [&](const Level& level, std::pair<std::int64_t, std::int64_t> size) {
        for (const ResnetBlock& resnet : level.resnets)
            count += resnet.operations(size.first, size.second);
        for (const SpatialTransformer& transformer : level.attentions)
            count += transformer.operations(size.first, size.second, contextTokens);
    };
    for (const Level& level : m_down) {
        const auto size = sizes.back();
        levelOperations(level, size);
        if (level.downsample) {
            sizes.emplace_back((size.first + 1) / 2, (size.second + 1) / 2);
            count += convolutionOperations(level.downsample->conv.weight, sizes.back().first, sizes.back().second);
        }
    }
    count += m_middleFirst.operations(sizes.back().first, sizes.back().second) +
             m_middleAttention.operations(sizes.back().first, sizes.back().second, contextTokens) +
             m_middleSecond.operations(sizes.back().first, sizes.back().second);
    for (const Level& level : m_up) {
        levelOperations(level, sizes.back());
        if (level.upsample) {
            sizes.pop_back();
            count += convolutionOperations(level.upsample->conv.weight, sizes.back().first, sizes.back().second);
        }
    }
    return count;
}

} // namespace dh
