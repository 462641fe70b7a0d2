#include "core/base/error.h"
#include "core/diffusion/denoise.h"
#include "core/diffusion/model.h"
#include "core/diffusion/stages.h"
#include "core/nn/network_config.h"
#include "core/train/autocast.h"
#include "core/train/gradient_checkpointing.h"
#include "core/train/losses.h"
#include "core/train/model_parts.h"
#include "core/train/step_random.h"
#include "core/train/training_task.h"

#include <c10/core/GradMode.h>

#include <algorithm>

namespace dh
{

namespace
{

ErrorArea errorArea(const LossOptions& options, LossArea stageDefault, double largestScale)
{
    const LossArea area = options.area == LossArea::StageDefault ? stageDefault : options.area;
    return {area == LossArea::Foreground, largestScale, options.outsideWeight};
}

nlohmann::json unetModelIndex(const TrainingOptions& options)
{
    nlohmann::json index = modelIndexOf(options.modelFolder);
    if (options.latentResidualScale)
        index["latent_residual_scale"] = *options.latentResidualScale;
    return index;
}

nlohmann::json unetScheduler(const TrainingOptions& options)
{
    nlohmann::json config = schedulerConfigOf(options.modelFolder);
    if (options.prediction)
        config["prediction_type"] = *options.prediction;
    return config;
}

/// The denoiser on latents of the frozen autoencoder. Source: scripts/train/diffharmony.py; with latent_residual_scale
/// k > 0 what is denoised is k times the change from the composite's latents to the real ones.
class UNetTask final : public TrainingTask
{
public:
    explicit UNetTask(const TrainingOptions& options)
        : m_options(options),
          m_modelIndex(unetModelIndex(options)),
          m_schedulerConfig(unetScheduler(options)),
          m_scheduler(SchedulerConfig::read(m_schedulerConfig, "scheduler_config.json")),
          m_residualScale(ConfigReader(m_modelIndex, "model_index.json").number("latent_residual_scale", 0.0)),
          m_vae(openFrozenVae(options.modelFolder, deviceOf(options))),
          m_noising(m_scheduler.cumulativeAlphas().to(deviceOf(options))),
          m_weights(startingWeights(options, Component::UNet)),
          m_parameters(m_weights, parameterStart(options)),
          m_unet(m_weights, m_parameters),
          m_prompt(emptyPromptOf(options.modelFolder, m_unet.contextWidth()))
    {
        m_parameters.finish();
        m_promptOnDevice = m_prompt.to(deviceOf(options));
        if (options.timesteps.focusShare > 0.0 && options.timesteps.focusFirst >= m_noising.timesteps())
            throw Error(ErrorCode::InvalidArgument, "focus first",
                        std::to_string(m_noising.timesteps()).append(" timesteps are all that the model has"));
    }

    at::Tensor loss(const TrainingBatch& batch, std::uint64_t index, const ForwardPass& pass) override
    {
        const Latents latents = encode(batch, index, pass);
        const at::Tensor timesteps = drawTimesteps(batch.real.size(0), index).to(batch.real.device());
        const at::Tensor noise =
            normalFor(m_options.seed, index, "noise", latents.clean.sizes()).to(batch.real.device());
        at::Tensor prediction;
        {
            const AutocastScope autocast(m_options.autocast, batch.real.device());
            const at::Tensor noisy = m_noising.noisy(latents.clean, noise, timesteps);
            prediction = m_unet.forward(at::cat({noisy, latents.mask, latents.composite}, 1), timesteps,
                                        m_promptOnDevice.expand({batch.real.size(0), -1, -1}), pass,
                                        blockRunner(batch.real.device()));
        }
        const at::Tensor target =
            m_scheduler.prediction == PredictionType::V ? m_noising.velocity(latents.clean, noise, timesteps) : noise;
        const ErrorArea area = errorArea(m_options.loss, LossArea::Foreground, kLargestForegroundScale);
        return weightedMean(squaredErrors(prediction.to(at::kFloat), target, latents.mask, area),
                            sampleWeights(batch.composite, batch.real, batch.mask, m_options.loss.balance));
    }

