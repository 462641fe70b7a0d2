#include "core/weights/checkpoint_layout.h"

#include "core/base/error.h"
#include "core/weights/json_file.h"

#include <nlohmann/json.hpp>

namespace dh
{

namespace
{

namespace fs = std::filesystem;

bool isFolder(const fs::path& path)
{
    std::error_code error;
    return fs::is_directory(path, error);
}

bool isFile(const fs::path& path)
{
    std::error_code error;
    return fs::is_regular_file(path, error);
}

CheckpointLayout::Part surveyPart(const fs::path& folder, Component component)
{
    const bool isFromTransformers = component == Component::TextEncoder;
    const std::string stem = isFromTransformers ? "model" : "diffusion_pytorch_model";
    return {folder, folder / "config.json", findWeightFiles(folder, stem)};
}

/// The class that the config names decides; a folder whose config names none is judged by its name, as the reference
/// does.
bool isConditionVae(const fs::path& folder)
{
    try {
        const nlohmann::json config = readJsonObject(folder / "config.json");
        if (const auto name = config.find("_class_name"); name != config.end() && name->is_string())
            return name->get_ref<const std::string&>() == "ConditionVAE";
    } catch (const Error&) {
        // Reported when the config itself is loaded; its name is all there is to go by here.
    }
    const std::string path = folder.string();
    return path.find("condition_vae") != std::string::npos || path.find("cvae") != std::string::npos;
}

void surveyVaes(const ModelLocation& location, CheckpointLayout& layout)
{
    const auto add = [&layout](const fs::path& folder) {
        const Component component = isConditionVae(folder) ? Component::ConditionVae : Component::Vae;
        layout.components.insert_or_assign(component, surveyPart(folder, component));
    };
    if (!location.vae.empty()) {
        // It replaces both of the root's: a ConditionVAE left there would be preferred to what the user asked for.
        add(location.vae);
        return;
    }
    const fs::path vae = location.root / componentFolder(Component::Vae);
    const fs::path conditionVae = location.root / componentFolder(Component::ConditionVae);
    if (isFolder(vae))
        add(vae);
    if (isFolder(conditionVae))
        layout.components.insert_or_assign(Component::ConditionVae, surveyPart(conditionVae, Component::ConditionVae));
    if (!isFolder(vae) && !isFolder(conditionVae))
        layout.components.emplace(Component::Vae, surveyPart(vae, Component::Vae));
}

void surveyPrompt(const fs::path& root, CheckpointLayout& layout)
{
    const fs::path nullPrompt = root / "null_prompt.safetensors";
    const fs::path textEncoder = root / componentFolder(Component::TextEncoder);
    const fs::path tokenizer = root / "tokenizer";
    const bool hasNullPrompt = isFile(nullPrompt);
    layout.lacksPrompt = !hasNullPrompt && !isFolder(textEncoder);
    if (hasNullPrompt)
        layout.nullPrompt = nullPrompt;
    if (isFolder(textEncoder) || layout.lacksPrompt)
        layout.components.emplace(Component::TextEncoder, surveyPart(textEncoder, Component::TextEncoder));
    if (!hasNullPrompt || isFolder(tokenizer))
        layout.tokenizerFolder = tokenizer;
}

} // namespace

CheckpointLayout surveyCheckpoint(const ModelLocation& location)
{
    CheckpointLayout layout;
    layout.modelIndex = location.root / "model_index.json";
    layout.schedulerConfig = location.root / "scheduler" / "scheduler_config.json";
    const fs::path unet = location.unet.empty() ? location.root / componentFolder(Component::UNet) : location.unet;
    layout.components.emplace(Component::UNet, surveyPart(unet, Component::UNet));
    surveyVaes(location, layout);
    surveyPrompt(location.root, layout);
    const fs::path refiner = location.root / componentFolder(Component::Refiner);
    if (!location.refiner.empty())
        layout.components.emplace(Component::Refiner, surveyPart(location.refiner, Component::Refiner));
    else if (isFolder(refiner))
        layout.components.emplace(Component::Refiner, surveyPart(refiner, Component::Refiner));
    return layout;
}

std::map<std::string, fs::path> CheckpointLayout::files() const
{
    std::map<std::string, fs::path> files{{"model_index.json", modelIndex},
                                          {"scheduler/scheduler_config.json", schedulerConfig}};
    for (const auto& [component, part] : components) {
        const auto add = [&files, folder = std::string(componentFolder(component)) + '/'](const fs::path& path) {
            if (!path.empty())
                files.emplace(folder + path.filename().string(), path);
        };
        add(part.config);
        add(part.weights.index);
        add(part.weights.pickle);
        for (const fs::path& path : part.weights.files)
            add(path);
    }
    if (!nullPrompt.empty())
        files.emplace("null_prompt.safetensors", nullPrompt);
    if (!tokenizerFolder.empty()) {
        for (const char* name : {"vocab.json", "merges.txt"})
            files.emplace(std::string("tokenizer/") + name, tokenizerFolder / name);
    }
    return files;
}

} // namespace dh
