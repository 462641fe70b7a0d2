// How long the canvas takes at 24 megapixels: from an event to the painted frame, median and worst of 200.
// Run it with QT_QPA_PLATFORM=offscreen; QT_SCALE_FACTOR gives other pixel densities.

#include "core/document/document.h"
#include "core/imaging/brush.h"
#include "tests/benchmarks/large_composition.h"
#include "ui/canvas/canvas_view.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <functional>
#include <memory>
#include <string>
#include <vector>

using namespace dh;

namespace
{

constexpr QSize kWindow(1600, 1000);
constexpr int kFrames = 200;
constexpr int kSettledSteps = 20;
constexpr double kNanosecondsPerMillisecond = 1e6;

double millisecondsOf(const std::function<void()>& work)
{
    QElapsedTimer timer;
    timer.start();
    work();
    return static_cast<double>(timer.nsecsElapsed()) / kNanosecondsPerMillisecond;
}

/// What this thread has computed so far: it counts neither what else runs on the machine, as the clock on the wall
/// does, nor the threads that Qt scales pictures on.
double threadMilliseconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / kNanosecondsPerMillisecond;
}

struct Frame {
    double elapsed;
    double computed;
};

void report(const char* what, const std::vector<Frame>& frames)
{
    const auto print = [&frames](const char* kind, double Frame::*time) {
        std::vector<double> times;
        for (const Frame& frame : frames)
            times.push_back(frame.*time);
        std::sort(times.begin(), times.end());
        std::printf("  %s median %7.2f worst %7.2f ms", kind, times[times.size() / 2], times.back());
    };
    std::printf("%-32s", what);
    print("wall", &Frame::elapsed);
    print("thread", &Frame::computed);
    std::printf("\n");
    std::fflush(stdout);
}

void settle(CanvasView& canvas)
{
    canvas.repaint();
    while (canvas.staleTiles() > 0)
        QApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
}

void sendMouse(CanvasView& canvas, QEvent::Type type, QPointF at)
{
    const bool isMove = type == QEvent::MouseMove;
    QMouseEvent event(type, at, at, isMove ? Qt::NoButton : Qt::MiddleButton,
                      type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::MiddleButton, Qt::NoModifier);
    QApplication::sendEvent(&canvas, &event);
}

/// Event to painted frame; the event loop runs between frames, as it does in the program.
std::vector<Frame> frames(CanvasView& canvas, const std::function<void(int)>& event)
{
    std::vector<Frame> times;
    for (int i = 0; i < kFrames; ++i) {
        const double before = threadMilliseconds();
        const double elapsed = millisecondsOf([&] {
            event(i);
            canvas.repaint();
        });
        times.push_back({elapsed, threadMilliseconds() - before});
        QApplication::processEvents();
    }
    return times;
}

void measurePan(CanvasView& canvas, const char* what)
{
    const QPointF centre(kWindow.width() / 2.0, kWindow.height() / 2.0);
    sendMouse(canvas, QEvent::MouseButtonPress, centre);
    report(what, frames(canvas, [&](int i) {
               const double angle = i * 0.05;
               sendMouse(canvas, QEvent::MouseMove, centre + QPointF(std::cos(angle), std::sin(angle)) * 300.0);
           }));
    sendMouse(canvas, QEvent::MouseButtonRelease, centre);
}

