#pragma once

#include "core/diffusion/noise.h"
#include "core/diffusion/scheduler.h"
#include "core/nn/unet.h"

#include <ATen/ATen.h>

#include <functional>

namespace dh
{

/// What the UNet is conditioned on; all on the UNet's device and in its type, batch first.
struct DenoiseConditions {
    at::Tensor mask;             ///< [batch, 1, h, w], 0 or 1
    at::Tensor compositeLatents; ///< [batch, 4, h, w], scaled
    at::Tensor context;          ///< [1 or batch, tokens, width]
};

/// Called after each step with the number of finished steps and the predicted clean latents.
using StepCallback = std::function<void(int finished, const at::Tensor& predictedClean)>;

/// Runs every step from `initialNoise` (unit variance, float32 on the CPU) and returns the final latents, float32 on
/// the UNet's device. Draws one noise a step, the last included, as the reference does.
/// @throws Cancelled, Error ModelNotFinite when the UNet produces NaN
[[nodiscard]] at::Tensor denoise(const UNet& unet, const Scheduler& scheduler, const DenoiseConditions& conditions,
                                 const at::Tensor& initialNoise, NoiseSource& noise, const ForwardPass& pass,
                                 const StepCallback& onStep = {});

} // namespace dh
