#include "core/nn/condition_vae.h"

namespace dh
{

ConditionVae::ConditionVae(const ComponentWeights& weights, ParameterSource& source)
    : Vae(weights, source),
      m_conditionEncoder(VaeEncoder::take(source, "conditional_encoder", m_config)),
      m_maskConvIn(Conv2d::take(source, "conditional_encoder.add_conv_in", m_config.additionalChannels,
                                m_config.channels.front(), 3)),
      m_latentSkipConv(Conv2d::take(source, "latent_skip_conv", m_config.latentChannels, m_config.latentChannels, 1))
{
    const auto takeSkip = [&](std::int64_t in, std::int64_t out) {
        const std::string key = "conditional_encoder.down_block_skip_convs." + std::to_string(m_skipConvs.size());
        m_skipConvs.push_back(Conv2d::take(source, key, in, out, 1));
    };
    // One for conv_in, one a resnet, one a downsampler; the latter already has the width of the level it leads to.
    const std::vector<std::int64_t>& channels = m_config.channels;
    takeSkip(channels.front(), channels.front());
    for (std::size_t i = 0; i < channels.size(); ++i) {
        for (std::int64_t j = 0; j < m_config.layersPerBlock; ++j)
            takeSkip(channels[i], channels[i]);
        if (i + 1 < channels.size())
            takeSkip(channels[i], channels[i + 1]);
    }
    m_middleSkipConv =
        Conv2d::take(source, "conditional_encoder.mid_block_skip_conv", channels.back(), channels.back(), 1);
}

ConditionVae::Condition ConditionVae::encodeCondition(const at::Tensor& condition, const ForwardPass& pass) const
{
    const at::Tensor composite = condition.narrow(1, 0, m_config.inChannels);
    const at::Tensor mask = condition.narrow(1, m_config.inChannels, m_config.additionalChannels);
    const at::Tensor start =
        m_conditionEncoder.convIn(inFastLayout(composite), pass) + m_maskConvIn(inFastLayout(mask), pass);

    std::vector<at::Tensor> features{start};
    const at::Tensor moments = m_conditionEncoder(start, pass, &features);
    Condition result;
    result.posterior = LatentDistribution::fromMoments(m_quantConv(moments, pass).contiguous());
    result.skips.middle = m_middleSkipConv(features.back(), pass);
    features.pop_back();
    for (std::size_t i = 0; i < m_skipConvs.size(); ++i) {
        result.skips.levels.push_back(m_skipConvs[i](features[i], pass));
        features[i].reset();
    }
    return result;
}

at::Tensor ConditionVae::decode(const at::Tensor& latents, const Condition& condition,
                                const at::Tensor& conditionLatents, const ForwardPass& pass) const
{
    const at::Tensor start = m_postQuantConv(inFastLayout(latents), pass) +
                             m_latentSkipConv(m_postQuantConv(inFastLayout(conditionLatents), pass), pass);
    return m_decoder(start, pass, condition.skips).contiguous();
}

double ConditionVae::decodeOperations(std::int64_t height, std::int64_t width) const
{
    return Vae::decodeOperations(height, width) + m_conditionEncoder.operations(height, width);
}

std::uint64_t ConditionVae::decodeMemory(std::int64_t height, std::int64_t width) const
{
    // The skips of the first level stay until the decoder reaches it.
    const auto skips = static_cast<std::uint64_t>((m_config.layersPerBlock + 1) * m_config.channels[0]) * 4 / 3;
    return Vae::decodeMemory(height, width) + skips * static_cast<std::uint64_t>(height * width) * sizeof(float);
}

} // namespace dh
