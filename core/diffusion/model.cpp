#include "core/diffusion/model.h"

#include "core/base/error.h"
#include "core/base/resolution.h"
#include "core/nn/network_config.h"
#include "core/weights/clip_tokenizer.h"

#include <c10/core/InferenceMode.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace dh
{

namespace
{

constexpr std::array kComponents = {Component::UNet, Component::ConditionVae, Component::Vae, Component::TextEncoder,
                                    Component::Refiner};

std::uint64_t totalBytes(const ComponentWeights& weights)
{
    std::uint64_t total = 0;
    for (const auto& [key, view] : weights.tensors)
        total += view.bytes.size();
    return total;
}

template <typename Network>
std::unique_ptr<Network> build(const ComponentWeights& weights, const ComputeType& type, const CancelToken& cancel,
                               const std::function<void(std::uint64_t)>& progress)
{
    CheckpointParameters parameters(weights, type, cancel, progress);
    auto network = std::make_unique<Network>(weights, parameters);
    parameters.finish();
    return network;
}

/// @param network  what could be built, with problems or without
template <typename Network>
std::string problemsOf(const ComponentWeights& weights, const CancelToken& cancel, std::unique_ptr<Network>& network)
{
    CheckpointParameters parameters(weights, {}, cancel);
    try {
        network = std::make_unique<Network>(weights, parameters);
    } catch (const Error& error) {
        if (error.code() != ErrorCode::ModelInvalid)
            throw;
        return error.subject() + ": " + error.detail();
    }
    return parameters.problems();
}

template <typename Network>
std::string problemsOf(const ComponentWeights& weights, const CancelToken& cancel)
{
    std::unique_ptr<Network> network;
    return problemsOf(weights, cancel, network);
}

/// @param textEncoder  is kept, for the prompt
std::string problemsOf(Component component, const ComponentWeights& weights, const CancelToken& cancel,
                       std::unique_ptr<TextEncoder>& textEncoder)
{
    switch (component) {
    case Component::UNet:
        return problemsOf<UNet>(weights, cancel);
    case Component::Vae:
        return problemsOf<Vae>(weights, cancel);
    case Component::ConditionVae:
        return problemsOf<ConditionVae>(weights, cancel);
    case Component::TextEncoder:
        return problemsOf(weights, cancel, textEncoder);
    case Component::Refiner:
        return problemsOf<Refiner>(weights, cancel);
    }
    return {};
}

/// [1, tokens, width], of the empty prompt.
at::Tensor encodedPrompt(const Checkpoint& checkpoint, const CancelToken& cancel, std::unique_ptr<TextEncoder> encoder)
{
    // A few milliseconds of work, once: on the CPU in float32 whatever the rest runs on.
    if (encoder == nullptr)
        encoder = build<TextEncoder>(checkpoint.component(Component::TextEncoder), {}, cancel, {});
    const ClipTokenizer tokenizer(checkpoint.tokenizerFolder());
    const std::vector<std::int64_t> ids = tokenizer.encode("", static_cast<int>(encoder->maxTokens()));
    for (const std::int64_t id : ids) {
        if (id >= encoder->vocabularySize())
            throw Error(ErrorCode::ModelInvalid, checkpoint.tokenizerFolder().string(),
                        "the tokenizer knows more words than the text encoder");
    }
    return encoder->forward(at::tensor(at::ArrayRef<std::int64_t>(ids)).unsqueeze(0), ForwardPass(cancel));
}

/// The empty prompt's embedding, [1, tokens, contextWidth].
/// @param encoder  the checkpoint's, when it has been built already
at::Tensor emptyPromptFor(std::int64_t contextWidth, const Checkpoint& checkpoint, const CancelToken& cancel,
                          std::unique_ptr<TextEncoder> encoder = nullptr)
{
    const bool isStored = checkpoint.nullPrompt().has_value();
    const std::filesystem::path& folder = checkpoint.location().root;
    const std::string where = (isStored ? folder / "null_prompt.safetensors" : folder).string();
    at::Tensor prompt = isStored ? tensorFromView(*checkpoint.nullPrompt()).to(at::kFloat)
                                 : encodedPrompt(checkpoint, cancel, std::move(encoder));
    if (prompt.size(-1) != contextWidth)
        throw Error(ErrorCode::ModelInvalid, where,
                    "the prompt embedding is " + std::to_string(prompt.size(-1)) + " wide, but the UNet expects " +
                        std::to_string(contextWidth));
    if (!at::isfinite(prompt).all().item<bool>())
        throw Error(ErrorCode::ModelInvalid, where, "the prompt embedding holds values that are no numbers");
    return prompt;
}

} // namespace

Model::Settings Model::readSettings(const Checkpoint& checkpoint)
{
    const ConfigReader config(checkpoint.modelIndex(), (checkpoint.location().root / "model_index.json").string());
    Settings settings;
    settings.latentResidualScale = config.number("latent_residual_scale", 0.0);
    if (settings.latentResidualScale < 0.0)
        config.fail("latent_residual_scale", "should not be negative");
    settings.defaultSteps = static_cast<int>(config.integer("default_steps", 5));
    if (!isDenoisingSteps(settings.defaultSteps))
        config.fail("default_steps", kStepsRule);
    const auto resolution = [&](const char* key, int defaultValue, bool mayBeZero) {
        const auto value = static_cast<int>(config.integer(key, defaultValue));
        if (!isNetworkResolution(value) || (value == 0 && !mayBeZero))
            config.fail(key, kResolutionRule);
        return value;
    };
    settings.defaultResolution = resolution("default_resolution", settings.defaultResolution, false);
    settings.refineResolution = resolution("refine_resolution", 0, true);
    config.require("refine_hint", {"picture", "change"}, "picture");
    settings.refineHint = config.text("refine_hint", "picture") == "change" ? Settings::RefineHint::Change
                                                                            : Settings::RefineHint::Picture;
    settings.refineMirrored = config.boolean("refine_mirrored", false);
    settings.refineNoiseLevel = config.number("refine_noise_level", 0.0);
    if (!(settings.refineNoiseLevel >= 0.0 && settings.refineNoiseLevel <= 255.0))
        config.fail("refine_noise_level", "should be between 0 and 255");
    return settings;
}

Model::Model(const Checkpoint& checkpoint, const ComputeType& type, const CancelToken& cancel,
             const std::function<void(double)>& progress)
    : m_type(type),
      m_settings(readSettings(checkpoint)),
      m_scheduler(SchedulerConfig::read(checkpoint.schedulerConfig(),
                                        (checkpoint.location().root / "scheduler" / "scheduler_config.json").string()))
{
    const c10::InferenceMode inference;
    // One encoder is enough: DiffHarmony++'s autoencoder takes the plain one's place.
    const Component vae = checkpoint.has(Component::ConditionVae) ? Component::ConditionVae : Component::Vae;
    std::uint64_t total = totalBytes(checkpoint.component(Component::UNet)) + totalBytes(checkpoint.component(vae));
    if (checkpoint.has(Component::Refiner))
        total += totalBytes(checkpoint.component(Component::Refiner));
    std::uint64_t done = 0;
    const auto report = [&](std::uint64_t bytes) {
        if (progress)
            progress(static_cast<double>(done + bytes) / static_cast<double>(std::max<std::uint64_t>(1, total)));
    };
    const auto finished = [&](Component component) { done += totalBytes(checkpoint.component(component)); };

    m_unet = build<UNet>(checkpoint.component(Component::UNet), type, cancel, report);
    finished(Component::UNet);
    if (vae == Component::ConditionVae) {
        auto condition = build<ConditionVae>(checkpoint.component(vae), type, cancel, report);
        m_conditionVae = condition.get();
        m_vae = std::move(condition);
    } else {
        m_vae = build<Vae>(checkpoint.component(vae), type, cancel, report);
    }
    finished(vae);
    if (checkpoint.has(Component::Refiner))
        m_refiner = build<Refiner>(checkpoint.component(Component::Refiner), refinerType(), cancel, report);
    m_emptyPrompt = emptyPromptFor(m_unet->contextWidth(), checkpoint, cancel).to(type.device, type.activations);
}

ComputeType Model::refinerType() const
{
    ComputeType type = m_type;
    if (type.activations == at::kHalf)
        type.activations = at::kFloat;
    return type;
}

std::string findModelProblems(const Checkpoint& checkpoint, const CancelToken& cancel)
{
    const c10::InferenceMode inference;
    std::string all;
    const auto add = [&](const std::string& where, const std::string& problems) {
        if (problems.empty())
            return;
        if (!all.empty())
            all += '\n';
        all += where + ":\n" + problems;
    };
    std::unique_ptr<TextEncoder> textEncoder;
    for (const Component component : kComponents) {
        if (checkpoint.has(component))
            add(componentFolder(component),
                problemsOf(component, checkpoint.component(component), cancel, textEncoder));
    }
    const auto addFaultOf = [&add](const std::string& where, const std::function<void()>& check) {
        try {
            check();
        } catch (const Error& error) {
            add(where, error.subject() + ": " + error.detail());
        }
    };
    // Networks that are broken themselves have been named.
    if (all.empty())
        addFaultOf("prompt", [&] {
            const std::int64_t width = UNet::contextWidthOf(checkpoint.component(Component::UNet));
            (void)emptyPromptFor(width, checkpoint, cancel, std::move(textEncoder));
        });
    addFaultOf("settings", [&checkpoint] {
        (void)Model::readSettings(checkpoint);
        (void)SchedulerConfig::read(checkpoint.schedulerConfig(), "scheduler_config.json");
    });
    return all;
}

} // namespace dh
