#include "app/cli/command.h"
#include "app/cli/error_text.h"
#include "app/cli/harmonize_inputs.h"
#include "app/cli/harmonize_options.h"
#include "app/cli/interruptible.h"
#include "app/cli/json_output.h"
#include "app/cli/model_location.h"
#include "app/cli/options.h"
#include "app/cli/output_files.h"
#include "app/cli/preview_saver.h"
#include "app/cli/run_metadata.h"
#include "app/cli/terminal_progress.h"
#include "app/cli/text_format.h"

#include "core/base/system.h"
#include "core/evaluate/metrics.h"
#include "core/harmonize/engine_module.h"

#include <iostream>
#include <optional>

namespace dh
{

namespace
{

using Clock = std::chrono::steady_clock;

// Shares of the bar for what happens before and after the run itself.
constexpr double kLoaded = 0.05;
constexpr double kComputed = 0.97;

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

bool keepsEverySample(ImageFormat format)
{
    return format == ImageFormat::Png || format == ImageFormat::Tiff;
}

/// Everything that is known of a finished run.
struct Run {
    HarmonizeInputs inputs;
    HarmonizeResult result;
    std::optional<Metrics> change; ///< Native mode: from the composite to the result
    std::vector<std::filesystem::path> previews;
    std::string previewProblem; ///< a sentence; empty when all were written
    double writeSeconds = 0.0;
};

/// The files to write, refused or made before anything slow happens.
struct Outputs {
    std::unique_ptr<StagedFile> image;
    std::unique_ptr<StagedFile> mask; ///< null when not wanted
    ImageFormat format = ImageFormat::Png;
};

Outputs prepareOutputs(const HarmonizeOptions& options)
{
    Outputs outputs;
    const auto inputs = inputPaths(options);
    outputs.format = imageFormatForPath(options.output);
    checkTarget(options.output, inputs, options.overwrite);
    if (!options.saveMask.empty()) {
        if (!keepsEverySample(imageFormatForPath(options.saveMask)))
            throw Error(ErrorCode::UnsupportedFormat, options.saveMask.string(), "a mask is written as PNG or TIFF");
        if (isSameFile(options.output, options.saveMask))
            throw Error(ErrorCode::FileUnwritable, options.saveMask.string(), "--output and --save-mask are one file");
        checkTarget(options.saveMask, inputs, options.overwrite);
        outputs.mask = std::make_unique<StagedFile>(options.saveMask, options.overwrite);
    }
    outputs.image = std::make_unique<StagedFile>(options.output, options.overwrite);
    return outputs;
}

/// What of the picture's file the output lacks.
void warnOfLosses(HarmonizeInputs& inputs, ImageFormat format)
{
    const Image& image = inputs.composite;
    std::vector<std::string>& warnings = inputs.warnings;
    if (inputs.coloursConverted)
        warnings.emplace_back("The picture's colours (CMYK, L*a*b*, or grey with a profile of its own) were converted "
                              "to sRGB; the result holds the converted samples, not the file's.");
    if (keepsEverySample(format))
        return;
    const std::string name = imageFormatName(format);
    if (image.type() != SampleType::U8)
        warnings.push_back(name + " holds 8 bits a sample; PNG and TIFF keep the picture's 16.");
    if (image.hasAlpha() && format == ImageFormat::Jpeg)
        warnings.push_back(name + " has no transparency; PNG, TIFF and WebP keep it.");
}

Size resultSize(const HarmonizeOptions& options, const HarmonizeInputs& inputs)
{
    const int side = options.settings.outputResolution;
    return options.settings.mode == Mode::Native ? inputs.composite.size() : Size{side, side};
}

void show(const std::vector<std::string>& warnings)
{
    for (const std::string& warning : warnings)
        std::cerr << "Warning: " << warning << '\n';
}

HarmonizeResult compute(const HarmonizeOptions& options, const HarmonizeInputs& inputs, ProgressSink& progress,
                        const CancelToken& cancel)
{
    const ModelLocation location = withBuiltInModel(options.model);
    // Bad files are found out here, in milliseconds, before the engine is loaded.
    static_cast<void>(interruptible(cancel, [location] { return Checkpoint(location); }));
    const auto engine = loadEngine();
    ProgressPart loading(progress, 0.0, kLoaded, TimeLeft::Unknown);
    if (!engine->load(location, options.engine, loading, cancel))
        throw Cancelled{};
    HarmonizeRequest request = options.settings;
    request.composite = inputs.composite;
    request.mask = inputs.mask;
    request.influence = inputs.influence;
    ProgressPart running(progress, kLoaded, kComputed, TimeLeft::Known);
    HarmonizeResult result = engine->run(request, running, cancel);
    if (result.outcome == Outcome::Cancelled)
        throw Cancelled{};
    return result;
}

/// The promise of native mode, looked at instead of believed.
Metrics measuredChange(const HarmonizeInputs& inputs, const Image& result, const CancelToken& cancel)
{
    const Metrics change = interruptible(cancel, [composite = inputs.composite, result, mask = inputs.mask] {
        return compareImages(composite, result, mask);
    });
    if (change.changedOutside != 0)
        throw Error(ErrorCode::Internal, "",
                    countText(change.changedOutside, "sample") +
                        " changed outside the mask, so the result was dropped");
    return change;
}

void writeOutputs(const HarmonizeOptions& options, const Outputs& outputs, const Run& run, const CancelToken& cancel)
{
    WriteOptions writing;
    writing.metadata = resultMetadata(run.inputs.metadata, run.result.report);
    writing.quality = options.quality;
    outputs.image->write([&] {
        interruptible(cancel, [path = outputs.image->stagedPath(), image = run.result.image, writing] {
            writeImageFile(path, image, writing);
        });
    });
    if (outputs.mask) {
        outputs.mask->write([&] {
            interruptible(cancel,
                          [path = outputs.mask->stagedPath(), mask = run.inputs.mask] { writeMaskFile(path, mask); });
        });
    }
    cancel.throwIfCancelled();
    if (outputs.mask)
        outputs.mask->publish();
    outputs.image->publish();
}

std::string summary(const HarmonizeOptions& options, ImageFormat format, const Run& run, double seconds)
{
    const Image& image = run.result.image;
    std::string text = "Wrote " + options.output.string() + " (" + sizeText(image.size()) + ", " +
                       imageFormatName(format) + ") in " + fixedText(seconds, 1) + " s, seed " +
                       std::to_string(run.result.report.seed);
    if (run.change && keepsEverySample(format))
        text += "; " + countText(run.change->changedOutside, "sample") + " changed outside the mask";
    else if (run.change)
        text += "; " + std::string(imageFormatName(format)) +
                " compresses the whole picture, PNG and TIFF keep every sample "
                "outside the mask";
    return text + ".";
}

Json reportJson(const HarmonizeReport& report)
{
    Json json{{"seed", report.seed},           {"steps", report.steps},
              {"mode", modeName(report.mode)}, {"resolution", report.resolution},
              {"sampler", report.sampler},     {"refined", report.refined},
              {"strength", report.strength},   {"device", report.device},
              {"precision", report.precision}, {"checkpoint", report.checkpointHash},
              {"version", report.version},     {"decodeTiles", report.decodeTiles}};
    json["inferenceSize"] = {{"width", report.inferenceSize.width}, {"height", report.inferenceSize.height}};
    if (report.mode == Mode::Native)
        json["context"] = {{"x", report.context.x},
                           {"y", report.context.y},
                           {"width", report.context.width},
                           {"height", report.context.height}};
    json["stageSeconds"] = report.stageSeconds;
    if (!report.stepChanges.empty())
        json["stepChanges"] = report.stepChanges;
    return json;
}

Json runJson(const HarmonizeOptions& options, ImageFormat format, const Run& run, double seconds)
{
    constexpr int kBitsPerByte = 8;
    const Image& image = run.result.image;
    Json json{{"outcome", "done"},
              {"output", options.output.string()},
              {"format", imageFormatName(format)},
              {"lossless", keepsEverySample(format)},
              {"width", image.width()},
              {"height", image.height()},
              {"bitDepth", bytesPerSample(keepsEverySample(format) ? image.type() : SampleType::U8) * kBitsPerByte}};
    json.update(reportJson(run.result.report));
    json["stageSeconds"][stageName(Stage::Write)] = run.writeSeconds;
    json["seconds"] = seconds;
    if (run.change) {
        json["changedOutside"] = run.change->changedOutside;
        json["changedInside"] = run.change->changedInside;
        json["maskFraction"] = run.change->maskFraction;
    }
    json["peakMemoryBytes"] = peakResidentMemory();
    Json previews = Json::array();
    for (const auto& preview : run.previews)
        previews.push_back(preview.string());
    json["previews"] = std::move(previews);
    if (!options.influence.empty())
        json["influence"] = options.influence.string();
    if (!options.saveMask.empty())
        json["mask"] = options.saveMask.string();
    json["warnings"] = run.inputs.warnings;
    return json;
}

/// From the pictures to the published files; the progress line is gone when it returns.
Run harmonize(const HarmonizeOptions& options, Outputs& outputs, const CancelToken& cancel)
{
    const TerminalStyle style = detectTerminalStyle();
    TerminalProgress terminal(style);
    NullProgressSink nowhere;
    ProgressSink* progress = &nowhere;
    if (style.redraws || !options.json)
        progress = &terminal;
    std::optional<PreviewSaver> previews;
    if (!options.savePreviews.empty()) {
        previews.emplace(options.savePreviews, inputPaths(options), options.overwrite, *progress);
        progress = &*previews;
    }

    Run run;
    run.inputs = readInputs(options, cancel);
    checkStorableSize(options.output, resultSize(options, run.inputs));
    warnOfLosses(run.inputs, outputs.format);
    show(run.inputs.warnings);
    run.result = compute(options, run.inputs, *progress, cancel);
    if (options.settings.mode == Mode::Native)
        run.change = measuredChange(run.inputs, run.result.image, cancel);

    Progress writing;
    writing.stage = Stage::Write;
    writing.fraction = kComputed;
    progress->report(writing);
    const auto start = Clock::now();
    writeOutputs(options, outputs, run, cancel);
    run.writeSeconds = secondsSince(start);
    if (previews) {
        std::vector written{options.output};
        if (outputs.mask)
            written.push_back(options.saveMask);
        previews->keep(written);
        run.previews = previews->files();
        run.previewProblem = previews->problem();
    }
    return run;
}

int runHarmonize(const HarmonizeOptions& options, const CancelToken& cancel)
{
    const auto start = Clock::now();
    Outputs outputs = prepareOutputs(options);
    Run run = harmonize(options, outputs, cancel);
    if (!run.previewProblem.empty()) {
        show({run.previewProblem});
        run.inputs.warnings.push_back(run.previewProblem);
    }
    const double seconds = secondsSince(start);
    if (options.json)
        printJson(runJson(options, outputs.format, run, seconds));
    else
        std::cout << summary(options, outputs.format, run, seconds) << '\n';
    return kExitDone;
}

} // namespace

void addHarmonizeCommand(CLI::App& app, Invocation& invocation)
{
    CLI::App* command = app.add_subcommand("harmonize", "Make the masked part of a picture, or a foreground put into a "
                                                        "background, belong there");
    auto options = std::make_shared<HarmonizeOptions>();
    declareHarmonizeOptions(*command, *options);
    addExamples(*command,
                "  diffharmony harmonize --composite pasted.png --mask mask.png --output result.png\n"
                "  diffharmony harmonize --background street.jpg --foreground dog.png --position 320,410 --scale 0.5 "
                "--output result.png\n"
                "  diffharmony harmonize --composite pasted.tif --mask mask.png --output result.tif --model sd-harmony "
                "--seed 7\n");
    command->callback([command, options, &invocation] {
        checkHarmonizeUsage(*command);
        invocation.json = options->json;
        invocation.run = [options](const CancelToken& cancel) { return runHarmonize(*options, cancel); };
    });
}

} // namespace dh
