#include "app/train/options_file.h"

#include "core/base/engine_environment.h"
#include "core/base/error.h"
#include "core/train/torch_trainer.h"

#include <csignal>
#include <iostream>

namespace
{

constexpr int kFailed = 1;
constexpr int kWrongUsage = 2;
constexpr int kInterrupted = 130;

dh::CancelSource& interruption()
{
    static dh::CancelSource source;
    return source;
}

void print(const dh::TrainingProgress& progress)
{
    std::cout << "step " << progress.step << " of " << progress.steps << ", " << progress.size << " px, loss "
              << progress.loss << ", " << progress.samplesPerSecond << " samples/s, "
              << progress.secondsLeft.value_or(0.0) << " s left" << std::endl;
}

} // namespace

/// diffharmony-train OPTIONS.json: trains on packs where there is nothing but LibTorch.
int main(int argc, char** argv)
{
    if (argc != 2) {
        std::cerr << "Usage: diffharmony-train OPTIONS.json\n";
        return kWrongUsage;
    }
    dh::prepareEngineEnvironment(argv);
    (void)interruption();
    std::signal(SIGINT, [](int) { interruption().cancel(); });
    std::signal(SIGTERM, [](int) { interruption().cancel(); });
    try {
        const dh::TrainingSummary summary =
            dh::TorchTrainer().run(dh::readTrainingOptions(argv[1]), print, interruption().token());
        std::cout << (summary.cancelled ? "stopped" : "finished") << " at step " << summary.step << ", loss "
                  << summary.loss << '\n';
        return summary.cancelled ? kInterrupted : 0;
    } catch (const dh::Error& error) {
        std::cerr << dh::errorCodeName(error.code()) << ": " << error.subject() << ": " << error.detail() << '\n';
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
    }
    return kFailed;
}
