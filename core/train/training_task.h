#pragma once

#include "core/nn/forward_pass.h"
#include "core/train/trainable_parameters.h"
#include "core/train/training_batch.h"
#include "core/train/training_options.h"
#include "core/weights/checkpoint.h"

#include <ATen/ATen.h>
#include <nlohmann/json.hpp>

#include <functional>
#include <memory>

namespace dh
{

/// What one stage trains and by which loss. Owned by the training thread.
class TrainingTask
{
public:
    virtual ~TrainingTask() = default;

    /// The loss of one batch, a scalar from which gradients flow into parameters(). All that is random in it depends on
    /// the run's seed and `index` only.
    /// @param batch on the task's device
    [[nodiscard]] virtual at::Tensor loss(const TrainingBatch& batch, std::uint64_t index, const ForwardPass& pass) = 0;

    [[nodiscard]] virtual Component component() const = 0;
    [[nodiscard]] virtual TrainableParameters& parameters() = 0;

    /// What an exported model says of itself, besides the weights.
    struct Description {
        nlohmann::json config;
        nlohmann::json modelIndex;
        nlohmann::json schedulerConfig;
        at::Tensor emptyPrompt; ///< undefined when the stage has none
    };
    /// @param batch gives a batch on the task's device, for what has to be measured
    [[nodiscard]] virtual Description describe(const std::function<TrainingBatch()>& batch) = 0;
};

/// @throws Error Model*, DeviceUnavailable
[[nodiscard]] std::unique_ptr<TrainingTask> makeTrainingTask(const TrainingOptions& options);

/// One for each stage.
[[nodiscard]] std::unique_ptr<TrainingTask> makeVaeTask(const TrainingOptions& options);
[[nodiscard]] std::unique_ptr<TrainingTask> makeUNetTask(const TrainingOptions& options);
[[nodiscard]] std::unique_ptr<TrainingTask> makeRefinerTask(const TrainingOptions& options);
[[nodiscard]] std::unique_ptr<TrainingTask> makeConditionVaeTask(const TrainingOptions& options);

/// What the stages share: the weights they start from, and the parameters made of them.
[[nodiscard]] ComponentWeights startingWeights(const TrainingOptions& options, Component component);
[[nodiscard]] ParameterStart parameterStart(const TrainingOptions& options);
/// @throws Error InvalidArgument
[[nodiscard]] at::Device deviceOf(const TrainingOptions& options);

} // namespace dh
