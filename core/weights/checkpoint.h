#pragma once

#include "core/base/cancel.h"
#include "core/weights/safetensors_file.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dh
{

/// The networks of a checkpoint, each a folder with config.json and weights.
enum class Component { UNet, Vae, ConditionVae, TextEncoder, Refiner };

[[nodiscard]] const char* componentFolder(Component component) noexcept; ///< "unet", "condition_vae", ...

/// Where the parts of a model are. Empty paths mean "inside root, if it has it".
struct ModelLocation {
    std::filesystem::path root;    ///< folder with model_index.json
    std::filesystem::path unet;    ///< overrides root/unet
    std::filesystem::path vae;     ///< overrides root/vae (a ConditionVAE is recognised by its config's _class_name)
    std::filesystem::path refiner; ///< overrides root/refiner
    friend bool operator==(const ModelLocation&, const ModelLocation&) = default;
};

/// A file of a checkpoint, as `diffharmony model info` lists it.
struct CheckpointFile {
    std::filesystem::path path;
    std::uint64_t size = 0;
    std::string sha256; ///< lower-case hex; empty unless asked for
    std::string state;  ///< "ok", or in plain words what is wrong
    std::string dtypes; ///< "F16", "F16, F32"; empty for files without tensors
    std::uint64_t parameters = 0;
};

/// The mapped weights of one component: keys to views, over all its shards.
class ComponentWeights
{
public:
    std::map<std::string, TensorView> tensors;
    std::vector<std::filesystem::path> files;
    std::filesystem::path folder;
    std::shared_ptr<const nlohmann::json> config; ///< parsed config.json, an object
};

/// Gives the middle attention of the VAEs and the refiner the key names of today: {query, key, value, proj_attn} of
/// older files become {to_q, to_k, to_v, to_out.0}. A key whose new name is taken stays, to be reported as unexpected.
void renameOldAttentionKeys(std::map<std::string, TensorView>& tensors);

/// A folder in the layout of the diffusers library, checked as far as files, JSON and safetensors headers go; shapes
/// are checked when a network is built from it. Copies share mappings. Reading is thread-safe.
class Checkpoint
{
public:
    /// @throws Error ModelMissing (no such folder, no model_index.json), ModelIncomplete (names every missing file at
    /// once),
    ///         ModelInvalid (bad JSON, cyclic or wrong shard index, or a lone .bin, with the advice to convert it),
    ///         CorruptFile
    explicit Checkpoint(const ModelLocation& location);

    [[nodiscard]] const ModelLocation& location() const { return m_location; }
    [[nodiscard]] bool has(Component component) const;
    /// @pre has(component)
    [[nodiscard]] const ComponentWeights& component(Component component) const;

    [[nodiscard]] const nlohmann::json& modelIndex() const;
    [[nodiscard]] const nlohmann::json& schedulerConfig() const;
    /// The constant embedding of the empty prompt, [1, tokens, width], when null_prompt.safetensors is there.
    [[nodiscard]] const std::optional<TensorView>& nullPrompt() const { return m_nullPrompt; }
    /// The folder with vocab.json and merges.txt; empty when absent.
    [[nodiscard]] const std::filesystem::path& tokenizerFolder() const { return m_tokenizerFolder; }

    /// SHA-256 over the relative names, sizes and contents of all weight and config files: identifies the model in
    /// results. Reads every file, which takes about a second a gigabyte.
    /// @param progress called with 0..1; returning false stops and yields an empty string
    /// @throws Error FileUnreadable
    [[nodiscard]] std::string contentHash(const std::function<bool(double)>& progress = {}) const;

    /// Lists every file that a checkpoint there has or should have, with what is wrong with each, without throwing for
    /// what it finds.
    /// @throws Cancelled
    [[nodiscard]] static std::vector<CheckpointFile> inspect(const ModelLocation& location, bool withHashes,
                                                             const CancelToken& cancel = {});

private:
    ModelLocation m_location;
    std::map<Component, ComponentWeights> m_components;
    std::shared_ptr<const nlohmann::json> m_modelIndex;
    std::shared_ptr<const nlohmann::json> m_schedulerConfig;
    std::optional<TensorView> m_nullPrompt;
    std::filesystem::path m_tokenizerFolder;
    std::map<std::string, std::filesystem::path> m_files; ///< by name inside the layout, wherever they really are
};

} // namespace dh
