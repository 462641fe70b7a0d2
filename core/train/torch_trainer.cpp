#include "core/train/torch_trainer.h"

#include "core/base/error.h"
#include "core/nn/torch_compat.h"
#include "core/train/data/batches.h"
#include "core/train/training_run.h"

#include <c10/util/Exception.h>

#include <new>

namespace dh
{

namespace
{

TrainingSummary train(const TrainingOptions& options, const std::function<void(const TrainingProgress&)>& onProgress,
                      const CancelToken& cancel)
{
    checkTrainingOptions(options);
    if (options.threads > 0)
        at::set_num_threads(options.threads);
    DataOptions data = options.data;
    data.seed = options.seed;
    const std::unique_ptr<BatchSource> source = openBatches(data);
    return TrainingRun(options, *source, onProgress, cancel).run();
}

bool saysOutOfMemory(const std::string& message)
{
    return message.find("out of memory") != std::string::npos ||
           message.find("not enough memory") != std::string::npos ||
           message.find("allocate memory") != std::string::npos;
}

} // namespace

TrainingSummary TorchTrainer::run(const TrainingOptions& options,
                                  const std::function<void(const TrainingProgress&)>& onProgress,
                                  const CancelToken& cancel)
{
    try {
        return train(options, onProgress, cancel);
    } catch (const std::bad_alloc&) {
        throw Error(ErrorCode::OutOfMemory, "", "the training found no memory");
    } catch (const c10::Error& error) {
        const std::string message = error.what_without_backtrace();
        if (saysOutOfMemory(message))
            throw Error(ErrorCode::OutOfMemory, "", "the training found no memory; a smaller batch needs less");
        throw Error(ErrorCode::Internal, "LibTorch", message.substr(0, message.find('\n')));
    }
}

} // namespace dh
