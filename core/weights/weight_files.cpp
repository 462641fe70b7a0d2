#include "core/weights/weight_files.h"

#include "core/base/error.h"
#include "core/weights/json_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace dh
{

namespace
{

namespace fs = std::filesystem;

constexpr const char* kWeightsSuffix = ".safetensors";

bool isThere(const fs::path& path)
{
    std::error_code error;
    return fs::exists(path, error);
}

bool isPlainFileName(const std::string& name)
{
    return !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos &&
           name.find('\0') == std::string::npos;
}

/// Empty when `name` may be a shard of the folder of `index`. A link may lead anywhere: download caches keep a model's
/// files as links into a common folder.
std::string shardNameFault(const fs::path& index, const std::string& name)
{
    if (!isPlainFileName(name))
        return "names \"" + name + "\" as a shard, which is not a file name of its own folder";
    if (name.ends_with(".json"))
        return "is cyclic: it names the index \"" + name + "\" as a shard";
    if (!name.ends_with(kWeightsSuffix))
        return "names \"" + name + "\" as a shard, which is not a safetensors file";
    std::error_code error;
    const fs::path target = fs::weakly_canonical(index.parent_path() / name, error);
    if (error)
        return "names \"" + name + "\" as a shard, which is a link that leads nowhere";
    if (target.extension() == ".json" || target == fs::weakly_canonical(index, error))
        return "is cyclic: it names \"" + name + "\" as a shard, which is a link to an index";
    return {};
}

/// @return what is wrong with the index; empty when nothing is
std::string readIndex(const fs::path& index, std::map<std::string, std::string>& shardOfKey)
{
    const nlohmann::json json = readJsonObject(index);
    const auto map = json.find("weight_map");
    if (map == json.end() || !map->is_object() || map->empty())
        return "has no weight_map";
    std::set<std::string> checked;
    for (const auto& [key, value] : map->items()) {
        if (!value.is_string())
            return "gives no file name for \"" + key + '"';
        const auto& name = value.get_ref<const std::string&>();
        if (checked.insert(name).second) {
            if (std::string fault = shardNameFault(index, name); !fault.empty())
                return fault;
        }
        shardOfKey.emplace(key, name);
    }
    return {};
}

void useIndex(WeightFiles& weights, const fs::path& index)
{
    weights.index = index;
    try {
        weights.indexFault = readIndex(index, weights.shardOfKey);
    } catch (const Error& error) {
        weights.indexFault = error.detail();
    }
    std::set<std::string> names;
    if (weights.indexFault.empty()) {
        for (const auto& [key, name] : weights.shardOfKey)
            names.insert(name);
    }
    for (const std::string& name : names)
        weights.files.push_back(weights.folder / name);
}

/// The pickled forms of the weights, as the libraries name them, or any file with such an ending.
fs::path findPickle(const fs::path& folder)
{
    std::set<fs::path> found;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        const std::string ending = entry->path().extension().string();
        if (ending == ".bin" || ending == ".pt" || ending == ".pth" || ending == ".ckpt")
            found.insert(entry->path());
    }
    return found.empty() ? fs::path() : *found.begin();
}

/// All disagreements between the index and the shards, one a line.
class IndexCheck
{
public:
    void add(const std::string& line)
    {
        constexpr int kMaxLines = 50;
        if (++m_count <= kMaxLines)
            m_lines += "\n  " + line;
    }
    void throwIfAny(const fs::path& index) const
    {
        if (m_count > 0) {
            throw Error(ErrorCode::ModelInvalid, index.string(),
                        "does not fit its shards (" + std::to_string(m_count) + " differences):" + m_lines);
        }
    }

private:
    int m_count = 0;
    std::string m_lines;
};

} // namespace

WeightFiles findWeightFiles(const fs::path& folder, const std::string& stem)
{
    WeightFiles weights;
    weights.folder = folder;
    const struct {
        std::string file;
        std::string index;
    } variants[] = {
        {stem + kWeightsSuffix, stem + ".safetensors.index.json"},
        {stem + ".fp16.safetensors", stem + ".safetensors.index.fp16.json"},
    };
    for (const auto& [file, index] : variants) {
        if (isThere(folder / file)) {
            weights.files = {folder / file};
            return weights;
        }
        if (isThere(folder / index)) {
            useIndex(weights, folder / index);
            return weights;
        }
    }
    weights.pickle = findPickle(folder);
    if (weights.pickle.empty())
        weights.files = {folder / variants[0].file};
    return weights;
}

std::map<std::string, TensorView> openWeights(const WeightFiles& weights)
{
    if (!weights.pickle.empty())
        throw Error(ErrorCode::ModelInvalid, weights.folder.string(), pickleRefusal(weights.pickle));
    if (!weights.indexFault.empty())
        throw Error(ErrorCode::ModelInvalid, weights.index.string(), weights.indexFault);

    std::map<std::string, TensorView> tensors;
    if (weights.index.empty())
        return SafetensorsFile(weights.files.front()).tensors();

    IndexCheck check;
    for (const fs::path& path : weights.files) {
        const std::string name = path.filename().string();
        const SafetensorsFile file(path);
        for (const auto& [key, tensor] : file.tensors()) {
            const auto expected = weights.shardOfKey.find(key);
            if (expected == weights.shardOfKey.end())
                check.add(key + " is in " + name + " and not in the index");
            else if (expected->second != name)
                check.add(key + " is in " + name + " and should be in " + expected->second);
            else
                tensors.emplace(key, tensor);
        }
    }
    for (const auto& [key, name] : weights.shardOfKey) {
        if (!tensors.contains(key))
            check.add(key + " is not in " + name);
    }
    check.throwIfAny(weights.index);
    return tensors;
}

std::string pickleRefusal(const fs::path& pickle)
{
    return "holds its weights as " + pickle.filename().string() +
           ", a pickle that can run code when it is read; save them as safetensors "
           "(save_pretrained(..., safe_serialization=True))";
}

} // namespace dh
