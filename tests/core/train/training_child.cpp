#include "core/base/error.h"
#include "core/train/training_run.h"
#include "tests/core/train/random_batches.h"

#include <ATen/Parallel.h>

#include <sys/resource.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string_view>

namespace
{

constexpr int kFailed = 1;
constexpr std::int64_t kCheckpointSteps = 3;

dh::TrainingOptions optionsFor(std::string_view stage)
{
    dh::TrainingOptions options;
    options.modelFolder = std::string(DH_TEST_DATA) + "/goldens/tiny-a";
    options.checkpointEverySteps = kCheckpointSteps;
    options.checkpointEverySeconds = 0.0;
    options.threads = 1;
    options.optimizer.warmUpSteps = 2;
    options.optimizer.schedule = dh::LearningSchedule::Cosine;
    options.optimizer.averages = true;
    if (stage == "unet") {
        options.stage = dh::TrainingStage::UNet;
        options.phases = {{32, 2, 1.0}, {64, 1, 1.0}};
        options.accumulation = 2;
    } else if (stage == "refiner") {
        options.stage = dh::TrainingStage::Refiner;
        options.harmonizedSource = dh::HarmonizedSource::Composite;
        options.phases = {{16, 2, 1.0}, {24, 1, 1.0}};
    } else if (stage == "vae") {
        options.stage = dh::TrainingStage::Vae;
        options.phases = {{16, 2, 1.0}};
    } else {
        options.stage = dh::TrainingStage::ConditionVae;
        options.phases = {{16, 2, 1.0}};
    }
    return options;
}

/// No file may become larger, as on a disk that is all but full.
void limitFileSize(rlim_t bytes)
{
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{bytes, bytes};
    setrlimit(RLIMIT_FSIZE, &limit);
}

} // namespace

/// training_child STAGE OUTPUT STEPS [LARGEST_FILE]: a small training run for tests that kill it. Prints a dot for each
/// batch it fetches.
int main(int argc, char** argv)
{
    class TellingBatches final : public dh::BatchSource
    {
    public:
        dh::TrainingBatch batch(std::uint64_t first, int batchSize, int size) override
        {
            std::cout << '.' << std::flush;
            return m_batches.batch(first, batchSize, size);
        }

    private:
        RandomBatches m_batches;
    };

    if (argc < 4)
        return kFailed;
    dh::TrainingOptions options = optionsFor(argv[1]);
    options.outputFolder = argv[2];
    options.steps = std::atoll(argv[3]);
    if (argc > 4)
        limitFileSize(static_cast<rlim_t>(std::atoll(argv[4])));
    at::set_num_threads(options.threads);
    try {
        TellingBatches batches;
        (void)dh::TrainingRun(options, batches, {}, {}).run();
    } catch (const dh::Error& error) {
        std::cerr << dh::errorCodeName(error.code()) << ' ' << error.subject() << '\n';
        return kFailed;
    }
    return 0;
}
