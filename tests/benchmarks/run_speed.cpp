// What a run with the built-in model costs the window at 24 megapixels: how soon the previews come, and how long frames
// take meanwhile, median and worst. Run it with QT_QPA_PLATFORM=offscreen; --cold leaves out what the window loads
// before the first run, --resolution N and --steps N are the run's (the model's own without), another argument is the
// model's folder.

#include "core/base/engine_environment.h"
#include "core/document/document.h"
#include "core/harmonize/engine_module.h"
#include "tests/benchmarks/large_composition.h"
#include "ui/canvas/canvas_view.h"
#include "ui/harmonize/harmonize_module.h"
#include "ui/harmonize/run_choices.h"
#include "ui/harmonize/run_controller.h"
#include "ui/harmonize/run_outlook.h"
#include "ui/main_window/actions.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/settings.h"
#include "ui/tools/mask_tool_settings.h"

#include <QAction>
#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace dh;

namespace
{

constexpr QSize kWindow(1600, 1000);
constexpr int kFrameInterval = 16; // milliseconds
constexpr double kMillisecond = 1e6;
constexpr int kUntilPrepared = 5000; // milliseconds
constexpr std::uint64_t kHistoryBytes = 256U << 20U;

double millisecondsOf(const QElapsedTimer& timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / kMillisecond;
}

double threadMilliseconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / kMillisecond;
}

void print(const char* what, std::vector<double> times)
{
    if (times.empty())
        return;
    std::sort(times.begin(), times.end());
    std::printf("  %-44s median %7.1f  95 %% %7.1f  worst %7.1f ms (%zu)\n", what, times[times.size() / 2],
                times[times.size() * 95 / 100], times.back(), times.size());
}

void waitForPreparation()
{
    QEventLoop loop;
    QTimer::singleShot(kUntilPrepared, &loop, &QEventLoop::quit);
    loop.exec();
}

/// What a window that shows all of `scene` has of it.
std::shared_ptr<ViewCache> shownWhole(const Composition& scene)
{
    constexpr int kLevel = 2;
    constexpr std::uint64_t kCacheBytes = 512U << 20U;
    auto cache = std::make_shared<ViewCache>(kCacheBytes);
    const Size size = scene.size();
    for (int y = 0; y << kLevel < size.height; y += kViewTileSize)
        for (int x = 0; x << kLevel < size.width; x += kViewTileSize)
            static_cast<void>(renderViewTile(scene, *cache, kLevel, {x / kViewTileSize, y / kViewTileSize}));
    return cache;
}

/// When each kind of preview of a run first came, in milliseconds after it was asked for.
void measurePreviews(JobRunner& runner, const HarmonizeJob& job, const char* what)
{
    QElapsedTimer timer;
    QEventLoop loop;
    double classic = NAN;
    double latent = NAN;
    double whole = NAN;
    Stage stage = Stage::Load;
    QObject context;
    QObject::connect(&runner, &JobRunner::progressed, &context,
                     [&](JobId, const Progress& progress) { stage = progress.stage; });
    QObject::connect(&runner, &JobRunner::previewed, &context, [&](JobId, const JobPreview& preview) {
        const double now = millisecondsOf(timer);
        const bool coversCanvas = preview.area.width >= kLargeBackground.width;
        if (std::isnan(classic) && coversCanvas)
            classic = now;
        else if (std::isnan(latent) && stage == Stage::Denoise)
            latent = now;
        else if (stage == Stage::Transfer)
            whole = now;
    });
    QObject::connect(&runner, &JobRunner::finished, &context, [&](JobId, const RunOutcome& outcome) {
        std::printf("%s\n  classic %7.0f, first step %7.0f, result %7.0f, done %7.0f ms%s\n", what, classic, latent,
                    whole, millisecondsOf(timer), outcome.kind == RunOutcome::Kind::Done ? "" : ", NOT DONE");
        for (const auto& [name, seconds] : outcome.report.stageSeconds)
            std::printf("    %-10s %7.0f ms\n", name.c_str(), seconds * 1e3);
        loop.quit();
    });
    timer.start();
    runner.add(job);
    loop.exec();
}

