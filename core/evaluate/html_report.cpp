#include "core/evaluate/evaluation_report.h"
#include "core/evaluate/svg_chart.h"

#include <algorithm>
#include <cstdint>

namespace dh
{

namespace
{

using Level = EvaluationData::Level;

// The first six are colours that the colour-blind tell apart (Okabe and Ito).
constexpr const char* kStyle = R"(<style>
:root { color-scheme: light dark; --text: #1d1d1f; --soft: #5c5c61; --page: #ffffff; --grid: #d9d9de; --band: #f3f3f6;
  --series-1: #0072b2; --series-2: #d55e00; --series-3: #009e73; --series-4: #cc79a7; --series-5: #e69f00;
  --series-6: #56b4e9; --series-7: #8c5a3c; --series-8: #8a8a92; }
@media (prefers-color-scheme: dark) { :root { --text: #ececf0; --soft: #a8a8b0; --page: #18181b; --grid: #3a3a40;
  --band: #222227; } }
body { margin: 2rem auto; max-width: 78rem; padding: 0 1rem; background: var(--page); color: var(--text);
  font: 15px/1.45 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; }
p.note, figcaption { color: var(--soft); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 13px; }
th, td { padding: .25rem .6rem; text-align: right; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; }
thead th { border-bottom: 1px solid var(--grid); } thead th.group { text-align: center; }
tbody tr:nth-child(even) { background: var(--band); } tr.published td { color: var(--soft); font-style: italic; }
svg { width: 100%; min-width: 34rem; max-width: 720px; height: auto; display: block; margin: 1rem 0; }
svg text { fill: var(--text); font: 12px system-ui, sans-serif; } svg text.title { font-weight: 600; font-size: 14px; }
figure { margin: 1.2rem 0; } figure img { max-width: 100%; height: auto; }
</style>
)";

std::string base64(const std::string& bytes)
{
    constexpr const char* kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k)
            group = group << 8U | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        for (std::size_t k = 0; k < 4; ++k)
            text += i + k <= bytes.size() ? kAlphabet[group >> (18U - 6U * k) & 63U] : '=';
    }
    return text;
}

/// What is wider than a small screen scrolls by itself, not with the page.
std::string wide(const std::string& content)
{
    return "<div class=\"wide\">" + content + "</div>\n";
}

std::string headings(const ReportTable& table)
{
    const bool hasGroups = std::any_of(table.columns.begin(), table.columns.end(),
                                       [](const auto& column) { return !column.group.empty(); });
    std::string groups = "<tr><th></th>";
    std::string names = "<tr><th>" + escapedMarkup(table.rowHeading) + "</th>";
    for (std::size_t i = 0; i < table.columns.size();) {
        std::size_t end = i;
        for (; end < table.columns.size() && table.columns[end].group == table.columns[i].group; ++end)
            names += "<th>" + escapedMarkup(table.columns[end].name) + "</th>";
        groups += "<th class=\"group\" colspan=\"" + std::to_string(end - i) + "\">" +
                  escapedMarkup(table.columns[i].group) + "</th>";
        i = end;
    }
    return "<thead>" + (hasGroups ? groups + "</tr>" : std::string()) + names + "</tr></thead>\n";
}

std::string tableHtml(const ReportTable& table)
{
    std::string text = "<h2>" + escapedMarkup(table.title) + "</h2>\n";
    if (!table.note.empty())
        text += "<p class=\"note\">" + escapedMarkup(table.note) + "</p>\n";
    std::string rows;
    for (const auto& row : table.rows) {
        rows += row.isPublished ? "<tr class=\"published\"><td>" : "<tr><td>";
        rows += escapedMarkup(rowLabel(row)) + "</td>";
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            rows += "<td>" + cellText(row.cells[i], table.columns[i].digits) + "</td>";
        rows += "</tr>\n";
    }
    return text + wide("<table>\n" + headings(table) + "<tbody>\n" + rows + "</tbody></table>");
}

std::string subsetChart(const EvaluationData& data)
{
    std::vector<std::string> groups = data.subsets();
    groups.emplace_back("Average");
    std::vector<BarSeries> series;
    for (const EvaluatedSystem& system : data.run().systems) {
        const bool isSeen = std::any_of(series.begin(), series.end(),
                                        [&](const BarSeries& other) { return other.name == system.label(); });
        if (isSeen || system.kind == SystemKind::Identity)
            continue;
        BarSeries bars{system.label(), {}};
        for (const std::string& group : groups) {
            const bool isAverage = &group == &groups.back();
            const auto mean = data.mean(system, Level::Evaluation, [&](const EvaluationRecord& record) {
                return isAverage || record.subset == group;
            });
            bars.values.push_back(mean ? std::optional(mean->fmse) : std::nullopt);
        }
        series.push_back(std::move(bars));
    }
    return barChart("Mean fMSE at 256 x 256", groups, series);
}

/// fMSE of the composite and of the main system, picture by picture.
std::vector<std::pair<double, double>> errorPairs(const EvaluationData& data)
{
    const auto& systems = data.run().systems;
    const EvaluatedSystem composite{};
    const EvaluatedSystem& main = mainSystem(systems);
    std::vector<std::pair<double, double>> pairs;
    if (main == composite || std::find(systems.begin(), systems.end(), composite) == systems.end())
        return pairs;
    for (const EvaluationRecord& record : data.recordsOf(main)) {
        const EvaluationRecord* before = data.scored(composite, record.item);
        if (before && !record.failure)
            pairs.emplace_back(before->score.evaluation.fmse, record.score.evaluation.fmse);
    }
    return pairs;
}

std::string distributionChart(const std::vector<std::pair<double, double>>& pairs)
{
    constexpr std::size_t kBins = 11;
    constexpr double kBinsPerUnit = 5.0;
    std::vector<std::string> names;
    for (std::size_t i = 0; i + 1 < kBins; ++i)
        names.push_back(cellText(static_cast<double>(i) / kBinsPerUnit, 1) + "-" +
                        cellText(static_cast<double>(i + 1) / kBinsPerUnit, 1));
    names.emplace_back("more");
    std::vector<std::optional<double>> counts(kBins, 0.0);
    for (const auto& [before, after] : pairs) {
        const double bin = std::min(static_cast<double>(kBins - 1), errorRatio(after, before) * kBinsPerUnit);
        *counts[static_cast<std::size_t>(bin)] += 1.0;
    }
    return barChart("Pictures by fMSE over the composite's (below 1 is better)", names, {{"Pictures", counts}}, 1.0);
}

std::string chartsHtml(const EvaluationData& data)
{
    std::string text = "<h2>Charts</h2>\n" + wide(subsetChart(data));
    const auto pairs = errorPairs(data);
    if (pairs.empty())
        return text;
    const std::string label = mainSystem(data.run().systems).label();
    return text +
           wide(scatterChart("fMSE of each picture: below the line is better", "fMSE of the composite", label, pairs)) +
           wide(distributionChart(pairs));
}

std::string picturesHtml(const EvaluationReport& report)
{
    if (report.worst.empty())
        return "";
    std::string text =
        "<h2>Worst cases: " + escapedMarkup(mainSystem(report.data.run().systems).label()) +
        "</h2>\n<p class=\"note\">From left to right: composite, result, real picture, difference of the "
        "last two, doubled.</p>\n";
    for (const auto& picture : report.worst)
        text += "<figure><img alt=\"" + escapedMarkup(picture.caption) + "\" src=\"data:image/jpeg;base64," +
                base64(picture.jpeg) + "\"><figcaption>" + escapedMarkup(picture.caption) + "</figcaption></figure>\n";
    return text;
}

std::string failuresHtml(const EvaluationReport& report)
{
    if (report.failures.empty())
        return "";
    std::string text = "<h2>Failures</h2>\n<ul>\n";
    for (const auto& failure : report.failures)
        text += "<li><b>" + escapedMarkup(failure.name) + "</b> (" + escapedMarkup(failure.systems) +
                "): " + escapedMarkup(failure.reason) + "</li>\n";
    return text + "</ul>\n";
}

} // namespace

std::string htmlText(const EvaluationReport& report)
{
    std::string text = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<title>Evaluation</title>\n";
    text +=
        std::string(kStyle) + "</head>\n<body>\n<h1>Evaluation</h1>\n<p>" + coverageSentence(report) + "</p>\n<ul>\n";
    for (const auto& [name, value] : report.data.run().settings)
        text += "<li>" + escapedMarkup(name) + ": " + escapedMarkup(value) + "</li>\n";
    text += "</ul>\n";
    for (const ReportTable& table : report.tables)
        text += tableHtml(table);
    return text + chartsHtml(report.data) + picturesHtml(report) + failuresHtml(report) + "</body>\n</html>\n";
}

} // namespace dh
