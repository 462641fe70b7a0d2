#include "ui/jobs/run_forecast.h"

#include "core/base/progress.h"
#include "core/base/resolution.h"

#include <algorithm>
#include <cmath>

namespace dh
{

namespace
{

/// Pixels of the networks for each latent pixel, in one direction.
constexpr double kLatentScale = 8.0;
/// Most parameters are used where the pictures are small: about this share of them works on every pixel.
constexpr double kShareOfParameters = 0.06;
/// Multiplications and additions of a thread in a second, counted as if each was made (see nn/winograd.h), as far as
/// one can say of a machine that was never measured.
constexpr double kOperationsPerThread = 8e10;
constexpr double kOperationsPerParameter = 2.0;
/// Carrying the change to a pixel of the picture.
constexpr double kSecondsPerTouchedPixel = 1.5e-7;

constexpr double kBytesPerParameter = 4.0;
/// What the networks hold for a pixel of theirs at their fullest layer, measured with the built-in model and rounded
/// up; it grows with the width of the autoencoder, so with the root of its parameters.
constexpr double kBytesPerNetworkPixel = 500.0;
constexpr double kParametersMeasured = 2.7e6;
/// The same of a refiner, which is wide at the full size; measured with the paper's at 1024 pixels.
constexpr double kBytesPerRefinedPixel = 950.0;
/// Composite, result and what is between them.
constexpr double kBytesPerPicturePixel = 40.0;
constexpr double kFixedBytes = 280e6; ///< the engine's libraries

/// The work of each stage in units of its own.
std::map<std::string, double> workOf(const RunShape& shape)
{
    const auto pixels = static_cast<double>(shape.inference.area());
    return {
        {stageName(Stage::Prepare), shape.touchedPixels},         {stageName(Stage::Encode), pixels},
        {stageName(Stage::Denoise), pixels * shape.steps},        {stageName(Stage::Decode), pixels},
        {stageName(Stage::Refine), shape.refined ? pixels : 0.0}, {stageName(Stage::Transfer), shape.touchedPixels}};
}

double estimatedSeconds(const ModelFacts& facts, const RunShape& shape, int threads)
{
    const auto pixels = static_cast<double>(shape.inference.area());
    const double latentPixels = pixels / (kLatentScale * kLatentScale);
    double parameterPixels = static_cast<double>(facts.unetParameters) * latentPixels * shape.steps;
    parameterPixels += static_cast<double>(facts.vaeParameters) * pixels;
    if (shape.refined)
        parameterPixels += static_cast<double>(facts.refinerParameters) * pixels;
    const double operations = parameterPixels * kShareOfParameters * kOperationsPerParameter;
    return operations / (kOperationsPerThread * threads) + shape.touchedPixels * kSecondsPerTouchedPixel;
}

} // namespace

double forecastSeconds(const ModelFacts& facts, const RunShape& shape, int threads,
                       const std::optional<Calibration>& calibration)
{
    if (!calibration || calibration->stageSeconds.empty())
        return estimatedSeconds(facts, shape, std::max(1, threads));
    const auto then = workOf(calibration->shape);
    double seconds = 0.0;
    for (const auto& [stage, work] : workOf(shape)) {
        const auto measured = calibration->stageSeconds.find(stage);
        if (measured != calibration->stageSeconds.end() && then.at(stage) > 0.0)
            seconds += measured->second * work / then.at(stage);
    }
    // A run without the refiner tells nothing about it.
    if (shape.refined && !calibration->shape.refined) {
        RunShape unrefined = shape;
        unrefined.refined = false;
        const int used = std::max(1, threads);
        seconds += estimatedSeconds(facts, shape, used) - estimatedSeconds(facts, unrefined, used);
    }
    return seconds;
}

std::uint64_t forecastMemory(const ModelFacts& facts, const RunShape& shape, Size picture)
{
    const auto width = [](std::uint64_t parameters) {
        return std::sqrt(static_cast<double>(parameters) / kParametersMeasured);
    };
    const auto pixels = static_cast<double>(shape.inference.area());
    double networks = kBytesPerNetworkPixel * width(facts.vaeParameters) * pixels;
    if (shape.refined && facts.hasRefiner) {
        const double longSide = std::max({shape.inference.width, shape.inference.height, 1});
        const double scale = facts.refineResolution > 0 ? facts.refineResolution / longSide : 1.0;
        networks = std::max(networks, kBytesPerRefinedPixel * width(facts.refinerParameters) * pixels * scale * scale);
    }
    const double bytes = kFixedBytes + kBytesPerParameter * static_cast<double>(facts.parameters()) + networks +
                         kBytesPerPicturePixel * static_cast<double>(picture.area());
    return static_cast<std::uint64_t>(bytes);
}

int fittingResolution(const ModelFacts& facts, const RunShape& shape, Size picture, std::uint64_t memory)
{
    const int longSide = std::max(shape.inference.width, shape.inference.height);
    for (int side = longSide / kNetworkSideStep * kNetworkSideStep; side >= kNetworkSideStep;
         side -= kNetworkSideStep) {
        const double scale = static_cast<double>(side) / longSide;
        RunShape smaller = shape;
        smaller.inference = {static_cast<int>(std::lround(shape.inference.width * scale)),
                             static_cast<int>(std::lround(shape.inference.height * scale))};
        if (forecastMemory(facts, smaller, picture) <= memory)
            return side;
    }
    return 0;
}

} // namespace dh
