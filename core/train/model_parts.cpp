#include "core/train/model_parts.h"

#include "core/base/error.h"
#include "core/nn/condition_vae.h"
#include "core/nn/text_encoder.h"
#include "core/train/step_random.h"
#include "core/weights/checkpoint_layout.h"
#include "core/weights/clip_tokenizer.h"
#include "core/weights/json_file.h"

#include <c10/core/GradMode.h>

namespace dh
{

namespace
{

namespace fs = std::filesystem;

bool isThere(const fs::path& path)
{
    std::error_code error;
    return fs::exists(path, error);
}

template <typename Network>
std::unique_ptr<Network> openFrozen(const fs::path& modelFolder, Component component, const at::Device& device)
{
    const at::NoGradGuard noGrad;
    const ComponentWeights weights = openComponent(modelFolder, component);
    CheckpointParameters parameters(weights, {device, at::kFloat, at::kFloat});
    auto network = std::make_unique<Network>(weights, parameters);
    parameters.finish();
    return network;
}

at::Tensor encodedPrompt(const fs::path& modelFolder)
{
    const at::NoGradGuard noGrad;
    const auto encoder = openFrozen<TextEncoder>(modelFolder, Component::TextEncoder, at::kCPU);
    const ClipTokenizer tokenizer(modelFolder / "tokenizer");
    const std::vector<std::int64_t> ids = tokenizer.encode("", static_cast<int>(encoder->maxTokens()));
    return encoder->forward(at::tensor(at::ArrayRef<std::int64_t>(ids)).unsqueeze(0), ForwardPass());
}

at::Tensor storedPrompt(const fs::path& file)
{
    const SafetensorsFile stored(file);
    if (stored.tensors().empty())
        throw Error(ErrorCode::ModelInvalid, file.string(), "it holds no tensor");
    const at::Tensor prompt = tensorFromView(stored.tensors().begin()->second).to(at::kFloat, false, true);
    return prompt.dim() == 2 ? prompt.unsqueeze(0) : prompt;
}

} // namespace

bool hasComponent(const fs::path& modelFolder, Component component)
{
    return !modelFolder.empty() && isThere(modelFolder / componentFolder(component) / "config.json");
}

ComponentWeights openComponent(const fs::path& modelFolder, Component component)
{
    const fs::path folder = modelFolder / componentFolder(component);
    if (!isThere(modelFolder))
        throw Error(ErrorCode::FileNotFound, modelFolder.string(), "");
    if (!hasComponent(modelFolder, component))
        throw Error(ErrorCode::ModelIncomplete, folder.string(), "the model has no " + folder.filename().string());
    const WeightFiles files =
        findWeightFiles(folder, component == Component::TextEncoder ? "model" : "diffusion_pytorch_model");
    if (!files.pickle.empty())
        throw Error(ErrorCode::ModelInvalid, folder.string(), pickleRefusal(files.pickle));
    ComponentWeights weights;
    weights.tensors = openWeights(files);
    weights.files = files.files;
    weights.folder = folder;
    weights.config = std::make_shared<const nlohmann::json>(readJsonObject(folder / "config.json"));
    if (component != Component::UNet && component != Component::TextEncoder)
        renameOldAttentionKeys(weights.tensors);
    return weights;
}

ComponentWeights emptyComponent(const fs::path& config)
{
    ComponentWeights weights;
    weights.folder = config.parent_path();
    weights.config = std::make_shared<const nlohmann::json>(readJsonObject(config));
    return weights;
}

std::unique_ptr<Vae> openFrozenVae(const fs::path& modelFolder, const at::Device& device)
{
    if (hasComponent(modelFolder, Component::ConditionVae))
        return openFrozen<ConditionVae>(modelFolder, Component::ConditionVae, device);
    return openFrozen<Vae>(modelFolder, Component::Vae, device);
}

nlohmann::json modelIndexOf(const fs::path& modelFolder)
{
    if (const fs::path file = modelFolder / "model_index.json"; !modelFolder.empty() && isThere(file))
        return readJsonObject(file);
    return {{"_class_name", "StableDiffusionHarmonyPipeline"},
            {"vae", {"diffusers", "AutoencoderKL"}},
            {"unet", {"diffusers", "UNet2DConditionModel"}},
            {"scheduler", {"diffusers", "EulerAncestralDiscreteScheduler"}}};
}

nlohmann::json schedulerConfigOf(const fs::path& modelFolder)
{
    const fs::path file = modelFolder / "scheduler" / "scheduler_config.json";
    if (!modelFolder.empty() && isThere(file))
        return readJsonObject(file);
    return {{"_class_name", "EulerAncestralDiscreteScheduler"},
            {"num_train_timesteps", 1000},
            {"beta_schedule", "scaled_linear"},
            {"beta_start", 0.00085},
            {"beta_end", 0.012},
            {"prediction_type", "epsilon"},
            {"timestep_spacing", "linspace"},
            {"steps_offset", 1}};
}

at::Tensor emptyPromptOf(const fs::path& modelFolder, std::int64_t width)
{
    constexpr std::uint64_t kPromptSeed = 0;
    const fs::path stored = modelFolder / "null_prompt.safetensors";
    at::Tensor prompt;
    if (isThere(stored))
        prompt = storedPrompt(stored);
    else if (hasComponent(modelFolder, Component::TextEncoder))
        prompt = encodedPrompt(modelFolder);
    else
        prompt = normalFor(kPromptSeed, 0, "prompt", {1, 1, width});
    if (prompt.dim() != 3 || prompt.size(2) != width)
        throw Error(ErrorCode::ModelInvalid, stored.string(),
                    "the prompt embedding is " + shapeText(prompt.sizes()) + ", but the UNet expects a width of " +
                        std::to_string(width));
    return prompt;
}

} // namespace dh
