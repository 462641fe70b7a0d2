#pragma once

#include "core/nn/parameters.h"
#include "core/nn/vae.h"
#include "core/weights/checkpoint.h"

#include <ATen/ATen.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <memory>

namespace dh
{

/// The parts of a model folder one by one: while a model is made, it isn't a whole checkpoint yet.

[[nodiscard]] bool hasComponent(const std::filesystem::path& modelFolder, Component component);

/// @throws Error ModelIncomplete, ModelInvalid, CorruptFile
[[nodiscard]] ComponentWeights openComponent(const std::filesystem::path& modelFolder, Component component);

/// No weights, only a shape.
/// @throws Error FileNotFound, ModelInvalid
[[nodiscard]] ComponentWeights emptyComponent(const std::filesystem::path& config);

/// The folder's autoencoder, frozen: the condition VAE when it has one.
[[nodiscard]] std::unique_ptr<Vae> openFrozenVae(const std::filesystem::path& modelFolder, const at::Device& device);

/// model_index.json; one that names our classes when the folder is empty or has none.
[[nodiscard]] nlohmann::json modelIndexOf(const std::filesystem::path& modelFolder);
/// scheduler/scheduler_config.json; Stable Diffusion's when there is none.
[[nodiscard]] nlohmann::json schedulerConfigOf(const std::filesystem::path& modelFolder);

/// The embedding of the empty prompt, [1, tokens, width], float32 on the CPU: the stored one, the text encoder's, or,
/// where the folder has neither, a fixed one of `width` that the exported model keeps.
/// @throws Error ModelInvalid when its width isn't `width`
[[nodiscard]] at::Tensor emptyPromptOf(const std::filesystem::path& modelFolder, std::int64_t width);

} // namespace dh
