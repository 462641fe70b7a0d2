#include "core/weights/checkpoint.h"

#include "core/base/error.h"
#include "core/weights/checkpoint_layout.h"
#include "core/weights/hash_files.h"
#include "core/weights/json_file.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cassert>
#include <string_view>

namespace dh
{

namespace
{

namespace fs = std::filesystem;

constexpr const char* kWhatACheckpointHolds =
    "a checkpoint folder holds model_index.json, unet/, vae/ or condition_vae/, scheduler/, and text_encoder/ with "
    "tokenizer/ or null_prompt.safetensors";

void requireRoot(const CheckpointLayout& layout, const fs::path& root)
{
    std::error_code error;
    if (!fs::is_directory(root, error))
        throw Error(ErrorCode::ModelMissing, root.string(), std::string("is not a folder; ") + kWhatACheckpointHolds);
    if (!fs::exists(layout.modelIndex, error))
        throw Error(ErrorCode::ModelMissing, root.string(),
                    std::string("has no model_index.json; ") + kWhatACheckpointHolds);
}

void requireFiles(const CheckpointLayout& layout, const fs::path& root)
{
    std::string missing;
    for (const auto& [name, path] : layout.files()) {
        std::error_code error;
        if (fs::exists(path, error))
            continue;
        const bool isInRoot = path == root / name;
        missing += "\n  " + (isInRoot ? name : path.string());
    }
    if (missing.empty())
        return;
    if (layout.lacksPrompt)
        missing += "\n  (null_prompt.safetensors can replace text_encoder/ and tokenizer/)";
    throw Error(ErrorCode::ModelIncomplete, root.string(), "these files are missing:" + missing);
}

std::shared_ptr<const nlohmann::json> loadJson(const fs::path& path)
{
    return std::make_shared<const nlohmann::json>(readJsonObject(path));
}

ComponentWeights loadComponent(Component component, const CheckpointLayout::Part& part)
{
    ComponentWeights weights;
    weights.config = loadJson(part.config);
    weights.tensors = openWeights(part.weights);
    weights.files = part.weights.files;
    weights.folder = part.folder;
    if (component == Component::Vae || component == Component::ConditionVae || component == Component::Refiner)
        renameOldAttentionKeys(weights.tensors);
    return weights;
}

/// The constant embedding as [1, tokens, width].
TensorView loadNullPrompt(const fs::path& path)
{
    const SafetensorsFile file(path);
    if (file.tensors().size() != 1)
        throw Error(ErrorCode::ModelInvalid, path.string(), "must hold one tensor, the embedding of the empty prompt");
    TensorView prompt = file.tensors().begin()->second;
    if (!isWeightType(prompt.dtype))
        throw Error(ErrorCode::ModelInvalid, path.string(),
                    std::string("the embedding holds ") + dtypeName(prompt.dtype) + ", expected F16, BF16, F32 or F64");
    if (prompt.shape.size() == 2)
        prompt.shape.insert(prompt.shape.begin(), 1);
    if (prompt.shape.size() != 3 || prompt.shape[0] != 1 || prompt.elementCount() == 0)
        throw Error(ErrorCode::ModelInvalid, path.string(), "the embedding's shape is not [1, tokens, width]");
    return prompt;
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kOldAttentionNames{{
    {"query", "to_q"},
    {"key", "to_k"},
    {"value", "to_v"},
    {"proj_attn", "to_out.0"},
}};

/// The name of today for `key`, or nothing when it has it already.
std::optional<std::string> newAttentionKey(const std::string& key)
{
    constexpr std::string_view kAttention = "mid_block.attentions.";
    const std::size_t start = key.find(kAttention);
    if (start == std::string::npos)
        return std::nullopt;
    const std::string_view prefix = std::string_view(key).substr(0, start);
    if (!prefix.empty() && prefix != "encoder." && prefix != "decoder." && prefix != "conditional_encoder.")
        return std::nullopt;
    const std::size_t afterNumber = key.find('.', start + kAttention.size());
    if (afterNumber == std::string::npos)
        return std::nullopt;
    const std::size_t nameStart = afterNumber + 1;
    const std::size_t nameEnd = key.find('.', nameStart);
    if (nameEnd == std::string::npos)
        return std::nullopt;
    const std::string_view name = std::string_view(key).substr(nameStart, nameEnd - nameStart);
    for (const auto& [oldName, newName] : kOldAttentionNames) {
        if (name == oldName)
            return key.substr(0, nameStart).append(newName).append(key, nameEnd);
    }
    return std::nullopt;
}

} // namespace

const char* componentFolder(Component component) noexcept
{
    switch (component) {
    case Component::UNet:
        return "unet";
    case Component::Vae:
        return "vae";
    case Component::ConditionVae:
        return "condition_vae";
    case Component::TextEncoder:
        return "text_encoder";
    case Component::Refiner:
        return "refiner";
    }
    return "";
}

void renameOldAttentionKeys(std::map<std::string, TensorView>& tensors)
{
    std::vector<std::pair<std::string, std::string>> renames;
    for (const auto& [key, tensor] : tensors) {
        if (auto newKey = newAttentionKey(key); newKey && !tensors.contains(*newKey))
            renames.emplace_back(key, std::move(*newKey));
    }
    for (auto& [oldKey, newKey] : renames) {
        auto node = tensors.extract(oldKey);
        node.key() = std::move(newKey);
        tensors.insert(std::move(node));
    }
}

Checkpoint::Checkpoint(const ModelLocation& location) : m_location(location)
{
    const CheckpointLayout layout = surveyCheckpoint(location);
    requireRoot(layout, location.root);
    requireFiles(layout, location.root);
    m_modelIndex = loadJson(layout.modelIndex);
    m_schedulerConfig = loadJson(layout.schedulerConfig);
    for (const auto& [component, part] : layout.components)
        m_components.emplace(component, loadComponent(component, part));
    if (!layout.nullPrompt.empty())
        m_nullPrompt = loadNullPrompt(layout.nullPrompt);
    m_tokenizerFolder = layout.tokenizerFolder;
    m_files = layout.files();
}

bool Checkpoint::has(Component component) const
{
    return m_components.contains(component);
}

const ComponentWeights& Checkpoint::component(Component component) const
{
    const auto found = m_components.find(component);
    assert(found != m_components.end());
    return found->second;
}

const nlohmann::json& Checkpoint::modelIndex() const
{
    return *m_modelIndex;
}

const nlohmann::json& Checkpoint::schedulerConfig() const
{
    return *m_schedulerConfig;
}

std::string Checkpoint::contentHash(const std::function<bool(double)>& progress) const
{
    return hashNamedFiles(m_files, progress);
}

} // namespace dh
