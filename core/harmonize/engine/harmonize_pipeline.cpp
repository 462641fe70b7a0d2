#include "core/harmonize/engine/harmonize_pipeline.h"

#include "core/base/error.h"
#include "core/base/resolution.h"
#include "core/base/system.h"
#include "core/harmonize/engine/native_mode.h"
#include "core/harmonize/engine/network_run.h"
#include "core/harmonize/engine/reference_mode.h"
#include "core/nn/tensor_memory.h"
#include "core/nn/torch_compat.h"
#include "core/nn/torch_device.h"
#include "core/nn/torch_errors.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>

#include <cmath>

namespace dh
{

namespace
{

constexpr int kSmallestOutput = 8;
constexpr int kLargestOutput = 8192;
/// Hashing reads every file once, building the networks a second time.
constexpr double kHashShare = 0.5;

ComputeType computeType(const EngineOptions& options)
{
    ComputeType type;
    type.device = deviceByName(options.device);
    const bool cpu = type.device.is_cpu();
    if (options.precision == Precision::Float16 && cpu)
        throw Error(ErrorCode::InvalidArgument, "precision",
                    "float16 needs a CUDA device; bfloat16 also saves memory on a CPU");
    if (options.precision == Precision::Float16)
        type.weights = type.activations = at::kHalf;
    if (options.precision == Precision::BFloat16) {
        // On a CPU only the weights are narrow: its bfloat16 convolutions are slower than float32 ones.
        type.weights = at::kBFloat16;
        type.activations = cpu ? at::kFloat : at::kBFloat16;
    }
    return type;
}

const char* precisionName(Precision precision)
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

/// OpenMP keeps the number of threads for each calling thread.
void applyThreads(const EngineOptions& options)
{
    at::set_num_threads(options.threads > 0 ? options.threads : usableProcessors());
}

void requireRange(const char* name, double value, double low, double high)
{
    if (!(value >= low && value <= high))
        throw Error(
            ErrorCode::InvalidArgument, name,
            "should be between " + std::to_string(std::lround(low)) + " and " +
                (high == std::floor(high) ? std::to_string(std::lround(high)) : std::to_string(high).substr(0, 3)));
}

void requireSize(const char* name, Size size, Size picture)
{
    if (size != picture)
        throw Error(ErrorCode::SizeMismatch, name,
                    "is " + std::to_string(size.width) + " x " + std::to_string(size.height) + " pixels, its picture " +
                        std::to_string(picture.width) + " x " + std::to_string(picture.height));
}

void validate(const HarmonizeRequest& request, int steps, int resolution)
{
    requireRange("steps", steps, 1, kMostDenoisingSteps);
    if (resolution == 0 || !isNetworkResolution(resolution))
        throw Error(ErrorCode::InvalidArgument, "resolution", kResolutionRule);
    requireRange("output resolution", request.outputResolution, kSmallestOutput, kLargestOutput);
    requireRange("strength", request.strength, 0.0, HarmonizeRequest::kMostStrength);
    requireRange("mask dilation", request.maskDilation, 0, kLargestOutput);
    if (request.composite.isNull())
        throw Error(ErrorCode::InvalidArgument, "composite", "there is no picture");
    requireSize("mask", request.mask.size(), request.composite.size());
    if (!request.influence.isNull())
        requireSize("influence", request.influence.size(), request.composite.size());
    if (request.mask.isEmpty())
        throw Error(ErrorCode::EmptyMask, "mask", "selects nothing");
}

} // namespace

HarmonizePipeline::HarmonizePipeline()
{
    installTensorMemory();
}

HarmonizePipeline::~HarmonizePipeline()
{
    m_loaded.reset();
    releaseIdleMemory();
}

bool HarmonizePipeline::load(const ModelLocation& location, const EngineOptions& options, ProgressSink& sink,
                             const CancelToken& cancel)
{
    m_loaded.reset();
    m_options = options;
    WeightedProgress progress(sink, {{Stage::Load, 1.0}});
    try {
        translateTorchErrors([&] {
            applyThreads(options);
            // Tensor cores would round float32 products to 10 bits.
            at::globalContext().setAllowTF32CuBLAS(false);
            at::globalContext().setAllowTF32CuDNN(false);
            const ComputeType type = computeType(options);
            Checkpoint checkpoint(location);
            std::string hash = checkpoint.contentHash([&](double fraction) {
                progress.report(Stage::Load, kHashShare * fraction);
                return !cancel.isCancelled();
            });
            cancel.throwIfCancelled();
            Model model(checkpoint, type, cancel, [&](double fraction) {
                progress.report(Stage::Load, kHashShare + (1.0 - kHashShare) * fraction);
            });
            m_loaded = std::make_unique<LoadedModel>(
                LoadedModel{std::move(checkpoint), std::move(model), std::move(hash), std::nullopt});
        });
    } catch (const Cancelled&) {
        return false;
    }
    return true;
}

HarmonizeResult HarmonizePipeline::run(const HarmonizeRequest& request, ProgressSink& progress,
                                       const CancelToken& cancel)
{
    if (!m_loaded)
        throw Error(ErrorCode::ModelMissing, "", "no model is loaded");
    const Model& model = m_loaded->model;
    const int steps = request.steps.value_or(model.settings().defaultSteps);
    const int resolution = request.resolution.value_or(model.settings().defaultResolution);
    validate(request, steps, resolution);

    HarmonizeResult result;
    HarmonizeReport& report = result.report;
    report.mode = request.mode;
    report.seed = request.seed;
    report.steps = steps;
    report.resolution = resolution;
    report.strength = request.strength;
    report.sampler = request.sampler == Sampler::Ddim ? "ddim" : "euler_ancestral";
    report.device = model.type().device.str();
    report.precision = precisionName(m_options.precision);
    report.checkpointHash = m_loaded->hash;
    report.version = DH_VERSION;
    try {
        translateTorchErrors([&] {
            applyThreads(m_options);
            const c10::InferenceMode inference;
            result.image = request.mode == Mode::Reference
                               ? harmonizeLikeReference(*m_loaded, request, steps, resolution, progress, cancel, report)
                               : harmonizeNative(*m_loaded, request, steps, resolution, progress, cancel, report);
        });
    } catch (const Cancelled&) {
        result.outcome = Outcome::Cancelled;
        result.image = Image();
    }
    return result;
}

void HarmonizePipeline::releaseIdleMemory()
{
    releaseKeptTensorMemory();
}

ModelVerification HarmonizePipeline::verify(const ModelLocation& location, const CancelToken& cancel)
{
    ModelVerification verification;
    try {
        translateTorchErrors([&] {
            const Checkpoint checkpoint(location);
            verification.problems = findModelProblems(checkpoint, cancel);
            for (const Component component : {Component::UNet, Component::Vae, Component::ConditionVae,
                                              Component::TextEncoder, Component::Refiner}) {
                if (!checkpoint.has(component))
                    continue;
                for (const auto& [key, view] : checkpoint.component(component).tensors)
                    verification.parameters += static_cast<std::uint64_t>(view.elementCount());
            }
        });
    } catch (const Cancelled&) {
        verification.problems = "the check was cancelled";
    }
    return verification;
}

} // namespace dh