void measureZoom(CanvasView& canvas)
{
    const QPointF at(500.0, 400.0);
    report("zoom frame", frames(canvas, [&](int i) {
               const int notch = (i / 25) % 2 == 0 ? 60 : -60;
               QWheelEvent event(at, at, {}, {0, notch}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
               QApplication::sendEvent(&canvas, &event);
           }));
}

void measureBrush(Document& document, CanvasView& canvas, const char* what)
{
    auto edit = document.beginEdit(QStringLiteral("Paint"));
    Brush brush;
    brush.diameter = 300.0;
    brush.erase = true;
    BrushStroke stroke(brush);
    report(what, frames(canvas, [&](int i) {
               const StrokePoint point{{700.0 + 8.0 * i, 1000.0 + 300.0 * std::sin(i * 0.1)}, 1.0};
               edit->paintMask(kLargeSceneLayer, [&](Mask& mask) { return stroke.lineTo(mask, point); });
           }));
}

void measureLayerMove(Document& document, CanvasView& canvas)
{
    auto edit = document.beginEdit(QStringLiteral("Move"));
    report("moving the 6 MP layer, frame", frames(canvas, [&](int i) {
               edit->changeLayer(kLargeSceneLayer, [i](Layer& layer) { layer.transform.pivotInCanvas.x = 3000.0 + i; });
           }));
}

/// The picture as if a run had ended: the whole canvas changed, so that every tile has to be adjusted.
void applyResult(Document& document)
{
    document.edit(QStringLiteral("Apply"), [](Composition& composition) {
        auto result = std::make_shared<HarmonizedResult>();
        result->areaInCanvas = {0, 0, kLargeBackground.width, kLargeBackground.height};
        result->before = composition.background;
        result->after = noisyPicture(kLargeBackground, 3);
        result->mask = Mask(kLargeBackground, 255);
        composition.layers[0].image = noisyPicture(kLargeBackground, 4);
        composition.layers[0].mask = Mask(kLargeBackground, 255);
        composition.layers[0].transform = LayerTransform::fittedAndCentred(kLargeBackground, kLargeBackground);
        composition.layers[0].applied = AppliedResult{result, {}};
        result->transformAtRun = composition.layers[0].transform;
    });
}

/// A slider of the adjustment: how long the window is busy with a step, and when the whole view shows it.
void measureAdjustment(Document& document, CanvasView& canvas, const char* what, double ResultAdjustment::*value)
{
    auto edit = document.beginEdit(QStringLiteral("Adjust"));
    const auto step = [&](int i) {
        edit->changeLayer(kLargeSceneLayer, [&](Layer& layer) { layer.applied->adjustment.*value = 0.2 + 0.005 * i; });
    };
    const std::string name(what);
    report((name + ", frame").c_str(), frames(canvas, step));
    std::vector<Frame> whole;
    for (int i = 0; i < kSettledSteps; ++i) {
        const double before = threadMilliseconds();
        const double elapsed = millisecondsOf([&] {
            step(kFrames + i);
            settle(canvas);
        });
        whole.push_back({elapsed, threadMilliseconds() - before});
    }
    report((name + ", whole view").c_str(), whole);
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    Document document(1ULL << 30);
    CanvasView canvas(document);
    canvas.resize(kWindow);
    canvas.show();
    QApplication::processEvents();
    const Composition composition = largeComposition();

    std::printf("first frame after opening: %.1f ms", millisecondsOf([&] {
                    document.reset(composition);
                    document.select(kLargeSceneLayer);
                    canvas.repaint();
                }));
    std::printf(", complete after %.1f ms\n", millisecondsOf([&] { settle(canvas); }));
    measurePan(canvas, "pan frame, whole picture");
    measureZoom(canvas);
    canvas.actualSize();
    settle(canvas);
    measurePan(canvas, "pan frame, 100 %");
    canvas.setZoomFactor(0.7);
    settle(canvas);
    measurePan(canvas, "pan frame, 70 %");
    canvas.setMaskDisplay(MaskDisplay::Overlay);
    for (const double zoom : {0.25, 1.0}) {
        canvas.setZoomFactor(zoom);
        settle(canvas);
        measureBrush(document, canvas, zoom < 1.0 ? "300 px brush to pixels, 25 %" : "300 px brush to pixels, 100 %");
    }
    canvas.fit();
    settle(canvas);
    measureLayerMove(document, canvas);
    applyResult(document);
    canvas.fit();
    settle(canvas);
    measureAdjustment(document, canvas, "light slider", &ResultAdjustment::light);
    measureAdjustment(document, canvas, "detail lock slider", &ResultAdjustment::detailLock);
    return 0;
}
