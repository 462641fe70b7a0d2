#include "ui/harmonize/run_controller.h"

#include "core/document/document.h"
#include "ui/canvas/canvas_view.h"
#include "ui/canvas/preview_picture.h"
#include "ui/canvas/qt_image.h"
#include "ui/harmonize/result_edits.h"
#include "ui/harmonize/run_choices.h"
#include "ui/harmonize/run_outlook.h"
#include "ui/harmonize/run_words.h"
#include "ui/main_window/studio_context.h"
#include "ui/panels/latest_task.h"
#include "ui/tools/another_picture.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace dh
{

namespace
{

using namespace std::chrono_literals;

constexpr auto kRetryDelay = 50ms;
constexpr int kShownSide = 1024;
constexpr int kRgb = 3;

std::shared_ptr<const CanvasPreview> previewOf(const JobPreview& shown)
{
    auto preview = std::make_shared<CanvasPreview>(CanvasPreview{shown.area, shown.picture, shown.mask, {}});
    preview->image = previewPicture(*preview);
    return preview;
}

std::shared_ptr<const CanvasPreview> previewOf(const HarmonizedResult& result)
{
    const QImage small =
        thumbnailFromImage(result.after, QSize(kShownSide, kShownSide)).convertToFormat(QImage::Format_RGB888);
    PreviewImage picture{small.width(), small.height(), {}};
    for (int y = 0; y < small.height(); ++y)
        picture.rgb.insert(picture.rgb.end(), small.constScanLine(y), small.constScanLine(y) + small.width() * kRgb);
    auto preview = std::make_shared<CanvasPreview>();
    preview->area = result.areaInCanvas;
    preview->picture = std::make_shared<const PreviewImage>(std::move(picture));
    preview->mask = result.mask;
    preview->image = previewPicture(*preview);
    return preview;
}

bool isToBeHarmonized(const Layer& layer)
{
    return layer.visible && !layer.locked;
}

} // namespace

RunController::RunController(StudioContext& context, JobRunner& runner, RunChoices& choices, RunOutlook& outlook,
                             QObject* parent)
    : QObject(parent),
      m_context(context),
      m_runner(runner),
      m_choices(choices),
      m_outlook(outlook),
      m_look(new LatestTask(this)),
      m_runLook(new LatestTask(this, ThreadUrgency::Soon))
{
    connect(&runner, &JobRunner::finished, this, &RunController::finish);
    connect(&runner, &JobRunner::queueChanged, this, &RunController::stateChanged);
    connect(&runner, &JobRunner::progressed, this, [this](JobId id, const Progress& progress) {
        if (m_jobs.count(id) != 0)
            Q_EMIT progressed(progress);
    });
    connect(&runner, &JobRunner::previewed, this, [this](JobId id, const JobPreview& preview) {
        if (m_jobs.count(id) == 0)
            return;
        m_runLook->start([preview] { return previewOf(preview); },
                         [this](const std::shared_ptr<const CanvasPreview>& shown) {
                             m_runPreview = shown;
                             refreshCanvas();
                         });
    });
    connect(&context.document, &Document::changed, this, &RunController::follow);
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, qOverload<>(&RunController::deliver));
}

bool RunController::canRun() const
{
    const Layer* layer = m_context.document.composition().layer(m_context.document.selectedLayer());
    return layer != nullptr && !layer->locked && m_outlook.outlook().modelProblem.isEmpty();
}

bool RunController::isBusy() const
{
    return !m_jobs.empty();
}

int RunController::waiting() const
{
    const int running = m_jobs.count(m_runner.running()) != 0 ? 1 : 0;
    return static_cast<int>(m_jobs.size() + m_layersToDo.size()) - running;
}

HarmonizeJob RunController::jobFor(LayerId layer, std::uint64_t seed) const
{
    HarmonizeJob job;
    job.scene = sceneForRun(m_context.document.composition(), layer);
    job.revision = m_context.document.revision();
    job.layer = layer;
    job.seed = seed;
    job.settings = m_choices.run();
    job.settings.context = m_choices.context(layer);
    job.settings.influence = m_context.document.composition().influence;
    if (const auto& facts = m_outlook.outlook().facts)
        job.modelResolution = facts->defaultResolution;
    job.viewCache = m_context.canvas.viewCache();
    return job;
}

