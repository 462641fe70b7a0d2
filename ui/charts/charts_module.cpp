#include "ui/charts/charts_module.h"

#include "core/base/error.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/charts_panel.h"
#include "ui/charts/evaluation_panel.h"
#include "ui/main_window/actions.h"
#include "ui/main_window/panel_host.h"
#include "ui/main_window/studio_context.h"

#include <QFileDialog>

#include <utility>

namespace dh
{

namespace
{

constexpr int kOpenGroup = 10;
constexpr int kExportGroup = 30;
constexpr int kCompareGroup = 30;
constexpr int kChartRoom = 330;
const QString kChartsId = QStringLiteral("charts");
const QString kEvaluationId = QStringLiteral("evaluation");

std::optional<std::filesystem::path> pathOrNothing(const QString& file)
{
    return file.isEmpty() ? std::nullopt : std::optional(std::filesystem::path(file.toStdU16String()));
}

ActionSpec actionOf(const char* id, const QString& text, MenuId menu, int group, const QKeySequence& key,
                    std::function<void()> run)
{
    ActionSpec spec;
    spec.id = QLatin1String(id);
    spec.text = text;
    spec.menu = menu;
    spec.group = group;
    spec.shortcuts = {key};
    spec.run = std::move(run);
    return spec;
}

} // namespace

ChartFiles chartFilesByDialog()
{
    ChartFiles files;
    files.reportToOpen = [](QWidget& parent) {
        return pathOrNothing(QFileDialog::getOpenFileName(&parent,
                                                          ChartsModule::tr("Open the results of an evaluation"), {},
                                                          ChartsModule::tr("Results (report.json *.json)")));
    };
    files.chartToSave = [](QWidget& parent, const QString& proposal) {
        const QString png = ChartsModule::tr("PNG picture (*.png)");
        const QString pdf = ChartsModule::tr("PDF document (*.pdf)");
        QFileDialog dialog(&parent, ChartsModule::tr("Export the chart"));
        dialog.setAcceptMode(QFileDialog::AcceptSave);
        dialog.setNameFilters({png, pdf});
        // The dialog adds it before it asks about a file that is there.
        dialog.setDefaultSuffix(QStringLiteral("png"));
        QObject::connect(&dialog, &QFileDialog::filterSelected, &dialog, [&dialog, pdf](const QString& filter) {
            dialog.setDefaultSuffix(filter == pdf ? QStringLiteral("pdf") : QStringLiteral("png"));
        });
        dialog.selectFile(proposal);
        const QString file = dialog.exec() == QDialog::Accepted ? dialog.selectedFiles().value(0) : QString();
        return pathOrNothing(file);
    };
    return files;
}

ChartsModule::ChartsModule(StudioContext& context, ChartFiles files) : m_context(context), m_files(std::move(files)) {}

void ChartsModule::addActions(ActionRegistry& actions)
{
    ActionSpec show = actionOf("charts.show", tr("Char&ts"), MenuId::View, kCompareGroup,
                               QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_C), [this] {
                                   m_host->showPanel(kChartsId);
                                   m_charts->view().setFocus(Qt::ShortcutFocusReason);
                               });
    show.icon = QStringLiteral("chart");
    actions.add(show);
    actions.add(actionOf("charts.open_evaluation", tr("Open e&valuation results…"), MenuId::File, kOpenGroup,
                         QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_E), [this] { openEvaluation(); }));
    ActionSpec exporting =
        actionOf("charts.export", tr("Export c&hart…"), MenuId::File, kExportGroup,
                 QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_P), [this] { exportChart(m_charts->view()); });
    exporting.needs = ActionNeeds::Picture;
    actions.add(exporting);
}

void ChartsModule::addPanels(PanelHost& host)
{
    m_host = &host;
    m_charts = new ChartsPanel(m_context.document);
    m_evaluation = new EvaluationPanel(m_context.notices);
    connect(m_charts, &ChartsPanel::exportWanted, this, [this] { exportChart(m_charts->view()); });
    connect(m_evaluation, &EvaluationPanel::exportWanted, this, [this] { exportChart(m_evaluation->view()); });
    connect(m_evaluation, &EvaluationPanel::openWanted, this, &ChartsModule::openEvaluation);
    PanelSpec charts;
    charts.id = kChartsId;
    charts.title = tr("Charts");
    charts.content = m_charts;
    charts.area = PanelArea::Bottom;
    charts.tabWith = QStringLiteral("results"); // they need the width
    charts.shown = false;
    charts.room = kChartRoom;
    host.addPanel(charts);
    PanelSpec evaluation;
    evaluation.id = kEvaluationId;
    evaluation.title = tr("Evaluation");
    evaluation.content = m_evaluation;
    evaluation.area = PanelArea::Bottom;
    evaluation.tabWith = kChartsId;
    evaluation.shown = false;
    evaluation.room = kChartRoom;
    host.addPanel(evaluation);
}

void ChartsModule::openEvaluation()
{
    const auto report = m_files.reportToOpen(m_context.window);
    if (!report)
        return;
    m_host->showPanel(kEvaluationId);
    m_evaluation->open(*report);
}

void ChartsModule::exportChart(const ChartView& view)
{
    if (view.chart().isEmpty()) {
        m_context.notices.inform(tr("There is no chart to export yet."));
        return;
    }
    const auto file = m_files.chartToSave(m_context.window, tr("chart") + QStringLiteral(".png"));
    if (!file)
        return;
    try {
        view.exportTo(*file);
        m_context.notices.inform(tr("The chart was exported."));
    } catch (const Error& error) {
        m_context.notices.report(error);
    }
}

} // namespace dh
