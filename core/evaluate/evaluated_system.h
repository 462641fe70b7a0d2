#pragma once

#include "core/evaluate/pair_scorer.h"

#include <cstdint>
#include <string>
#include <vector>

namespace dh
{

enum class SystemKind {
    Composite,     ///< the untouched composite
    Reinhard,      ///< see reinhardTransfer
    SeamlessClone, ///< see seamlessCloned
    Results,       ///< finished pictures from a folder
    Model,         ///< the engine
    Identity,      ///< the engine, given the real picture as composite
};

/// One of the methods that an evaluation compares; a row of its tables. The settings matter for the engine's kinds
/// only.
struct EvaluatedSystem {
    SystemKind kind = SystemKind::Composite;
    int resolution = 0; ///< long side at which the networks run; 0 = the model's own
    bool refined = true;
    std::uint64_t seed = 0;

    [[nodiscard]] bool needsEngine() const { return kind == SystemKind::Model || kind == SystemKind::Identity; }
    /// What journals call it: "composite", "model-512-refined-42".
    [[nodiscard]] std::string key() const;
    /// What tables call it: "Model, 512 px, refined".
    [[nodiscard]] std::string label() const;
    friend bool operator==(const EvaluatedSystem&, const EvaluatedSystem&) = default;
};

/// The system that `key` names.
/// @throws Error CorruptFile
[[nodiscard]] EvaluatedSystem systemFromKey(const std::string& key);

/// The system whose worst cases a report shows: the first of the engine's or of finished pictures, else the first.
/// @pre not empty
[[nodiscard]] const EvaluatedSystem& mainSystem(const std::vector<EvaluatedSystem>& systems);

} // namespace dh
