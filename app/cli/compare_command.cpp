#include "app/cli/command.h"
#include "app/cli/error_text.h"
#include "app/cli/harmonize_inputs.h"
#include "app/cli/interruptible.h"
#include "app/cli/json_output.h"
#include "app/cli/options.h"
#include "app/cli/text_format.h"

#include "core/evaluate/metrics.h"
#include "core/imaging/image_file.h"

#include <iostream>
#include <limits>

namespace dh
{

namespace
{

constexpr int kDigits = 4;
constexpr double kPercent = 100.0;

struct CompareOptions {
    std::filesystem::path first;
    std::filesystem::path second;
    std::filesystem::path mask; ///< empty = the whole picture
    bool requireUnchangedOutside = false;
    bool json = false;
};

Metrics measure(const CompareOptions& options, const CancelToken& cancel)
{
    const auto read = [&cancel](const std::filesystem::path& path) {
        return interruptible(cancel, [path] { return readImageFile(path).image; });
    };
    const Image first = read(options.first);
    const Image second = read(options.second);
    requireSameSize(options.second, second.size(), options.first, first.size());
    Mask mask(first.size(), std::numeric_limits<std::uint8_t>::max());
    if (!options.mask.empty()) {
        mask = interruptible(cancel, [path = options.mask] { return readMaskFile(path); });
        requireSameSize(options.mask, mask.size(), options.first, first.size());
    }
    return interruptible(cancel, [first, second, mask] { return compareImages(first, second, mask); });
}

Json toJson(const Metrics& metrics, bool masked, int exitCode)
{
    Json json{{"outcome", outcomeName(exitCode)},
              {"mse", metrics.mse},
              {"psnr", std::isfinite(metrics.psnr) ? Json(metrics.psnr) : Json()}, // JSON has no infinity
              {"identical", metrics.changedInside + metrics.changedOutside == 0}};
    if (masked) {
        json["fmse"] = metrics.fmse;
        json["backgroundMse"] = metrics.backgroundMse;
        json["changedOutside"] = metrics.changedOutside;
        json["changedInside"] = metrics.changedInside;
        json["maskFraction"] = metrics.maskFraction;
    } else {
        json["changed"] = metrics.changedInside;
    }
    return json;
}

void print(const Metrics& metrics, bool masked)
{
    std::cout << "PSNR                     " << fixedText(metrics.psnr, kDigits) << " dB\n"
              << "MSE                      " << fixedText(metrics.mse, kDigits) << '\n';
    if (!masked) {
        std::cout << "Changed samples          " << metrics.changedInside << '\n';
        return;
    }
    std::cout << "fMSE (inside the mask)   " << fixedText(metrics.fmse, kDigits) << '\n'
              << "MSE outside the mask     " << fixedText(metrics.backgroundMse, kDigits) << '\n'
              << "Changed samples outside  " << metrics.changedOutside << '\n'
              << "Changed samples inside   " << metrics.changedInside << '\n'
              << "Mask                     " << fixedText(metrics.maskFraction * kPercent, 2) << " % of the picture\n";
}

int runCompare(const CompareOptions& options, const CancelToken& cancel)
{
    const Metrics metrics = measure(options, cancel);
    const bool masked = !options.mask.empty();
    const int exitCode = options.requireUnchangedOutside && metrics.changedOutside > 0 ? kExitFailed : kExitDone;
    if (options.json)
        printJson(toJson(metrics, masked, exitCode));
    else
        print(metrics, masked);
    if (exitCode != kExitDone)
        std::cerr << changedOutsideSentence(options.second, options.first, metrics.changedOutside) << '\n';
    return exitCode;
}

} // namespace

void addCompareCommand(CLI::App& app, Invocation& invocation)
{
    CLI::App* command = app.add_subcommand("compare", "Say how near two pictures are to each other");
    auto options = std::make_shared<CompareOptions>();
    addPath(*command, "A", options->first, "A picture")->required();
    addPath(*command, "B", options->second, "Another of the same size")->required();
    CLI::Option* mask = addPath(*command, "--mask", options->mask, "Also measure inside and outside this mask");
    command
        ->add_flag("--require-unchanged-outside", options->requireUnchangedOutside,
                   "Fail (exit code 1) if a sample differs where the mask is black")
        ->needs(mask);
    command->add_flag("--json", options->json, "Print one JSON object and nothing else");
    addExamples(*command, "  diffharmony compare result.png truth.png --mask mask.png\n"
                          "  diffharmony compare result.png pasted.png --mask mask.png --require-unchanged-outside\n");
    command->callback([options, &invocation] {
        invocation.json = options->json;
        invocation.run = [options](const CancelToken& cancel) { return runCompare(*options, cancel); };
    });
}

} // namespace dh