void RunController::beginSeries()
{
    if (!isBusy())
        m_hasFinished = false;
}

void RunController::start(HarmonizeJob job, bool applies)
{
    // What is looked at would hide the run.
    m_look->drop();
    m_overlay.reset();
    Planned planned{job, applies};
    const JobId id = m_runner.add(std::move(job));
    m_jobs.emplace(id, std::move(planned));
    refreshCanvas();
    Q_EMIT stateChanged();
}

void RunController::harmonize()
{
    if (!canRun())
        return;
    beginSeries();
    const LayerId layer = m_context.document.selectedLayer();
    const std::uint64_t seed = m_choices.seed();
    for (int i = 0; i < m_choices.variations(); ++i)
        start(jobFor(layer, seed + static_cast<std::uint64_t>(i)), i == 0);
    if (!m_choices.isSeedLocked())
        m_choices.rollSeed();
}

bool RunController::canRunAllLayers() const
{
    const auto& layers = m_context.document.composition().layers;
    return std::any_of(layers.begin(), layers.end(), isToBeHarmonized) && m_outlook.outlook().modelProblem.isEmpty();
}

void RunController::harmonizeAllLayers()
{
    beginSeries();
    for (const Layer& layer : m_context.document.composition().layers) {
        if (isToBeHarmonized(layer))
            m_layersToDo.push_back(layer.id);
    }
    m_layersSeed = m_choices.seed();
    if (!m_choices.isSeedLocked())
        m_choices.rollSeed();
    if (!isBusy())
        startNextLayer();
}

void RunController::startNextLayer()
{
    // The next layer's picture depends on what has not been delivered yet.
    if (!m_undelivered.empty())
        return;
    while (!m_layersToDo.empty()) {
        const LayerId id = m_layersToDo.front();
        m_layersToDo.pop_front();
        const Layer* layer = m_context.document.composition().layer(id);
        if (layer != nullptr && isToBeHarmonized(*layer)) {
            start(jobFor(id, m_layersSeed), true);
            return;
        }
    }
}

void RunController::runAgain(const HarmonizedResult& result)
{
    if (m_context.document.composition().layer(result.layer) == nullptr)
        return;
    beginSeries();
    HarmonizeJob job = jobFor(result.layer, result.seed);
    job.settings = settingsOf(result);
    start(std::move(job), true);
}

void RunController::cancel()
{
    m_layersToDo.clear();
    const std::map<JobId, Planned> jobs = m_jobs;
    // The last ones first, so that none of them starts in between.
    for (auto job = jobs.rbegin(); job != jobs.rend(); ++job)
        m_runner.cancel(job->first);
    dropRunPreview();
    refreshCanvas();
}

void RunController::finish(JobId id, const RunOutcome& outcome)
{
    const auto found = m_jobs.find(id);
    if (found == m_jobs.end())
        return;
    Planned planned = std::move(found->second);
    m_jobs.erase(found);
    dropRunPreview();
    switch (outcome.kind) {
    case RunOutcome::Kind::Done:
        m_hasFinished = true;
        learn(planned.job.settings, outcome);
        m_undelivered.push_back({std::move(planned), outcome.result});
        deliver();
        break;
    case RunOutcome::Kind::Failed:
        fail(*outcome.error);
        break;
    case RunOutcome::Kind::Cancelled:
        if (!isBusy())
            m_context.notices.inform(m_hasFinished ? tr("Cancelled. The results that are finished stay.")
                                                   : tr("Cancelled. The picture is as it was."));
        break;
    }
    refreshCanvas();
    if (!isBusy())
        startNextLayer();
    Q_EMIT stateChanged();
}

