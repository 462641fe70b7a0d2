#include "core/train/model_export.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/train/tensor_file.h"
#include "core/weights/checkpoint_layout.h"

namespace dh
{

namespace
{

namespace fs = std::filesystem;

void writeJson(const fs::path& path, const nlohmann::json& json)
{
    constexpr int kIndent = 2;
    fs::create_directories(path.parent_path());
    AtomicFile file(path);
    file.write(json.dump(kIndent) + "\n");
    file.commit();
}

bool isSameSize(const fs::path& a, const fs::path& b)
{
    std::error_code error;
    const auto size = fs::file_size(a, error);
    return !error && size == fs::file_size(b, error) && !error;
}

/// The parts of the model that aren't trained. A copy that a killed run left half-made has another size.
void copyOthers(const TrainingOptions& options, Component trained)
{
    std::error_code error;
    if (options.modelFolder.empty() || fs::equivalent(options.modelFolder, options.outputFolder, error))
        return;
    ModelLocation location;
    location.root = options.modelFolder;
    for (const auto& [name, source] : surveyCheckpoint(location).files()) {
        const fs::path target = options.outputFolder / name;
        if (name.starts_with(std::string(componentFolder(trained)) + '/') || name.ends_with("model_index.json") ||
            name.starts_with("scheduler/") || !fs::is_regular_file(source, error) || isSameSize(source, target))
            continue;
        fs::create_directories(target.parent_path());
        if (!fs::copy_file(source, target, fs::copy_options::overwrite_existing, error))
            throw errorFromErrno(error.value(), target, ErrorCode::FileUnwritable);
    }
}

} // namespace

void exportModel(const TrainingOptions& options, TrainingTask& task, const TrainingTask::Description& description)
{
    const fs::path& root = options.outputFolder;
    const fs::path folder = root / componentFolder(task.component());
    std::map<std::string, at::Tensor> tensors;
    for (const auto& [key, tensor] : task.parameters().all())
        tensors.emplace(key, options.storage == WeightStorage::Float16 ? tensor.detach().to(at::kHalf) : tensor);
    try {
        copyOthers(options, task.component());
        fs::create_directories(folder);
        writeTensors(folder / "diffusion_pytorch_model.safetensors", tensors, {{"format", "pt"}});
        writeJson(folder / "config.json", description.config);
        writeJson(root / "scheduler" / "scheduler_config.json", description.schedulerConfig);
        if (description.emptyPrompt.defined() && !fs::exists(root / "null_prompt.safetensors") &&
            !fs::exists(root / componentFolder(Component::TextEncoder)))
            writeTensors(root / "null_prompt.safetensors", {{"null_prompt", description.emptyPrompt}});
        writeJson(root / "model_index.json", description.modelIndex);
    } catch (const fs::filesystem_error& error) {
        throw errorFromErrno(error.code().value(), error.path1(), ErrorCode::FileUnwritable);
    }
}

} // namespace dh
