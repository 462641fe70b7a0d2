#pragma once

#include "core/evaluate/pair_scorer.h"
#include "core/evaluate/run_folder.h"

#include <filesystem>
#include <vector>

namespace dh
{

/// Keeps pictures of the results with the largest fMSE of a run, each a strip of composite, result, real picture and
/// their difference, side by side, 256 pixels each. The worst of a whole run are among the worst of its parts, so parts
/// need to keep no more than the whole shows. Used by one thread.
class WorstCases
{
public:
    static constexpr int kKept = 8;

    /// @param known the records of this system that are in the folder already
    WorstCases(std::filesystem::path folder, const std::vector<EvaluationRecord>& known);

    /// Writes the strip if `record` is among the worst so far, and removes the one that no longer is.
    /// @throws Error FileUnwritable, DiskFull
    void offer(const EvaluationRecord& record, const PairScorer& scorer, const Image& result);

    /// Worst first, then by place in the list; failures never.
    [[nodiscard]] static std::vector<EvaluationRecord> chosen(std::vector<EvaluationRecord> records);
    /// Another one for other inputs, so that no picture stands for a record that it wasn't made with.
    [[nodiscard]] static std::filesystem::path fileName(const EvaluationRecord& record);

private:
    void removeOthers() const;
    std::filesystem::path m_folder;
    std::vector<EvaluationRecord> m_kept;
};

} // namespace dh
