#include "core/diffusion/latent_preview.h"

#include "core/diffusion/noise.h"

#include <algorithm>
#include <cmath>

namespace dh
{

namespace
{

constexpr std::int64_t kCalibrationSide = 128;
constexpr std::uint64_t kCalibrationSeed = 1;
/// Keeps the fit defined for a VAE whose channels say the same thing twice.
constexpr double kRidge = 1e-3;

/// Colours of several sizes of patches in [-1, 1], float32.
at::Tensor calibrationPicture()
{
    NoiseSource noise(kCalibrationSeed);
    at::Tensor picture = at::zeros({1, 3, kCalibrationSide, kCalibrationSide});
    for (const std::int64_t cells : {4, 8, 16}) {
        const at::Tensor patches = noise.draw({1, 3, cells, cells});
        picture = picture + at::upsample_bilinear2d(patches, {kCalibrationSide, kCalibrationSide}, false);
    }
    return at::tanh(picture);
}

PreviewImage toPreview(const at::Tensor& image01)
{
    const at::Tensor bytes =
        image01.clamp(0.0, 1.0).mul(255.0).round().to(at::kCPU, at::kByte)[0].permute({1, 2, 0}).contiguous();
    PreviewImage preview;
    preview.height = static_cast<int>(bytes.size(0));
    preview.width = static_cast<int>(bytes.size(1));
    preview.rgb.assign(bytes.data_ptr<std::uint8_t>(), bytes.data_ptr<std::uint8_t>() + bytes.numel());
    return preview;
}

} // namespace

LatentPreview::LatentPreview(const Vae& vae, const ComputeType& type, const ForwardPass& pass)
{
    const at::Tensor picture = calibrationPicture();
    const at::Tensor latents =
        vae.encode(picture.to(type.device, type.activations), pass).mean.to(at::kCPU, at::kFloat) *
        vae.config().scalingFactor;
    const at::Tensor colours = at::adaptive_avg_pool2d(picture, {latents.size(2), latents.size(3)}) * 0.5 + 0.5;
    const at::Tensor inputs = latents[0].flatten(1).t().to(at::kDouble);
    const at::Tensor design = at::cat({inputs, at::ones({inputs.size(0), 1}, inputs.options())}, 1);
    const at::Tensor targets = colours[0].flatten(1).t().to(at::kDouble);
    const at::Tensor ridge = at::eye(design.size(1), design.options()) * (kRidge * static_cast<double>(design.size(0)));
    // A handful of unknowns: the inverse of the normal equations is exact enough and needs no LAPACK driver choice.
    m_projection =
        at::matmul(at::inverse(at::matmul(design.t(), design) + ridge), at::matmul(design.t(), targets)).to(at::kFloat);
}

PreviewImage LatentPreview::render(const at::Tensor& latents) const
{
    const at::Tensor x = latents.to(at::kCPU, at::kFloat);
    const at::Tensor pixels = x[0].flatten(1).t();
    const std::int64_t channels = pixels.size(1);
    const at::Tensor colours = at::matmul(pixels, m_projection.narrow(0, 0, channels)) + m_projection[channels];
    return toPreview(colours.t().reshape({1, 3, x.size(2), x.size(3)}));
}

PreviewImage previewOf(const at::Tensor& image, std::int64_t longSide)
{
    const at::Tensor x = image.to(at::kCPU, at::kFloat) * 0.5 + 0.5;
    const double shrink =
        std::min(1.0, static_cast<double>(longSide) / static_cast<double>(std::max(x.size(2), x.size(3))));
    const auto side = [&](std::int64_t size) {
        return std::max<std::int64_t>(1, std::llround(static_cast<double>(size) * shrink));
    };
    return toPreview(shrink < 1.0 ? at::adaptive_avg_pool2d(x, {side(x.size(2)), side(x.size(3))}) : x);
}

} // namespace dh
