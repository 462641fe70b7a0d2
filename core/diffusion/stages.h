#pragma once

#include "core/diffusion/denoise.h"
#include "core/diffusion/model.h"

#include <ATen/ATen.h>

#include <functional>

namespace dh
{

/// The stages of DiffHarmony on tensors. Pictures are [batch, 3, height, width] in [-1, 1], masks [batch, 1, height,
/// width]; both on the CPU or the model's device, in any floating type. Call under c10::InferenceMode. All may throw
/// Cancelled. Source: scripts/inference/main.py and StableDiffusionHarmonyPipeline of the reference.

/// Values >= 0.5 become 1, others 0.
[[nodiscard]] at::Tensor binarized(const at::Tensor& mask);

/// The mask at latent size: nearest neighbour, that is pixel [f * i, f * j].
[[nodiscard]] at::Tensor maskForLatents(const at::Tensor& binaryMask, std::int64_t height, std::int64_t width);

/// Scaled latents of the composite: a sample of the posterior (with `noise`, the posterior's shape) or, for models
/// whose latents are a change, its mean.
[[nodiscard]] at::Tensor encodeComposite(const Model& model, const at::Tensor& composite, const at::Tensor& noise,
                                         const ForwardPass& pass);

/// What the denoised `x` stands for: itself, or the composite's latents plus the change it is.
[[nodiscard]] at::Tensor harmonizedLatents(const Model& model, const at::Tensor& x, const at::Tensor& compositeLatents);

/// How decode() may spend memory.
struct DecodePlan {
    int tilesAcross = 1;
    int tilesDown = 1;
    [[nodiscard]] int tiles() const { return tilesAcross * tilesDown; }
};

/// The fewest tiles with which decoding a picture of that size stays within `memory` bytes.
[[nodiscard]] DecodePlan planDecode(const Vae& vae, std::int64_t height, std::int64_t width, std::uint64_t memory);

/// Scaled latents to a picture, not clamped. Several tiles overlap and are blended linearly.
/// @param composite, binaryMask what a ConditionVae looks at; a plain one ignores them
/// @param conditionNoise        for the condition's posterior, the latents' shape; ignored by a plain one
[[nodiscard]] at::Tensor decodeLatents(const Model& model, const at::Tensor& latents, const at::Tensor& composite,
                                       const at::Tensor& binaryMask, const at::Tensor& conditionNoise,
                                       const DecodePlan& plan, const ForwardPass& pass);

/// Bilinear with antialiasing, as torchvision resizes tensors, then clamped to [-1, 1]; a copy when the size is the
/// same.
[[nodiscard]] at::Tensor resizedForRefiner(const at::Tensor& image, std::int64_t height, std::int64_t width);

/// What the refiner is given as the harmonized picture, see Model::Settings::RefineHint; in training, too.
/// @param harmonized, composite [batch, 3, height, width] of one size and type, in [-1, 1]
[[nodiscard]] at::Tensor refinerHint(const Model& model, const at::Tensor& harmonized, const at::Tensor& composite);

/// `picture` with its change from the composite faded when the change is no larger than what a network also finds where
/// there is nothing to find: its root mean square r inside the mask, in 8-bit levels, becomes r * r^4 / (r^4 + n^4).
/// Pictures in [-1, 1].
/// @param noiseLevel  n; 0 leaves the picture as it is
[[nodiscard]] at::Tensor withoutNoise(const at::Tensor& picture, const at::Tensor& composite, const at::Tensor& mask,
                                      double noiseLevel);

/// One look of the refiner, clamped to [-1, 1]. Sides that the network can't halve are padded by repeating the border.
/// @pre model.refiner()
[[nodiscard]] at::Tensor refineOnce(const Model& model, const at::Tensor& harmonized, const at::Tensor& mask,
                                    const at::Tensor& composite, const ForwardPass& pass);

/// The refined picture, clamped to [-1, 1]: the mean of the looks that the model's settings ask for, without the noise
/// that they tell of.
/// @pre model.refiner()
[[nodiscard]] at::Tensor refine(const Model& model, const at::Tensor& harmonized, const at::Tensor& mask,
                                const at::Tensor& composite, const ForwardPass& pass);
/// Blocks that refine() reports.
[[nodiscard]] int refineBlocks(const Model& model);
/// Floating-point operations of refine() for a picture of that size.
[[nodiscard]] double refineOperations(const Model& model, std::int64_t height, std::int64_t width);

/// @throws Error ModelNotFinite naming `network`
void requireFinite(const at::Tensor& tensor, const char* network);

} // namespace dh
