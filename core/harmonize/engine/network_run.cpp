#include "core/harmonize/engine/network_run.h"

#include "core/base/error.h"
#include "core/base/system.h"
#include "core/diffusion/stages.h"

#include <c10/util/Exception.h>

#include <cmath>
#include <cstdlib>
#include <new>
#include <utility>
#include <vector>

namespace dh
{

namespace
{

/// Long side of the previews that show decoded pictures.
constexpr std::int64_t kPreviewSide = 512;
/// What a decode may plan with. Tiles change a picture by rounding, so their number depends on the machine's memory;
/// what is free just now counts only where that would not be enough.
constexpr double kInstalledShare = 0.3;
constexpr double kFreeShare = 0.9;
/// What preparing and transferring a pixel costs, in operations of a convolution that takes as long.
constexpr double kPrepareOperations = 2e3;
constexpr double kTransferOperations = 4e3;
constexpr int kDecodeAttempts = 3;

std::unique_ptr<Scheduler> makeScheduler(const Model& model, Sampler sampler, int steps)
{
    if (sampler == Sampler::Ddim)
        return std::make_unique<DdimScheduler>(model.scheduler(), steps);
    return std::make_unique<EulerAncestralScheduler>(model.scheduler(), steps);
}

std::shared_ptr<const PreviewImage> sharedPreview(PreviewImage preview)
{
    return std::make_shared<const PreviewImage>(std::move(preview));
}

void requireEmptyPrompt(const HarmonizeRequest& request)
{
    if (!request.prompt.empty())
        throw Error(ErrorCode::InvalidArgument, "prompt", "DiffHarmony uses the empty prompt");
}

/// How far the predicted picture moves from step to step, where the mask selects.
class StepTrace
{
public:
    /// @param mask  [1, 1, h, w], `start`'s size
    StepTrace(const at::Tensor& mask, PreviewImage start) : m_last(sharedPreview(std::move(start)))
    {
        const at::Tensor selected = mask.to(at::kCPU, at::kFloat).contiguous();
        m_selected.assign(selected.data_ptr<float>(), selected.data_ptr<float>() + selected.numel());
    }

