#include "core/diffusion/denoise.h"

#include "core/base/error.h"

namespace dh
{

at::Tensor denoise(const UNet& unet, const Scheduler& scheduler, const DenoiseConditions& conditions,
                   const at::Tensor& initialNoise, NoiseSource& noise, const ForwardPass& pass,
                   const StepCallback& onStep)
{
    const auto unetOptions = conditions.compositeLatents.options();
    const at::Tensor context = conditions.context.expand({initialNoise.size(0), -1, -1});
    at::Tensor latents = initialNoise.to(unetOptions.device()) * scheduler.initialNoiseScale();
    for (int i = 0; i < scheduler.steps(); ++i) {
        const at::Tensor scaled = scheduler.scaledInput(latents, i).to(unetOptions);
        const at::Tensor input = at::cat({scaled, conditions.mask, conditions.compositeLatents}, 1);
        const at::Tensor prediction = unet.forward(input, scheduler.timestep(i), context, pass);
        const at::Tensor stepNoise = noise.draw(initialNoise.sizes()).to(latents.device());
        Scheduler::Step step = scheduler.step(prediction, i, latents, stepNoise);
        latents = std::move(step.latents);
        if (!at::isfinite(latents).all().item<bool>())
            throw Error(ErrorCode::ModelNotFinite, "unet",
                        "the denoiser produced values that are no numbers at step " + std::to_string(i + 1));
        if (onStep)
            onStep(i + 1, step.predictedClean);
    }
    return latents;
}

} // namespace dh
