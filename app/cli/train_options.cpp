#include "app/cli/options.h"
#include "app/cli/train_command.h"

#include "core/base/error.h"

#include <algorithm>
#include <limits>

namespace dh
{

namespace
{

constexpr std::int64_t kMostSteps = 1'000'000'000;
constexpr int kMostBatch = 65536;
constexpr int kMostSize = 4096;
constexpr int kMostThreads = 1024;
constexpr int kLastTimestep = 999;
constexpr int kMostInferenceSteps = 50;
constexpr double kLargest = std::numeric_limits<double>::max();

/// "64:32:0.5,128:16": size, batch and share of each phase.
std::vector<TrainingPhase> parsePhases(const std::string& text)
{
    constexpr auto kName = "--sizes";
    std::vector<TrainingPhase> phases;
    for (const std::string& part : CLI::detail::split(text, ',')) {
        const std::vector<std::string> fields = CLI::detail::split(part, ':');
        if (fields.size() < 2 || fields.size() > 3)
            throw CLI::ValidationError(kName, "'" + part + "' isn't of the form SIZE:BATCH or SIZE:BATCH:SHARE");
        TrainingPhase phase;
        phase.size = parseNumber(kName, fields[0], 8, kMostSize);
        phase.batch = parseNumber(kName, fields[1], 1, kMostBatch);
        if (fields.size() == 3)
            phase.share = parseNumber(kName, fields[2], 1e-6, 1e6);
        phases.push_back(phase);
    }
    return phases;
}

void declareModel(CLI::App& command, TrainingOptions& options)
{
    CLI::App& group = *command.add_option_group("Model");
    addPath(group, "--model", options.modelFolder, "The checkpoint to go on from, and the parts that stay as they are",
            "DIR");
    if (options.stage != TrainingStage::ConditionVae)
        addPath(group, "--config", options.config, "Start from an empty network of this config.json");
    addPath(group, "--output,-o", options.outputFolder,
            "Receives the whole model, and training/ with the state, log.csv and loss.svg; a run that finds its state "
            "there goes on",
            "DIR")
        ->required();
    group.add_flag("--restart", options.restart, "Begin anew even if the output folder holds a state");
    addChoice(group, "--storage", options.storage,
              {{"float32", WeightStorage::Float32}, {"float16", WeightStorage::Float16}},
              "Type of the exported weights (default float32)");
}

void declareData(CLI::App& command, TrainingOptions& options)
{
    CLI::App& group = *command.add_option_group("Data");
    group
        .add_option_function<std::vector<std::string>>(
            "--data",
            [&options](const std::vector<std::string>& paths) {
                options.data.packs.assign(paths.begin(), paths.end());
            },
            "Packs written by 'diffharmony train pack'")
        ->type_name("FILE")
        ->required();
    group.add_option_function<bool>(
        "--flip", [&options](bool on) { options.data.flip = on; }, "Mirror half of the samples (default true)");
    group.add_option_function<bool>(
        "--crop", [&options](bool on) { options.data.crop = on; }, "Take random parts of the pictures (default true)");
    addNumber(group, "--pair-share", options.data.pairShare, 0.0, 1.0,
              "Share of pairs where the data holds pairs and photographs (default 0.5)");
    addNumber(group, "--unchanged-share", options.data.changes.unchanged, 0.0, 1e6,
              "Weight of samples whose composite is the real picture (default 0.08)");
    addNumber(group, "--recolour-share", options.data.recolourShare, 0.0, 1.0,
              "Share of photographs that get other colours as a whole before a composite is made of them (default 0)");
    addNumber(group, "--seed", options.seed, std::uint64_t{0}, std::numeric_limits<std::uint64_t>::max(),
              "All that is random follows from it (default 1)");
    group.add_flag("--inverse", options.inverse, "Swap composite and real picture");
}

void declareSchedule(CLI::App& command, TrainingOptions& options)
{
    CLI::App& group = *command.add_option_group("Schedule");
    addNumber(group, "--steps", options.steps, std::int64_t{1}, kMostSteps, "Optimizer steps in all (default 100000)");
    group
        .add_option_function<std::string>(
            "--sizes", [&options](const std::string& text) { options.phases = parsePhases(text); },
            "Phases as SIZE:BATCH:SHARE, coarse to fine, for instance 32:64:0.3,64:32:0.4,256:4:0.3 (default 256:16)")
        ->type_name("LIST");
    addNumber(group, "--accumulation", options.accumulation, 1, kMostBatch, "Batches per step (default 1)");
    OptimizerOptions& optimizer = options.optimizer;
    addNumber(group, "--learning-rate", optimizer.learningRate, 0.0, 1.0, "Of AdamW (default 1e-4)");
    addNumber(group, "--warm-up", optimizer.warmUpSteps, std::int64_t{0}, kMostSteps,
              "Steps until the learning rate is reached (default 500)");
    addChoice(group, "--schedule", optimizer.schedule,
              {{"constant", LearningSchedule::Constant}, {"cosine", LearningSchedule::Cosine}},
              "Course of the learning rate after that (default constant)");
    addNumber(group, "--final-rate", optimizer.finalRate, 0.0, 1.0,
              "Share of the rate left at cosine's end (default 0.01)");
    addNumber(group, "--beta1", optimizer.beta1, 0.0, 1.0, "Of AdamW (default 0.9)");
    addNumber(group, "--beta2", optimizer.beta2, 0.0, 1.0, "Of AdamW (default 0.999)");
    addNumber(group, "--weight-decay", optimizer.weightDecay, 0.0, 1.0, "Of AdamW (default 0.01)");
    addNumber(group, "--gradient-clip", optimizer.gradientClip, 0.0, kLargest,
              "Largest norm of the gradients, 0 for none (default 1)");
    group.add_flag("--ema", optimizer.averages, "Export an exponential moving average of the weights");
    addNumber(group, "--ema-decay", optimizer.averageDecay, 0.0, 1.0, "Its decay (default 0.9999)");
    group.add_flag("--ema-copy", optimizer.copyAverages,
                   "Go on from the average after each checkpoint, as the reference does");
}

void declareLoss(CLI::App& command, TrainingOptions& options)
{
    if (options.stage == TrainingStage::ConditionVae) // has one loss, without settings
        return;
    CLI::App& group = *command.add_option_group("Loss");
    if (options.stage == TrainingStage::Vae) {
        addNumber(group, "--squared-weight", options.loss.squaredWeight, 0.0, kLargest,
                  "Of the squared error (default 0.1)");
        addNumber(group, "--edge-weight", options.loss.edgeWeight, 0.0, kLargest,
                  "Of the error of differences between neighbours (default 0.5)");
        addNumber(group, "--kl-weight", options.loss.klWeight, 0.0, kLargest,
                  "Of the posterior's divergence (default 1e-6)");
        return;
    }
    addChoice(group, "--loss", options.loss.area, {{"whole", LossArea::Whole}, {"foreground", LossArea::Foreground}},
              "Where errors count (default: foreground for unet, whole for refiner)");
    addNumber(group, "--outside-weight", options.loss.outsideWeight, 0.0, kLargest,
              "Foreground loss: weight of the error outside the mask (default 0)");
    addNumber(
        group, "--balance", options.loss.balance, 0.0, kLargest,
        "Weight each sample by B / (B + its composite's squared error in [-1, 1]); 0 for equal weights (default 0)");
}

void declareUNet(CLI::App& command, TrainingOptions& options)
{
    CLI::App& group = *command.add_option_group("UNet");
    addNumber<double>(group, "--latent-residual-scale", options.latentResidualScale, 0.0, kLargest,
                      "K > 0: denoise K times the change of the composite's latents (default: the model's)");
    addChoice(group, "--prediction", options.prediction, {{"epsilon", "epsilon"}, {"v_prediction", "v_prediction"}},
              "What the network predicts (default: the model's)");
    addNumber(group, "--focus-share", options.timesteps.focusShare, 0.0, 1.0,
              "Share of samples with a timestep from the focus range (default 0)");
    addNumber(group, "--focus-first", options.timesteps.focusFirst, 0, kLastTimestep,
              "Begin of that range (default 950)");
    addNumber(group, "--focus-last", options.timesteps.focusLast, 0, kLastTimestep, "End of that range (default 999)");
    group.add_flag("--gradient-checkpointing", options.gradientCheckpointing,
                   "Compute every block twice instead of keeping what is inside it");
}

void declareRefiner(CLI::App& command, TrainingOptions& options)
{
    CLI::App& group = *command.add_option_group("Refiner");
    addChoice(group, "--harm-source", options.harmonizedSource,
              {{"pipeline", HarmonizedSource::Pipeline}, {"composite", HarmonizedSource::Composite}},
              "What is refined: the first stage's result, or the composite (default pipeline)");
    addNumber(group, "--inference-size", options.inferenceSize, 0, kMostSize,
              "Size at which the first stage runs; 0 for the phase's (default 0)");
    addNumber(group, "--inference-steps", options.inferenceSteps, 0, kMostInferenceSteps,
              "Its steps; 0 for the model's (default 0)");
    addNumber<int>(
        group, "--refine-resolution", options.refineResolution, 0, kMostSize,
        "Written into the model: the long side at which its refiner works, a multiple of 64 (default: the model's)");
    group.add_option_function<bool>(
        "--zero-output", [&options](bool on) { options.zeroOutput = on; },
        "An empty refiner begins by changing nothing (default true)");
}

void declareMachine(CLI::App& command, TrainingOptions& options)
{
    CLI::App& group = *command.add_option_group("Machine");
    group.add_option("--device", options.device, "auto, cpu, cuda or cuda:N (default cpu)")->type_name("NAME");
    addChoice(group, "--autocast", options.autocast,
              {{"none", Autocast::None}, {"bfloat16", Autocast::BFloat16}, {"float16", Autocast::Float16}},
              "Type of the heavy operations (default none)");
    addNumber(group, "--threads", options.threads, 0, kMostThreads,
              "0 for as many as there are processors (default 0)");
    group.add_option_function<bool>(
        "--channels-last", [&options](bool on) { options.channelsLast = on; },
        "Memory layout of pictures and convolutions (default true)");
    addNumber(group, "--checkpoint-steps", options.checkpointEverySteps, std::int64_t{0}, kMostSteps,
              "Save after every so many steps (default 0, by time only)");
    addNumber(group, "--checkpoint-seconds", options.checkpointEverySeconds, 0.0, kLargest,
              "Save after so many seconds (default 600)");
    addNumber(group, "--keep", options.keep, 1, kMostThreads, "States to keep (default 1)");
}

} // namespace

void declareTrainingOptions(CLI::App& command, TrainingOptions& options)
{
    declareModel(command, options);
    declareData(command, options);
    declareSchedule(command, options);
    declareLoss(command, options);
    if (options.stage == TrainingStage::UNet)
        declareUNet(command, options);
    if (options.stage == TrainingStage::Refiner)
        declareRefiner(command, options);
    if (options.stage == TrainingStage::ConditionVae)
        command.add_option_group("Condition VAE")
            ->add_flag("--freeze-decoder", options.freezeDecoder, "Train the second encoder and its skips alone");
    declareMachine(command, options);
}

void checkTrainingUsage(const TrainingOptions& options)
{
    try {
        checkTrainingOptions(options);
    } catch (const Error& error) {
        // Options are named like the fields: "refine resolution" is --refine-resolution.
        std::string option = "--" + error.subject();
        std::replace(option.begin(), option.end(), ' ', '-');
        throw CLI::ValidationError(option, error.detail());
    }
}

} // namespace dh
