#pragma once

#include "core/nn/vae.h"

namespace dh
{

/// DiffHarmony++'s autoencoder: its decoder also sees the composite and the mask, through a second encoder whose
/// features are added on the way up, so that detail the latents lost comes back. encode() and decode() are the plain
/// autoencoder's. Source: Zhou et al., DiffHarmony++ (ACM MM 2024), src/models/condition_vae.py of the reference.
class ConditionVae final : public Vae
{
public:
    ConditionVae(const ComponentWeights& weights, ParameterSource& source);

    /// What the second encoder makes of the condition: a posterior over latents (unscaled) and the decoder's skips.
    struct Condition {
        LatentDistribution posterior;
        VaeDecoder::Skips skips;
    };
    /// @param condition [batch, 4, height, width]: composite in [-1, 1], mask 0 or 1
    [[nodiscard]] Condition encodeCondition(const at::Tensor& condition, const ForwardPass& pass) const;

    /// @param latents          unscaled, [batch, 4, height / 8, width / 8]
    /// @param conditionLatents a sample or the mean of condition.posterior
    [[nodiscard]] at::Tensor decode(const at::Tensor& latents, const Condition& condition,
                                    const at::Tensor& conditionLatents, const ForwardPass& pass) const;
    using Vae::decode;

    [[nodiscard]] double decodeOperations(std::int64_t height, std::int64_t width) const override;
    [[nodiscard]] int decodeBlocks() const override { return Vae::decodeBlocks() + m_conditionEncoder.blockCount(); }
    [[nodiscard]] std::uint64_t decodeMemory(std::int64_t height, std::int64_t width) const override;

private:
    VaeEncoder m_conditionEncoder;
    Conv2d m_maskConvIn;
    std::vector<Conv2d> m_skipConvs;
    Conv2d m_middleSkipConv;
    Conv2d m_latentSkipConv;
};

} // namespace dh
