#pragma once

#include "core/nn/blocks.h"
#include "core/nn/colour_head.h"

#include <ATen/ATen.h>

#include <optional>
#include <vector>

namespace dh
{

/// The second stage: a U-Net without time that learns only a residual (DiffHarmony's UNet2DCustom). Immutable after
/// construction. Source: Zhou et al., DiffHarmony (ICMR 2024), src/models/unet_2d.py of the reference. Two fields of
/// ours: with fewer up_block_types than blocks the residual is made that much coarser and enlarged, as a change of
/// light and colour is smooth; colour_head_width adds a ColourHead on the deepest features.
class Refiner
{
public:
    /// @throws Error ModelInvalid
    Refiner(const ComponentWeights& weights, ParameterSource& source);

    /// @param input [batch, inChannels(), height, width]; sides multiples of multiple(); see arrangeInput()
    /// @return      [batch, 3, height, width], not clamped; with the config's input_residual, the first three channels
    /// of the
    ///              input have been added
    [[nodiscard]] at::Tensor forward(const at::Tensor& input, const ForwardPass& pass) const;

    /// The planes in the order the network was trained with: harm,mask,comp (or the first one or two of them) as in the
    /// paper, or what the config's input_order says. Pictures in [-1, 1], mask 0 or 1.
    [[nodiscard]] at::Tensor arrangeInput(const at::Tensor& harmonized, const at::Tensor& mask,
                                          const at::Tensor& composite) const;

    [[nodiscard]] std::int64_t inChannels() const { return m_inChannels; }
    [[nodiscard]] std::int64_t multiple() const { return std::int64_t{1} << (m_down.size() - 1); }
    [[nodiscard]] int blockCount() const;
    [[nodiscard]] double operations(std::int64_t height, std::int64_t width) const;

private:
    struct Level {
        std::vector<ResnetBlock> resnets;
        std::vector<PixelAttention> attentions; ///< none, or one a resnet
        std::optional<Downsample> downsample;
        std::optional<Upsample> upsample;
    };

    std::int64_t m_inChannels = 3;
    bool m_inputResidual = false;
    std::vector<std::string> m_inputOrder;
    std::int64_t m_maskChannel = -1; ///< of the input; -1: it has none
    Conv2d m_convIn;
    std::vector<Level> m_down;
    MiddleBlock m_middle;
    std::vector<Level> m_up;
    GroupNorm m_normOut;
    Conv2d m_convOut;
    std::optional<ColourHead> m_colourHead;
};

} // namespace dh
