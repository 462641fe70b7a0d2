#pragma once

#include "core/base/cancel.h"
#include "core/evaluate/evaluation_pair.h"
#include "core/evaluate/evaluation_record.h"

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace dh
{

/// The pairs of an evaluation and what their files are, so that records which follow from others are told apart. The
/// files are read when they are first asked for, and not again. Used by one thread.
class EvaluationInputs
{
public:
    /// @param finished  folder of the finished pictures that SystemKind::Results scores; empty = none
    EvaluationInputs(std::vector<EvaluationPair> pairs, std::filesystem::path finished, CancelToken cancel);

    [[nodiscard]] const std::vector<EvaluationPair>& pairs() const { return m_pairs; }
    /// SHA-256 over the names of all pairs and the sizes of their composites, masks and real pictures, none of which is
    /// read; where they are doesn't matter. What is missing counts as such.
    /// @throws Cancelled
    [[nodiscard]] std::string fingerprint() const;

    /// SHA-256 over the contents of composite, mask and real picture, for SystemKind::Results also of the finished one;
    /// where they are doesn't matter. What is missing counts as such; empty when a file can't be read.
    /// @param item    place in the list of pairs
    /// @param system  EvaluatedSystem::key
    /// @throws Cancelled
    [[nodiscard]] const std::string& digest(int item, const std::string& system);
    /// Whether `record` follows from the files as they are; never one that was finished before digests were recorded.
    /// @throws Cancelled
    [[nodiscard]] bool isCurrent(const EvaluationRecord& record);

private:
    [[nodiscard]] std::string computed(const EvaluationPair& pair, bool withFinished) const;

    std::vector<EvaluationPair> m_pairs;
    std::filesystem::path m_finished;
    CancelToken m_cancel;
    std::string m_finishedSystem;
    std::map<std::pair<int, bool>, std::string> m_digests; ///< by item and whether the finished picture is part of it
};

} // namespace dh
