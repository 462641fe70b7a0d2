#include "ui/jobs/harmonize_job.h"

#include "core/base/error.h"
#include "core/base/resolution.h"
#include "core/evaluate/metrics.h"
#include "core/harmonize/run_text.h"
#include "core/imaging/compose.h"
#include "core/scene/render.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cstdio>
#include <memory>

namespace dh
{

namespace
{

/// What is kept around the mask, so that a comparison shows some of the surroundings.
constexpr int kKeptMargin = 8;

constexpr std::array kPrecisions{Precision::Float32, Precision::BFloat16, Precision::Float16};

bool samePixels(const Image& a, const Image& b)
{
    return a.size() == b.size() && a.bytes() == b.bytes();
}

bool sameLook(const Layer& a, const Layer& b)
{
    return a.id == b.id && samePixels(a.image, b.image) && a.edge == b.edge && a.transform == b.transform &&
           a.opacity == b.opacity && a.visible == b.visible && a.mask == b.mask;
}

bool sameApplied(const Layer& a, const Layer& b)
{
    if (!a.applied || !b.applied)
        return a.applied.has_value() == b.applied.has_value();
    const ResultAdjustment& first = a.applied->adjustment;
    const ResultAdjustment& second = b.applied->adjustment;
    return a.applied->result->id == b.applied->result->id && first.light == second.light &&
           first.colour == second.colour && first.detailLock == second.detailLock && first.protect == second.protect;
}

Rect keptArea(const Mask& mask)
{
    const Rect box = mask.boundingBox();
    return Rect{box.x - kKeptMargin, box.y - kKeptMargin, box.width + 2 * kKeptMargin, box.height + 2 * kKeptMargin}
        .intersected({0, 0, mask.width(), mask.height()});
}

/// Independent of the locale, and read back to the same number.
std::string numberText(double value)
{
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

template <typename Number>
std::optional<Number> numberFrom(const std::string& text)
{
    Number value{};
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    return read.ec == std::errc() && read.ptr == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::optional<Rect> rectFrom(const std::string& text)
{
    Rect rect;
    const bool isRead = std::sscanf(text.c_str(), "%d,%d,%d,%d", &rect.x, &rect.y, &rect.width, &rect.height) == 4;
    return isRead && !rect.isEmpty() ? std::optional(rect) : std::nullopt;
}

/// Whether one can compute with its edges.
bool isNear(const Rect& rect)
{
    constexpr int kFar = 1 << 24;
    return std::min(rect.x, rect.y) > -kFar && std::max({rect.x, rect.y, rect.width, rect.height}) < kFar;
}

std::map<std::string, std::string> settingsText(const HarmonizeJob& job, const HarmonizeReport& report)
{
    std::map<std::string, std::string> text = runText(report);
    // "device" is what this one came to; asking for that would load the model once more.
    text["device-asked"] = job.settings.engine.device;
    text["threads"] = std::to_string(job.settings.engine.threads);
    text["model"] = job.settings.model.root.string();
    // One that was chosen by itself is chosen again, with its size.
    if (job.settings.context)
        text["context-by-hand"] = "true";
    for (const auto& [stage, seconds] : report.stageSeconds)
        text["seconds-" + stage] = numberText(seconds);
    for (std::size_t step = 0; step < report.stepChanges.size(); ++step)
        text["change-" + std::to_string(step + 1)] = numberText(report.stepChanges[step]);
    return text;
}

} // namespace

Composition sceneForRun(Composition composition, LayerId layer)
{
    const int index = composition.indexOf(layer);
    assert(index >= 0);
    composition.layers.resize(static_cast<std::size_t>(index) + 1);
    composition.layers.back().applied.reset();
    composition.layers.back().visible = true;
    composition.results.clear();
    composition.influence = {};
    return composition;
}

bool changedUnderRun(const Composition& scene, const Composition& now, LayerId layer)
{
    if (now.indexOf(layer) < 0)
        return true;
    const Composition seen = sceneForRun(now, layer);
    return !samePixels(scene.background, seen.background) ||
           !std::equal(scene.layers.begin(), scene.layers.end(), seen.layers.begin(), seen.layers.end(),
                       [](const Layer& a, const Layer& b) { return sameLook(a, b) && sameApplied(a, b); });
}

Mask influenceOf(const HarmonizeJob& job)
{
    return job.settings.influence.size() == job.scene.size() ? job.settings.influence : Mask();
}

HarmonizeRequest requestOf(const HarmonizeJob& job, const CancelToken& cancel)
{
    const Size size = job.scene.size();
    HarmonizeRequest request;
    request.mask = renderMask(*job.scene.layer(job.layer), {0, 0, size.width, size.height});
    if (request.mask.isEmpty())
        throw Error(ErrorCode::EmptyMask, job.scene.layer(job.layer)->name, "it selects nothing inside the picture");
    cancel.throwIfCancelled();
    request.composite = renderComposition(job.scene, cancel);
    request.seed = job.seed;
    request.steps = job.settings.steps;
    request.resolution = job.settings.resolution;
    request.refine = job.settings.refine;
    request.strength = job.settings.strength;
    request.context = job.settings.context;
    request.influence = influenceOf(job);
    return request;
}

HarmonizedResult resultOf(const HarmonizeJob& job, const HarmonizeRequest& request, const HarmonizeResult& finished,
                          double seconds)
{
    const Layer& layer = *job.scene.layer(job.layer);
    HarmonizedResult result;
    result.layer = job.layer;
    result.areaInCanvas = keptArea(request.mask);
    result.before = cropped(request.composite, result.areaInCanvas);
    result.after = cropped(finished.image, result.areaInCanvas);
    result.mask = request.mask.cropped(result.areaInCanvas);
    result.influence = request.influence;
    if (compareImages(result.before, result.after, result.mask).changedOutside != 0)
        throw Error(ErrorCode::Internal, "",
                    "the engine changed the picture outside the mask, so its result was dropped");
    result.transformAtRun = layer.transform;
    result.opacityAtRun = layer.opacity;
    result.seed = finished.report.seed;
    result.seconds = seconds;
    result.settings = settingsText(job, finished.report);
    return result;
}

RunSettings settingsOf(const HarmonizedResult& result)
{
    const auto text = [&result](const char* name) {
        const auto found = result.settings.find(name);
        return found == result.settings.end() ? std::string() : found->second;
    };
    RunSettings settings;
    settings.model.root = text("model");
    for (const char* name : {"device", "device-asked"}) {
        if (!text(name).empty())
            settings.engine.device = text(name);
    }
    settings.engine.precision = precisionFrom(text("precision"));
    settings.engine.threads = numberFrom<int>(text("threads")).value_or(0);
    // What can't be read is no wish for the model's own.
    const auto chosen = [&text](const char* name) {
        return text(name).empty() ? std::nullopt : std::optional(numberFrom<int>(text(name)).value_or(0));
    };
    settings.steps = chosen("steps");
    settings.resolution = chosen("resolution");
    settings.refine = text("refined") != "false";
    settings.strength = numberFrom<double>(text("strength")).value_or(1.0);
    if (text("context-by-hand") == "true")
        settings.context = rectFrom(text("context"));
    settings.influence = result.influence;
    return settings;
}

void requirePossible(const RunSettings& settings)
{
    const auto require = [](bool holds, const char* setting, const char* problem) {
        if (!holds)
            throw Error(ErrorCode::InvalidArgument, setting, problem);
    };
    require(isDenoisingSteps(settings.steps.value_or(1)), "steps", kStepsRule);
    require(settings.resolution != 0 && isNetworkResolution(settings.resolution.value_or(0)), "resolution",
            kResolutionRule);
    require(settings.strength >= 0.0 && settings.strength <= RunSettings::kMostStrength, "strength",
            "should be between 0 and 1.5");
    require(settings.engine.threads >= 0 && settings.engine.threads <= RunSettings::kMostThreads, "threads",
            "should be between 0 and 1024");
    require(!settings.context || isNear(*settings.context), "context", "should lie in the picture");
}

const char* precisionName(Precision precision) noexcept
{
    switch (precision) {
    case Precision::Float32:
        return "float32";
    case Precision::BFloat16:
        return "bfloat16";
    case Precision::Float16:
        return "float16";
    }
    return "";
}

Precision precisionFrom(const std::string& name) noexcept
{
    const auto found = std::find_if(kPrecisions.begin(), kPrecisions.end(),
                                    [&name](Precision precision) { return name == precisionName(precision); });
    return found == kPrecisions.end() ? Precision::Float32 : *found;
}

} // namespace dh
