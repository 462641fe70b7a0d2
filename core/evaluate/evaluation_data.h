#pragma once

#include "core/evaluate/run_folder.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dh
{

/// Means over pictures; PSNR is the mean of the pictures' PSNR, as in the literature.
struct MeanErrors {
    int pictures = 0;
    double psnr = 0.0;
    double mse = 0.0;
    double fmse = 0.0;
    double foregroundPsnr = 0.0; ///< from the fMSE of each picture
    double backgroundMse = 0.0;
};

/// `after` as a share of `before`; 1 when both are 0, infinite when only `before` is.
[[nodiscard]] double errorRatio(double after, double before);

/// All records of an evaluation, in an order that doesn't depend on how it was split, and what follows from them.
/// Value type.
class EvaluationData
{
public:
    EvaluationData(RunDescription run, EvaluationRecords records);

    using Filter = std::function<bool(const EvaluationRecord&)>;
    enum class Level { Evaluation, Native };

    [[nodiscard]] const RunDescription& run() const { return m_run; }
    /// Of one system, by place in the list.
    [[nodiscard]] const std::vector<EvaluationRecord>& recordsOf(const EvaluatedSystem& system) const;
    /// The record of one system and item, if it was scored.
    [[nodiscard]] const EvaluationRecord* scored(const EvaluatedSystem& system, int item) const;
    /// Failures of all systems, by place in the list.
    [[nodiscard]] std::vector<EvaluationRecord> failures() const;
    /// The paper's order first, then by name.
    [[nodiscard]] const std::vector<std::string>& subsets() const { return m_subsets; }
    /// Pictures that all systems finished.
    [[nodiscard]] int finishedPictures() const;

    /// Nothing when no picture passes.
    [[nodiscard]] std::optional<MeanErrors> mean(const EvaluatedSystem& system, Level level,
                                                 const Filter& filter = {}) const;

private:
    RunDescription m_run;
    std::map<std::string, std::vector<EvaluationRecord>> m_bySystem;
    std::vector<std::string> m_subsets;
};

} // namespace dh
