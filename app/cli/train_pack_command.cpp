#include "app/cli/train_pack_command.h"

#include "app/cli/json_output.h"
#include "app/cli/options.h"
#include "app/cli/output_files.h"
#include "app/cli/pack_builder.h"
#include "app/cli/pack_preview.h"
#include "app/cli/terminal_progress.h"
#include "app/cli/text_format.h"

#include "core/base/error.h"
#include "core/imaging/image_file.h"
#include "core/train/data/photo_pack.h"

#include <array>
#include <iostream>

namespace dh
{

namespace
{

namespace fs = std::filesystem;

constexpr int kLeastLongSide = 16;
constexpr int kMostLongSide = 4096;
constexpr int kMostCutRegions = 256 - kFirstCutLabel;
constexpr int kMostPreviewSide = 512;
constexpr int kPreviewSamples = 1000;

struct PackCommandOptions {
    PackOptions pack;
    fs::path pairFolder;
    fs::path pairList;
    fs::path preview;
    int previewSide = 128;
    std::uint64_t seed = 1;
    bool overwrite = false;
    bool json = false;
};

void printSummary(const PackCommandOptions& options, const PackSummary& summary)
{
    for (const std::string& problem : summary.problems)
        std::cerr << "Skipped: " << problem << '\n';
    if (options.json) {
        printJson({{"outcome", outcomeName(kExitDone)},
                   {"output", options.pack.output.string()},
                   {"photos", summary.photos},
                   {"photosWithRegions", summary.photosWithRegions},
                   {"pairs", summary.pairs},
                   {"illuminations", summary.illuminations},
                   {"leftOut", summary.leftOut},
                   {"bytes", summary.bytes},
                   {"skipped", summary.problems}});
        return;
    }
    std::cout << "Wrote " << options.pack.output.string() << ": " << countText(summary.photos, "photograph") << " ("
              << summary.photosWithRegions << " with regions), " << countText(summary.pairs, "pair") << ", "
              << countText(summary.illuminations, "change") << " of light, " << bytesText(summary.bytes) << '\n';
    if (summary.leftOut > 0)
        std::cout << "Left out for want of room: " << summary.leftOut << '\n';
    if (!summary.problems.empty())
        std::cout << "Skipped: " << summary.problems.size() << ", named above\n";
}

void printSpread(const char* name, const SampleStatistics::Spread& spread, int digits)
{
    std::cout << name << fixedText(spread.mean, digits) << "  (" << fixedText(spread.lowerQuartile, digits) << ", "
              << fixedText(spread.median, digits) << ", " << fixedText(spread.upperQuartile, digits) << ")\n";
}

Json toJson(const SampleStatistics::Spread& spread)
{
    return {{"mean", spread.mean},
            {"lowerQuartile", spread.lowerQuartile},
            {"median", spread.median},
            {"upperQuartile", spread.upperQuartile}};
}

int runPreview(const PackCommandOptions& options, const CancelToken& cancel)
{
    const std::array inputs{options.preview};
    checkTarget(options.pack.output, inputs, options.overwrite);
    static_cast<void>(imageFormatForPath(options.pack.output)); // before the samples take their time
    DataOptions data;
    data.packs = {options.preview};
    data.seed = options.seed;
    const SampleStatistics statistics = sampleStatistics(data, options.previewSide, kPreviewSamples, cancel);
    writeSampleSheet(data, options.previewSide, options.pack.output);
    if (options.json) {
        printJson({{"outcome", outcomeName(kExitDone)},
                   {"output", options.pack.output.string()},
                   {"samples", statistics.samples},
                   {"fmse", toJson(statistics.fmse)},
                   {"psnr", toJson(statistics.psnr)},
                   {"maskFraction", toJson(statistics.area)},
                   {"unchanged", statistics.unchangedShare}});
        return kExitDone;
    }
    std::cout << countText(statistics.samples, "sample") << ", mean (lower quartile, median, upper quartile):\n";
    printSpread("fMSE (inside the mask)  ", statistics.fmse, 1);
    printSpread("PSNR where changed, dB  ", statistics.psnr, 2);
    printSpread("Mask, share of picture  ", statistics.area, 3);
    std::cout << "Unchanged               " << fixedText(statistics.unchangedShare, 3) << '\n';
    return kExitDone;
}

/// Whether the parsed options go together.
/// @throws CLI::ValidationError
void checkPackUsage(const PackCommandOptions& options)
{
    const PackOptions& pack = options.pack;
    if (!options.preview.empty())
        return;
    if (pack.photos.empty() && options.pairFolder.empty())
        throw CLI::ValidationError("--photos", "give a folder of photographs, or of pairs with --ihm4");
    if (!pack.masks.empty() && pack.masks.size() != pack.photos.size())
        throw CLI::ValidationError("--masks", "give one folder of masks for each folder of --photos");
}

/// What to train on of a data set: nothing of what its list for testing names, unless that one is asked for.
/// @throws Error InvalidArgument
fs::path trainingListOf(const PackCommandOptions& options)
{
    if (!options.pairList.empty())
        return options.pairFolder / options.pairList;
    std::error_code ignored;
    for (const char* list : {"IHD_train.txt", "train.jsonl"}) {
        if (fs::exists(options.pairFolder / list, ignored))
            return options.pairFolder / list;
    }
    for (const char* list : {"IHD_test.txt", "test.jsonl"}) {
        if (fs::exists(options.pairFolder / list, ignored))
            throw Error(ErrorCode::InvalidArgument, "--list",
                        options.pairFolder.string() + " has " + list +
                            " for testing, but no IHD_train.txt or train.jsonl; say what to train on");
    }
    return options.pairFolder;
}

int runPack(PackCommandOptions options, const CancelToken& cancel)
{
    if (!options.preview.empty())
        return runPreview(options, cancel);
    checkTarget(options.pack.output, {}, options.overwrite);
    if (!options.pairFolder.empty())
        options.pack.pairs.push_back(trainingListOf(options));
    const PackSummary summary = [&] {
        TerminalProgress progress(detectTerminalStyle());
        return buildPack(options.pack, progress, cancel);
    }();
    printSummary(options, summary);
    return kExitDone;
}

} // namespace

void addTrainPackCommand(CLI::App& trainApp, Invocation& invocation)
{
    CLI::App* command = trainApp.add_subcommand("pack", "Put training pictures into one file");
    auto options = std::make_shared<PackCommandOptions>();
    PackOptions& pack = options->pack;
    command->add_option("--photos", pack.photos, "A folder of photographs; may be given several times")
        ->type_name("DIR");
    command
        ->add_option("--masks", pack.masks,
                     "Masks with the photographs' names: 0 background, other values or colours an object each; once "
                     "for each --photos")
        ->type_name("DIR");
    addNumber<int>(
        *command, "--cut-regions", pack.cutRegions, 0, kMostCutRegions,
        "Cut so many regions of like colour from what no mask covers; they stand in for objects (default 0)");
    addPath(*command, "--illuminations", pack.illuminations, "Measured changes of light, n x 3 x 11 (NumPy)");
    CLI::Option* pairs = addPath(*command, "--ihm4", options->pairFolder, "A data set in iHarmony4's layout", "DIR");
    addPath(*command, "--list", options->pairList,
            "Its list, relative to it (default: IHD_train.txt or train.jsonl; without lists, all of its pairs)")
        ->needs(pairs);
    addNumber<int>(*command, "--long-side", pack.longSide, kLeastLongSide, kMostLongSide,
                   "Shrink pictures to this longest side (default 256)");
    addNumber<std::uint64_t>(*command, "--max-bytes", pack.mostBytes, 1, UINT64_MAX,
                             "Stop at this size, with a random choice of pictures");
    addPath(*command, "--preview", options->preview, "Look into this pack: draw samples as training gets them");
    addNumber<int>(*command, "--preview-side", options->previewSide, kLeastLongSide, kMostPreviewSide,
                   "Side of the drawn samples (default 128)");
    addNumber<std::uint64_t>(*command, "--seed", options->seed, 0, UINT64_MAX, "Of the drawn samples (default 1)");
    addPath(*command, "--output,-o", pack.output, "The pack, or the preview's picture")->required();
    command->add_flag("--overwrite,-y", options->overwrite, "Replace the output if it exists");
    command->add_flag("--json", options->json, "Print one JSON object and nothing else");
    command->callback([options, &invocation] {
        checkPackUsage(*options);
        invocation.json = options->json;
        invocation.run = [options](const CancelToken& cancel) { return runPack(*options, cancel); };
    });
}

} // namespace dh
