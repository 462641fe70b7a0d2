#include "core/evaluate/evaluation_report.h"

namespace dh
{

namespace
{

/// Text for a table's cell or a list: one line, and no character that Markdown takes for its own.
std::string escaped(const std::string& text)
{
    std::string result;
    for (const char c : text) {
        if (c == '\n') {
            result += ' ';
            continue;
        }
        if (c == '|' || c == '*' || c == '_' || c == '`' || c == '<' || c == '[' || c == '\\')
            result += '\\';
        result += c;
    }
    return result;
}

std::string tableMarkdown(const ReportTable& table)
{
    std::string text = "\n## " + table.title + "\n\n";
    if (!table.note.empty())
        text += table.note + "\n\n";
    std::string rule = "|---|";
    text += "| " + table.rowHeading + " |";
    for (const auto& column : table.columns) {
        text.append(" ").append(escaped(column.group.empty() ? column.name : column.group + " " + column.name));
        text += " |";
        rule += "---:|";
    }
    text += '\n' + rule + '\n';
    for (const auto& row : table.rows) {
        text += "| " + escaped(rowLabel(row)) + " |";
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            text.append(" ").append(cellText(row.cells[i], table.columns[i].digits)).append(" |");
        text += '\n';
    }
    return text;
}

} // namespace

std::string markdownText(const EvaluationReport& report)
{
    std::string text = "# Evaluation\n\n" + coverageSentence(report) + "\n\n";
    for (const auto& [name, value] : report.data.run().settings)
        text += "- " + escaped(name) + ": " + escaped(value) + '\n';
    for (const ReportTable& table : report.tables)
        text += tableMarkdown(table);
    if (!report.failures.empty())
        text += "\n## Failures\n\n";
    for (const auto& failure : report.failures)
        text += "- " + escaped(failure.name) + " (" + escaped(failure.systems) + "): " + escaped(failure.reason) + '\n';
    return text;
}

} // namespace dh
