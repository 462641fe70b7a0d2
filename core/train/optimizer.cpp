#include "core/train/optimizer.h"

#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>

namespace dh
{

AdamW::AdamW(at::Tensor values, at::Tensor gradients, const Settings& settings)
    : m_values(std::move(values)),
      m_gradients(std::move(gradients)),
      m_settings(settings),
      m_firstMoment(at::zeros_like(m_values)),
      m_secondMoment(at::zeros_like(m_values))
{
}

void AdamW::step(double learningRate)
{
    const at::NoGradGuard noGrad;
    ++m_steps;
    const auto count = static_cast<double>(m_steps);
    m_values.mul_(1.0 - learningRate * m_settings.weightDecay);
    m_firstMoment.mul_(m_settings.beta1).add_(m_gradients, 1.0 - m_settings.beta1);
    m_secondMoment.mul_(m_settings.beta2).addcmul_(m_gradients, m_gradients, 1.0 - m_settings.beta2);
    const double correction1 = 1.0 - std::pow(m_settings.beta1, count);
    const double correction2 = 1.0 - std::pow(m_settings.beta2, count);
    const at::Tensor deviation = m_secondMoment.sqrt().div_(std::sqrt(correction2)).add_(m_settings.epsilon);
    m_values.addcdiv_(m_firstMoment, deviation, -learningRate / correction1);
}

double clipGradients(at::Tensor& gradients, double largest)
{
    constexpr double kAgainstZero = 1e-6; // torch.nn.utils.clip_grad_norm_'s
    const at::NoGradGuard noGrad;
    const double norm = gradients.norm().item<double>();
    if (largest > 0.0 && std::isfinite(norm))
        gradients.mul_(std::min(1.0, largest / (norm + kAgainstZero)));
    return norm;
}

void updateAverage(at::Tensor& average, const at::Tensor& values, std::int64_t step, double decay)
{
    constexpr double kRampOffset = 10.0;
    const at::NoGradGuard noGrad;
    const auto before = static_cast<double>(step - 1);
    const double kept = before <= 0.0 ? 0.0 : std::min(decay, (1.0 + before) / (kRampOffset + before));
    average.sub_((average - values).mul_(1.0 - kept));
}

} // namespace dh