    /// Mean absolute difference from the last picture, in 8-bit levels; 0 where nothing is selected.
    double changeTo(const std::shared_ptr<const PreviewImage>& picture)
    {
        double sum = 0.0;
        double weight = 0.0;
        for (std::size_t i = 0; i < picture->rgb.size(); ++i) {
            const double selected = m_selected[i / kRgb];
            sum += selected * std::abs(static_cast<int>(picture->rgb[i]) - static_cast<int>(m_last->rgb[i]));
            weight += selected;
        }
        m_last = picture;
        return weight > 0.0 ? sum / weight : 0.0;
    }

private:
    static constexpr std::size_t kRgb = 3;
    std::vector<float> m_selected;
    std::shared_ptr<const PreviewImage> m_last;
};

double decodeBudget()
{
    return std::min(kInstalledShare * static_cast<double>(installedMemory()),
                    kFreeShare * static_cast<double>(availableMemory()));
}

/// The latents are kept: when memory runs out only the decode is done again, in more and smaller tiles.
at::Tensor decodeWithinMemory(const Model& model, const at::Tensor& latents, const NetworkInput& input,
                              const at::Tensor& conditionNoise, RunMonitor& monitor, HarmonizeReport& report)
{
    const std::int64_t height = input.composite.size(2);
    const std::int64_t width = input.composite.size(3);
    double budget = model.type().device.is_cpu() ? decodeBudget() : INFINITY;
    for (int attempt = 1;; ++attempt) {
        const DecodePlan plan = planDecode(model.vae(), height, width,
                                           std::isinf(budget) ? UINT64_MAX : static_cast<std::uint64_t>(budget));
        try {
            const ForwardPass pass = monitor.pass(model.vae().decodeBlocks() * plan.tiles());
            at::Tensor picture = decodeLatents(model, latents, input.composite, input.mask, conditionNoise, plan, pass);
            report.decodeTiles = plan.tiles();
            return picture;
        } catch (const std::bad_alloc&) {
            if (attempt == kDecodeAttempts)
                throw;
        } catch (const c10::Error&) {
            if (attempt == kDecodeAttempts)
                throw;
        }
        budget = std::min(budget, static_cast<double>(model.vae().decodeMemory(height, width))) / 4.0;
    }
}

/// Weights that are used where they are mapped needn't stay in memory for the stages to come; the next run finds them
/// in the system's file cache.
void releaseMappedWeights(const ComponentWeights& weights)
{
    for (const auto& [key, view] : weights.tensors)
        SafetensorsFile::dropPages(view);
}

} // namespace

RunMonitor::RunMonitor(WeightedProgress& progress, HarmonizeReport& report, CancelToken cancel)
    : m_progress(progress), m_report(report), m_cancel(std::move(cancel)), m_started(std::chrono::steady_clock::now())
{
}

void RunMonitor::closeStage()
{
    const auto now = std::chrono::steady_clock::now();
    if (m_stage)
        m_report.stageSeconds[stageName(*m_stage)] += std::chrono::duration<double>(now - m_started).count();
    m_started = now;
}

void RunMonitor::enter(Stage stage)
{
    m_cancel.throwIfCancelled();
    closeStage();
    m_stage = stage;
    m_step = 0;
    m_progress.report(stage, 0.0);
}

void RunMonitor::update(double fractionOfStage, int step, std::shared_ptr<const PreviewImage> preview)
{
    m_cancel.throwIfCancelled();
    m_step = std::max(m_step, step);
    m_progress.report(*m_stage, fractionOfStage, m_step, std::move(preview));
}

void RunMonitor::show(const at::Tensor& picture)
{
    if (wantsPreviews())
        update(1.0, 0, sharedPreview(previewOf(picture, kPreviewSide)));
}

void RunMonitor::finish()
{
    closeStage();
    m_stage.reset();
}

ForwardPass RunMonitor::pass(int blocks, double from, double to)
{
    return ForwardPass(m_cancel, [this, blocks, from, to, done = 0]() mutable {
        ++done;
        update(from + (to - from) * std::min(1.0, static_cast<double>(done) / blocks));
    });
}

std::vector<WeightedProgress::Part> stageWeights(const Model& model, Size size, int steps,
                                                 std::optional<Size> refineSize, double touchedPixels)
{
    const std::int64_t factor = model.vae().config().downsampling();
    const double unet = model.unet().operations(size.height / factor, size.width / factor, model.emptyPrompt().size(1));
    return {{Stage::Prepare, touchedPixels * kPrepareOperations},
            {Stage::Encode, model.vae().encodeOperations(size.height, size.width)},
            {Stage::Denoise, unet * steps, steps},
            {Stage::Decode, model.vae().decodeOperations(size.height, size.width)},
            {Stage::Refine, refineSize ? refineOperations(model, refineSize->height, refineSize->width) : 0.0},
            {Stage::Transfer, touchedPixels * kTransferOperations}};
}

at::Tensor harmonizeWithNetworks(LoadedModel& loaded, const HarmonizeRequest& request, const NetworkInput& input,
                                 int steps, RunMonitor& monitor, HarmonizeReport& report)
{
    requireEmptyPrompt(request);
    const Model& model = loaded.model;
    const VaeConfig& vae = model.vae().config();
    const std::vector<std::int64_t> latentShape{1, vae.latentChannels, input.composite.size(2) / vae.downsampling(),
                                                input.composite.size(3) / vae.downsampling()};
    NoiseSource noise(request.seed);

    monitor.enter(Stage::Encode);
    if (monitor.wantsPreviews() && !loaded.preview)
        loaded.preview.emplace(model.vae(), model.type(), ForwardPass(monitor.cancel()));
    const at::Tensor initialNoise = noise.draw(latentShape);
    const at::Tensor compositeLatents =
        encodeComposite(model, input.composite, noise.draw(latentShape), monitor.pass(model.vae().encodeBlocks()));

    monitor.enter(Stage::Denoise);
    const std::unique_ptr<Scheduler> scheduler = makeScheduler(model, request.sampler, steps);
    const DenoiseConditions conditions{
        maskForLatents(input.mask, latentShape[2], latentShape[3]).to(compositeLatents.options()), compositeLatents,
        model.emptyPrompt()};
    std::optional<StepTrace> trace;
    if (monitor.wantsPreviews() && loaded.preview)
        trace.emplace(conditions.mask, loaded.preview->render(compositeLatents));
    const auto onStep = [&](int finished, const at::Tensor& predicted) {
        std::shared_ptr<const PreviewImage> preview;
        if (trace) {
            preview = sharedPreview(loaded.preview->render(harmonizedLatents(model, predicted, compositeLatents)));
            report.stepChanges.push_back(trace->changeTo(preview));
        }
        monitor.update(static_cast<double>(finished) / steps, finished, std::move(preview));
    };
    const at::Tensor denoised = denoise(model.unet(), *scheduler, conditions, initialNoise, noise,
                                        monitor.pass(model.unet().blockCount() * steps), onStep);
    const at::Tensor latents = harmonizedLatents(model, denoised, compositeLatents);
    releaseMappedWeights(loaded.checkpoint.component(Component::UNet));

    monitor.enter(Stage::Decode);
    const at::Tensor conditionNoise = model.conditionVae() ? noise.draw(latentShape) : at::zeros(latentShape);
    const at::Tensor picture =
        decodeWithinMemory(model, latents, input, conditionNoise, monitor, report).clamp(-1.0, 1.0);
    monitor.show(picture);
    return picture;
}

at::Tensor refineWithNetwork(const Model& model, const at::Tensor& harmonized, const RefinerInput& input,
                             RunMonitor& monitor)
{
    monitor.enter(Stage::Refine);
    const at::Tensor start = resizedForRefiner(harmonized, input.composite.size(2), input.composite.size(3));
    return refine(model, start, input.mask, input.composite, monitor.pass(refineBlocks(model)));
}

} // namespace dh
