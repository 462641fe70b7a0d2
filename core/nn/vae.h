#pragma once

#include "core/nn/blocks.h"

#include <ATen/ATen.h>

#include <optional>
#include <vector>

namespace dh
{

/// A diagonal normal distribution over latents: [batch, channels, height, width] each.
struct LatentDistribution {
    at::Tensor mean;
    at::Tensor deviation; ///< standard deviation

    /// From moments [batch, 2 * channels, ...]: means, then log-variances, which are clamped to [-30, 20].
    static LatentDistribution fromMoments(const at::Tensor& moments);
    /// mean + deviation * noise
    [[nodiscard]] at::Tensor sample(const at::Tensor& noise) const { return mean + deviation * noise; }
};

/// Sizes of an AutoencoderKL, from its config.json.
struct VaeConfig {
    std::vector<std::int64_t> channels;
    std::int64_t layersPerBlock = 2;
    std::int64_t latentChannels = 4;
    std::int64_t inChannels = 3;
    std::int64_t outChannels = 3;
    std::int64_t additionalChannels = 1; ///< ConditionVae only
    int groups = 32;
    double scalingFactor = 0.18215;
    bool middleAttention = true;

    /// @throws Error ModelInvalid
    static VaeConfig read(const ComponentWeights& weights);
    /// Picture pixels per latent pixel, each way.
    [[nodiscard]] std::int64_t downsampling() const { return std::int64_t{1} << (channels.size() - 1); }
};

/// Pictures to moments.
struct VaeEncoder {
    Conv2d convIn;
    struct Level {
        std::vector<ResnetBlock> resnets;
        std::optional<Downsample> downsample;
    };
    std::vector<Level> levels;
    MiddleBlock middle;
    GroupNorm normOut;
    Conv2d convOut;

    static VaeEncoder take(ParameterSource& source, const std::string& key, const VaeConfig& config);
    /// The part behind convIn. @param features receives every resnet's and downsampler's output and then the middle's,
    /// when given
    [[nodiscard]] at::Tensor operator()(at::Tensor hidden, const ForwardPass& pass,
                                        std::vector<at::Tensor>* features = nullptr) const;
    [[nodiscard]] double operations(std::int64_t height, std::int64_t width) const;
    [[nodiscard]] int blockCount() const;
};

/// Latents to pictures.
struct VaeDecoder {
    Conv2d convIn;
    MiddleBlock middle;
    struct Level {
        std::vector<ResnetBlock> resnets;
        std::optional<Upsample> upsample;
    };
    std::vector<Level> levels;
    GroupNorm normOut;
    Conv2d convOut;

    /// What ConditionVae adds on the way up: to the middle's output, and after each resnet the last remaining one.
    struct Skips {
        at::Tensor middle;
        std::vector<at::Tensor> levels;
    };
    static VaeDecoder take(ParameterSource& source, const std::string& key, const VaeConfig& config);
    [[nodiscard]] at::Tensor operator()(const at::Tensor& latents, const ForwardPass& pass, Skips skips = {}) const;
    /// For latents of that size.
    [[nodiscard]] double operations(std::int64_t height, std::int64_t width) const;
    [[nodiscard]] int blockCount() const;
};

/// The autoencoder of latent diffusion (diffusers' AutoencoderKL). Immutable after construction.
/// Source: Rombach et al., High-Resolution Image Synthesis with Latent Diffusion Models (CVPR 2022).
class Vae
{
public:
    Vae(const ComponentWeights& weights, ParameterSource& source);
    virtual ~Vae() = default;

    /// @param image [batch, 3, height, width] in [-1, 1]; sides multiples of config().downsampling()
    /// @return      unscaled posterior over [batch, 4, height / 8, width / 8]
    [[nodiscard]] LatentDistribution encode(const at::Tensor& image, const ForwardPass& pass) const;
    /// @param latents unscaled (already divided by the scaling factor)
    /// @return        [batch, 3, height, width] in about [-1, 1], not clamped
    [[nodiscard]] at::Tensor decode(const at::Tensor& latents, const ForwardPass& pass) const;

    [[nodiscard]] const VaeConfig& config() const { return m_config; }
    [[nodiscard]] double encodeOperations(std::int64_t height, std::int64_t width) const;
    /// @param height, width of the picture
    [[nodiscard]] virtual double decodeOperations(std::int64_t height, std::int64_t width) const;
    [[nodiscard]] int encodeBlocks() const { return m_encoder.blockCount(); }
    [[nodiscard]] virtual int decodeBlocks() const { return m_decoder.blockCount(); }
    /// An upper estimate of the bytes that decoding a picture of that size holds at its peak, weights aside.
    [[nodiscard]] virtual std::uint64_t decodeMemory(std::int64_t height, std::int64_t width) const;

protected:
    VaeConfig m_config;
    VaeEncoder m_encoder;
    VaeDecoder m_decoder;
    Conv2d m_quantConv;
    Conv2d m_postQuantConv;
};

} // namespace dh
