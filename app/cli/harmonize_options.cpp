#include "app/cli/harmonize_options.h"

#include "app/cli/options.h"

#include <limits>
#include <string>
#include <vector>

namespace dh
{

namespace
{

constexpr int kMaxSteps = 50;
constexpr int kResolutionStep = 64;
constexpr int kMaxResolution = 4096;
constexpr int kMinOutputResolution = 8;
constexpr int kMaxOutputResolution = 8192;
constexpr int kMaxDilation = 1023;
constexpr double kMaxStrength = 1.5;
constexpr double kMaxOffset = 1e6;
constexpr double kMinScale = 1e-4;
constexpr double kMaxScale = 1e3;
constexpr int kMaxThreads = 1024;
constexpr int kBestQuality = 100;

PointF parsePosition(const std::string& text)
{
    const auto comma = text.find(',');
    if (comma == std::string::npos)
        throw CLI::ValidationError("--position", "'" + text + "' isn't of the form X,Y, for instance 320,41.5");
    return {parseNumber("--position", text.substr(0, comma), -kMaxOffset, kMaxOffset),
            parseNumber("--position", text.substr(comma + 1), -kMaxOffset, kMaxOffset)};
}

/// A rectangle of the composite, in pixels.
Rect parseContext(const std::string& text)
{
    constexpr std::size_t kNumbers = 4;
    constexpr int kMost = 1'000'000;
    const std::vector<std::string> parts = CLI::detail::split(text, ',');
    if (parts.size() != kNumbers)
        throw CLI::ValidationError("--context", "'" + text + "' isn't of the form X,Y,WIDTH,HEIGHT");
    const auto number = [&parts](std::size_t index, int least) {
        return parseNumber("--context", parts[index], least, kMost);
    };
    return {number(0, 0), number(1, 0), number(2, 1), number(3, 1)};
}

void declareInputs(CLI::App& command, HarmonizeOptions& options)
{
    addPath(command, "--composite", options.composite, "The picture with the foreground pasted in; needs --mask");
    addPath(command, "--mask", options.mask,
            "White where the composite is to change; with --foreground: the foreground's own mask (else its alpha)");
    addPath(command, "--background", options.background, "The picture to put the foreground into");
    addPath(command, "--foreground", options.foreground, "The picture of the foreground");
    command
        .add_option_function<std::string>(
            "--position", [&options](const std::string& text) { options.placement.topLeft = parsePosition(text); },
            "Where the foreground's top left corner goes, in background pixels (default 0,0)")
        ->type_name("X,Y");
    addNumber(command, "--scale", options.placement.scale, kMinScale, kMaxScale,
              "Factor for the foreground's size (default 1)");
    addPath(command, "--influence", options.influence,
            "White where the background counts, black where the networks are not to go by it; the composite's size "
            "(default: all counts)");
    command
        .add_option_function<std::string>(
            "--context", [&options](const std::string& text) { options.settings.context = parseContext(text); },
            "What the networks see, in pixels of the composite (default: chosen around the mask)")
        ->type_name("X,Y,W,H");
}

void declareOutputs(CLI::App& command, HarmonizeOptions& options)
{
    addPath(command, "--output,-o", options.output, "The result; .png, .jpg, .tif or .webp")->required();
    addPath(command, "--save-mask", options.saveMask, "Also write the mask that was used (PNG or TIFF)");
    addPath(command, "--save-previews", options.savePreviews,
            "Also write the picture after every step into this folder", "DIR");
    addNumber(command, "--quality", options.quality, 1, kBestQuality,
              "For JPEG and WebP (default 95; 100: lossless WebP)");
    command.add_flag("--overwrite,-y", options.overwrite, "Replace files that exist (never the inputs)");
    command.add_flag("--json", options.json, "Print one JSON object and nothing else");
}

bool given(const CLI::App& command, const char* name)
{
    return command.get_option(name)->count() > 0;
}

bool isReference(const CLI::App& command)
{
    return given(command, "--mode") && command.get_option("--mode")->as<std::string>() == "reference";
}

} // namespace

void declareModelOptions(CLI::App& command, ModelLocation& model, EngineOptions& engine)
{
    addPath(command, "--model", model.root, "Folder of the checkpoint (default: the built-in model)", "DIR");
    addPath(command, "--unet", model.unet, "Another UNet than the model's", "DIR");
    addPath(command, "--vae", model.vae, "Another VAE or condition VAE than the model's", "DIR");
    addPath(command, "--refiner", model.refiner, "Another refiner than the model's", "DIR");
    command.add_option("--device", engine.device, "auto, cpu, cuda or cuda:N (default auto)")->type_name("NAME");
    addChoice(command, "--precision", engine.precision,
              {{"float32", Precision::Float32}, {"bfloat16", Precision::BFloat16}, {"float16", Precision::Float16}},
              "Number type of the networks (default float32)");
    addNumber(command, "--threads", engine.threads, 1, kMaxThreads, "Processors to use (default: all)");
}

void declareMethodOptions(CLI::App& command, HarmonizeRequest& settings)
{
    addNumber(command, "--seed", settings.seed, std::uint64_t{0}, std::numeric_limits<std::uint64_t>::max(),
              "Start of the random numbers (default 42)");
    addNumber(command, "--steps", settings.steps, 1, kMaxSteps, "Denoising steps (default: the model's)");
    command
        .add_option_function<std::string>(
            "--resolution",
            [&settings](const std::string& text) {
                const int resolution = parseNumber("--resolution", text, kResolutionStep, kMaxResolution);
                if (resolution % kResolutionStep != 0)
                    throw CLI::ValidationError("--resolution", "'" + text + "' is no multiple of 64");
                settings.resolution = resolution;
            },
            "Long side at which the networks run, a multiple of 64 up to 4096 (default: the model's)")
        ->type_name("N");
    addChoice(command, "--sampler", settings.sampler,
              {{"euler_ancestral", Sampler::EulerAncestral}, {"ddim", Sampler::Ddim}},
              "How noise is taken away step by step (default euler_ancestral)");
    command.add_flag_callback(
        "--no-refine", [&settings] { settings.refine = false; }, "Leave the refiner out");
    addChoice(command, "--mode", settings.mode, {{"native", Mode::Native}, {"reference", Mode::Reference}},
              "native keeps the picture's size and detail (default); reference does what the method's own script does");
    addNumber(command, "--strength", settings.strength, 0.0, kMaxStrength,
              "Native mode: how much of the change to apply, 0 to 1.5 (default 1)");
    addNumber(command, "--output-resolution", settings.outputResolution, kMinOutputResolution, kMaxOutputResolution,
              "Reference mode: side of the square result (default 256)");
    addNumber(command, "--mask-dilate", settings.maskDilation, 0, kMaxDilation,
              "Reference mode: grow the mask with a square of this many pixels (default 0)");
}

void declareHarmonizeOptions(CLI::App& command, HarmonizeOptions& options)
{
    declareInputs(command, options);
    declareOutputs(command, options);
    declareModelOptions(command, options.model, options.engine);
    declareMethodOptions(command, options.settings);
}

void checkHarmonizeUsage(const CLI::App& command)
{
    const bool composite = given(command, "--composite");
    const bool placing = given(command, "--background") || given(command, "--foreground");
    if (composite == placing)
        throw CLI::ValidationError("inputs", "give either --composite with --mask, or --background with --foreground");
    if (composite && !given(command, "--mask"))
        throw CLI::ValidationError("--composite", "needs --mask, the picture that is white where the foreground is");
    if (placing && !(given(command, "--background") && given(command, "--foreground")))
        throw CLI::ValidationError("inputs", "--background and --foreground go together");
    for (const char* name : {"--position", "--scale"}) {
        if (composite && given(command, name))
            throw CLI::ValidationError(name, "goes with --background and --foreground only");
    }
    checkMethodUsage(command);
    for (const char* name : {"--influence", "--context"}) {
        if (isReference(command) && given(command, name))
            throw CLI::ValidationError(name, "goes with --mode native only");
    }
}

void checkMethodUsage(const CLI::App& command)
{
    const bool reference = isReference(command);
    for (const char* name : {"--output-resolution", "--mask-dilate"}) {
        if (!reference && given(command, name))
            throw CLI::ValidationError(name, "goes with --mode reference only");
    }
    if (reference && given(command, "--strength"))
        throw CLI::ValidationError("--strength", "goes with --mode native only");
}

} // namespace dh
