#include "app/cli/evaluate_options.h"

#include "app/cli/harmonize_options.h"
#include "app/cli/options.h"
#include "core/base/system.h"

#include <algorithm>
#include <initializer_list>
#include <limits>

namespace dh
{

namespace
{

constexpr int kMaxSeeds = 100;
constexpr int kMaxJobs = 256;
constexpr int kMaxShards = 1'000'000;
constexpr int kResolutionStep = 64;
constexpr int kMaxResolution = 4096;
constexpr int kNotSet = -1;

std::vector<int> parseSizes(const std::string& text)
{
    std::vector<int> sizes;
    for (std::size_t start = 0; start <= text.size();) {
        const std::size_t end = std::min(text.find(',', start), text.size());
        const std::string word = text.substr(start, end - start);
        const int size = parseNumber("--sizes", word, kResolutionStep, kMaxResolution);
        if (size % kResolutionStep != 0)
            throw CLI::ValidationError("--sizes", "'" + word + "' is no multiple of 64");
        sizes.push_back(size);
        start = end + 1;
    }
    return sizes;
}

Shard parseShard(const std::string& text)
{
    const std::size_t slash = text.find('/');
    if (slash == std::string::npos)
        throw CLI::ValidationError("--shard", "'" + text + "' isn't of the form I/N, for instance 1/4");
    Shard shard;
    shard.of = parseNumber("--shard", text.substr(slash + 1), 1, kMaxShards);
    shard.index = parseNumber("--shard", text.substr(0, slash), 1, shard.of);
    return shard;
}

int environmentNumber(const char* name, int least, int otherwise)
{
    const char* value = environmentVariable(name);
    return value != nullptr ? parseNumber(name, value, least, kMaxShards) : otherwise;
}

/// The part that a Slurm array task is to do; nothing outside one.
/// @throws CLI::ValidationError when two tasks of its array might get the same part
std::optional<Shard> shardOfArrayTask()
{
    Shard shard;
    shard.of = environmentNumber("SLURM_ARRAY_TASK_COUNT", 1, 0);
    const int task = environmentNumber("SLURM_ARRAY_TASK_ID", 0, kNotSet);
    if (shard.of == 0 || task == kNotSet)
        return std::nullopt;
    const int first = environmentNumber("SLURM_ARRAY_TASK_MIN", 0, kNotSet);
    const int step = environmentNumber("SLURM_ARRAY_TASK_STEP", 1, 1);
    if (first == kNotSet) {
        // Whether tasks are counted from 0 or from 1, each gets a part of its own.
        shard.index = task / step % shard.of + 1;
        return shard;
    }
    const int place = (task - first) / step;
    if (task < first || place >= shard.of)
        throw CLI::ValidationError("--shard", "task " + std::to_string(task) +
                                                  " belongs to a Slurm array with gaps, which doesn't tell its part of "
                                                  "the " +
                                                  std::to_string(shard.of) +
                                                  "; use an array without, for instance --array=1-" +
                                                  std::to_string(shard.of) + ", or give --shard I/N");
    shard.index = place + 1;
    return shard;
}

void declareRun(CLI::App& command, EvaluateOptions& options)
{
    addPath(
        command, "DATA", options.source,
        "A folder in iHarmony4's layout, a list (.txt, .jsonl) or a table (.csv, .tsv: composite, mask, real, subset)",
        "PATH");
    addPath(command, "--output,-o", options.output,
            "Folder for the tables and for what a later run continues from; required, but for --merge", "DIR");
    command
        .add_option_function<std::vector<std::string>>(
            "--merge",
            [&options](const std::vector<std::string>& folders) {
                options.merge.assign(folders.begin(), folders.end());
            },
            "Join these folders of finished parts instead; goes with --output (default: the first) and --json only")
        ->type_name("DIR");
    addNumber(command, "--limit", options.limit, 1, std::numeric_limits<int>::max(), "Only the first N pictures");
    addNumber(
        command, "--jobs,-j", options.jobs, 1, kMaxJobs,
        "Processes to share the work (default 1); --threads is for each of them, by default they share the processors");
    command
        .add_option_function<std::string>(
            "--shard", [&options](const std::string& text) { options.shard = parseShard(text); },
            "Do part I of N only (default: as Slurm's array variables say); join with --merge")
        ->type_name("I/N");
    command.add_flag("--restart", options.restart,
                     "Forget what the folder holds of an earlier run; with a shard, of its own part only");
    command.add_flag("--json", options.json, "Print one JSON object and nothing else");
}

void declareSystems(CLI::App& command, EvaluateOptions& options)
{
    addPath(command, "--results", options.results,
            "Score finished pictures, found by the composite's name; the model runs only if --model is given too",
            "DIR");
    command.add_flag_callback(
        "--no-model", [&options] { options.runsModel = false; }, "Run no model");
    command.add_flag_callback(
        "--no-baselines", [&options] { options.baselines = false; }, "Leave Reinhard's transfer and seamlessClone out");
    command.add_flag("--identity", options.identity,
                     "Also give the model the real pictures, which should stay as they are");
    command
        .add_option_function<std::string>(
            "--sizes", [&options](const std::string& text) { options.sizes = parseSizes(text); },
            "Inference sizes for table 2, each with and without refinement, for instance 256,512,1024; seeds and "
            "--identity run at the last one, unless --resolution is given")
        ->type_name("N,N");
    addNumber(command, "--seeds", options.seeds, 1, kMaxSeeds, "Seeds for table 3, from --seed upwards (default 1)");
    addChoice(
        command, "--paste-background", options.paste,
        {{"none", PasteBackground::None}, {"composite", PasteBackground::Composite}, {"real", PasteBackground::Real}},
        "What replaces the results' background before scoring (default none)");
}

bool given(const CLI::App& command, const char* name)
{
    return command.get_option(name)->count() > 0;
}

/// The options that were given, but for those with one of `names`.
std::vector<const CLI::Option*> givenBut(const CLI::App& command, std::initializer_list<const char*> names)
{
    std::vector<const CLI::Option*> options = command.get_options();
    std::erase_if(options, [&names](const CLI::Option* option) {
        return option->count() == 0 ||
               std::any_of(names.begin(), names.end(), [option](const char* name) { return option->check_name(name); });
    });
    return options;
}

/// Every option that was given, but for those that differ from process to process.
std::vector<std::string> forwardedWords(const CLI::App& command)
{
    std::vector<std::string> words;
    for (const CLI::Option* option :
         givenBut(command, {"--output", "--jobs", "--shard", "--restart", "--json", "--threads"})) {
        if (option->nonpositional())
            words.push_back(option->get_name());
        if (option->get_expected_max() > 0) // flags have no values
            words.insert(words.end(), option->results().begin(), option->results().end());
    }
    return words;
}

} // namespace

std::vector<EvaluatedSystem> EvaluateOptions::systems() const
{
    std::vector<EvaluatedSystem> systems{{SystemKind::Composite}};
    if (baselines) {
        systems.push_back({SystemKind::Reinhard});
        systems.push_back({SystemKind::SeamlessClone});
    }
    if (!results.empty())
        systems.push_back({SystemKind::Results});
    if (!runsModel)
        return systems;
    const int own = settings.resolution.value_or(sizes.empty() ? 0 : sizes.back());
    const auto add = [&systems](const EvaluatedSystem& system) {
        if (std::find(systems.begin(), systems.end(), system) == systems.end())
            systems.push_back(system);
    };
    for (int i = 0; i < seeds; ++i)
        add({SystemKind::Model, own, settings.refine, settings.seed + static_cast<std::uint64_t>(i)});
    for (const int size : sizes) {
        add({SystemKind::Model, size, false, settings.seed});
        add({SystemKind::Model, size, true, settings.seed});
    }
    if (identity)
        add({SystemKind::Identity, own, settings.refine, settings.seed});
    return systems;
}

void declareEvaluateOptions(CLI::App& command, EvaluateOptions& options)
{
    declareRun(command, options);
    declareSystems(command, options);
    declareModelOptions(command, options.model, options.engine);
    declareMethodOptions(command, options.settings);
}

void finishEvaluateOptions(const CLI::App& command, EvaluateOptions& options)
{
    if (!options.merge.empty()) {
        if (const auto others = givenBut(command, {"--merge", "--output", "--json"}); !others.empty())
            throw CLI::ValidationError(others.front()->get_name(),
                                       "doesn't go with --merge, which joins finished parts");
        if (options.output.empty())
            options.output = options.merge.front();
        return;
    }
    if (options.source.empty())
        throw CLI::ValidationError("DATA", "say what to evaluate, or give --merge");
    if (options.output.empty())
        throw CLI::ValidationError("--output", "is required");
    if (!options.results.empty() && !given(command, "--model"))
        options.runsModel = false;
    for (const char* name : {"--identity", "--sizes", "--seeds"}) {
        if (!options.runsModel && given(command, name))
            throw CLI::ValidationError(name, "goes with a model run only");
    }
    checkMethodUsage(command);
    if (!options.shard)
        options.shard = shardOfArrayTask();
    options.forwarded = forwardedWords(command);
}

} // namespace dh
