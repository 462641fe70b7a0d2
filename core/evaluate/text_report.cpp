#include "core/evaluate/evaluation_report.h"

#include <algorithm>

namespace dh
{

namespace
{

constexpr std::size_t kGap = 2;
using Column = ReportTable::Column;

std::string padded(const std::string& text, std::size_t width, bool toTheRight)
{
    const std::string space(width > text.size() ? width - text.size() : 0, ' ');
    return toTheRight ? space + text : text + space;
}

/// A run of neighbouring columns that share a heading.
struct Group {
    std::size_t first = 0;
    std::size_t end = 0;
    std::vector<std::size_t> widths;
    std::size_t width = 0; ///< all of it, gaps before each column included
};

std::size_t columnWidth(const ReportTable& table, std::size_t column)
{
    std::size_t width = table.columns[column].name.size();
    for (const auto& row : table.rows)
        width = std::max(width, cellText(row.cells[column], table.columns[column].digits).size());
    return width;
}

std::vector<Group> groupsOf(const ReportTable& table)
{
    std::vector<Group> groups;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (i == 0 || table.columns[i].group != table.columns[i - 1].group)
            groups.push_back({i, i, {}, 0});
        Group& group = groups.back();
        group.end = i + 1;
        group.widths.push_back(columnWidth(table, i));
        group.width += kGap + group.widths.back();
    }
    for (Group& group : groups) {
        const std::size_t heading = kGap + table.columns[group.first].group.size();
        if (heading > group.width) {
            group.widths.front() += heading - group.width;
            group.width = heading;
        }
    }
    return groups;
}

std::string trimmedLine(std::string line)
{
    line.erase(line.find_last_not_of(' ') + 1);
    return line + '\n';
}

std::string block(const ReportTable& table, const std::vector<Group>& groups, std::size_t labelWidth)
{
    std::string text;
    const bool hasHeadings = std::any_of(groups.begin(), groups.end(),
                                         [&](const Group& group) { return !table.columns[group.first].group.empty(); });
    if (hasHeadings) {
        std::string line(labelWidth, ' ');
        for (const Group& group : groups)
            line += std::string(kGap, ' ') + padded(table.columns[group.first].group, group.width - kGap, false);
        text += trimmedLine(line);
    }
    const auto line = [&](const std::string& label, const auto& cellAt) {
        std::string cells = padded(label, labelWidth, false);
        for (const Group& group : groups) {
            for (std::size_t i = group.first; i < group.end; ++i)
                cells += std::string(kGap, ' ') + padded(cellAt(i), group.widths[i - group.first], true);
        }
        return trimmedLine(cells);
    };
    text += line(table.rowHeading, [&](std::size_t i) { return table.columns[i].name; });
    for (const auto& row : table.rows)
        text += line(rowLabel(row), [&](std::size_t i) { return cellText(row.cells[i], table.columns[i].digits); });
    return text;
}

std::string tableText(const ReportTable& table, std::size_t columns)
{
    std::size_t labelWidth = table.rowHeading.size();
    for (const auto& row : table.rows)
        labelWidth = std::max(labelWidth, rowLabel(row).size());
    std::string text = table.title + '\n';
    if (!table.note.empty())
        text += table.note + '\n';
    std::vector<Group> line;
    std::size_t used = labelWidth;
    for (const Group& group : groupsOf(table)) {
        if (!line.empty() && used + group.width > columns) {
            text += block(table, line, labelWidth) + '\n';
            line.clear();
            used = labelWidth;
        }
        line.push_back(group);
        used += group.width;
    }
    return text + block(table, line, labelWidth);
}

} // namespace

std::string coverageSentence(const EvaluationReport& report)
{
    return std::to_string(report.data.finishedPictures()) + " of " + std::to_string(report.data.run().items) +
           (report.data.run().items == 1 ? " picture" : " pictures") + " finished by all systems; " +
           std::to_string(report.failures.size()) + (report.failures.size() == 1 ? " failure." : " failures.");
}

std::string terminalText(const EvaluationReport& report, int columns)
{
    std::string text;
    for (const ReportTable& table : report.tables)
        text += tableText(table, static_cast<std::size_t>(columns)) + '\n';
    return text + coverageSentence(report) + '\n';
}

} // namespace dh
