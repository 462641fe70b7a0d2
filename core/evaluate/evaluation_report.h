#pragma once

#include "core/evaluate/evaluation_data.h"
#include "core/evaluate/report_table.h"

#include <string>
#include <vector>

namespace dh
{

/// Everything that the writers below need; equal reports give equal bytes. The writers are thread-safe.
struct EvaluationReport {
    struct Failure {
        std::string name;    ///< of the picture
        std::string systems; ///< labels of those that failed so
        std::string reason;  ///< sentences for a user
    };
    struct Picture {
        std::string caption;
        std::string jpeg; ///< the file's bytes; see WorstCases
    };

    EvaluationData data;
    std::vector<ReportTable> tables;
    std::vector<Failure> failures;
    std::vector<Picture> worst; ///< of mainSystem()
};

/// "138 of 140 pictures finished by all systems; 2 failures."
[[nodiscard]] std::string coverageSentence(const EvaluationReport& report);

/// Tables for a terminal of `columns` characters: wide ones are broken between groups of columns.
[[nodiscard]] std::string terminalText(const EvaluationReport& report, int columns);

[[nodiscard]] std::string markdownText(const EvaluationReport& report);

/// One line a picture and system.
[[nodiscard]] std::string itemsCsv(const EvaluationReport& report);
/// One line a number: table, row, published, group, column, value.
[[nodiscard]] std::string tablesCsv(const EvaluationReport& report);

/// One object: run, tables, failures. An infinite number is the string "infinite" or "-infinite".
[[nodiscard]] std::string jsonText(const EvaluationReport& report);

/// One page that needs no other file: tables, charts as SVG, the worst cases as JPEG; follows the system's light or
/// dark colours.
[[nodiscard]] std::string htmlText(const EvaluationReport& report);

} // namespace dh
