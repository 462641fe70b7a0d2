#include "ui/charts/evaluation_charts.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <map>

namespace dh
{

namespace
{

struct EvaluationWords {
    Q_DECLARE_TR_FUNCTIONS(dh::EvaluationCharts)
};

constexpr const char* kComposite = "composite"; ///< key of the untouched composite

struct Cell {
    QString group;
    std::size_t column = 0;
};

std::vector<Cell> columnsOf(const ReportTable& table, const std::string& metric)
{
    std::vector<Cell> columns;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (table.columns[i].name == metric)
            columns.push_back({QString::fromStdString(table.columns[i].group), i});
    }
    return columns;
}

ChartSeries barsOf(const ReportTable::Row& row, const std::vector<Cell>& columns)
{
    ChartSeries series;
    series.name = QString::fromStdString(rowLabel(row));
    series.style = row.isPublished ? ChartSeries::Style::Dashed : ChartSeries::Style::Line;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::optional<double>& value = row.cells[columns[i].column];
        if (value && std::isfinite(*value)) {
            series.x.push_back(static_cast<double>(i));
            series.y.push_back(*value);
        }
    }
    return series;
}

} // namespace

Chart subsetChart(const ReportTable& table, const std::string& metric, const QStringList& published)
{
    Chart chart;
    chart.title = QString::fromStdString(table.title);
    chart.xTitle = EvaluationWords::tr("Sub-set");
    chart.yTitle = QString::fromStdString(metric);
    chart.emptyText = EvaluationWords::tr("This table has no such numbers.");
    const std::vector<Cell> columns = columnsOf(table, metric);
    for (const Cell& cell : columns)
        chart.categories << cell.group;
    for (const ReportTable::Row& row : table.rows) {
        if (row.isPublished && !published.contains(QString::fromStdString(row.label)))
            continue;
        ChartSeries series = barsOf(row, columns);
        series.colour = colourOfSeries(chart.series.size());
        if (!series.x.empty())
            chart.series.push_back(std::move(series));
    }
    return chart;
}

Chart scatterChart(const EvaluationResults& results, const EvaluationResults::System& system)
{
    Chart chart;
    chart.title = EvaluationWords::tr("fMSE of each picture: %1").arg(QString::fromStdString(system.label));
    chart.xTitle = EvaluationWords::tr("fMSE untouched");
    chart.yTitle = EvaluationWords::tr("fMSE harmonized");
    chart.emptyText =
        results.items.empty()
            ? EvaluationWords::tr("The numbers of single pictures are in items.csv, which was not beside the report.")
            : EvaluationWords::tr("No picture was finished both untouched and by this system.");
    std::map<int, double> untouched;
    for (const auto& item : results.items) {
        if (item.system == kComposite && item.fmse && *item.fmse > 0.0)
            untouched[item.item] = *item.fmse;
    }
    std::map<std::string, ChartSeries> bySubset;
    double least = 0.0;
    double most = 0.0;
    for (const auto& item : results.items) {
        const auto before = untouched.find(item.item);
        const bool hasBoth = before != untouched.end() && item.fmse && *item.fmse > 0.0 && std::isfinite(*item.fmse);
        if (item.system != system.key || !hasBoth)
            continue;
        ChartSeries& series = bySubset[item.subset];
        series.x.push_back(before->second);
        series.y.push_back(*item.fmse);
        series.labels << QString::fromStdString(item.name);
        const bool isFirst = most == 0.0;
        least = isFirst ? std::min(before->second, *item.fmse) : std::min({least, before->second, *item.fmse});
        most = std::max({most, before->second, *item.fmse});
    }
    for (auto& [subset, series] : bySubset) {
        series.name = QString::fromStdString(subset);
        series.colour = colourOfSeries(chart.series.size());
        series.style = ChartSeries::Style::Points;
        chart.series.push_back(std::move(series));
    }
    if (!chart.isEmpty()) {
        chart.isLogarithmic = true;
        chart.series.push_back({EvaluationWords::tr("Unchanged"),
                                ChartColour::Neutral,
                                ChartSeries::Style::Dashed,
                                {least, most},
                                {least, most}});
    }
    return chart;
}

} // namespace dh
