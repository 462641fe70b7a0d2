#include "core/nn/vae.h"

#include "core/nn/network_config.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace dh
{

namespace
{

/// Everywhere in this autoencoder, whatever the config says of other networks.
constexpr double kNormEps = 1e-6;
constexpr std::int64_t kLatentChannels = 4;
constexpr double kLowestLogVariance = -30.0;
constexpr double kHighestLogVariance = 20.0;

ResnetBlock takeResnet(ParameterSource& source, const std::string& key, std::int64_t in, std::int64_t out, int groups)
{
    return ResnetBlock::take(source, key, {in, out, 0, groups, kNormEps, 1.0});
}

MiddleBlock takeMiddle(ParameterSource& source, const std::string& key, const VaeConfig& config)
{
    const std::int64_t channels = config.channels.back();
    return MiddleBlock::take(source, key, channels, config.middleAttention ? std::optional(channels) : std::nullopt,
                             config.groups, kNormEps);
}

int middleBlocks(const MiddleBlock& middle)
{
    return middle.attention ? 3 : 2;
}

} // namespace

LatentDistribution LatentDistribution::fromMoments(const at::Tensor& moments)
{
    const std::int64_t channels = moments.size(1) / 2;
    const at::Tensor logVariance = moments.narrow(1, channels, channels).clamp(kLowestLogVariance, kHighestLogVariance);
    return {moments.narrow(1, 0, channels), at::exp(0.5 * logVariance)};
}

VaeConfig VaeConfig::read(const ComponentWeights& weights)
{
    const ConfigReader config = configOf(weights);
    VaeConfig c;
    c.channels = config.integers("block_out_channels", {64});
    requirePositive(config, "block_out_channels", c.channels);
    c.layersPerBlock = config.integer("layers_per_block", 1);
    c.latentChannels = config.integer("latent_channels", 4);
    c.inChannels = config.integer("in_channels", 3);
    c.outChannels = config.integer("out_channels", 3);
    c.additionalChannels = config.integer("additional_in_channels", 1);
    requirePositive(config, "layers_per_block", {c.layersPerBlock});
    if (c.latentChannels != kLatentChannels)
        config.fail("latent_channels",
                    "is " + std::to_string(c.latentChannels) + "; DiffHarmony's UNet works on latents of 4 channels");
    if (c.additionalChannels != 1)
        config.fail("additional_in_channels", "should be 1, for the mask");
    c.groups = static_cast<int>(config.integer("norm_num_groups", 32));
    c.scalingFactor = config.number("scaling_factor", 0.18215);
    if (!(c.scalingFactor > 0.0))
        config.fail("scaling_factor", "should be above 0");
    for (const char* key : {"shift_factor", "latents_mean", "latents_std"}) {
        if (weights.config->contains(key) && !weights.config->at(key).is_null())
            config.fail(key, "asks for a variant that is not supported");
    }
    c.middleAttention = config.boolean("mid_block_add_attention", true);
    config.require("act_fn", {"silu", "swish"}, "silu");
    if (c.inChannels != 3 || c.outChannels != 3)
        config.fail(c.inChannels != 3 ? "in_channels" : "out_channels", "should be 3, for RGB pictures");
    for (const char* key : {"down_block_types", "up_block_types"}) {
        const std::string expected = key[0] == 'd' ? "DownEncoderBlock2D" : "UpDecoderBlock2D";
        const std::vector<std::string> types = config.texts(key, std::vector<std::string>(c.channels.size(), expected));
        if (types.size() != c.channels.size() || std::ranges::count(types, expected) != std::ssize(types))
            config.fail(key, "should name " + expected + " once for each of the " + std::to_string(c.channels.size()) +
                                 " levels");
    }
    return c;
}

VaeEncoder VaeEncoder::take(ParameterSource& source, const std::string& key, const VaeConfig& config)
{
    VaeEncoder encoder;
    encoder.convIn = Conv2d::take(source, key + ".conv_in", config.inChannels, config.channels.front(), 3);
    std::int64_t previous = config.channels.front();
    for (std::size_t i = 0; i < config.channels.size(); ++i) {
        const std::string levelKey = key + ".down_blocks." + std::to_string(i);
        Level level;
        for (std::int64_t j = 0; j < config.layersPerBlock; ++j) {
            level.resnets.push_back(takeResnet(source, levelKey + ".resnets." + std::to_string(j), previous,
                                               config.channels[i], config.groups));
            previous = config.channels[i];
        }
        if (i + 1 < config.channels.size())
            level.downsample = Downsample::take(source, levelKey + ".downsamplers.0", previous, true);
        encoder.levels.push_back(std::move(level));
    }
    encoder.middle = takeMiddle(source, key + ".mid_block", config);
    encoder.normOut = GroupNorm::take(source, key + ".conv_norm_out", previous, config.groups, kNormEps);
    encoder.convOut = Conv2d::take(source, key + ".conv_out", previous, 2 * config.latentChannels, 3);
    return encoder;
}

at::Tensor VaeEncoder::operator()(at::Tensor hidden, const ForwardPass& pass, std::vector<at::Tensor>* features) const
{
    const auto keep = [&] {
        if (features)
            features->push_back(hidden);
    };
    for (const Level& level : levels) {
        for (const ResnetBlock& resnet : level.resnets) {
            hidden = resnet(hidden, {}, pass);
            keep();
        }
        if (level.downsample) {
            hidden = (*level.downsample)(hidden, pass);
            keep();
        }
    }
    hidden = middle(hidden, pass);
    keep();
    return convOut(normOut(hidden, true), pass);
}

double VaeEncoder::operations(std::int64_t height, std::int64_t width) const
{
    double count = convolutionOperations(convIn.weight, height, width);
    for (const Level& level : levels) {
        for (const ResnetBlock& resnet : level.resnets)
            count += resnet.operations(height, width);
        if (level.downsample) {
            height /= 2;
            width /= 2;
            count += convolutionOperations(level.downsample->conv.weight, height, width);
        }
    }
    return count + middle.operations(height, width) + convolutionOperations(convOut.weight, height, width);
}

int VaeEncoder::blockCount() const
{
    int blocks = middleBlocks(middle);
    for (const Level& level : levels)
        blocks += static_cast<int>(level.resnets.size()) + (level.downsample ? 1 : 0);
    return blocks;
}

VaeDecoder VaeDecoder::take(ParameterSource& source, const std::string& key, const VaeConfig& config)
{
    VaeDecoder decoder;
    std::int64_t previous = config.channels.back();
    decoder.convIn = Conv2d::take(source, key + ".conv_in", config.latentChannels, previous, 3);
    decoder.middle = takeMiddle(source, key + ".mid_block", config);
    for (std::size_t i = 0; i < config.channels.size(); ++i) {
        const std::string levelKey = key + ".up_blocks." + std::to_string(i);
        const std::int64_t out = config.channels[config.channels.size() - 1 - i];
        Level level;
        for (std::int64_t j = 0; j <= config.layersPerBlock; ++j) {
            level.resnets.push_back(
                takeResnet(source, levelKey + ".resnets." + std::to_string(j), previous, out, config.groups));
            previous = out;
        }
        if (i + 1 < config.channels.size())
            level.upsample = Upsample::take(source, levelKey + ".upsamplers.0", out);
        decoder.levels.push_back(std::move(level));
    }
    decoder.normOut = GroupNorm::take(source, key + ".conv_norm_out", previous, config.groups, kNormEps);
    decoder.convOut = Conv2d::take(source, key + ".conv_out", previous, config.outChannels, 3);
    return decoder;
}

at::Tensor VaeDecoder::operator()(const at::Tensor& latents, const ForwardPass& pass, Skips skips) const
{
    at::Tensor hidden = middle(convIn(latents, pass), pass);
    if (skips.middle.defined())
        hidden = addReusing(hidden, skips.middle);
    for (const Level& level : levels) {
        for (const ResnetBlock& resnet : level.resnets) {
            hidden = resnet(hidden, {}, pass);
            if (!skips.levels.empty()) {
                hidden = addReusing(hidden, skips.levels.back());
                skips.levels.pop_back();
            }
        }
        if (level.upsample)
            hidden = (*level.upsample)(hidden, 2 * hidden.size(2), 2 * hidden.size(3), pass);
    }
    return convOut(normOut(hidden, true), pass);
}

double VaeDecoder::operations(std::int64_t height, std::int64_t width) const
{
    double count = convolutionOperations(convIn.weight, height, width) + middle.operations(height, width);
    for (const Level& level : levels) {
        for (const ResnetBlock& resnet : level.resnets)
            count += resnet.operations(height, width);
        if (level.upsample) {
            height *= 2;
            width *= 2;
            count += convolutionOperations(level.upsample->conv.weight, height, width);
        }
    }
    return count + convolutionOperations(convOut.weight, height, width);
}

int VaeDecoder::blockCount() const
{
    int blocks = middleBlocks(middle);
    for (const Level& level : levels)
        blocks += static_cast<int>(level.resnets.size()) + (level.upsample ? 1 : 0);
    return blocks;
}

Vae::Vae(const ComponentWeights& weights, ParameterSource& source)
    : m_config(VaeConfig::read(weights)),
      m_encoder(VaeEncoder::take(source, "encoder", m_config)),
      m_decoder(VaeDecoder::take(source, "decoder", m_config)),
      m_quantConv(Conv2d::take(source, "quant_conv", 2 * m_config.latentChannels, 2 * m_config.latentChannels, 1)),
      m_postQuantConv(Conv2d::take(source, "post_quant_conv", m_config.latentChannels, m_config.latentChannels, 1))
{
}

LatentDistribution Vae::encode(const at::Tensor& image, const ForwardPass& pass) const
{
    const at::Tensor hidden = m_encoder(m_encoder.convIn(inFastLayout(image), pass), pass);
    return LatentDistribution::fromMoments(m_quantConv(hidden, pass).contiguous());
}

at::Tensor Vae::decode(const at::Tensor& latents, const ForwardPass& pass) const
{
    return m_decoder(m_postQuantConv(inFastLayout(latents), pass), pass).contiguous();
}

double Vae::encodeOperations(std::int64_t height, std::int64_t width) const
{
    return m_encoder.operations(height, width);
}

double Vae::decodeOperations(std::int64_t height, std::int64_t width) const
{
    return m_decoder.operations(height / m_config.downsampling(), width / m_config.downsampling());
}

std::uint64_t Vae::decodeMemory(std::int64_t height, std::int64_t width) const
{
    // The first resnet at full size holds its input (the channels of the level below), the normalized copy and its
    // outputs.
    const std::int64_t widest =
        m_config.channels.size() > 1 ? std::max(m_config.channels[0], m_config.channels[1]) : m_config.channels[0];
    const std::int64_t planes = 2 * widest + 3 * m_config.channels[0];
    return static_cast<std::uint64_t>(planes) * static_cast<std::uint64_t>(height * width) * sizeof(float);
}

} // namespace dh
