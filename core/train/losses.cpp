#include "core/train/losses.h"

namespace dh
{

namespace
{

at::Tensor sampleMean(const at::Tensor& values)
{
    return values.flatten(1).mean(1);
}

at::Tensor differences(const at::Tensor& picture, std::int64_t dimension)
{
    const std::int64_t length = picture.size(dimension) - 1;
    return picture.narrow(dimension, 1, length) - picture.narrow(dimension, 0, length);
}

at::Tensor edgeError(const at::Tensor& decoded, const at::Tensor& real, std::int64_t dimension)
{
    return (differences(decoded, dimension) - differences(real, dimension)).abs().mean();
}

} // namespace

at::Tensor squaredErrors(const at::Tensor& prediction, const at::Tensor& target, const at::Tensor& mask,
                         const ErrorArea& area)
{
    const at::Tensor squares = (prediction - target).square();
    if (!area.foreground)
        return sampleMean(squares);
    const auto pixels = static_cast<double>(mask.size(2) * mask.size(3));
    at::Tensor scale = pixels / mask.flatten(1).sum(1).clamp_min(1.0);
    if (area.largestScale > 0.0)
        scale = scale.clamp_max(area.largestScale);
    at::Tensor errors = sampleMean(squares * mask) * scale;
    if (area.outsideWeight > 0.0)
        errors = errors + sampleMean(squares * (1.0 - mask)) * area.outsideWeight;
    return errors;
}

at::Tensor sampleWeights(const at::Tensor& composite, const at::Tensor& real, const at::Tensor& mask, double balance)
{
    if (balance <= 0.0)
        return {};
    return balance / (squaredErrors(composite, real, mask, {true, 0.0, 0.0}) + balance);
}

at::Tensor weightedMean(const at::Tensor& errors, const at::Tensor& weights)
{
    return weights.defined() ? (errors * weights).mean() : errors.mean();
}

at::Tensor autoencoderLoss(const at::Tensor& decoded, const at::Tensor& real, const LatentDistribution& posterior,
                           const AutoencoderWeights& weights)
{
    const at::Tensor error = decoded - real;
    at::Tensor loss = error.abs().mean() + weights.squared * error.square().mean();
    if (weights.edges > 0.0)
        loss = loss + weights.edges * (edgeError(decoded, real, 2) + edgeError(decoded, real, 3));
    const at::Tensor variance = posterior.deviation.square();
    const at::Tensor divergence = 0.5 * (posterior.mean.square() + variance - 1.0 - variance.log()).mean();
    return loss + weights.kl * divergence;
}

at::Tensor NoisingProcess::alphasAt(const at::Tensor& timesteps) const
{
    return m_alphas.index_select(0, timesteps).view({-1, 1, 1, 1});
}

at::Tensor NoisingProcess::noisy(const at::Tensor& clean, const at::Tensor& noise, const at::Tensor& timesteps) const
{
    const at::Tensor alphas = alphasAt(timesteps);
    return alphas.sqrt() * clean + (1.0 - alphas).sqrt() * noise;
}

at::Tensor NoisingProcess::velocity(const at::Tensor& clean, const at::Tensor& noise, const at::Tensor& timesteps) const
{
    const at::Tensor alphas = alphasAt(timesteps);
    return alphas.sqrt() * noise - (1.0 - alphas).sqrt() * clean;
}

} // namespace dh
