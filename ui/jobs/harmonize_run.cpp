#include "ui/jobs/harmonize_run.h"

#include "core/harmonize/context_crop.h"
#include "core/imaging/resample.h"
#include "ui/jobs/engine_slot.h"
#include "ui/jobs/first_preview.h"
#include "ui/jobs/model_facts.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace dh
{

namespace
{

using Clock = std::chrono::steady_clock;

/// What loading takes of the whole bar.
constexpr double kLoadShare = 0.1;
constexpr int kLongestPreviewMask = 1024;

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Makes one bar of a part of the job and gives the engine's previews their place on the canvas.
class PartSink final : public ProgressSink
{
public:
    PartSink(RunReceiver& receiver, double from, double to) : m_receiver(receiver), m_from(from), m_to(to) {}
    void showPreviewsIn(const Rect& area, Mask mask)
    {
        m_area = area;
        m_mask = std::move(mask);
    }
    void report(const Progress& progress) override
    {
        Progress whole = progress;
        whole.fraction = m_from + (m_to - m_from) * progress.fraction;
        whole.preview.reset();
        m_receiver.progressed(whole);
        if (progress.preview && !m_area.isEmpty())
            m_receiver.previewed({m_area, progress.preview, m_mask});
    }
    [[nodiscard]] bool wantsPreviews() const override { return !m_area.isEmpty(); }

private:
    RunReceiver& m_receiver;
    double m_from;
    double m_to;
    Rect m_area;
    Mask m_mask;
};

Mask previewMask(const Mask& mask, const Rect& area)
{
    const double scale = std::min(1.0, static_cast<double>(kLongestPreviewMask) / std::max(area.width, area.height));
    const Size size{std::max(1, static_cast<int>(std::lround(area.width * scale))),
                    std::max(1, static_cast<int>(std::lround(area.height * scale)))};
    return resized(mask.cropped(area), size);
}

/// Before any loading: the first sign that something happens.
void showFirst(const HarmonizeJob& job, RunReceiver& receiver)
{
    Progress progress;
    progress.stage = Stage::Load;
    receiver.progressed(progress);
    if (JobPreview preview = classicPreview(job); preview.picture)
        receiver.previewed(std::move(preview));
}

RunOutcome run(const HarmonizeJob& job, EngineSlot& slot, RunReceiver& receiver, const CancelToken& cancel)
{
    requirePossible(job.settings);
    showFirst(job, receiver);
    cancel.throwIfCancelled();
    PartSink loading(receiver, 0.0, kLoadShare);
    Harmonizer& engine = slot.loaded(resolvedModel(job.settings.model), job.settings.engine, loading, cancel);
    cancel.throwIfCancelled();

    const auto start = Clock::now();
    const HarmonizeRequest request = requestOf(job, cancel);
    const int resolution = request.resolution.value_or(job.modelResolution);
    const Rect box = request.mask.boundingBox();
    const Size size = request.composite.size();
    const ContextCrop crop = request.context ? contextCropOf(size, box, resolution, *request.context)
                                             : chooseContextCrop(size, box, resolution);
    PartSink running(receiver, kLoadShare, 1.0);
    running.showPreviewsIn(crop.area, previewMask(request.mask, crop.area));
    HarmonizeResult finished = engine.run(request, running, cancel);
    if (finished.outcome == Outcome::Cancelled)
        throw Cancelled{};

    RunOutcome outcome;
    outcome.seconds = secondsSince(start);
    outcome.result = std::make_shared<HarmonizedResult>(resultOf(job, request, finished, outcome.seconds));
    outcome.report = std::move(finished.report);
    outcome.kind = RunOutcome::Kind::Done;
    return outcome;
}

} // namespace

RunOutcome runHarmonizeJob(const HarmonizeJob& job, EngineSlot& slot, RunReceiver& receiver,
                           const CancelToken& cancel) noexcept
{
    RunOutcome outcome = outcomeOf([&] { return run(job, slot, receiver, cancel); });
    if (outcome.error && outcome.error->code() == ErrorCode::OutOfMemory)
        slot.release();
    return outcome;
}

} // namespace dh
