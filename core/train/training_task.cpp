#include "core/train/training_task.h"

#include "core/nn/torch_device.h"
#include "core/train/model_parts.h"

namespace dh
{

std::unique_ptr<TrainingTask> makeTrainingTask(const TrainingOptions& options)
{
    switch (options.stage) {
    case TrainingStage::Vae:
        return makeVaeTask(options);
    case TrainingStage::UNet:
        return makeUNetTask(options);
    case TrainingStage::Refiner:
        return makeRefinerTask(options);
    case TrainingStage::ConditionVae:
        return makeConditionVaeTask(options);
    }
    return nullptr;
}

ComponentWeights startingWeights(const TrainingOptions& options, Component component)
{
    return options.config.empty() ? openComponent(options.modelFolder, component) : emptyComponent(options.config);
}

ParameterStart parameterStart(const TrainingOptions& options)
{
    ParameterStart start;
    start.device = deviceOf(options);
    start.seed = options.seed;
    start.channelsLast = options.channelsLast;
    return start;
}

at::Device deviceOf(const TrainingOptions& options)
{
    return deviceByName(options.device);
}

} // namespace dh
