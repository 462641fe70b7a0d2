#include "ui/charts/evaluation_panel.h"

#include "ui/charts/chart_view.h"
#include "ui/charts/evaluation_charts.h"
#include "ui/charts/report_table_model.h"
#include "ui/main_window/studio_context.h"
#include "ui/panels/latest_task.h"
#include "ui/panels/tab_order.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <utility>

namespace dh
{

namespace
{

constexpr std::array kMetrics{"PSNR", "MSE", "fMSE"};
constexpr const char* kBySubset = "table1";
constexpr const char* kComposite = "composite";
constexpr int kShortestChoice = 10; ///< characters
constexpr int kMargin = 4;

QComboBox* choiceNamed(const QString& name, QWidget* parent)
{
    auto* choice = new QComboBox(parent);
    choice->setAccessibleName(name);
    choice->setToolTip(name);
    choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    choice->setMinimumContentsLength(kShortestChoice);
    return choice;
}

} // namespace

EvaluationPanel::EvaluationPanel(Notices& notices, QWidget* parent)
    : QWidget(parent),
      m_notices(notices),
      m_reading(new LatestTask(this)),
      m_model(new ReportTableModel(this)),
      m_sorted(new QSortFilterProxyModel(this)),
      m_table(choiceNamed(tr("Table"), this)),
      m_tableView(new QTableView(this)),
      m_note(new QLabel(this)),
      m_kind(choiceNamed(tr("Chart"), this)),
      m_published(choiceNamed(tr("Published results beside"), this)),
      m_view(new ChartView(this))
{
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(ReportTableModel::kSortRole);
    m_tableView->setModel(m_sorted);
    m_tableView->setSortingEnabled(true);
    m_tableView->sortByColumn(-1, Qt::AscendingOrder);
    m_tableView->verticalHeader()->hide();
    m_tableView->verticalHeader()->setAccessibleName(tr("Rows"));
    m_tableView->horizontalHeader()->setAccessibleName(tr("Columns"));
    if (auto* corner = m_tableView->findChild<QAbstractButton*>())
        corner->setAccessibleName(tr("Select all"));
    m_tableView->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_tableView->setTabKeyNavigation(false);
    m_tableView->setAlternatingRowColors(true);
    m_tableView->setAccessibleName(tr("Results of the evaluation"));
    m_note->setWordWrap(true);
    m_note->setForegroundRole(QPalette::PlaceholderText);
    auto* opening = new QPushButton(tr("Open…"), this);
    opening->setAccessibleName(tr("Open the results of an evaluation"));
    auto* exporting = new QPushButton(tr("Export chart…"), this);

    auto* tables = new QWidget(this);
    auto* tableColumn = new QVBoxLayout(tables);
    auto* tableRow = new QHBoxLayout;
    tableRow->addWidget(opening);
    tableRow->addWidget(m_table, 1);
    tableColumn->addLayout(tableRow);
    tableColumn->addWidget(m_tableView, 1);
    tableColumn->addWidget(m_note);
    auto* charts = new QWidget(this);
    auto* chartColumn = new QVBoxLayout(charts);
    auto* chartRow = new QHBoxLayout;
    chartRow->addWidget(m_kind, 1);
    chartRow->addWidget(m_published, 1);
    chartRow->addWidget(exporting);
    chartColumn->addLayout(chartRow);
    chartColumn->addWidget(m_view, 1);
    for (QLayout* part : {static_cast<QLayout*>(tableColumn), static_cast<QLayout*>(chartColumn)})
        part->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    auto* split = new QSplitter(this);
    split->addWidget(tables);
    split->addWidget(charts);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(split);
    tabInLayoutOrder(*all);

    connect(m_table, &QComboBox::currentIndexChanged, this, &EvaluationPanel::showTable);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &EvaluationPanel::showChart);
    connect(m_published, &QComboBox::currentIndexChanged, this, &EvaluationPanel::showChart);
    connect(opening, &QPushButton::clicked, this, &EvaluationPanel::openWanted);
    connect(exporting, &QPushButton::clicked, this, &EvaluationPanel::exportWanted);
    take({});
}

void EvaluationPanel::open(const std::filesystem::path& report)
{
    m_reading->start([report] { return readEvaluationResults(report); },
                     [this](EvaluationResults results) {
                         take(std::move(results));
                         Q_EMIT opened();
                     },
                     [this](const Error& error) { m_notices.report(error); });
}

void EvaluationPanel::take(EvaluationResults results)
{
    m_results = std::move(results);
    {
        const QSignalBlocker quietTable(m_table);
        const QSignalBlocker quietKind(m_kind);
        const QSignalBlocker quietPublished(m_published);
        m_table->clear();
        for (const ReportTable& table : m_results.tables)
            m_table->addItem(QString::fromStdString(table.title));
        m_kind->clear();
        for (const char* metric : kMetrics)
            m_kind->addItem(tr("%1 by sub-set").arg(QLatin1String(metric)));
        for (const auto& system : m_results.systems) {
            if (system.key != kComposite)
                m_kind->addItem(tr("Untouched against %1").arg(QString::fromStdString(system.label)),
                                QString::fromStdString(system.key));
        }
        listPublished();
    }
    showTable();
    showChart();
}

void EvaluationPanel::listPublished()
{
    m_published->clear();
    m_published->addItem(tr("No published row"));
    QStringList rows;
    if (const ReportTable* table = tableBySubset()) {
        for (const ReportTable::Row& row : table->rows)
            if (row.isPublished)
                rows << QString::fromStdString(row.label);
    }
    for (const QString& row : rows)
        m_published->addItem(tr("Beside %1 (published)").arg(row), QStringList{row});
    if (rows.size() > 1)
        m_published->addItem(tr("Beside all published rows"), rows);
    // The method itself is the last one in the table of its paper.
    m_published->setCurrentIndex(static_cast<int>(rows.size()));
}

void EvaluationPanel::showTable()
{
    const int index = m_table->currentIndex();
    if (index < 0) {
        m_model->setTable({});
        m_note->setText(tr("Open the report.json that \"diffharmony evaluate\" wrote."));
        return;
    }
    const ReportTable& table = m_results.tables[static_cast<std::size_t>(index)];
    m_tableView->sortByColumn(-1, Qt::AscendingOrder);
    m_model->setTable(table);
    m_tableView->resizeColumnsToContents();
    m_note->setText(tr("%1 of %2 pictures finished. %3")
                        .arg(m_results.finished)
                        .arg(m_results.pictures)
                        .arg(QString::fromStdString(table.note)));
}

void EvaluationPanel::showChart()
{
    const QString key = m_kind->currentData().toString();
    m_published->setVisible(key.isEmpty());
    Chart chart;
    const ReportTable* table = tableBySubset();
    const auto& systems = m_results.systems;
    const auto system =
        std::find_if(systems.begin(), systems.end(), [&key](const auto& one) { return one.key == key.toStdString(); });
    if (system != systems.end())
        chart = scatterChart(m_results, *system);
    else if (table != nullptr)
        chart = subsetChart(*table, kMetrics[static_cast<std::size_t>(m_kind->currentIndex())],
                            m_published->currentData().toStringList());
    else
        chart.emptyText = tr("Charts of an evaluation show here.");
    m_view->setChart(std::move(chart));
}

const ReportTable* EvaluationPanel::tableBySubset() const
{
    const auto found = std::find_if(m_results.tables.begin(), m_results.tables.end(),
                                    [](const ReportTable& table) { return table.id == kBySubset; });
    return found == m_results.tables.end() ? nullptr : &*found;
}

} // namespace dh
