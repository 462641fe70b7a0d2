#include "app/cli/command.h"
#include "app/cli/error_text.h"
#include "app/cli/json_output.h"
#include "app/cli/model_location.h"
#include "app/cli/options.h"
#include "app/cli/text_format.h"

#include "core/harmonize/engine_module.h"
#include "core/weights/checkpoint.h"

#include <algorithm>
#include <iostream>
#include <numeric>
#include <optional>

namespace dh
{

namespace
{

constexpr const char* kUsableState = "ok";

struct ModelOptions {
    ModelLocation location;
    bool noHash = false;
    bool json = false;
};

/// What `model info` and `model verify` tell.
struct ModelReport {
    std::filesystem::path root;
    std::vector<CheckpointFile> files;
    Json settings = Json::object(); ///< scheduler and defaults, as far as the files give them
    std::string problems;           ///< one per line; empty = usable
    std::optional<Error> error;     ///< what opening it ended with, if it did

    [[nodiscard]] std::uint64_t totalSize() const
    {
        return std::accumulate(files.begin(), files.end(), std::uint64_t{0},
                               [](std::uint64_t sum, const CheckpointFile& file) { return sum + file.size; });
    }
    [[nodiscard]] std::uint64_t totalParameters() const
    {
        return std::accumulate(files.begin(), files.end(), std::uint64_t{0},
                               [](std::uint64_t sum, const CheckpointFile& file) { return sum + file.parameters; });
    }
};

Json settingsOf(const Checkpoint& checkpoint)
{
    Json settings = Json::object();
    const auto copy = [&settings](const nlohmann::json& from, const char* key, const char* name) {
        if (const auto found = from.find(key); found != from.end() && !found->is_null())
            settings[name] = *found;
    };
    copy(checkpoint.modelIndex(), "_class_name", "pipeline");
    copy(checkpoint.schedulerConfig(), "_class_name", "scheduler");
    copy(checkpoint.schedulerConfig(), "prediction_type", "predictionType");
    copy(checkpoint.schedulerConfig(), "timestep_spacing", "timestepSpacing");
    copy(checkpoint.modelIndex(), "default_steps", "defaultSteps");
    copy(checkpoint.modelIndex(), "default_resolution", "defaultResolution");
    return settings;
}

ModelReport inspectModel(const ModelOptions& options, const CancelToken& cancel)
{
    const ModelLocation location = withBuiltInModel(options.location);
    ModelReport report;
    report.root = location.root;
    report.files = Checkpoint::inspect(location, !options.noHash, cancel);
    try {
        report.settings = settingsOf(Checkpoint(location));
    } catch (const Error& error) {
        report.problems = errorStatement(error);
        report.error = error;
    }
    for (const CheckpointFile& file : report.files) {
        if (file.state != kUsableState && report.problems.empty())
            report.problems = file.path.string() + ": " + file.state;
    }
    return report;
}

std::string relativeName(const std::filesystem::path& file, const std::filesystem::path& root)
{
    const auto relative = file.lexically_relative(root);
    return relative.empty() || relative.string().starts_with("..") ? file.string() : relative.string();
}

std::string padded(std::string text, std::size_t width)
{
    text.resize(std::max(text.size(), width), ' ');
    return text;
}

void printFiles(const ModelReport& report)
{
    constexpr std::size_t kSizeWidth = 11;
    constexpr std::size_t kDtypeWidth = 9;
    constexpr std::size_t kCountWidth = 14;
    std::size_t nameWidth = 0;
    for (const CheckpointFile& file : report.files)
        nameWidth = std::max(nameWidth, relativeName(file.path, report.root).size() + 2);
    std::cout << padded("File", nameWidth) << padded("Size", kSizeWidth) << padded("Type", kDtypeWidth)
              << padded("Parameters", kCountWidth) << "State\n";
    for (const CheckpointFile& file : report.files) {
        std::cout << padded(relativeName(file.path, report.root), nameWidth) << padded(bytesText(file.size), kSizeWidth)
                  << padded(file.dtypes, kDtypeWidth)
                  << padded(file.parameters > 0 ? std::to_string(file.parameters) : "", kCountWidth) << file.state
                  << '\n';
        if (!file.sha256.empty())
            std::cout << "  sha256 " << file.sha256 << '\n';
    }
}

void printSettings(const Json& settings)
{
    constexpr std::pair<const char*, const char*> kWords[] = {
        {"pipeline", "Pipeline"},
        {"scheduler", "Scheduler"},
        {"predictionType", "The UNet predicts"},
        {"timestepSpacing", "Timesteps"},
        {"defaultSteps", "Steps by default"},
        {"defaultResolution", "Resolution by default"},
    };
    for (const auto& [key, words] : kWords) {
        if (settings.contains(key))
            std::cout << words << ": "
                      << (settings[key].is_string() ? settings[key].get<std::string>() : settings[key].dump()) << '\n';
    }
}

void printReport(const ModelReport& report)
{
    std::cout << "Model " << report.root.string() << "\n\n";
    printFiles(report);
    std::cout << "\nTotal: " << bytesText(report.totalSize()) << ", "
              << countText(static_cast<long long>(report.totalParameters()), "parameter") << '\n';
    printSettings(report.settings);
    if (report.problems.empty())
        std::cout << "The model can be used.\n";
    else
        std::cout << "The model can't be used:\n" << report.problems << '\n';
}

Json toJson(const ModelReport& report, int exitCode)
{
    Json files = Json::array();
    for (const CheckpointFile& file : report.files) {
        Json entry{{"path", file.path.string()}, {"size", file.size}, {"state", file.state}};
        if (!file.sha256.empty())
            entry["sha256"] = file.sha256;
        if (!file.dtypes.empty()) {
            entry["dtypes"] = file.dtypes;
            entry["parameters"] = file.parameters;
        }
        files.push_back(std::move(entry));
    }
    Json json{{"outcome", outcomeName(exitCode)},
              {"model", report.root.string()},
              {"usable", report.problems.empty()},
              {"size", report.totalSize()},
              {"parameters", report.totalParameters()}};
    json.update(report.settings);
    json["files"] = std::move(files);
    Json problems = Json::array();
    for (std::size_t start = 0; start < report.problems.size();) {
        const std::size_t end = std::min(report.problems.find('\n', start), report.problems.size());
        problems.push_back(report.problems.substr(start, end - start));
        start = end + 1;
    }
    json["problems"] = std::move(problems);
    return json;
}

int finish(const ModelReport& report, bool json)
{
    const int exitCode = report.problems.empty() ? kExitDone : kExitFailed;
    if (json)
        printJson(toJson(report, exitCode));
    else
        printReport(report);
    if (exitCode != kExitDone) {
        const Error problems(ErrorCode::ModelInvalid, report.root.string(), report.problems);
        std::cerr << briefErrorSentence(report.error.value_or(problems)) << '\n';
    }
    return exitCode;
}

int runInfo(const ModelOptions& options, const CancelToken& cancel)
{
    return finish(inspectModel(options, cancel), options.json);
}

int runVerify(const ModelOptions& options, const CancelToken& cancel)
{
    ModelReport report = inspectModel(options, cancel);
    // With files that can't be opened the networks would only repeat the complaint.
    if (report.problems.empty()) {
        report.problems = loadEngine()->verify(withBuiltInModel(options.location), cancel).problems;
        cancel.throwIfCancelled();
    }
    return finish(report, options.json);
}

void addAction(CLI::App& model, Invocation& invocation, const std::string& name, const std::string& description,
               int (*run)(const ModelOptions&, const CancelToken&))
{
    CLI::App* command = model.add_subcommand(name, description);
    auto options = std::make_shared<ModelOptions>();
    addPath(*command, "DIR", options->location.root, "Folder of the checkpoint (default: the built-in model)", "");
    addPath(*command, "--unet", options->location.unet, "Another UNet than the model's", "DIR");
    addPath(*command, "--vae", options->location.vae, "Another VAE or condition VAE than the model's", "DIR");
    addPath(*command, "--refiner", options->location.refiner, "Another refiner than the model's", "DIR");
    command->add_flag("--no-hash", options->noHash, "Leave the SHA-256 out (faster)");
    command->add_flag("--json", options->json, "Print one JSON object and nothing else");
    command->callback([options, run, &invocation] {
        invocation.json = options->json;
        invocation.run = [options, run](const CancelToken& cancel) { return run(*options, cancel); };
    });
}

} // namespace

void addModelCommand(CLI::App& app, Invocation& invocation)
{
    CLI::App* model = app.add_subcommand("model", "Look at the files of a model, and whether it can be used");
    model->require_subcommand(1);
    addExamples(*model, "  diffharmony model info\n"
                        "  diffharmony model verify sd-harmony --json\n");
    addAction(*model, invocation, "info", "List the files of a model with their sizes, types and hashes", runInfo);
    addAction(*model, invocation, "verify", "List the files of a model, build every network and look at every weight",
              runVerify);
}

} // namespace dh
