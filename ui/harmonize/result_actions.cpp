#include "ui/harmonize/result_actions.h"

#include "core/document/after_open_edit.h"
#include "core/document/document.h"
#include "core/harmonize/lut.h"
#include "core/harmonize/seed_statistics.h"
#include "core/scene/render.h"
#include "ui/canvas/canvas_view.h"
#include "ui/harmonize/result_edits.h"
#include "ui/harmonize/result_selection.h"
#include "ui/harmonize/run_controller.h"
#include "ui/harmonize/run_words.h"
#include "ui/main_window/actions.h"
#include "ui/main_window/studio_context.h"
#include "ui/panels/latest_task.h"

#include <QFileDialog>
#include <QLocale>

#include <utility>

namespace dh
{

namespace
{

constexpr int kResultsGroup = 20;
constexpr int kDeviationSide = 1024;
constexpr std::size_t kPair = 2;

ActionSpec resultAction(const char* id, const QString& text, const char* icon, const QString& hint)
{
    ActionSpec spec;
    spec.id = QLatin1String(id);
    spec.text = text;
    spec.menu = MenuId::Harmonize;
    spec.group = kResultsGroup;
    spec.icon = QLatin1String(icon);
    spec.hint = hint;
    spec.needs = ActionNeeds::Picture;
    return spec;
}

/// A name can hold what would be a folder in a file's.
QString lutNameOf(const HarmonizedResult& result)
{
    return nameOf(result).replace(QLatin1Char('/'), QLatin1Char('-')) + QStringLiteral(".cube");
}

} // namespace

LutFileChooser standardLutFileChooser()
{
    return [](QWidget& parent, const QString& suggestion) {
        QFileDialog dialog(&parent, ResultActions::tr("Export as LUT"), {}, ResultActions::tr("Cube LUT (*.cube)"));
        dialog.setAcceptMode(QFileDialog::AcceptSave);
        dialog.setDefaultSuffix(QStringLiteral("cube"));
        dialog.selectFile(suggestion);
        return dialog.exec() == QDialog::Accepted ? dialog.selectedFiles().value(0) : QString();
    };
}

ResultActions::ResultActions(StudioContext& context, ResultSelection& selection, RunController& runs,
                             LutFileChooser chooser, QObject* parent)
    : QObject(parent),
      m_context(context),
      m_selection(selection),
      m_runs(runs),
      m_chooser(std::move(chooser)),
      m_work(new LatestTask(this)),
      m_map(new LatestTask(this))
{
    connect(&selection, &ResultSelection::changed, this, [this] {
        m_areAlike = areAlike(selected());
        m_context.actions.requestRefresh();
    });
    connect(&runs, &RunController::anotherPicture, this, [this] { ++m_picture; });
    connect(&context.document, &Document::changed, this, [this](const SceneChange& change) {
        if (RunController::isSeen(change))
            m_map->drop();
    });
}

void ResultActions::addTo(ActionRegistry& actions)
{
    Document& document = m_context.document;
    const auto hasOne = [this] { return only() != nullptr; };
    const auto hasSome = [this] { return !selected().empty(); };
    const auto hasAlike = [this] { return m_areAlike; };
    const auto add = [&actions](ActionSpec spec, std::function<bool()> enabledWhen, std::function<void()> run) {
        spec.enabledWhen = std::move(enabledWhen);
        spec.run = std::move(run);
        actions.add(spec);
    };
    add(
        resultAction("results.apply", tr("Appl&y result"), "harmonize",
                     tr("Uses it on its layer; the layer's own pixels stay")),
        [this, &document] { return only() && canApply(document.composition(), only()->id); },
        [this, &document] {
            m_runs.showResult(nullptr);
            applyResult(document, only()->id);
        });
    ActionSpec takeOff =
        resultAction("results.take_off", tr("Ta&ke result off"), "reset", tr("The layer as it was before any run"));
    takeOff.needs = ActionNeeds::UnlockedLayer;
    add(
        takeOff, [&document] { return appliedOn(document.composition(), document.selectedLayer()) != nullptr; },
        [&document] { removeAppliedResult(document, document.selectedLayer()); });
    add(
        resultAction("results.compare", tr("Co&mpare"), "compare",
                     tr("Two results with each other, or one with the picture before")),
        [this] { return !selected().empty() && selected().size() <= kPair; }, [this] { compare(); });
    add(resultAction("results.star", tr("&Star"), "star", {}), hasSome,
        [this, &document] { toggleStars(document, m_selection.ids()); });
    ActionSpec rename = resultAction("results.rename", tr("Re&name result"), "", {});
    add(rename, hasOne, [this] { Q_EMIT renameRequested(); });
    add(resultAction("results.delete", tr("&Delete result"), "delete", {}), hasSome,
        [this, &document] { deleteResults(document, m_selection.ids()); });
    add(
        resultAction("results.mean", tr("Mean of s&eeds"), "duplicate",
                     tr("A new result from those that are selected")),
        [this] { return m_areAlike && !m_isWorking; }, [this] { addMean(); });
    add(resultAction("results.deviation", tr("Show where seeds di&ffer"), "chart",
                     tr("Yellow where the model is unsure")),
        hasAlike, [this] { showDeviation(); });
    add(
        resultAction("results.run_again", tr("Run a&gain"), "redo", tr("With the same settings and seed")),
        [this, &document] {
            return only() && canApply(document.composition(), only()->id) && !m_runs.isBusy() &&
                   only()->settings.count("mean-of-seeds") == 0;
        },
        [this] { m_runs.runAgain(*only()); });
    add(
        resultAction("results.export_lut", tr("E&xport as LUT…"), "export",
                     tr("The change of colours as a .cube file for other programs")),
        [this] { return only() != nullptr && !m_isWorking; }, [this] { exportLut(); });
}

std::vector<ResultPtr> ResultActions::selected() const
{
    std::vector<ResultPtr> results;
    for (const ResultId id : m_selection.ids()) {
        if (ResultPtr result = findResult(m_context.document.composition(), id))
            results.push_back(std::move(result));
    }
    return results;
}

ResultPtr ResultActions::only() const
{
    const std::vector<ResultPtr> results = selected();
    return results.size() == 1 ? results.front() : nullptr;
}

void ResultActions::compare()
{
    const std::vector<ResultId>& ids = m_selection.ids();
    if (ids.size() == kPair)
        Q_EMIT compareRequested(ids[0], ids[1]);
    else
        Q_EMIT compareRequested(0, ids.front());
}

void ResultActions::setWorking(bool working)
{
    m_isWorking = working;
    m_context.actions.requestRefresh();
}

void ResultActions::addMean()
{
    setWorking(true);
    m_work->start([results = selected()] { return std::make_shared<HarmonizedResult>(meanResult(results)); },
                  [this, picture = m_picture](const std::shared_ptr<HarmonizedResult>& mean) {
                      setWorking(false);
                      afterOpenEdit(m_context.document, *this, [this, mean, picture] { keepMean(mean, picture); });
                  },
                  [this](const Error& error) {
                      setWorking(false);
                      m_context.notices.report(error);
                  });
}

void ResultActions::keepMean(const std::shared_ptr<HarmonizedResult>& mean, std::uint64_t picture)
{
    if (picture != m_picture)
        return;
    mean->id = m_context.document.newId();
    addResult(m_context.document, tr("Mean of seeds"), mean, false);
    m_context.notices.inform(tr("%1 is in the list of results.").arg(nameOf(*mean)));
}

void ResultActions::showDeviation()
{
    m_map->start(
        [results = selected()] {
            std::vector<Image> images;
            for (const ResultPtr& result : results)
                images.push_back(result->after);
            auto overlay = std::make_shared<CanvasPreview>();
            overlay->area = results.front()->areaInCanvas;
            overlay->picture = std::make_shared<const PreviewImage>(deviationMap(images, kDeviationSide));
            overlay->mask = results.front()->mask;
            return overlay;
        },
        [this](const std::shared_ptr<CanvasPreview>& overlay) { m_runs.showOverlay(overlay); },
        [this](const Error& error) { m_context.notices.report(error); });
}

void ResultActions::exportLut()
{
    const ResultPtr result = only();
    const QString file = m_chooser(m_context.window, lutNameOf(*result));
    if (file.isEmpty())
        return;
    const AppliedResult* applied = appliedOn(m_context.document.composition(), result->layer);
    const bool isApplied = applied != nullptr && applied->result->id == result->id;
    const ResultAdjustment adjustment = isApplied ? applied->adjustment : ResultAdjustment{};
    setWorking(true);
    m_work->start(
        [result, adjustment, path = file.toStdString()] {
            LutFit fit = fitLut(result->before, adjustedResult(*result, adjustment), result->mask);
            writeCubeFile(path, fit.lut, "DiffHarmony Studio, seed " + std::to_string(result->seed));
            return fit;
        },
        [this, file](const LutFit& fit) {
            setWorking(false);
            Q_EMIT lutFinished(true);
            const QLocale locale;
            m_context.notices.inform(
                tr("Wrote %1. The table differs from the result by %2 of 255 levels on average, %3 at most.")
                    .arg(file, locale.toString(fit.rmsError, 'f', 1), locale.toString(fit.largestError, 'f', 0)));
        },
        [this](const Error& error) {
            setWorking(false);
            Q_EMIT lutFinished(false);
            m_context.notices.report(error);
        });
}

} // namespace dh
