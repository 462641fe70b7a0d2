#include "core/train/training_options.h"

#include "core/base/error.h"
#include "core/base/resolution.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dh
{

namespace
{

constexpr int kLargestSize = 4096;

void require(bool holds, const char* subject, const char* detail)
{
    if (!holds)
        throw Error(ErrorCode::InvalidArgument, subject, detail);
}

/// The step at which each phase is over; the last is options.steps.
std::vector<std::int64_t> phaseEnds(const TrainingOptions& options)
{
    double total = 0.0;
    for (const TrainingPhase& phase : options.phases)
        total += phase.share;
    std::vector<std::int64_t> ends;
    double shares = 0.0;
    for (const TrainingPhase& phase : options.phases) {
        shares += phase.share;
        ends.push_back(std::llround(shares / total * static_cast<double>(options.steps)));
    }
    return ends;
}

} // namespace

double pixelsOfBatch(const TrainingPhase& phase)
{
    return static_cast<double>(phase.batch) * phase.size * phase.size;
}

const char* trainingStageName(TrainingStage stage) noexcept
{
    switch (stage) {
    case TrainingStage::Vae:
        return "vae";
    case TrainingStage::UNet:
        return "unet";
    case TrainingStage::Refiner:
        return "refiner";
    case TrainingStage::ConditionVae:
        return "condition-vae";
    }
    return "";
}

const TrainingPhase& phaseOfStep(const TrainingOptions& options, std::int64_t step)
{
    const std::vector<std::int64_t> ends = phaseEnds(options);
    for (std::size_t i = 0; i < ends.size(); ++i)
        if (step < ends[i])
            return options.phases[i];
    return options.phases.back();
}

std::uint64_t firstSampleOf(const TrainingOptions& options, std::uint64_t index)
{
    const std::vector<std::int64_t> ends = phaseEnds(options);
    std::uint64_t first = 0;
    std::uint64_t begin = 0;
    for (std::size_t i = 0; i < ends.size(); ++i) {
        const std::uint64_t end =
            static_cast<std::uint64_t>(ends[i]) * static_cast<std::uint64_t>(options.accumulation);
        const bool isWithin = index < end || i + 1 == ends.size();
        first += ((isWithin ? index : end) - begin) * static_cast<std::uint64_t>(options.phases[i].batch);
        if (isWithin)
            break;
        begin = end;
    }
    return first;
}

double pixelsLeft(const TrainingOptions& options, std::int64_t step)
{
    const std::vector<std::int64_t> ends = phaseEnds(options);
    double pixels = 0.0;
    for (std::size_t i = 0; i < ends.size(); ++i) {
        const TrainingPhase& phase = options.phases[i];
        const auto steps = static_cast<double>(std::max<std::int64_t>(0, ends[i] - step));
        pixels += steps * pixelsOfBatch(phase) * options.accumulation;
        step = std::max(step, ends[i]);
    }
    return pixels;
}

double learningRateOfStep(const TrainingOptions& options, std::int64_t step)
{
    const OptimizerOptions& optimizer = options.optimizer;
    const auto at = static_cast<double>(step);
    const auto warmUp = static_cast<double>(optimizer.warmUpSteps);
    if (at < warmUp)
        return optimizer.learningRate * at / warmUp;
    if (optimizer.schedule == LearningSchedule::Constant)
        return optimizer.learningRate;
    const double done = (at - warmUp) / std::max(1.0, static_cast<double>(options.steps) - warmUp);
    const double wave = 0.5 * (1.0 + std::cos(std::numbers::pi * std::min(1.0, done)));
    return optimizer.learningRate * (optimizer.finalRate + (1.0 - optimizer.finalRate) * wave);
}

void checkTrainingOptions(const TrainingOptions& options)
{
    require(!options.outputFolder.empty(), "output", "a folder is missing");
    const bool isVae = options.stage == TrainingStage::Vae;
    require(!options.modelFolder.empty() || (isVae && !options.config.empty()), "model",
            isVae ? "a checkpoint to go on from is missing, or the config.json of an empty VAE"
                  : "a checkpoint is missing; the training needs the other networks in it");
    require(options.stage != TrainingStage::ConditionVae || options.config.empty(), "config",
            "the condition VAE starts from the model's VAE");
    require(options.steps > 0, "steps", "should be at least 1");
    require(options.accumulation > 0, "accumulation", "should be at least 1");
    require(!options.phases.empty(), "sizes", "are missing");
    for (const TrainingPhase& phase : options.phases) {
        require(phase.size >= 8 && phase.size <= kLargestSize && phase.size % 8 == 0, "sizes",
                "should be multiples of 8 up to 4096");
        require(phase.batch > 0 && phase.share > 0.0, "sizes", "need a batch and a share above 0");
    }
    require(options.inferenceSize == 0 || (options.inferenceSize % 8 == 0 && options.inferenceSize >= 8),
            "inference size", "should be a multiple of 8");
    require(options.latentResidualScale.value_or(0.0) >= 0.0, "latent residual scale", "should not be negative");
    require(isNetworkResolution(options.refineResolution.value_or(0)), "refine resolution",
            "should be 0, or a multiple of 64 between 64 and 4096");
    require(options.timesteps.focusFirst >= 0 && options.timesteps.focusFirst <= options.timesteps.focusLast,
            "focus first", "should be between 0 and the last timestep of the focus range");
    require(options.keep > 0, "keep", "should be at least 1");
    require(options.autocast != Autocast::Float16 || options.device == "auto" || options.device.starts_with("cuda"),
            "autocast", "float16 needs a CUDA device");
}

} // namespace dh