/// Pans the canvas at 60 frames a second until the run is over.
void measureFrames(MainWindow& window, HarmonizeModule& module, const char* what)
{
    CanvasView& canvas = window.context().canvas;
    std::vector<double> gaps;
    std::vector<double> frames;
    std::vector<double> computed;
    QElapsedTimer sinceLast;
    QEventLoop loop;
    QTimer tick;
    tick.setTimerType(Qt::PreciseTimer);
    int number = 0;
    QObject::connect(&tick, &QTimer::timeout, &canvas, [&] {
        if (sinceLast.isValid())
            gaps.push_back(millisecondsOf(sinceLast));
        sinceLast.start();
        const double before = threadMilliseconds();
        ViewTransform view = canvas.view();
        view.panBy(QPointF(number++ % 2 == 0 ? 4.0 : -4.0, 0.0));
        canvas.setView(view);
        canvas.repaint();
        frames.push_back(millisecondsOf(sinceLast));
        computed.push_back(threadMilliseconds() - before);
    });
    QObject::connect(&module.runs(), &RunController::stateChanged, &loop, [&] {
        if (!module.runs().isBusy())
            loop.quit();
    });
    tick.start(kFrameInterval);
    window.context().actions.action(QStringLiteral("harmonize.run"))->trigger();
    loop.exec();
    std::printf("%s\n", what);
    print("from one frame to the next", gaps);
    print("a frame, on the clock", frames);
    print("a frame, computed by the thread", computed);
}

} // namespace

int main(int argc, char** argv)
{
    prepareEngineEnvironment(argv);
    std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
    QApplication application(argc, argv);
    const Composition scene = largeComposition();
    RunSettings choices;
    bool isPrepared = true;
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const bool hasValue = i + 1 < arguments.size();
        if (arguments[i] == "--cold")
            isPrepared = false;
        else if (arguments[i] == "--resolution" && hasValue)
            choices.resolution = std::stoi(arguments[++i]);
        else if (arguments[i] == "--steps" && hasValue)
            choices.steps = std::stoi(arguments[++i]);
        else
            choices.model.root = arguments[i];
    }
    {
        HarmonizeJob job;
        job.scene = sceneForRun(scene, kLargeSceneLayer);
        job.layer = kLargeSceneLayer;
        job.settings = choices;
        job.viewCache = shownWhole(scene);
        job.modelResolution = readModelFacts(choices.model).defaultResolution;
        JobRunner runner(loadEngine);
        if (isPrepared) {
            runner.prepare(choices.model, choices.engine, true);
            waitForPreparation();
        }
        measurePreviews(runner, job, isPrepared ? "the first run" : "the first run, which loads the engine");
        measurePreviews(runner, job, "the next run");
    }
    const QTemporaryDir folder;
    Settings settings(folder.filePath(QStringLiteral("settings.ini")));
    settings.setFirstRunHintDismissed(true);
    ToolSettings toolSettings;
    Document document(kHistoryBytes);
    MainWindow window(document, settings, toolSettings);
    HarmonizeParts parts;
    parts.makeEngine = loadEngine;
    parts.preparedParameters = isPrepared ? HarmonizeParts::standard().preparedParameters : 0;
    auto owned = std::make_unique<HarmonizeModule>(window.context(), std::move(parts));
    HarmonizeModule& module = *owned;
    window.addModule(std::move(owned));
    window.assemble();
    window.resize(kWindow);
    window.show();
    document.reset(scene);
    document.select(kLargeSceneLayer);
    module.choices().setRun(choices);
    while (!module.outlook().outlook().crop)
        QApplication::processEvents(QEventLoop::WaitForMoreEvents);
    window.context().canvas.finishTiles();
    if (isPrepared)
        waitForPreparation();
    measureFrames(window, module, isPrepared ? "frames during the first run" : "frames during a run that loads");
    measureFrames(window, module, "frames during the next run");
    return 0;
}
