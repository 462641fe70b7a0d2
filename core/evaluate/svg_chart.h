#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dh
{

/// Charts as SVG elements for a page that sets the colours --text, --grid and --series-1 to --series-8. Texts may hold
/// any characters. Thread-safe.

/// One colour of a bar chart.
struct BarSeries {
    std::string name;
    std::vector<std::optional<double>> values; ///< one a group, >= 0; nothing = no bar
};

/// Groups of bars beside each other; without a legend where there is one series.
/// @param leastStep  between two numbers of the axis; 1 for counts
[[nodiscard]] std::string barChart(const std::string& title, const std::vector<std::string>& groups,
                                   const std::vector<BarSeries>& series, double leastStep = 0.0);

/// Points on two logarithmic axes of the same range, with the line where both are equal.
/// @param points values <= 0 are drawn at the lower end
[[nodiscard]] std::string scatterChart(const std::string& title, const std::string& xLabel, const std::string& yLabel,
                                       const std::vector<std::pair<double, double>>& points);

/// `text` with what XML and HTML take for their own replaced.
[[nodiscard]] std::string escapedMarkup(const std::string& text);

} // namespace dh
