// A trainer without networks, for tests of what surrounds the real one. It writes the name of its device into the
// output folder and is done; a CUDA device is there when DH_FAKE_CUDA is set. DH_FAKE_STEP is the step that an earlier
// run has reached.

#include "core/base/error.h"
#include "core/train/trainer.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>

namespace
{

using namespace dh;

class FakeTrainer final : public Trainer
{
public:
    TrainingSummary run(const TrainingOptions& options, const std::function<void(const TrainingProgress&)>&,
                        const CancelToken&) override
    {
        if (options.device != "cpu" && std::getenv("DH_FAKE_CUDA") == nullptr)
            throw Error(ErrorCode::DeviceUnavailable, options.device, "there is none");
        std::filesystem::create_directories(options.outputFolder);
        std::ofstream(options.outputFolder / "device") << options.device;
        TrainingSummary summary;
        const char* reached = std::getenv("DH_FAKE_STEP");
        summary.firstStep = reached != nullptr ? std::atoll(reached) : 0;
        summary.step = std::max(summary.firstStep, options.steps);
        return summary;
    }
};

} // namespace

extern "C" __attribute__((visibility("default"))) dh::Trainer* dhCreateTrainer()
{
    return new FakeTrainer;
}
