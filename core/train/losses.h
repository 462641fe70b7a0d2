#pragma once

#include "core/nn/vae.h"

#include <ATen/ATen.h>

namespace dh
{

/// The losses as functions of tensors, so that recorded values can be compared. Sources: scripts/train of the
/// reference; for autoencoderLoss() Rombach et al., High-Resolution Image Synthesis with Latent Diffusion Models
/// (CVPR 2022), appendix G, without its discriminator.

/// Where squared errors count.
struct ErrorArea {
    bool foreground = false;
    /// Foreground: the mean over the picture is multiplied by picture / mask area, at most by this; 0 = no limit. The
    /// paper's UNet has 5; without a limit it is the metric fMSE.
    double largestScale = 0.0;
    double outsideWeight = 0.0; ///< Foreground: of the mean error outside the mask
};

/// The paper's limit for the UNet's loss.
inline constexpr double kLargestForegroundScale = 5.0;

/// @param prediction, target [batch, channels, height, width]
/// @param mask               [batch, 1, height, width], 0 or 1; a sample with an empty mask has no foreground error
/// @return [batch]: mean squared error of each sample
[[nodiscard]] at::Tensor squaredErrors(const at::Tensor& prediction, const at::Tensor& target, const at::Tensor& mask,
                                       const ErrorArea& area);

/// [batch]: balance / (balance + mean squared change inside the mask); undefined for balance 0.
[[nodiscard]] at::Tensor sampleWeights(const at::Tensor& composite, const at::Tensor& real, const at::Tensor& mask,
                                       double balance);

/// The mean of errors [batch], weighted when `weights` is defined.
[[nodiscard]] at::Tensor weightedMean(const at::Tensor& errors, const at::Tensor& weights);

struct AutoencoderWeights {
    double squared = 0.0;
    double edges = 0.0;
    double kl = 0.0;
};

/// Mean absolute error, plus weighted: mean squared error, mean absolute error of horizontal and vertical differences,
/// Kullback-Leibler divergence of the posterior from the standard normal (mean over the latents).
[[nodiscard]] at::Tensor autoencoderLoss(const at::Tensor& decoded, const at::Tensor& real,
                                         const LatentDistribution& posterior, const AutoencoderWeights& weights);

/// The forward process of DDPM for one timestep a sample. Source: Ho et al., Denoising Diffusion Probabilistic Models
/// (NeurIPS 2020), equation 4; Salimans and Ho, Progressive Distillation (ICLR 2022) for v.
class NoisingProcess
{
public:
    /// @param cumulativeAlphas float32 [timesteps]
    explicit NoisingProcess(at::Tensor cumulativeAlphas) : m_alphas(std::move(cumulativeAlphas)) {}

    /// @param timesteps int64 [batch]
    [[nodiscard]] at::Tensor noisy(const at::Tensor& clean, const at::Tensor& noise, const at::Tensor& timesteps) const;
    [[nodiscard]] at::Tensor velocity(const at::Tensor& clean, const at::Tensor& noise,
                                      const at::Tensor& timesteps) const;
    [[nodiscard]] std::int64_t timesteps() const { return m_alphas.size(0); }

private:
    [[nodiscard]] at::Tensor alphasAt(const at::Tensor& timesteps) const;
    at::Tensor m_alphas;
};

} // namespace dh
