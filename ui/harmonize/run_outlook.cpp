#include "ui/harmonize/run_outlook.h"

#include "core/base/system.h"
#include "core/document/document.h"
#include "core/scene/render.h"
#include "ui/harmonize/run_choices.h"
#include "ui/main_window/error_text.h"
#include "ui/panels/latest_task.h"

#include <QGuiApplication>

#include <chrono>

namespace dh
{

namespace
{

using namespace std::chrono_literals;

constexpr auto kDelay = 150ms;

struct Question {
    RunSettings run;
    std::optional<Calibration> calibration;
    std::optional<Layer> layer;
    Size canvas;
};

void estimate(Outlook& outlook, const Question& question)
{
    const RunSettings& run = question.run;
    const int resolution = run.resolution.value_or(outlook.facts->defaultResolution);
    outlook.crop = run.context ? contextCropOf(question.canvas, outlook.subject, resolution, *run.context)
                               : chooseContextCrop(question.canvas, outlook.subject, resolution);
    outlook.shape = {outlook.crop->inferenceSize, run.steps.value_or(outlook.facts->defaultSteps),
                     run.refine && outlook.facts->hasRefiner, static_cast<double>(outlook.crop->area.size().area())};
    const int threads = run.engine.threads > 0 ? run.engine.threads : usableProcessors();
    outlook.seconds = forecastSeconds(*outlook.facts, outlook.shape, threads, question.calibration);
    outlook.isMeasured = question.calibration.has_value();
    outlook.memory = forecastMemory(*outlook.facts, outlook.shape, question.canvas);
    outlook.fittingResolution =
        fittingResolution(*outlook.facts, outlook.shape, question.canvas, outlook.availableMemory);
}

Outlook answerTo(const Question& question)
{
    Outlook outlook;
    outlook.availableMemory = availableMemory();
    outlook.facts = readModelFacts(question.run.model);
    if (question.layer && !question.canvas.isEmpty()) {
        const Rect whole{0, 0, question.canvas.width, question.canvas.height};
        const Rect bounds = boundsInCanvas(*question.layer).intersected(whole);
        if (!bounds.isEmpty()) {
            const Rect inBounds = renderMask(*question.layer, bounds).boundingBox();
            outlook.subject = {bounds.x + inBounds.x, bounds.y + inBounds.y, inBounds.width, inBounds.height};
        }
    }
    if (!outlook.subject.isEmpty())
        estimate(outlook, question);
    return outlook;
}

} // namespace

RunOutlook::RunOutlook(Document& document, RunChoices& choices, QObject* parent)
    : QObject(parent), m_document(document), m_choices(choices), m_task(new LatestTask(this))
{
    m_delay.setSingleShot(true);
    connect(&m_delay, &QTimer::timeout, this, &RunOutlook::look);
    connect(&document, &Document::changed, this, &RunOutlook::lookSoon);
    connect(&document, &Document::selectionChanged, this, &RunOutlook::lookSoon);
    connect(&choices, &RunChoices::changed, this, &RunOutlook::lookSoon);
    // Another program may have replaced the model's files meanwhile.
    connect(qGuiApp, &QGuiApplication::applicationStateChanged, this, [this](Qt::ApplicationState state) {
        if (state == Qt::ApplicationActive)
            lookSoon();
    });
    lookSoon();
}

void RunOutlook::lookSoon()
{
    if (!m_delay.isActive())
        m_delay.start(kDelay);
}

void RunOutlook::look()
{
    Question question{m_choices.run(), m_choices.calibration(m_choices.run()), std::nullopt,
                      m_document.composition().size()};
    if (const Layer* layer = m_document.composition().layer(m_document.selectedLayer()))
        question.layer = *layer;
    question.run.context = m_choices.context(m_document.selectedLayer());
    const LayerId layer = m_document.selectedLayer();
    m_task->start([question] { return answerTo(question); },
                  [this, layer](Outlook outlook) {
                      outlook.layer = layer;
                      take(outlook);
                  },
                  [this, layer](const Error& error) {
                      Outlook outlook;
                      outlook.layer = layer;
                      outlook.modelProblem = errorText(error);
                      take(outlook);
                  });
}

void RunOutlook::take(const Outlook& outlook)
{
    m_outlook = outlook;
    Q_EMIT changed();
}

} // namespace dh
