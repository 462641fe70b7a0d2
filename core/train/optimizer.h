#pragma once

#include <ATen/ATen.h>

#include <cstdint>

namespace dh
{

/// AdamW over one flat tensor, with its gradient clipped by norm. Source: Loshchilov and Hutter, Decoupled Weight Decay
/// Regularization (ICLR 2019), in the form and order of operations of torch.optim.AdamW.
class AdamW
{
public:
    struct Settings {
        double beta1 = 0.9;
        double beta2 = 0.999;
        double weightDecay = 1e-2;
        double epsilon = 1e-8;
    };
    /// Both tensors are kept: step() reads the gradients and changes the values in place.
    AdamW(at::Tensor values, at::Tensor gradients, const Settings& settings);

    void step(double learningRate);

    /// What a continued run needs besides the values.
    [[nodiscard]] at::Tensor& firstMoment() { return m_firstMoment; }
    [[nodiscard]] at::Tensor& secondMoment() { return m_secondMoment; }
    [[nodiscard]] std::int64_t steps() const { return m_steps; }
    void setSteps(std::int64_t steps) { m_steps = steps; }

private:
    at::Tensor m_values;
    at::Tensor m_gradients;
    Settings m_settings;
    at::Tensor m_firstMoment;
    at::Tensor m_secondMoment;
    std::int64_t m_steps = 0;
};

/// Scales `gradients` so that their norm is at most `largest` (0 = leave them).
/// @return the norm before
double clipGradients(at::Tensor& gradients, double largest);

/// Moves `average` towards `values` after optimizer step `step` (1-based): decay min(decay, (step) / (9 + step)), and
/// a plain copy after the first. Source: diffusers' EMAModel.
void updateAverage(at::Tensor& average, const at::Tensor& values, std::int64_t step, double decay);

} // namespace dh
