#pragma once

#include "core/base/file_lock.h"
#include "core/nn/forward_pass.h"
#include "core/train/batch_prefetch.h"
#include "core/train/model_export.h"
#include "core/train/trainer.h"
#include "core/train/training_log.h"
#include "core/train/training_state.h"
#include "core/train/training_task.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace dh
{

/// One run from its first or newest state to the last step; while it lives, no other one can have its output folder.
/// Made and used on one thread.
class TrainingRun
{
public:
    /// @param source outlives this object
    /// @throws Error FileUnwritable, also when another run has the output folder; see Trainer::run() for others
    TrainingRun(const TrainingOptions& options, BatchSource& source,
                std::function<void(const TrainingProgress&)> onProgress, const CancelToken& cancel);

    /// See Trainer::run().
    TrainingSummary run();

private:
    using Clock = std::chrono::steady_clock;

    /// Alone in the run's folder, without what a killed run left half-written.
    void occupyFolder();
    void resume();
    void startLossScale();
    void runStep();
    [[nodiscard]] double backwardOverBatches(const TrainingPhase& phase);
    void applyGradients(double loss);
    [[nodiscard]] double lossScale() const;
    [[nodiscard]] BatchRequest requestFor(std::uint64_t index) const;
    [[nodiscard]] TrainingBatch onDevice(const TrainingBatch& batch) const;
    void report(const TrainingPhase& phase);
    [[nodiscard]] bool isCheckpointDue() const;
    void writeCheckpoint();

    TrainingOptions m_options;
    std::function<void(const TrainingProgress&)> m_onProgress;
    CancelToken m_cancel;
    ForwardPass m_pass;
    std::filesystem::path m_runFolder;
    std::optional<FileLock> m_lock;
    std::unique_ptr<TrainingTask> m_task;
    AdamW m_optimizer;
    BatchPrefetch m_batches;
    StateFolder m_states;
    ModelExport m_export;
    TrainingState m_state;
    std::unique_ptr<TrainingLog> m_log;
    TrainingLogRow m_row; ///< of the step that runs
    Clock::time_point m_savedAt;
    Clock::time_point m_measuredAt; ///< begin of the interval that the rate is measured over
    double m_pixels = 0.0;          ///< in that interval
    double m_samples = 0.0;
    double m_pixelsPerSecond = 0.0;
};

} // namespace dh
