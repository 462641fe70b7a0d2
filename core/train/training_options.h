#pragma once

#include "core/train/data/data_options.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace dh
{

/// The networks that can be trained, in the order in which a model is made.
enum class TrainingStage { Vae, UNet, Refiner, ConditionVae };

[[nodiscard]] const char* trainingStageName(TrainingStage stage) noexcept; ///< "condition-vae", as on command lines

enum class LearningSchedule { Constant, Cosine };
enum class Autocast { None, BFloat16, Float16 };
enum class LossArea { StageDefault, Whole, Foreground };
enum class HarmonizedSource { Pipeline, Composite };
enum class WeightStorage { Float32, Float16 };

/// A part of a run at one picture size: coarse to fine is a list of them.
struct TrainingPhase {
    int size = 256; ///< side of the square pictures
    int batch = 16;
    double share = 1.0; ///< of the steps, relative to the other phases'
};

/// AdamW and what surrounds it; the defaults are the reference's.
struct OptimizerOptions {
    double learningRate = 1e-4;
    double beta1 = 0.9;
    double beta2 = 0.999;
    double weightDecay = 1e-2;
    double epsilon = 1e-8;
    std::int64_t warmUpSteps = 500; ///< the rate rises linearly from 0
    LearningSchedule schedule = LearningSchedule::Constant;
    double finalRate = 0.01;   ///< Cosine: share of the rate that is left at the end
    double gradientClip = 1.0; ///< largest norm over all gradients; 0 = no clipping
    bool averages = false;     ///< keep an exponential moving average (EMA); it is then what is exported
    double averageDecay = 0.9999;
    /// The reference goes on from the averages after each checkpoint. That makes a run depend on how often it is saved,
    /// so it is off unless asked for.
    bool copyAverages = false;
};

/// How errors are weighted. StageDefault is the paper's: the foreground for the UNet, the whole picture for the
/// refiner. The autoencoders' losses have no area.
struct LossOptions {
    LossArea area = LossArea::StageDefault;
    double outsideWeight = 0.0; ///< Foreground: weight of the mean error outside the mask
    /// b > 0 weights each sample by b / (b + its composite's mean squared error inside the mask), so that strong
    /// changes don't drown the subtle ones.
    double balance = 0.0;
    /// VAE: parts besides the mean absolute error.
    double squaredWeight = 0.1;
    double edgeWeight = 0.5; ///< mean absolute error of the differences between neighbours, for sharpness
    double klWeight = 1e-6;  ///< mean over the latents
};

/// The timesteps that the UNet is trained at: uniform over all, or with probability `focusShare` within
/// [focusFirst, focusLast].
struct TimestepOptions {
    double focusShare = 0.0;
    int focusFirst = 950;
    int focusLast = 999;
};

/// Everything that decides the outcome of a run. A plain value, free of Torch.
struct TrainingOptions {
    TrainingStage stage = TrainingStage::Refiner;
    /// A checkpoint: the weights to go on from, and the frozen networks. Empty only for a VAE from `config`.
    std::filesystem::path modelFolder;
    /// A config.json: the trained network starts empty, with this shape.
    std::filesystem::path config;
    /// Receives a complete model folder, and the state of the run in training/.
    std::filesystem::path outputFolder;
    DataOptions data;

    std::int64_t steps = 100000;
    std::vector<TrainingPhase> phases{TrainingPhase{}};
    int accumulation = 1; ///< batches a step
    std::uint64_t seed = 1;

    OptimizerOptions optimizer;
    LossOptions loss;
    TimestepOptions timesteps;

    /// Fields of model_index.json and scheduler_config.json that differ from modelFolder's.
    std::optional<double> latentResidualScale; ///< UNet
    std::optional<std::string> prediction;     ///< UNet: "epsilon" or "v_prediction"
    std::optional<int> refineResolution;       ///< Refiner: the size at which the product runs it, see Model::Settings

    HarmonizedSource harmonizedSource = HarmonizedSource::Pipeline;
    int inferenceSize = 0;      ///< Refiner: at which the frozen pipeline runs; 0 = the phase's size
    int inferenceSteps = 0;     ///< 0 = the model's default
    bool zeroOutput = true;     ///< Refiner from `config`: the last convolution starts at zero, the residual with it
    bool freezeDecoder = false; ///< ConditionVae
    bool inverse = false;       ///< swaps composite and real picture

    std::string device = "cpu"; ///< or "cuda", "cuda:1", or "auto": a CUDA device where there is one
    Autocast autocast = Autocast::None;
    bool gradientCheckpointing = false; ///< UNet: computes each block twice instead of keeping what is inside it
    bool channelsLast = true;
    int threads = 0; ///< 0 = as many as there are processors

    std::int64_t checkpointEverySteps = 0; ///< 0 = by time only
    double checkpointEverySeconds = 600.0; ///< 0 = by steps only
    int keep = 1;                          ///< states of the run
    bool restart = false;                  ///< ignore the state in the output folder
    WeightStorage storage = WeightStorage::Float32;
};

/// The phase of step `step` (0-based) of `options.steps`, by the phases' shares.
[[nodiscard]] const TrainingPhase& phaseOfStep(const TrainingOptions& options, std::int64_t step);
/// The number of the first sample in batch `index` of the run: no phase sees what an earlier one has seen.
[[nodiscard]] std::uint64_t firstSampleOf(const TrainingOptions& options, std::uint64_t index);

/// Picture elements of one batch.
[[nodiscard]] double pixelsOfBatch(const TrainingPhase& phase);
/// Picture elements that the steps from `step` on still have to look at: the measure of time left.
[[nodiscard]] double pixelsLeft(const TrainingOptions& options, std::int64_t step);

/// The learning rate of step `step` (0-based): warm-up times schedule, as diffusers' get_scheduler computes them.
[[nodiscard]] double learningRateOfStep(const TrainingOptions& options, std::int64_t step);

/// @throws Error InvalidArgument naming the first field that can't be
void checkTrainingOptions(const TrainingOptions& options);

} // namespace dh
