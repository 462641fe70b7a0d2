#include "core/train/model_export.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/train/leftover_files.h"
#include "core/train/tensor_file.h"
#include "core/weights/checkpoint_layout.h"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <fstream>
#include <span>
#include <vector>

namespace dh
{

namespace
{

namespace fs = std::filesystem;

constexpr const char* kWeights = "diffusion_pytorch_model.safetensors";
constexpr const char* kConfig = "config.json";
constexpr const char* kScheduler = "scheduler/scheduler_config.json";
constexpr const char* kPrompt = "null_prompt.safetensors";
constexpr const char* kModelIndex = "model_index.json";
constexpr std::size_t kPieceSize = std::size_t{1} << 20U;

void writeJson(const fs::path& path, const nlohmann::json& json)
{
    constexpr int kIndent = 2;
    fs::create_directories(path.parent_path());
    AtomicFile file(path);
    file.write(json.dump(kIndent) + "\n");
    file.commit();
}

bool isSame(const fs::path& a, const fs::path& b)
{
    std::error_code error;
    const auto size = fs::file_size(a, error);
    if (error || size != fs::file_size(b, error) || error)
        return false;
    std::ifstream first(a, std::ios::binary);
    std::ifstream second(b, std::ios::binary);
    std::vector<char> piece(kPieceSize);
    std::vector<char> other(kPieceSize);
    while (first && second) {
        first.read(piece.data(), std::ssize(piece));
        second.read(other.data(), std::ssize(other));
        if (first.gcount() != second.gcount() ||
            !std::equal(piece.begin(), piece.begin() + first.gcount(), other.begin()))
            return false;
    }
    return first.eof() && second.eof();
}

void copyFile(const fs::path& source, const fs::path& target)
{
    fs::create_directories(target.parent_path());
    std::ifstream content(source, std::ios::binary);
    if (!content)
        throw errorFromErrno(errno, source, ErrorCode::FileUnreadable);
    AtomicFile file(target);
    std::vector<std::byte> piece(kPieceSize);
    while (content) {
        content.read(reinterpret_cast<char*>(piece.data()), static_cast<std::streamsize>(piece.size()));
        file.write(std::span(piece).first(static_cast<std::size_t>(content.gcount())));
    }
    if (content.bad())
        throw Error(ErrorCode::FileUnreadable, source.string(), "can't be read to its end");
    file.commit();
}

std::map<fs::path, fs::path> filesOfOthers(const TrainingOptions& options, Component trained)
{
    std::error_code error;
    if (options.modelFolder.empty() || fs::equivalent(options.modelFolder, options.outputFolder, error))
        return {};
    ModelLocation location;
    location.root = options.modelFolder;
    std::map<fs::path, fs::path> files;
    for (const auto& [name, source] : surveyCheckpoint(location).files()) {
        const bool isWritten = name.starts_with(std::string(componentFolder(trained)) + '/') ||
                               name.ends_with(kModelIndex) || name.starts_with("scheduler/");
        if (!isWritten && fs::is_regular_file(source, error))
            files.emplace(source, options.outputFolder / name);
    }
    return files;
}

void removeLeftoversOf(const fs::path& target)
{
    removeLeftovers(target.parent_path(), [&target](const std::string& name) { return target.filename() == name; });
}

} // namespace

ModelExport::ModelExport(const TrainingOptions& options, Component trained)
    : m_root(options.outputFolder),
      m_trainedFolder(m_root / componentFolder(trained)),
      m_narrows(options.storage == WeightStorage::Float16),
      m_others(filesOfOthers(options, trained))
{
}

void ModelExport::removeLeftovers() const
{
    for (const auto& [source, target] : m_others)
        removeLeftoversOf(target);
    for (const fs::path& target : {m_trainedFolder / kWeights, m_trainedFolder / kConfig, m_root / kScheduler,
                                   m_root / kPrompt, m_root / kModelIndex})
        removeLeftoversOf(target);
}

void ModelExport::copyOthers()
{
    for (const auto& [source, target] : m_others)
        if (!isSame(source, target))
            copyFile(source, target);
    m_hasOthers = true;
}

void ModelExport::writeTrained(TrainingTask& task, const TrainingTask::Description& description) const
{
    std::map<std::string, at::Tensor> tensors;
    for (const auto& [key, tensor] : task.parameters().all())
        tensors.emplace(key, m_narrows ? tensor.detach().to(at::kHalf) : tensor);
    fs::create_directories(m_trainedFolder);
    writeTensors(m_trainedFolder / kWeights, tensors, {{"format", "pt"}});
    writeJson(m_trainedFolder / kConfig, description.config);
    writeJson(m_root / kScheduler, description.schedulerConfig);
    if (description.emptyPrompt.defined() && !fs::exists(m_root / kPrompt) &&
        !fs::exists(m_root / componentFolder(Component::TextEncoder)))
        writeTensors(m_root / kPrompt, {{"null_prompt", description.emptyPrompt}});
    writeJson(m_root / kModelIndex, description.modelIndex);
}

void ModelExport::write(TrainingTask& task, const TrainingTask::Description& description)
{
    try {
        if (!m_hasOthers)
            copyOthers();
        writeTrained(task, description);
    } catch (const fs::filesystem_error& error) {
        throw errorFromErrno(error.code().value(), error.path1(), ErrorCode::FileUnwritable);
    }
}

} // namespace dh
