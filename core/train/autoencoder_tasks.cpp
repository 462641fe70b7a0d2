#include "core/nn/condition_vae.h"
#include "core/train/autocast.h"
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

bool startsWith(const std::string& key, const char* prefix)
{
    return key.starts_with(prefix);
}

at::Tensor posteriorNoise(const LatentDistribution& posterior, std::uint64_t seed, std::uint64_t index,
                          std::string_view purpose)
{
    return normalFor(seed, index, purpose, posterior.mean.sizes()).to(posterior.mean.device());
}

LatentDistribution widened(const LatentDistribution& posterior)
{
    return {posterior.mean.to(at::kFloat), posterior.deviation.to(at::kFloat)};
}

/// A whole autoencoder, trained on real pictures.
class VaeTask final : public TrainingTask
{
public:
    explicit VaeTask(const TrainingOptions& options)
        : m_options(options),
          m_weights(startingWeights(options, Component::Vae)),
          m_parameters(m_weights, parameterStart(options)),
          m_vae(m_weights, m_parameters)
    {
        m_parameters.finish();
    }

    at::Tensor loss(const TrainingBatch& batch, std::uint64_t index, const ForwardPass& pass) override
    {
        LatentDistribution posterior;
        at::Tensor decoded;
        {
            const AutocastScope autocast(m_options.autocast, batch.real.device());
            posterior = widened(m_vae.encode(batch.real, pass));
            decoded =
                m_vae.decode(posterior.sample(posteriorNoise(posterior, m_options.seed, index, "posterior")), pass);
        }
        const LossOptions& loss = m_options.loss;
        return autoencoderLoss(decoded.to(at::kFloat), batch.real, posterior,
                               {loss.squaredWeight, loss.edgeWeight, loss.klWeight});
    }

    Component component() const override { return Component::Vae; }
    TrainableParameters& parameters() override { return m_parameters; }

    /// Scaled latents have unit variance: 1 / standard deviation over a batch.
    Description describe(const std::function<TrainingBatch()>& batch) override
    {
        const at::NoGradGuard noGrad;
        // After a cancel too: the folder is a model that others scale their latents by.
        const double deviation = m_vae.encode(batch().real, ForwardPass()).mean.std().item<double>();
        nlohmann::json config = *m_weights.config;
        config["scaling_factor"] = 1.0 / std::max(deviation, 1e-6);
        return {std::move(config), modelIndexOf(m_options.modelFolder), schedulerConfigOf(m_options.modelFolder), {}};
    }

private:
    TrainingOptions m_options;
    ComponentWeights m_weights;
    TrainableParameters m_parameters;
    Vae m_vae;
};

constexpr const char* kConditionEncoder = "conditional_encoder.";

/// The model's condition VAE, or one made of its VAE: the second encoder starts as a copy of the first.
ComponentWeights conditionVaeWeights(const std::filesystem::path& modelFolder)
{
    if (hasComponent(modelFolder, Component::ConditionVae))
        return openComponent(modelFolder, Component::ConditionVae);
    ComponentWeights weights = openComponent(modelFolder, Component::Vae);
    const std::string encoder = "encoder.";
    std::map<std::string, TensorView> copies;
    for (const auto& [key, view] : weights.tensors)
        if (key.starts_with(encoder))
            copies.emplace(kConditionEncoder + key.substr(encoder.size()), view);
    weights.tensors.merge(copies);
    nlohmann::json config = *weights.config;
    config["_class_name"] = "ConditionVAE";
    config["additional_in_channels"] = 1;
    weights.config = std::make_shared<const nlohmann::json>(std::move(config));
    return weights;
}

ParameterStart conditionVaeStart(const TrainingOptions& options)
{
    ParameterStart start = parameterStart(options);
    start.isTrained = [freezeDecoder = options.freezeDecoder](const std::string& key) {
        return startsWith(key, kConditionEncoder) || startsWith(key, "latent_skip_conv.") ||
               (!freezeDecoder && startsWith(key, "decoder."));
    };
    // Zero skips: at first the network is the plain autoencoder.
    start.isZero = [](const std::string& key) { return key.find("skip_conv") != std::string::npos; };
    start.mayMiss = [isZero = start.isZero](const std::string& key) {
        return isZero(key) || key.find("add_conv_in") != std::string::npos;
    };
    return start;
}

/// DiffHarmony++'s decoder that sees the composite. Source: scripts/train/cvae.py.
class ConditionVaeTask final : public TrainingTask
{
public:
    explicit ConditionVaeTask(const TrainingOptions& options)
        : m_options(options),
          m_weights(conditionVaeWeights(options.modelFolder)),
          m_parameters(m_weights, conditionVaeStart(options)),
          m_vae(m_weights, m_parameters)
    {
        m_parameters.finish();
    }

    at::Tensor loss(const TrainingBatch& batch, std::uint64_t index, const ForwardPass& pass) override
    {
        at::Tensor latents;
        {
            const at::NoGradGuard noGrad; // the encoder is frozen
            const LatentDistribution posterior = m_vae.encode(batch.real, pass);
            latents = posterior.sample(posteriorNoise(posterior, m_options.seed, index, "posterior"));
        }
        at::Tensor decoded;
        {
            const AutocastScope autocast(m_options.autocast, batch.real.device());
            const auto condition = m_vae.encodeCondition(at::cat({batch.composite, batch.mask}, 1), pass);
            const LatentDistribution posterior = widened(condition.posterior);
            decoded =
                m_vae.decode(latents, condition,
                             posterior.sample(posteriorNoise(posterior, m_options.seed, index, "condition")), pass);
        }
        return at::l1_loss(decoded.to(at::kFloat), batch.real);
    }

    Component component() const override { return Component::ConditionVae; }
    TrainableParameters& parameters() override { return m_parameters; }

    Description describe(const std::function<TrainingBatch()>&) override
    {
        return {*m_weights.config, modelIndexOf(m_options.modelFolder), schedulerConfigOf(m_options.modelFolder), {}};
    }

private:
    TrainingOptions m_options;
    ComponentWeights m_weights;
    TrainableParameters m_parameters;
    ConditionVae m_vae;
};

} // namespace

std::unique_ptr<TrainingTask> makeVaeTask(const TrainingOptions& options)
{
    return std::make_unique<VaeTask>(options);
}

std::unique_ptr<TrainingTask> makeConditionVaeTask(const TrainingOptions& options)
{
    return std::make_unique<ConditionVaeTask>(options);
}

} // namespace dh
