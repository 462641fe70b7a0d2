#include "core/base/error.h"
#include "core/weights/checkpoint.h"
#include "core/weights/checkpoint_layout.h"
#include "core/weights/hash_files.h"
#include "core/weights/json_file.h"

#include <nlohmann/json.hpp>

#include <set>

namespace dh
{

namespace
{

namespace fs = std::filesystem;

void describeWeights(CheckpointFile& entry)
{
    const SafetensorsFile file(entry.path);
    std::set<std::string> dtypes;
    for (const auto& [key, tensor] : file.tensors()) {
        dtypes.insert(dtypeName(tensor.dtype));
        entry.parameters += static_cast<std::uint64_t>(tensor.elementCount());
    }
    for (const std::string& name : dtypes)
        entry.dtypes += (entry.dtypes.empty() ? "" : ", ") + name;
}

CheckpointFile describe(const fs::path& path, bool withHash, const CancelToken& cancel)
{
    CheckpointFile entry;
    entry.path = path;
    std::error_code error;
    if (!fs::exists(path, error)) {
        entry.state = "missing";
        return entry;
    }
    if (const std::uintmax_t size = fs::file_size(path, error); !error)
        entry.size = size;
    entry.state = "ok";
    try {
        const fs::path ending = path.extension();
        if (ending == ".safetensors")
            describeWeights(entry);
        else if (ending == ".json")
            (void)readJsonObject(path);
        if (withHash)
            entry.sha256 = hashFile(path, cancel);
    } catch (const Error& fault) {
        entry.state = fault.detail();
    }
    return entry;
}

/// What only shows when the shards are looked at together.
std::string shardFault(const WeightFiles& weights)
{
    try {
        (void)openWeights(weights);
    } catch (const Error& fault) {
        // A broken shard has its own entry.
        return fault.subject() == weights.index.string() ? fault.detail() : std::string();
    }
    return {};
}

std::map<fs::path, std::string> faultsBeyondSingleFiles(const CheckpointLayout& layout)
{
    std::map<fs::path, std::string> faults;
    for (const auto& [component, part] : layout.components) {
        if (!part.weights.pickle.empty())
            faults[part.weights.pickle] = "the folder " + pickleRefusal(part.weights.pickle);
        if (part.weights.index.empty())
            continue;
        if (std::string fault = shardFault(part.weights); !fault.empty())
            faults[part.weights.index] = std::move(fault);
    }
    return faults;
}

} // namespace

std::vector<CheckpointFile> Checkpoint::inspect(const ModelLocation& location, bool withHashes,
                                                const CancelToken& cancel)
{
    const CheckpointLayout layout = surveyCheckpoint(location);
    const std::map<fs::path, std::string> faults = faultsBeyondSingleFiles(layout);
    std::vector<CheckpointFile> list;
    for (const auto& [name, path] : layout.files()) {
        CheckpointFile entry = describe(path, withHashes, cancel);
        if (const auto fault = faults.find(path); fault != faults.end())
            entry.state = fault->second;
        list.push_back(std::move(entry));
    }
    return list;
}

} // namespace dh
