#include "ui/charts/run_charts.h"

#include "core/base/progress.h"

#include <QCoreApplication>

#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>

namespace dh
{

namespace
{

struct RunWords {
    Q_DECLARE_TR_FUNCTIONS(dh::RunCharts)
};

constexpr std::array kStages{Stage::Load,   Stage::Prepare, Stage::Encode,   Stage::Denoise,
                             Stage::Decode, Stage::Refine,  Stage::Transfer, Stage::Write};

QString nameOf(Stage stage)
{
    switch (stage) {
    case Stage::Load:
        return RunWords::tr("load");
    case Stage::Prepare:
        return RunWords::tr("prepare");
    case Stage::Encode:
        return RunWords::tr("encode");
    case Stage::Denoise:
        return RunWords::tr("denoise");
    case Stage::Decode:
        return RunWords::tr("decode");
    case Stage::Refine:
        return RunWords::tr("refine");
    case Stage::Transfer:
        return RunWords::tr("transfer");
    case Stage::Write:
        return RunWords::tr("write");
    }
    return {};
}

std::optional<double> settingOf(const HarmonizedResult& result, const std::string& key)
{
    const auto found = result.settings.find(key);
    if (found == result.settings.end())
        return std::nullopt;
    const std::string& text = found->second;
    double value = 0.0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool isNumber = read.ec == std::errc() && read.ptr == text.data() + text.size() && std::isfinite(value);
    return isNumber ? std::optional(value) : std::nullopt;
}

} // namespace

Chart stageTimeChart(const HarmonizedResult* result, const QString& name)
{
    Chart chart;
    chart.title = RunWords::tr("Time of each stage");
    chart.xTitle = RunWords::tr("Stage");
    chart.yTitle = RunWords::tr("Seconds");
    chart.emptyText = RunWords::tr("Harmonize, and the time of each stage shows here.");
    if (result == nullptr)
        return chart;
    ChartSeries series{name, ChartColour::Blue, ChartSeries::Style::Line, {}, {}};
    for (const Stage stage : kStages) {
        if (const auto seconds = settingOf(*result, std::string("seconds-") + stageName(stage))) {
            series.x.push_back(static_cast<double>(chart.categories.size()));
            series.y.push_back(*seconds);
            chart.categories << nameOf(stage);
        }
    }
    if (!series.x.empty())
        chart.series.push_back(std::move(series));
    return chart;
}

Chart stepChangeChart(const HarmonizedResult* result, const QString& name)
{
    Chart chart;
    chart.title = RunWords::tr("Change in each step");
    chart.xTitle = RunWords::tr("Step");
    chart.yTitle = RunWords::tr("Mean change (0 to 255)");
    chart.emptyText = RunWords::tr("Harmonize, and the change of each step shows here.");
    if (result == nullptr)
        return chart;
    ChartSeries series{name, ChartColour::Blue, ChartSeries::Style::Line, {}, {}};
    for (int step = 1;; ++step) {
        const auto change = settingOf(*result, "change-" + std::to_string(step));
        if (!change)
            break;
        series.x.push_back(static_cast<double>(step - 1));
        series.y.push_back(*change);
        chart.categories << QString::number(step);
    }
    if (!series.x.empty())
        chart.series.push_back(std::move(series));
    return chart;
}

} // namespace dh
