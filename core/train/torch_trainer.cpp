#include "core/train/torch_trainer.h"

#include "core/base/system.h"
#include "core/nn/torch_compat.h"
#include "core/nn/torch_device.h"
#include "core/nn/torch_errors.h"
#include "core/train/data/batches.h"
#include "core/train/reproducible.h"
#include "core/train/training_run.h"

namespace dh
{

namespace
{

TrainingSummary train(TrainingOptions options, const std::function<void(const TrainingProgress&)>& onProgress,
                      const CancelToken& cancel)
{
    const at::Device device = deviceByName(options.device);
    options.device = device.str(); // what "auto" turned out to be
    checkTrainingOptions(options);
    const compat::EachWarningOnce warnings;
    computeReproducibly(device);
    // Left to itself, Torch takes as many threads as its BLAS was given, which may be one.
    at::set_num_threads(options.threads > 0 ? options.threads : usableProcessors());
    DataOptions data = options.data;
    data.seed = options.seed;
    const std::unique_ptr<BatchSource> source = openBatches(data);
    return TrainingRun(options, *source, onProgress, cancel).run();
}

} // namespace

TrainingSummary TorchTrainer::run(const TrainingOptions& options,
                                  const std::function<void(const TrainingProgress&)>& onProgress,
                                  const CancelToken& cancel)
{
    TrainingSummary summary;
    translateTorchErrors([&] { summary = train(options, onProgress, cancel); },
                         "the training found no memory; a smaller batch needs less");
    return summary;
}

} // namespace dh
