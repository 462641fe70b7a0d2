#include "app/cli/train_command.h"

#include "app/cli/json_output.h"
#include "app/cli/options.h"
#include "app/cli/terminal_progress.h"
#include "app/cli/text_format.h"
#include "app/cli/train_pack_command.h"

#include "core/train/trainer_module.h"

#include <array>
#include <charconv>
#include <chrono>
#include <iostream>

namespace dh
{

namespace
{

using Clock = std::chrono::steady_clock;

/// Between lines where a line can't be redrawn: a log of a long run stays readable.
constexpr std::chrono::seconds kPlainLineEvery{30};
constexpr double kPercent = 100.0;

std::string shortNumber(double value)
{
    constexpr int kDigits = 4;
    std::array<char, 32> text;
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, kDigits).ptr;
    return {text.data(), end};
}

std::string progressText(const TrainingProgress& progress)
{
    std::string text =
        "step " + std::to_string(progress.step) + " of " + std::to_string(progress.steps) + " (" +
        fixedText(kPercent * static_cast<double>(progress.step) / static_cast<double>(progress.steps), 1) + " %), " +
        std::to_string(progress.size) + " px, loss " + shortNumber(progress.loss) + ", rate " +
        shortNumber(progress.learningRate) + ", " + fixedText(progress.samplesPerSecond, 1) + " samples/s";
    if (progress.secondsLeft)
        text += ", " + durationText(*progress.secondsLeft) + " left";
    return text;
}

/// One line on stderr, redrawn where that is possible.
class TrainingLine
{
public:
    TrainingLine() : m_style(detectTerminalStyle()) {}
    TrainingLine(const TrainingLine&) = delete;
    TrainingLine& operator=(const TrainingLine&) = delete;
    ~TrainingLine()
    {
        if (m_style.redraws && m_shown)
            std::cerr << "\n";
    }
    void show(const TrainingProgress& progress)
    {
        const auto now = Clock::now();
        const bool ends = progress.step == progress.steps;
        if (!m_style.redraws && m_shown && !ends && now - m_shownAt < kPlainLineEvery)
            return;
        m_shown = true;
        m_shownAt = now;
        const std::string line = progressText(progress);
        if (m_style.redraws)
            std::cerr << "\r\033[K" << line.substr(0, static_cast<std::size_t>(m_style.columns - 1)) << std::flush;
        else
            std::cerr << line + "\n" << std::flush;
    }

private:
    TerminalStyle m_style;
    bool m_shown = false;
    Clock::time_point m_shownAt;
};

Json toJson(const TrainingSummary& summary, const TrainingOptions& options, int exitCode)
{
    return {{"outcome", outcomeName(exitCode)},
            {"stage", trainingStageName(options.stage)},
            {"firstStep", summary.firstStep},
            {"step", summary.step},
            {"steps", options.steps},
            {"loss", summary.loss},
            {"seconds", summary.seconds},
            {"parameters", summary.parameters},
            {"output", options.outputFolder.string()}};
}

void print(const TrainingSummary& summary, const TrainingOptions& options)
{
    if (!summary.cancelled && summary.firstStep >= options.steps) {
        std::cout << "No step is left: the run has done " << countText(summary.firstStep, "step")
                  << " already; the model is in " << options.outputFolder.string()
                  << ". A larger --steps goes on from there.\n";
        return;
    }
    if (summary.firstStep > 0)
        std::cout << "Continued from step " << summary.firstStep << ".\n";
    std::cout << (summary.cancelled ? "Stopped" : "Finished") << " at step " << summary.step << " of " << options.steps
              << " after " << durationText(summary.seconds) << ", loss " << shortNumber(summary.loss)
              << "; the model is in " << options.outputFolder.string() << ".\n";
    if (summary.cancelled)
        std::cout << "The same command goes on from here.\n";
}

int runTraining(const TrainingOptions& options, bool json, const CancelToken& cancel)
{
    const std::unique_ptr<Trainer> trainer = loadTrainer();
    TrainingSummary summary;
    {
        TrainingLine line;
        summary = trainer->run(
            options, [&line](const TrainingProgress& progress) { line.show(progress); }, cancel);
    }
    const int exitCode = summary.cancelled ? kExitCancelled : kExitDone;
    if (json)
        printJson(toJson(summary, options, exitCode));
    else
        print(summary, options);
    return exitCode;
}

const char* descriptionOf(TrainingStage stage)
{
    switch (stage) {
    case TrainingStage::Vae:
        return "Train an autoencoder on real pictures";
    case TrainingStage::UNet:
        return "Train the denoiser on the latents of the model's autoencoder";
    case TrainingStage::Refiner:
        return "Train the refiner on what the model's first stage makes";
    case TrainingStage::ConditionVae:
        return "Train a decoder that sees the composite, made of the model's autoencoder";
    }
    return "";
}

} // namespace

void addTrainStageCommand(CLI::App& train, Invocation& invocation, TrainingStage stage)
{
    struct Parsed {
        TrainingOptions options;
        bool json = false;
    };
    auto parsed = std::make_shared<Parsed>();
    parsed->options.stage = stage;
    CLI::App* command = train.add_subcommand(trainingStageName(stage), descriptionOf(stage));
    declareTrainingOptions(*command, parsed->options);
    command->add_flag("--json", parsed->json, "Print one JSON object and nothing else");
    command->callback([parsed, &invocation] {
        checkTrainingUsage(parsed->options);
        invocation.json = parsed->json;
        invocation.run = [parsed](const CancelToken& cancel) {
            return runTraining(parsed->options, parsed->json, cancel);
        };
    });
}

void addTrainCommand(CLI::App& app, Invocation& invocation)
{
    CLI::App* train = app.add_subcommand("train", "Train a model, or go on with one");
    train->require_subcommand(1);
    addExamples(*train, "  diffharmony train pack --photos photos --masks masks --output photos.pack\n"
                        "  diffharmony train refiner --model sd-harmony --data photos.pack --output my-model "
                        "--steps 20000 --ema\n");
    for (const TrainingStage stage :
         {TrainingStage::Vae, TrainingStage::UNet, TrainingStage::Refiner, TrainingStage::ConditionVae})
        addTrainStageCommand(*train, invocation, stage);
    addTrainPackCommand(*train, invocation);
}

} // namespace dh
