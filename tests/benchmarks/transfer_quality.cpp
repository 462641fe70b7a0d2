// Measures how near the transfer to native pixels comes to the true picture, against simpler ways and other settings.
// The network is played by the true picture at low resolution: as it is, and spoilt the way a VAE spoils pictures.
//
// transfer_quality WORKING_SIDE FOLDER...
// FOLDER: composite_images/, masks/ and real_images/ named as iHarmony4 names them, or one folder per case with
// composite.*, mask.png and real.* in it (those without real.* are skipped).

#include "core/base/error.h"
#include "core/evaluate/metrics.h"
#include "core/harmonize/change_transfer.h"
#include "core/harmonize/local_change.h"
#include "core/harmonize/native_change.h"
#include "core/imaging/image_file.h"
#include "core/imaging/resample.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace fs = std::filesystem;
using namespace dh;

namespace
{

struct Triple {
    fs::path composite;
    fs::path mask;
    fs::path real;
};

/// A way to spoil a low-resolution result; lengths in low-resolution pixels, noise in 0..1.
struct Spoiling {
    const char* name;
    double blurSigma;
    double keptContrast;
    double shift;
    double noise;
};

constexpr std::array<Spoiling, 3> kSpoilings{{{"ideal", 0.0, 1.0, 0.0, 0.0},
                                              {"blur 1.0", 1.0, 0.85, 0.5, 2.0 / 255.0},
                                              {"blur 1.5", 1.5, 0.85, 0.5, 2.0 / 255.0}}};

struct Sample {
    Image composite;
    Mask mask;
    LowResolutionPair pair;
};

struct Method {
    std::string name;
    std::function<Image(const Sample&)> run;
};

struct Score {
    double psnrSum = 0.0;
    double leastCorrelation = 1.0;
    int count = 0;
};

fs::path existing(const fs::path& stem)
{
    for (const char* extension : {".jpg", ".png"})
        if (fs::exists(stem.string() + extension))
            return stem.string() + extension;
    return {};
}

std::vector<Triple> triplesIn(const fs::path& folder)
{
    std::vector<Triple> triples;
    const fs::path composites = folder / "composite_images";
    if (fs::exists(composites)) {
        for (const auto& entry : fs::directory_iterator(composites)) {
            const std::string stem = entry.path().stem().string();
            triples.push_back({entry.path(), folder / "masks" / (stem.substr(0, stem.rfind('_')) + ".png"),
                               existing(folder / "real_images" / stem.substr(0, stem.find('_')))});
        }
    } else {
        for (const auto& entry : fs::directory_iterator(folder))
            if (entry.is_directory())
                triples.push_back(
                    {existing(entry.path() / "composite"), entry.path() / "mask.png", existing(entry.path() / "real")});
    }
    std::erase_if(triples, [](const Triple& triple) { return triple.composite.empty() || triple.real.empty(); });
    std::sort(triples.begin(), triples.end(),
              [](const Triple& a, const Triple& b) { return a.composite < b.composite; });
    return triples;
}

cv::Mat planeOf(PlanarImage& image, int channel)
{
    return {image.size.height, image.size.width, CV_32F, image.plane(channel)};
}

/// A smooth random field of standard deviation about `amplitude`, varying over about `scale` pixels.
cv::Mat smoothField(cv::Size size, int scale, double amplitude, cv::RNG& random)
{
    cv::Mat coarse(size.height / scale + 2, size.width / scale + 2, CV_32F);
    random.fill(coarse, cv::RNG::NORMAL, 0.0, amplitude);
    cv::Mat field;
    cv::resize(coarse, field, size, 0.0, 0.0, cv::INTER_CUBIC);
    return field;
}

PlanarImage spoilt(PlanarImage image, const Spoiling& spoiling, unsigned seed)
{
    if (spoiling.blurSigma <= 0.0)
        return image;
    constexpr int kShiftScale = 16;
    constexpr int kColourNoiseScale = 8;
    constexpr double kContrastSigma = 4.0;
    cv::RNG random(seed);
    const cv::Size size(image.size.width, image.size.height);
    cv::Mat mapX = smoothField(size, kShiftScale, spoiling.shift, random);
    cv::Mat mapY = smoothField(size, kShiftScale, spoiling.shift, random);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            mapX.at<float>(y, x) += static_cast<float>(x);
            mapY.at<float>(y, x) += static_cast<float>(y);
        }
    for (int channel = 0; channel < image.channels; ++channel) {
        cv::Mat plane = planeOf(image, channel);
        cv::Mat moved;
        cv::Mat coarse;
        cv::remap(plane, moved, mapX, mapY, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
        cv::GaussianBlur(moved, coarse, {}, kContrastSigma);
        moved = coarse + spoiling.keptContrast * (moved - coarse);
        cv::GaussianBlur(moved, moved, {}, spoiling.blurSigma);
        cv::Mat grain(size, CV_32F);
        random.fill(grain, cv::RNG::NORMAL, 0.0, spoiling.noise);
        moved += grain + smoothField(size, kColourNoiseScale, spoiling.noise, random);
        cv::Mat(cv::min(cv::max(moved, 0.0), 1.0)).copyTo(plane);
    }
    return image;
}

Image blended(const Sample& sample, const PlanarImage& native)
{
    PlanarImage planar = planarFromImage(sample.composite);
    const PlanarImage mask = planarFromMask(sample.mask);
    const auto area = static_cast<std::size_t>(planar.size.area());
    for (std::size_t i = 0; i < planar.values.size(); ++i)
        planar.values[i] += mask.values[i % area] * (native.values[i] - planar.values[i]);
    return imageFromPlanar(planar, sample.composite.type());
}

Image upsampledResult(const Sample& sample)
{
    return blended(sample, resized(sample.pair.result, sample.composite.size()));
}

Image upsampledDifference(const Sample& sample)
{
    // Half the difference around mid-grey fits into the 0..1 that resized() keeps to.
    PlanarImage difference = sample.pair.result;
    for (std::size_t i = 0; i < difference.values.size(); ++i)
        difference.values[i] = 0.5F + 0.5F * (difference.values[i] - sample.pair.composite.values[i]);
    PlanarImage native = resized(difference, sample.composite.size());
    const PlanarImage composite = planarFromImage(sample.composite);
    for (std::size_t i = 0; i < native.values.size(); ++i)
        native.values[i] = composite.values[i] + 2.0F * (native.values[i] - 0.5F);
    return blended(sample, native);
}

Method fitted(const std::string& name, const FitOptions& options)
{
    return {name, [options](const Sample& sample) {
                const Rect whole{0, 0, sample.composite.width(), sample.composite.height()};
                return applyChange(sample.composite, whole, sample.mask, fitChange(sample.pair, options), 1.0, {});
            }};
}

Image transferred(const Sample& sample)
{
    const Rect whole{0, 0, sample.composite.width(), sample.composite.height()};
    return transferChange(sample.composite, whole, sample.mask, sample.pair, {}, {});
}

std::vector<Method> methods()
{
    constexpr double kStiff = 1e6;
    constexpr double kNoPrefilter = 1e-3;
    const FitOptions chosen;
    std::vector<Method> list{{"composite", [](const Sample& sample) { return sample.composite; }},
                             {"upsampled result", upsampledResult},
                             {"upsampled difference", upsampledDifference}};
    FitOptions options = chosen;
    options.localRidge = kStiff;
    options.windowRadius = 1000;
    list.push_back(fitted("one affine map", options));
    options = chosen;
    options.globalRidge = kStiff;
    list.push_back(fitted("windows only", options));
    options = chosen;
    options.cellSide = 1;
    options.prefilterSigma = kNoPrefilter;
    options.windowRadius = 8;
    list.push_back(fitted("no prefilter", options));
    for (const int radius : {1, 4})
        for (const double ridge : {1e-2, 1e-1}) {
            options = chosen;
            options.windowRadius = radius;
            options.localRidge = ridge;
            list.push_back(
                fitted("radius " + std::to_string(radius) + " ridge " + std::to_string(ridge).substr(0, 4), options));
        }
    list.push_back(fitted("chosen", chosen));
    list.push_back({"chosen, guarded", transferred});
    return list;
}

double psnrInside(const Image& image, const Image& real, const Mask& mask)
{
    constexpr double kRange = 255.0;
    constexpr double kLeastError = 1e-4;
    return 10.0 * std::log10(kRange * kRange / std::max(kLeastError, compareImages(image, real, mask).fmse));
}

Sample sampleOf(const Image& composite, const Mask& mask, const Image& real, int workingSide, const Spoiling& spoiling,
                unsigned seed)
{
    const double scale = static_cast<double>(workingSide) / std::max(composite.width(), composite.height());
    const auto scaled = [scale](int length) { return std::max(1, static_cast<int>(std::lround(length * scale))); };
    const Size low{scaled(composite.width()), scaled(composite.height())};
    return {composite,
            mask,
            {resized(planarFromImage(composite), low), spoilt(resized(planarFromImage(real), low), spoiling, seed),
             resized(planarFromMask(mask), low)}};
}

void measure(const fs::path& folder, int workingSide)
{
    const std::vector<Method> list = methods();
    std::vector<std::array<Score, kSpoilings.size()>> scores(list.size());
    const std::vector<Triple> triples = triplesIn(folder);
    for (std::size_t i = 0; i < triples.size(); ++i) {
        const Image composite = readImageFile(triples[i].composite).image;
        const Image real = readImageFile(triples[i].real).image;
        const Mask mask = readMaskFile(triples[i].mask);
        for (std::size_t level = 0; level < kSpoilings.size(); ++level) {
            const auto seed = static_cast<unsigned>(i * kSpoilings.size() + level);
            const Sample sample = sampleOf(composite, mask, real, workingSide, kSpoilings[level], seed);
            for (std::size_t method = 0; method < list.size(); ++method) {
                const Image image = list[method].run(sample);
                Score& score = scores[method][level];
                score.psnrSum += psnrInside(image, real, mask);
                score.leastCorrelation = std::min(score.leastCorrelation, gradientCorrelation(composite, image, mask));
                ++score.count;
            }
        }
    }
    std::printf("%s, %zu pictures, %d px\n%-24s", folder.filename().c_str(), triples.size(), workingSide,
                "PSNR / correlation");
    for (const Spoiling& spoiling : kSpoilings)
        std::printf(" | %-15s", spoiling.name);
    for (std::size_t method = 0; method < list.size(); ++method) {
        std::printf("\n%-24s", list[method].name.c_str());
        for (const Score& score : scores[method])
            std::printf(" | %6.2f / %.4f", score.psnrSum / std::max(1, score.count), score.leastCorrelation);
    }
    std::printf("\n\n");
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 3) {
        std::fprintf(stderr, "usage: transfer_quality WORKING_SIDE FOLDER...\n");
        return 2;
    }
    try {
        for (int i = 2; i < argc; ++i)
            measure(argv[i], std::max(1, std::atoi(argv[1])));
    } catch (const Error& error) {
        std::fprintf(stderr, "%s: %s\n", error.subject().c_str(), error.detail().c_str());
        return 1;
    }
    return 0;
}
