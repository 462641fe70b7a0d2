#pragma once

#include "core/evaluate/evaluation_results.h"
#include "ui/charts/chart.h"

namespace dh
{

/// The rows of a table whose groups are sub-sets as bars, one group of bars for each.
/// @param metric     a column's name, "PSNR"
/// @param published  which of the published rows to show beside the measured ones, by label; empty = none
[[nodiscard]] Chart subsetChart(const ReportTable& table, const std::string& metric, const QStringList& published);

/// Each picture's fMSE untouched against that of `system`, and the line of no change; logarithmic. Pictures whose fMSE
/// is 0 have no place on it.
[[nodiscard]] Chart scatterChart(const EvaluationResults& results, const EvaluationResults::System& system);

} // namespace dh
