#pragma once

#include "core/evaluate/evaluation_report.h"
#include "core/evaluate/run_folder.h"

#include <filesystem>
#include <vector>

namespace dh
{

/// All that `records` say of a run, in the words of this program.
/// @param parts  where the pictures of its worst cases are
/// @throws Error FileUnreadable, CorruptFile
[[nodiscard]] EvaluationReport makeReport(const RunDescription& run, EvaluationRecords records,
                                          const std::vector<RunFolder>& parts);

/// Writes report.md, report.html, report.json, tables.csv and items.csv, each atomically.
/// @throws Error FileUnwritable, DiskFull
void writeReport(const std::filesystem::path& folder, const EvaluationReport& report);

} // namespace dh
