#pragma once

#include "core/train/trainer.h"

namespace dh
{

/// The Trainer of this program: the edge at which what Torch throws becomes dh::Error.
class TorchTrainer final : public Trainer
{
public:
    TrainingSummary run(const TrainingOptions& options, const std::function<void(const TrainingProgress&)>& onProgress,
                        const CancelToken& cancel) override;
};

} // namespace dh
