#pragma once

#include "core/weights/safetensors_file.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace dh
{

/// Which files hold the weights of one component, found by name and not opened yet.
struct WeightFiles {
    std::filesystem::path folder;
    std::filesystem::path index;                   ///< the shard index; empty for a single file
    std::string indexFault;                        ///< what is wrong with the index; empty when nothing is
    std::map<std::string, std::string> shardOfKey; ///< from the index
    std::vector<std::filesystem::path> files;      ///< one or all shards; they need not exist
    std::filesystem::path pickle; ///< set when the weights are there, but only in a form that is refused
};

/// Looks in `folder` for <stem>.safetensors, its sharded form, and the fp16 variants of both, in this order.
/// Never throws for what it finds.
[[nodiscard]] WeightFiles findWeightFiles(const std::filesystem::path& folder, const std::string& stem);

/// Opens all shards. Each key must be in the shard that the index names for it, and nowhere else.
/// @throws Error ModelInvalid, CorruptFile, FileNotFound, FileUnreadable
[[nodiscard]] std::map<std::string, TensorView> openWeights(const WeightFiles& weights);

/// Why a .bin, .pt or .ckpt file is not read and what to do instead, as a phrase that follows the folder's name.
[[nodiscard]] std::string pickleRefusal(const std::filesystem::path& pickle);

} // namespace dh
