#pragma once

#include "core/base/progress.h"
#include "core/nn/vae.h"

#include <ATen/ATen.h>

namespace dh
{

/// A linear map from latents to colours, good enough to watch a run without decoding. Fitted by least squares to the
/// VAE at hand: a calibration picture of smooth random colours is encoded once, and its latents are regressed on its
/// own small version.
class LatentPreview
{
public:
    /// Encodes the calibration picture (128 px; some 0.07 TFLOP at Stable Diffusion's size).
    /// @throws Cancelled
    LatentPreview(const Vae& vae, const ComputeType& type, const ForwardPass& pass);

    /// @param latents scaled, [1, channels, height, width]
    /// @return one preview pixel a latent pixel
    [[nodiscard]] PreviewImage render(const at::Tensor& latents) const;

private:
    at::Tensor m_projection; ///< [channels + 1, 3], the last row an offset; colours 0..1
};

/// An RGB preview of a picture [1, 3, height, width] in [-1, 1], shrunk so that its long side is at most `longSide`.
[[nodiscard]] PreviewImage previewOf(const at::Tensor& image, std::int64_t longSide);

} // namespace dh
