#pragma once

#include "core/base/cancel.h"
#include "core/train/training_options.h"

#include <functional>
#include <optional>

namespace dh
{

/// One report of a run, a few a second at most.
struct TrainingProgress {
    std::int64_t step = 0; ///< finished steps
    std::int64_t steps = 0;
    int size = 0;
    int batch = 0;
    double loss = 0.0; ///< smoothed over about a hundred steps
    double learningRate = 0.0;
    double samplesPerSecond = 0.0;
    std::optional<double> secondsLeft;
};

struct TrainingSummary {
    std::int64_t firstStep = 0; ///< where this run began: 0, or the step that it continued from
    std::int64_t step = 0;      ///< where it ended
    double loss = 0.0;          ///< smoothed
    double seconds = 0.0;
    std::uint64_t parameters = 0; ///< trained ones
    bool cancelled = false;
};

/// Trains one network. A run leaves a complete model folder behind, and its own state, from which the next run with the
/// same output folder continues bit for bit. On CUDA it computes without TF32 and by deterministic algorithms where
/// LibTorch has them, but equal bits are not promised: it warns of operations that have none (backward through
/// fused attention, for instance), and another GPU, driver or library may round otherwise.
/// Made, used and destroyed on one thread; a second one fetches the data.
/// Source: scripts/train of the reference; Zhou et al., DiffHarmony (ICMR 2024) and DiffHarmony++ (ACM MM 2024).
class Trainer
{
public:
    virtual ~Trainer() = default;

    /// Runs to options.steps. A cancel writes a checkpoint and returns.
    /// @throws Error InvalidArgument, Model*, FileUnreadable, FileUnwritable (also when another run has the output
    /// folder), DiskFull (the last checkpoint is intact), ModelNotFinite (the loss is no number, or float16 can't hold
    /// it), DeviceUnavailable, OutOfMemory
    virtual TrainingSummary run(const TrainingOptions& options,
                                const std::function<void(const TrainingProgress&)>& onProgress,
                                const CancelToken& cancel) = 0;
};

} // namespace dh