void RunController::fail(const Error& error)
{
    // What made this run fail would make the next ones fail too, unless it is the layer.
    if (error.code() != ErrorCode::EmptyMask)
        dropJobs();
    m_context.notices.report(error);
}

void RunController::dropJobs()
{
    m_layersToDo.clear();
    const std::map<JobId, Planned> jobs = std::exchange(m_jobs, {});
    for (auto job = jobs.rbegin(); job != jobs.rend(); ++job)
        m_runner.cancel(job->first);
    dropRunPreview();
    refreshCanvas();
    Q_EMIT stateChanged();
}

void RunController::deliver()
{
    while (!m_undelivered.empty()) {
        // An edit of ours would cut the user's drag or stroke in two.
        if (m_context.document.hasOpenEdit()) {
            m_retry.start(kRetryDelay);
            return;
        }
        const Finished finished = std::move(m_undelivered.front());
        m_undelivered.pop_front();
        deliver(finished);
    }
    if (!isBusy())
        startNextLayer();
}

void RunController::deliver(const Finished& finished)
{
    Document& document = m_context.document;
    const HarmonizeJob& job = finished.planned.job;
    if (document.composition().size() != job.scene.size()) {
        m_context.notices.warn(tr("The picture has another size than when the run began, so its result was dropped."));
        return;
    }
    finished.result->id = document.newId();
    const ResultId id = finished.result->id;
    const bool movedOn = changedUnderRun(job.scene, document.composition(), job.layer);
    if (movedOn) {
        addResult(document, tr("Keep result"), finished.result, false);
    } else {
        const bool applies = finished.planned.applies;
        addResult(document, applies ? tr("Harmonize") : tr("Keep variation"), finished.result, applies);
        m_context.notices.inform(tr("Harmonized in %1.").arg(durationText(finished.result->seconds)));
    }
    Q_EMIT resultAdded(id);
    if (movedOn)
        Q_EMIT documentMovedOn(id);
}

void RunController::answer(ResultId result, Answer answer)
{
    if (answer == Answer::Apply)
        applyResult(m_context.document, result);
    else if (answer == Answer::Discard)
        deleteResults(m_context.document, {result});
}

void RunController::learn(const RunSettings& settings, const RunOutcome& outcome)
{
    const HarmonizeReport& report = outcome.report;
    Calibration calibration;
    calibration.shape = {report.inferenceSize, report.steps, report.refined,
                         static_cast<double>(report.context.size().area())};
    calibration.stageSeconds = report.stageSeconds;
    m_choices.setCalibration(settings, calibration);
}

bool RunController::isSeen(const SceneChange& change)
{
    constexpr unsigned kUnseen = SceneChange::Results | SceneChange::Influence;
    return (change.kinds & ~kUnseen) != 0;
}

void RunController::follow(const SceneChange& change)
{
    // A result that is looked at would hide what the user does to the picture.
    if (isSeen(change)) {
        m_look->drop();
        if (m_overlay)
            showOverlay(nullptr);
    }
    if (!isAnotherPicture(m_context.document, change))
        return;
    dropJobs();
    m_undelivered.clear();
    m_choices.clearContexts();
    showOverlay(nullptr);
    Q_EMIT anotherPicture();
}

void RunController::showResult(const ResultPtr& result)
{
    if (!result) {
        showOverlay(nullptr);
        return;
    }
    // The preview of a large result takes longer than a frame.
    m_look->start([result] { return previewOf(*result); },
                  [this](const std::shared_ptr<const CanvasPreview>& preview) { showOverlay(preview); },
                  [this](const Error& error) {
                      showOverlay(nullptr);
                      m_context.notices.report(error);
                  });
}

void RunController::showOverlay(std::shared_ptr<const CanvasPreview> overlay)
{
    m_look->drop();
    m_overlay = std::move(overlay);
    refreshCanvas();
}

void RunController::dropRunPreview()
{
    m_runLook->drop();
    m_runPreview.reset();
}

void RunController::refreshCanvas()
{
    m_context.canvas.setPreview(m_runPreview ? m_runPreview : m_overlay);
}

} // namespace dh