    Component component() const override { return Component::UNet; }
    TrainableParameters& parameters() override { return m_parameters; }
    Description describe(const std::function<TrainingBatch()>&) override
    {
        return {*m_weights.config, m_modelIndex, m_schedulerConfig, m_prompt};
    }

private:
    struct Latents {
        at::Tensor clean;     ///< what noise is added to
        at::Tensor composite; ///< scaled
        at::Tensor mask;      ///< at their size
    };

    [[nodiscard]] UNet::BlockRunner blockRunner(at::Device device) const
    {
        if (!m_options.gradientCheckpointing)
            return {};
        return [autocast = m_options.autocast, device](const UNet::Block& block, const at::Tensor& hidden,
                                                       const at::Tensor& time) {
            const auto sameTypes = [=](const at::Tensor& features, const at::Tensor& blockTime) {
                // The second time is within the backward pass, which is outside of the forward pass's scope.
                const AutocastScope scope(at::GradMode::is_enabled() ? autocast : Autocast::None, device);
                return block(features, blockTime);
            };
            return recomputedBlock(sameTypes, hidden, time);
        };
    }

    [[nodiscard]] Latents encode(const TrainingBatch& batch, std::uint64_t index, const ForwardPass& pass) const
    {
        const at::NoGradGuard noGrad;
        const auto scaled = [&](const at::Tensor& picture, std::string_view purpose) {
            const LatentDistribution posterior = m_vae->encode(picture, pass);
            const bool usesMean = m_residualScale > 0.0;
            const at::Tensor latents =
                usesMean ? posterior.mean
                         : posterior.sample(
                               normalFor(m_options.seed, index, purpose, posterior.mean.sizes()).to(picture.device()));
            return latents * m_vae->config().scalingFactor;
        };
        const at::Tensor composite = scaled(batch.composite, "composite posterior");
        const at::Tensor real = scaled(batch.real, "real posterior");
        return {m_residualScale > 0.0 ? (real - composite) * m_residualScale : real, composite,
                maskForLatents(batch.mask, real.size(2), real.size(3))};
    }

    [[nodiscard]] at::Tensor drawTimesteps(std::int64_t count, std::uint64_t index) const
    {
        const TimestepOptions& options = m_options.timesteps;
        const at::Generator generator = generatorFor(m_options.seed, index, "timesteps");
        const auto type = at::TensorOptions().dtype(at::kLong);
        const at::Tensor uniform = at::randint(0, m_noising.timesteps(), {count}, generator, type);
        if (options.focusShare <= 0.0)
            return uniform;
        const std::int64_t last = std::min<std::int64_t>(options.focusLast, m_noising.timesteps() - 1);
        const at::Tensor focused = at::randint(options.focusFirst, last + 1, {count}, generator, type);
        return at::where(at::rand({count}, generator) < options.focusShare, focused, uniform);
    }

    TrainingOptions m_options;
    nlohmann::json m_modelIndex;
    nlohmann::json m_schedulerConfig;
    SchedulerConfig m_scheduler;
    double m_residualScale;
    std::unique_ptr<Vae> m_vae;
    NoisingProcess m_noising;
    ComponentWeights m_weights;
    TrainableParameters m_parameters;
    UNet m_unet;
    at::Tensor m_prompt; ///< on the CPU, as exported
    at::Tensor m_promptOnDevice;
};

ParameterStart refinerStart(const TrainingOptions& options)
{
    ParameterStart start = parameterStart(options);
    if (options.zeroOutput)
        start.isZero = [](const std::string& key) {
            return key.starts_with("conv_out.") || key.starts_with("colour_head.linear_out.");
        };
    return start;
}

/// The second stage on what the frozen pipeline makes of each batch. Source: scripts/train/refinement_stage.py.
class RefinerTask final : public TrainingTask
{
public:
    explicit RefinerTask(const TrainingOptions& options)
        : m_options(options),
          m_weights(startingWeights(options, Component::Refiner)),
          m_parameters(m_weights, refinerStart(options)),
          m_refiner(m_weights, m_parameters)
    {
        m_parameters.finish();
        if (options.harmonizedSource == HarmonizedSource::Composite)
            return;
        ComputeType type;
        type.device = deviceOf(options);
        const at::NoGradGuard noGrad;
        ModelLocation location;
        location.root = options.modelFolder;
        m_model = std::make_unique<Model>(Checkpoint(location), type);
        m_steps = options.inferenceSteps > 0 ? options.inferenceSteps : m_model->settings().defaultSteps;
    }

