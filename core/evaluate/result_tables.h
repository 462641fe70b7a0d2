#pragma once

#include "core/evaluate/evaluation_data.h"
#include "core/evaluate/published_results.h"
#include "core/evaluate/report_table.h"

#include <vector>

namespace dh
{

/// The tables of an evaluation in the order of a report; those that need more systems than were run are left out:
/// - summary: each system beside the untouched composite;
/// - table1: each sub-dataset and the average at 256 x 256, with the published rows; table1native: at native size;
/// - table2: inference size and refinement; table3: mean and standard deviation over seeds;
/// - table4: by the foreground's share of the picture, 0-5, 5-15 and 15-100 %.
/// Source of their form: tables 1 to 4 of the DiffHarmony paper.
[[nodiscard]] std::vector<ReportTable> resultTables(const EvaluationData& data,
                                                    const std::vector<PublishedSystem>& published);

} // namespace dh
