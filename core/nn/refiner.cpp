#include "core/nn/refiner.h"

#include "core/base/error.h"
#include "core/nn/network_config.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <sstream>

namespace dh
{

namespace
{

constexpr std::int64_t kPictureChannels = 3;
constexpr auto kPlainDown = "DownBlock2D";
constexpr auto kAttentionDown = "AttnDownBlock2D";
constexpr auto kPlainUp = "UpBlock2D";
constexpr auto kAttentionUp = "AttnUpBlock2D";

struct RefinerConfig {
    std::vector<std::int64_t> channels;
    std::vector<std::string> downTypes;
    std::vector<std::string> upTypes;
    std::int64_t layers = 2;
    std::optional<std::int64_t> headWidth; ///< none: one head as wide as the block
    int groups = 32;
    double eps = 1e-5;
    double middleScale = 1.0;
    bool padsAfter = false;
    bool middleAttention = true;
    std::int64_t colourHeadWidth = 0; ///< 0: none
};

RefinerConfig readConfig(const ConfigReader& config)
{
    RefinerConfig c;
    c.channels = config.integers("block_out_channels", {224, 448, 672, 896});
    requirePositive(config, "block_out_channels", c.channels);
    c.downTypes = config.texts("down_block_types", {kPlainDown, kAttentionDown, kAttentionDown, kAttentionDown});
    c.upTypes = config.texts("up_block_types", {kAttentionUp, kAttentionUp, kAttentionUp, kPlainUp});
    const auto check = [&](const char* key, const std::vector<std::string>& types, const char* plain,
                           const char* attention) {
        for (const std::string& type : types)
            if (type != plain && type != attention)
                config.fail(key, "names \"" + type + "\", a block that is not supported");
    };
    check("down_block_types", c.downTypes, kPlainDown, kAttentionDown);
    check("up_block_types", c.upTypes, kPlainUp, kAttentionUp);
    if (c.downTypes.size() != c.channels.size())
        config.fail("down_block_types", "should have " + std::to_string(c.channels.size()) + " entries, one a block");
    if (c.upTypes.empty() || c.upTypes.size() > c.channels.size())
        config.fail("up_block_types", "should have at most " + std::to_string(c.channels.size()) +
                                          " entries, one for each block on the way up");
    c.layers = config.integer("layers_per_block", 2);
    requirePositive(config, "layers_per_block", {c.layers});
    c.headWidth = config.integerOrNull("attention_head_dim", 8);
    c.groups = static_cast<int>(config.integer("norm_num_groups", 32));
    c.eps = config.number("norm_eps", 1e-5);
    c.middleScale = config.number("mid_block_scale_factor", 1.0);
    c.padsAfter = config.integer("downsample_padding", 1) == 0;
    c.middleAttention = config.boolean("add_attention", true);
    c.colourHeadWidth = config.integer("colour_head_width", 0);
    if (c.colourHeadWidth < 0)
        config.fail("colour_head_width", "is negative");
    for (const char* key : {"downsample_type", "upsample_type"})
        config.require(key, {"conv"}, "conv");
    config.require("act_fn", {"silu", "swish"}, "silu");
    config.require("resnet_time_scale_shift", {"default"}, "default");
    return c;
}

std::vector<std::string> readInputOrder(const ConfigReader& config, std::int64_t inChannels)
{
    const std::string defaultOrder = inChannels == 7 ? "harm,mask,comp" : inChannels == 4 ? "harm,mask" : "harm";
    std::vector<std::string> order;
    std::istringstream names(config.text("input_order", defaultOrder));
    std::int64_t channels = 0;
    for (std::string name; std::getline(names, name, ',');) {
        if (name != "harm" && name != "mask" && name != "comp")
            config.fail("input_order", "names \"" + name + "\"; known are harm, mask and comp");
        channels += name == "mask" ? 1 : 3;
        order.push_back(name);
    }
    if (channels != inChannels)
        config.fail("in_channels", "is " + std::to_string(inChannels) + ", but the inputs have " +
                                       std::to_string(channels) +
                                       " channels; a refiner takes 3 (harm), 4 (harm,mask) or 7 (harm,mask,comp)");
    return order;
}

/// Where the mask lies among the input's channels, or -1.
std::int64_t maskChannel(const std::vector<std::string>& order)
{
    std::int64_t channel = 0;
    for (const std::string& name : order) {
        if (name == "mask")
            return channel;
        channel += kPictureChannels;
    }
    return -1;
}

} // namespace

Refiner::Refiner(const ComponentWeights& weights, ParameterSource& source)
{
    const ConfigReader config = configOf(weights);
    const RefinerConfig c = readConfig(config);
    m_inChannels = config.integer("in_channels", 3);
    m_inputOrder = readInputOrder(config, m_inChannels);
    m_inputResidual = config.boolean("input_residual", false);
    if (config.integer("out_channels", 3) != 3)
        config.fail("out_channels", "should be 3, for RGB pictures");
    if (m_inputResidual && m_inputOrder.front() == "mask")
        config.fail("input_order", "starts with the mask, to which no residual can be added");
    m_maskChannel = maskChannel(m_inputOrder);
    if (c.colourHeadWidth > 0 && (!m_inputResidual || m_maskChannel < 0))
        config.fail("colour_head_width", "needs input_residual and a mask among the inputs");

    const std::size_t levels = c.channels.size();
    const auto resnet = [&](const std::string& key, std::int64_t in, std::int64_t out) {
        return ResnetBlock::take(source, key, {in, out, 0, c.groups, c.eps, 1.0});
    };
    const auto attention = [&](const std::string& key, std::int64_t channels) {
        return PixelAttention::take(source, key, channels, c.headWidth.value_or(channels), c.groups, c.eps);
    };

    m_convIn = Conv2d::take(source, "conv_in", m_inChannels, c.channels.front(), 3);
    std::int64_t previous = c.channels.front();
    for (std::size_t i = 0; i < levels; ++i) {
        const std::string key = "down_blocks." + std::to_string(i);
        Level level;
        for (std::int64_t j = 0; j < c.layers; ++j) {
            level.resnets.push_back(
                resnet(key + ".resnets." + std::to_string(j), j == 0 ? previous : c.channels[i], c.channels[i]));
            if (c.downTypes[i] == kAttentionDown)
                level.attentions.push_back(attention(key + ".attentions." + std::to_string(j), c.channels[i]));
        }
        if (i + 1 < levels)
            level.downsample = Downsample::take(source, key + ".downsamplers.0", c.channels[i], c.padsAfter);
        previous = c.channels[i];
        m_down.push_back(std::move(level));
    }
    m_middle = MiddleBlock::take(source, "mid_block", previous,
                                 c.middleAttention ? std::optional(c.headWidth.value_or(previous)) : std::nullopt,
                                 c.groups, c.eps, c.middleScale);
    const std::size_t upLevels = c.upTypes.size();
    for (std::size_t i = 0; i < upLevels; ++i) {
        const std::size_t mirrored = levels - 1 - i;
        const std::int64_t out = c.channels[mirrored];
        const std::int64_t lastSkip = c.channels[mirrored > 0 ? mirrored - 1 : 0];
        const std::string key = "up_blocks." + std::to_string(i);
        Level level;
        for (std::int64_t j = 0; j <= c.layers; ++j) {
            const std::int64_t skip = j == c.layers ? lastSkip : out;
            level.resnets.push_back(
                resnet(key + ".resnets." + std::to_string(j), (j == 0 ? previous : out) + skip, out));
            if (c.upTypes[i] == kAttentionUp)
                level.attentions.push_back(attention(key + ".attentions." + std::to_string(j), out));
        }
        if (i + 1 < upLevels)
            level.upsample = Upsample::take(source, key + ".upsamplers.0", out);
        previous = out;
        m_up.push_back(std::move(level));
    }
    m_normOut = GroupNorm::take(source, "conv_norm_out", previous, c.groups, c.eps);
    m_convOut = Conv2d::take(source, "conv_out", previous, kPictureChannels, 3);
    if (c.colourHeadWidth > 0)
        m_colourHead = ColourHead::take(source, "colour_head", c.channels.back(), c.colourHeadWidth);
}

at::Tensor Refiner::arrangeInput(const at::Tensor& harmonized, const at::Tensor& mask,
                                 const at::Tensor& composite) const
{
    std::vector<at::Tensor> planes;
    for (const std::string& name : m_inputOrder)
        planes.push_back(name == "harm" ? harmonized : name == "mask" ? mask : composite);
    return at::cat(planes, 1);
}

at::Tensor Refiner::forward(const at::Tensor& input, const ForwardPass& pass) const
{
    at::Tensor hidden = m_convIn(inFastLayout(input), pass);
    std::vector<at::Tensor> skips{hidden};
    for (const Level& level : m_down) {
        for (std::size_t j = 0; j < level.resnets.size(); ++j) {
            hidden = level.resnets[j](hidden, {}, pass);
            if (!level.attentions.empty())
                hidden = level.attentions[j](hidden, pass);
            skips.push_back(hidden);
        }
        if (level.downsample) {
            hidden = (*level.downsample)(hidden, pass);
            skips.push_back(hidden);
        }
    }
    hidden = m_middle(hidden, pass);
    const at::Tensor deepest = m_colourHead ? hidden : at::Tensor();
    for (const Level& level : m_up) {
        for (std::size_t j = 0; j < level.resnets.size(); ++j) {
            // Both parts are released before the block runs: at a megapixel they are gigabytes.
            hidden = at::cat({hidden, skips.back()}, 1);
            skips.pop_back();
            hidden = level.resnets[j](hidden, {}, pass);
            if (!level.attentions.empty())
                hidden = level.attentions[j](hidden, pass);
        }
        if (level.upsample)
            hidden = (*level.upsample)(hidden, 2 * hidden.size(2), 2 * hidden.size(3), pass);
    }
    hidden = m_convOut(m_normOut(hidden, true), pass).contiguous();
    if (m_up.size() < m_down.size())
        hidden = at::upsample_bilinear2d(hidden, {input.size(2), input.size(3)}, false);
    if (!m_inputResidual)
        return hidden;
    const at::Tensor picture = input.narrow(1, 0, kPictureChannels);
    if (m_colourHead)
        hidden = hidden + (*m_colourHead)(deepest, input.narrow(1, m_maskChannel, 1), picture);
    return hidden + picture;
}

int Refiner::blockCount() const
{
    int blocks = m_middle.attention ? 3 : 2;
    for (const std::vector<Level>* levels : {&m_down, &m_up})
        for (const Level& level : *levels)
            blocks += static_cast<int>(level.resnets.size() + level.attentions.size()) + (level.downsample ? 1 : 0) +
                      (level.upsample ? 1 : 0);
    return blocks;
}

double Refiner::operations(std::int64_t height, std::int64_t width) const
{
    double count = convolutionOperations(m_convIn.weight, height, width);
    if (m_colourHead)
        count += m_colourHead->operations();
    const auto levelOperations = [&](const Level& level) {
        for (const ResnetBlock& resnet : level.resnets)
            count += resnet.operations(height, width);
        for (const PixelAttention& block : level.attentions)
            count += block.operations(height, width);
    };
    for (const Level& level : m_down) {
        levelOperations(level);
        if (level.downsample) {
            height /= 2;
            width /= 2;
            count += convolutionOperations(level.downsample->conv.weight, height, width);
        }
    }
    count += m_middle.operations(height, width);
    for (const Level& level : m_up) {
        levelOperations(level);
        if (level.upsample) {
            height *= 2;
            width *= 2;
            count += convolutionOperations(level.upsample->conv.weight, height, width);
        }
    }
    return count + convolutionOperations(m_convOut.weight, height, width);
}

} // namespace dh