    at::Tensor loss(const TrainingBatch& batch, std::uint64_t index, const ForwardPass& pass) override
    {
        const std::int64_t size = m_options.inferenceSize > 0 ? phaseSize(index) : batch.real.size(2);
        const at::Tensor real = resizedForRefiner(batch.real, size, size);
        const at::Tensor composite = resizedForRefiner(batch.composite, size, size);
        const at::Tensor harmonized = hint(resizedForRefiner(harmonize(batch, index, pass), size, size), composite);
        const at::Tensor mask = resizedMask(batch.mask, size);
        at::Tensor refined;
        {
            const AutocastScope autocast(m_options.autocast, real.device());
            refined = m_refiner.forward(m_refiner.arrangeInput(harmonized, mask, composite), pass);
        }
        return weightedMean(
            squaredErrors(refined.to(at::kFloat), real, mask, errorArea(m_options.loss, LossArea::Whole, 0.0)),
            sampleWeights(composite, real, mask, m_options.loss.balance));
    }

    Component component() const override { return Component::Refiner; }
    TrainableParameters& parameters() override { return m_parameters; }
    Description describe(const std::function<TrainingBatch()>&) override
    {
        nlohmann::json index = modelIndexOf(m_options.modelFolder);
        if (m_options.refineResolution)
            index["refine_resolution"] = *m_options.refineResolution;
        return {*m_weights.config, std::move(index), schedulerConfigOf(m_options.modelFolder), {}};
    }

private:
    [[nodiscard]] std::int64_t phaseSize(std::uint64_t index) const
    {
        return phaseOfStep(m_options, static_cast<std::int64_t>(index) / m_options.accumulation).size;
    }

    /// Strictly more than half, as the reference has it where it shrinks masks for training.
    [[nodiscard]] static at::Tensor resizedMask(const at::Tensor& mask, std::int64_t size)
    {
        if (mask.size(2) == size)
            return mask;
        return at::_upsample_bilinear2d_aa(mask, {size, size}, false).gt(0.5).to(at::kFloat);
    }

    /// As inference gives it to the network.
    [[nodiscard]] at::Tensor hint(const at::Tensor& harmonized, const at::Tensor& composite) const
    {
        return m_model ? refinerHint(*m_model, harmonized, composite) : harmonized;
    }

    /// The first stage's result, in [-1, 1].
    [[nodiscard]] at::Tensor harmonize(const TrainingBatch& batch, std::uint64_t index, const ForwardPass& pass) const
    {
        if (!m_model)
            return batch.composite;
        const at::NoGradGuard noGrad;
        NoiseSource noise(seedFor(m_options.seed, index, "pipeline"));
        const std::int64_t factor = m_model->vae().config().downsampling();
        const std::int64_t side = batch.real.size(2) / factor;
        const std::vector<std::int64_t> shape{batch.real.size(0), m_model->vae().config().latentChannels, side, side};
        const at::Tensor initial = noise.draw(shape);
        const at::Tensor composite = encodeComposite(*m_model, batch.composite, noise.draw(shape), pass);
        const EulerAncestralScheduler scheduler(m_model->scheduler(), m_steps);
        const DenoiseConditions conditions{maskForLatents(batch.mask, side, side), composite, m_model->emptyPrompt()};
        const at::Tensor denoised = denoise(m_model->unet(), scheduler, conditions, initial, noise, pass);
        const at::Tensor picture = decodeLatents(*m_model, harmonizedLatents(*m_model, denoised, composite),
                                                 batch.composite, batch.mask, noise.draw(shape), {}, pass);
        return picture.to(batch.real.device()).clamp(-1.0, 1.0);
    }

    TrainingOptions m_options;
    ComponentWeights m_weights;
    TrainableParameters m_parameters;
    Refiner m_refiner;
    std::unique_ptr<Model> m_model; ///< null when the harmonized picture is the composite
    int m_steps = 0;
};

} // namespace

std::unique_ptr<TrainingTask> makeUNetTask(const TrainingOptions& options)
{
    return std::make_unique<UNetTask>(options);
}

std::unique_ptr<TrainingTask> makeRefinerTask(const TrainingOptions& options)
{
    return std::make_unique<RefinerTask>(options);
}

} // namespace dh
