#include "core/train/training_task.h"

#include "core/base/error.h"
#include "core/train/model_parts.h"

#include <c10/util/Exception.h>

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
    at::Device device = at::kCPU;
    try {
        device = at::Device(options.device);
    } catch (const c10::Error&) {
        throw Error(ErrorCode::InvalidArgument, "device", "'" + options.device + "' is no device; cpu or cuda");
    }
    if (device.is_cuda() && !at::hasCUDA())
        throw Error(ErrorCode::DeviceUnavailable, options.device, "this LibTorch has no CUDA");
    return device;
}

} // namespace dh
