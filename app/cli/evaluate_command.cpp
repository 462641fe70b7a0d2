#include "app/cli/command.h"
#include "app/cli/error_text.h"
#include "app/cli/evaluate_jobs.h"
#include "app/cli/evaluate_output.h"
#include "app/cli/evaluate_run.h"
#include "app/cli/json_output.h"
#include "app/cli/options.h"
#include "app/cli/text_format.h"

#include "core/base/error.h"

#include <cstdlib>
#include <iostream>

namespace dh
{

namespace
{

constexpr int kColumns = 120;

void listFailures(const EvaluationReport& report)
{
    for (const auto& failure : report.failures)
        std::cerr << "Failed: " << failure.name << " (" << failure.systems << "): " << failure.reason << '\n';
}

/// The exit code, and a sentence when pictures are missing.
int conclude(int finished, int pictures)
{
    if (finished == pictures)
        return kExitDone;
    std::cerr << unfinishedSentence(finished, pictures) << '\n';
    return kExitFailed;
}

int finish(const std::filesystem::path& output, const EvaluationReport& report, bool json)
{
    writeReport(output, report);
    listFailures(report);
    const int exitCode = conclude(report.data.finishedPictures(), report.data.run().items);
    if (json)
        std::cout << jsonText(report) << std::flush;
    else
        std::cout << terminalText(report, kColumns) << "\nWrote report.html, report.md, report.json, tables.csv and "
                  << "items.csv to " << output.string() << ".\n";
    return exitCode;
}

int joinParts(const EvaluateOptions& options)
{
    std::vector<RunFolder> parts;
    for (const auto& path : options.merge) {
        const auto found = RunFolder(path).parts();
        parts.insert(parts.end(), found.begin(), found.end());
    }
    requireSameRun(parts);
    const RunDescription run = RunFolder(options.merge.front()).description();
    for (const auto& path : options.merge) {
        if (RunFolder(path).description().systems != run.systems)
            throw Error(ErrorCode::InvalidArgument, "--merge",
                        path.string() + " holds a run with other systems, unlike " + options.merge.front().string());
    }
    requireSameInputs(parts);
    return finish(options.output, makeReport(run, collectRecords(parts), parts), options.json);
}

/// A part's own tables would be read as the whole's, so it only says how it went.
int finishShard(const EvaluateOptions& options, const EvaluationPlan& plan)
{
    const auto records = currentRecords(plan, RunFolder(options.output).parts(), options.shard);
    int pictures = 0;
    for (int item = 0; item < plan.run.items; ++item)
        pictures += options.shard->holds(item) ? 1 : 0;
    const int failed = static_cast<int>(pendingSystems(plan, records, options.shard).size());
    const int finished = pictures - failed;
    const std::string name = std::to_string(options.shard->index) + " of " + std::to_string(options.shard->of);
    const int exitCode = conclude(finished, pictures);
    if (options.json)
        printJson({{"outcome", outcomeName(exitCode)}, {"shard", name}, {"finished", finished}, {"failed", failed}});
    else
        std::cout << "Part " << name << ": " << countText(finished, "picture") << " finished, " << failed
                  << " failed. Join the parts with 'diffharmony evaluate --merge " << options.output.string() << "'.\n";
    return exitCode;
}

/// Forgets what there is of the run, or of its part.
void clear(const RunFolder& folder, const EvaluateOptions& options, const EvaluationPlan& plan)
{
    // Of another division into parts, or of a whole run. Asked first: what is refused removes nothing.
    if (options.shard && !currentRecords(plan, folder.partsOutside(*options.shard), options.shard).empty())
        throw Error(ErrorCode::InvalidArgument, "--restart",
                    "other parts in " + options.output.string() +
                        " hold pictures of this one; restart without --shard, or in another folder");
    folder.clear(options.shard);
}

int runEvaluate(const EvaluateOptions& options, const CancelToken& cancel)
{
    if (!options.merge.empty())
        return joinParts(options);
    const EvaluationPlan plan = planEvaluation(options, cancel);
    const RunFolder folder(options.output);
    if (options.restart)
        clear(folder, options, plan);
    if (options.jobs > 1)
        runInProcesses(options, plan, cancel);
    else
        runEvaluation(options, plan, cancel);
    if (options.shard)
        return finishShard(options, plan);
    const auto parts = folder.parts();
    return finish(options.output, makeReport(plan.run, currentRecords(plan, parts, options.shard), parts),
                  options.json);
}

/// Unlike other subcommands, this one keeps what it did.
[[noreturn]] void endCancelled(const EvaluateOptions& options)
{
    std::cerr << "Cancelled; finished pictures are kept, the same command goes on from here.\n";
    if (options.json)
        printJson({{"outcome", "cancelled"}});
    // A library call that can't be interrupted may still run on its thread: leave without destroying what it uses.
    std::_Exit(kExitCancelled);
}

} // namespace

void addEvaluateCommand(CLI::App& app, Invocation& invocation)
{
    CLI::App* command = app.add_subcommand(
        "evaluate", "Measure a model or finished pictures against real pictures, and make the paper's tables");
    auto options = std::make_shared<EvaluateOptions>();
    declareEvaluateOptions(*command, *options);
    addExamples(*command, "  diffharmony evaluate iHarmony4 --output evaluation --sizes 256,512 --jobs 2\n"
                          "  diffharmony evaluate pairs.csv --output scored --results finished-pictures\n"
                          "  diffharmony evaluate iHarmony4 --output part2 --shard 2/4\n"
                          "  diffharmony evaluate --merge part1 part2 part3 part4 --output evaluation\n");
    command->callback([command, options, &invocation] {
        finishEvaluateOptions(*command, *options);
        invocation.json = options->json;
        invocation.run = [options](const CancelToken& cancel) {
            try {
                return runEvaluate(*options, cancel);
            } catch (const Cancelled&) {
                endCancelled(*options);
            }
        };
    });
}

} // namespace dh
