// Runs the engine over a folder of real composites and checks what native mode promises: nothing changed outside the
// mask, and the composite's own structure kept inside it. Where the true picture is known, it also tells how near to
// it the result comes.
//
// case_check FOLDER [--model DIR] [--resolution N] [--steps N] [--output DIR]
// FOLDER: one folder per case with composite.*, mask.png and, where the true picture exists, real.*.

#include "core/base/engine_environment.h"
#include "core/base/error.h"
#include "core/evaluate/metrics.h"
#include "core/harmonize/engine_module.h"
#include "core/imaging/image_file.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace fs = std::filesystem;
using namespace dh;

namespace
{

constexpr double kLeastCorrelation = 0.98;

struct Arguments {
    fs::path folder;
    fs::path model;
    fs::path output;
    std::optional<int> resolution;
    std::optional<int> steps;
};

struct CaseFiles {
    std::string name;
    fs::path composite;
    fs::path mask;
    fs::path real; ///< empty where there is none
};

struct CaseScore {
    std::string name;
    Size size;
    double seconds = 0.0;
    long long changedOutside = 0;
    double correlation = 0.0;
    std::optional<double> compositeError; ///< fMSE to the real picture
    std::optional<double> resultError;

    [[nodiscard]] bool keepsPromises() const { return changedOutside == 0 && correlation >= kLeastCorrelation; }
};

std::optional<Arguments> parse(int argc, char** argv)
{
    Arguments arguments;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (!word.starts_with("--") && arguments.folder.empty()) {
            arguments.folder = word;
            continue;
        }
        if (i + 1 == argc)
            return std::nullopt;
        const char* value = argv[++i];
        if (word == "--model")
            arguments.model = value;
        else if (word == "--output")
            arguments.output = value;
        else if (word == "--resolution")
            arguments.resolution = std::atoi(value);
        else if (word == "--steps")
            arguments.steps = std::atoi(value);
        else
            return std::nullopt;
    }
    if (arguments.folder.empty())
        return std::nullopt;
    return arguments;
}

fs::path pictureNamed(const fs::path& folder, const char* stem)
{
    for (const char* extension : {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp"})
        if (fs::exists(folder / (std::string(stem) + extension)))
            return folder / (std::string(stem) + extension);
    return {};
}

std::vector<CaseFiles> casesIn(const fs::path& folder)
{
    std::vector<CaseFiles> cases;
    for (const auto& entry : fs::directory_iterator(folder)) {
        CaseFiles files{entry.path().filename().string(), pictureNamed(entry.path(), "composite"),
                        entry.path() / "mask.png", pictureNamed(entry.path(), "real")};
        if (!files.composite.empty())
            cases.push_back(std::move(files));
    }
    std::ranges::sort(cases, {}, &CaseFiles::name);
    return cases;
}

CaseScore measure(Harmonizer& engine, const CaseFiles& files, const Arguments& arguments)
{
    HarmonizeRequest request;
    request.composite = readImageFile(files.composite).image;
    request.mask = readMaskFile(files.mask);
    request.resolution = arguments.resolution;
    request.steps = arguments.steps;
    NullProgressSink progress;
    const auto start = std::chrono::steady_clock::now();
    const Image result = engine.run(request, progress, {}).image;

    CaseScore score;
    score.name = files.name;
    score.size = request.composite.size();
    score.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    score.changedOutside = compareImages(request.composite, result, request.mask).changedOutside;
    score.correlation = gradientCorrelation(request.composite, result, request.mask);
    if (!files.real.empty()) {
        const Image real = readImageFile(files.real).image;
        score.compositeError = compareImages(request.composite, real, request.mask).fmse;
        score.resultError = compareImages(result, real, request.mask).fmse;
    }
    if (!arguments.output.empty())
        writeImageFile(arguments.output / (files.name + ".png"), result);
    return score;
}

void print(const CaseScore& score)
{
    std::printf("%-34s %4dx%-4d %6.1f s  outside %lld  correlation %.4f", score.name.c_str(), score.size.width,
                score.size.height, score.seconds, score.changedOutside, score.correlation);
    if (score.resultError)
        std::printf("  fMSE %.1f -> %.1f, ratio %.3f", *score.compositeError, *score.resultError,
                    *score.resultError / *score.compositeError);
    std::printf("%s\n", score.keepsPromises() ? "" : "  FAILED");
    std::fflush(stdout);
}

/// The worst of each figure and, over the cases with a real picture, the mean and the geometric mean of the fMSE ratio.
void printSummary(const std::vector<CaseScore>& scores)
{
    const auto& least = *std::ranges::min_element(scores, {}, &CaseScore::correlation);
    const auto& slowest = *std::ranges::max_element(scores, {}, &CaseScore::seconds);
    const auto& leakiest = *std::ranges::max_element(scores, {}, &CaseScore::changedOutside);
    std::printf("\n%zu cases; worst: correlation %.4f (%s), %.1f s (%s), %lld samples changed outside (%s)\n",
                scores.size(), least.correlation, least.name.c_str(), slowest.seconds, slowest.name.c_str(),
                leakiest.changedOutside, leakiest.name.c_str());
    double sum = 0.0;
    double logSum = 0.0;
    int triples = 0;
    for (const CaseScore& score : scores) {
        if (!score.resultError || *score.compositeError <= 0.0 || *score.resultError <= 0.0)
            continue;
        const double ratio = *score.resultError / *score.compositeError;
        sum += ratio;
        logSum += std::log(ratio);
        ++triples;
    }
    if (triples > 0)
        std::printf("%d with a real picture: fMSE ratio %.3f in the mean, %.3f in the geometric mean\n", triples,
                    sum / triples, std::exp(logSum / triples));
}

/// How many cases broke a promise or couldn't be run.
int check(const Arguments& arguments)
{
    const std::vector<CaseFiles> cases = casesIn(arguments.folder);
    if (cases.empty())
        throw Error(ErrorCode::FileNotFound, arguments.folder.string(), "holds no folder with a composite");
    if (!arguments.output.empty())
        fs::create_directories(arguments.output);
    const auto engine = loadEngine();
    ModelLocation location;
    location.root = arguments.model.empty() ? builtInModelFolder() : arguments.model;
    NullProgressSink progress;
    engine->load(location, {}, progress, {});

    std::vector<CaseScore> scores;
    int failures = 0;
    for (const CaseFiles& files : cases) {
        try {
            scores.push_back(measure(*engine, files, arguments));
            print(scores.back());
            failures += scores.back().keepsPromises() ? 0 : 1;
        } catch (const Error& error) {
            std::printf("%-34s FAILED: %s: %s\n", files.name.c_str(), error.subject().c_str(), error.detail().c_str());
            ++failures;
        }
    }
    if (!scores.empty())
        printSummary(scores);
    std::printf("%d of %zu failed\n", failures, cases.size());
    return failures;
}

} // namespace

int main(int argc, char** argv)
{
    prepareEngineEnvironment(argv);
    const std::optional<Arguments> arguments = parse(argc, argv);
    if (!arguments) {
        std::fprintf(stderr, "usage: case_check FOLDER [--model DIR] [--resolution N] [--steps N] [--output DIR]\n");
        return 2;
    }
    try {
        return check(*arguments) == 0 ? 0 : 1;
    } catch (const Error& error) {
        std::fprintf(stderr, "%s: %s\n", error.subject().c_str(), error.detail().c_str());
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
    }
    return 1;
}
