#pragma once

#include "core/nn/blocks.h"
#include "core/nn/transformer.h"

#include <ATen/ATen.h>

#include <functional>
#include <optional>
#include <vector>

namespace dh
{

/// The denoiser: Stable Diffusion's inpainting UNet (diffusers' UNet2DConditionModel with 9 input channels), built from
/// its config.json. Immutable after construction; forward() may run on one thread at a time per process (it uses all of
/// Torch's). Source: Rombach et al., High-Resolution Image Synthesis with Latent Diffusion Models (CVPR 2022).
class UNet
{
public:
    /// Latents (4), mask (1) and composite latents (4).
    static constexpr std::int64_t kInputChannels = 9;
    static constexpr std::int64_t kOutputChannels = 4; ///< of the latents

    /// @throws Error ModelInvalid for a config that isn't DiffHarmony's; parameters that don't fit are collected by
    /// `source`
    UNet(const ComponentWeights& weights, ParameterSource& source);

    /// @param sample   [batch, 9, height, width]; any height and width >= 1
    /// @param timestep 0..999, fractions allowed: it isn't truncated
    /// @param context  [batch, tokens, contextWidth()]
    /// @return         [batch, 4, height, width]: noise or v, as the scheduler's config says
    [[nodiscard]] at::Tensor forward(const at::Tensor& sample, double timestep, const at::Tensor& context,
                                     const ForwardPass& pass) const;

    /// A residual block and the attention behind it: hidden features and time embedding to features.
    using Block = std::function<at::Tensor(const at::Tensor& hidden, const at::Tensor& time)>;
    /// Runs one block; a training that is short of memory computes it again instead of keeping what is inside.
    using BlockRunner = std::function<at::Tensor(const Block& block, const at::Tensor& hidden, const at::Tensor& time)>;

    /// For training: a timestep for each sample, any number type, [batch]. Blocks are handed to `runner` when it is
    /// given; it may keep them beyond this call, but not beyond this object.
    [[nodiscard]] at::Tensor forward(const at::Tensor& sample, const at::Tensor& timesteps, const at::Tensor& context,
                                     const ForwardPass& pass, const BlockRunner& runner = {}) const;

    [[nodiscard]] std::int64_t contextWidth() const { return m_contextWidth; }
    /// What it will be, without building the network. @throws Error ModelInvalid
    [[nodiscard]] static std::int64_t contextWidthOf(const ComponentWeights& weights);
    /// How often forward() calls ForwardPass::blockDone().
    [[nodiscard]] int blockCount() const;
    /// Floating-point operations of one forward() for a batch of one.
    [[nodiscard]] double operations(std::int64_t height, std::int64_t width, std::int64_t contextTokens) const;

private:
    struct Level {
        std::vector<ResnetBlock> resnets;
        std::vector<SpatialTransformer> attentions; ///< none, or one a resnet
        std::optional<Downsample> downsample;
        std::optional<Upsample> upsample;
    };
    [[nodiscard]] at::Tensor embedTime(const at::Tensor& timesteps, const at::Tensor& like) const;

    std::int64_t m_contextWidth = 768;
    std::int64_t m_timeChannels = 320;
    bool m_flipSinToCos = true;
    double m_frequencyShift = 0.0;
    Conv2d m_convIn;
    Linear m_time1;
    Linear m_time2;
    std::vector<Level> m_down;
    ResnetBlock m_middleFirst;
    SpatialTransformer m_middleAttention;
    ResnetBlock m_middleSecond;
    std::vector<Level> m_up;
    GroupNorm m_normOut;
    Conv2d m_convOut;
};

} // namespace dh
