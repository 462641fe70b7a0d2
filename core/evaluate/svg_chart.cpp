#include "core/evaluate/svg_chart.h"

#include "core/evaluate/report_table.h"

#include <algorithm>
#include <cmath>

namespace dh
{

namespace
{

// Everything in pixels of the drawing.
constexpr double kWidth = 720.0;
constexpr double kHeight = 340.0;
constexpr double kLeft = 64.0;
constexpr double kTop = 44.0;
constexpr double kBottom = 60.0;
constexpr double kRight = 24.0;
constexpr double kPlotWidth = kWidth - kLeft - kRight;
constexpr double kPlotHeight = kHeight - kTop - kBottom;
constexpr double kFloor = kTop + kPlotHeight;
constexpr double kTextDrop = 4.0;
constexpr double kTickGap = 8.0;
constexpr double kAxisTextGap = 18.0;
constexpr double kLegendText = 6.6; ///< width of a letter
constexpr double kLegendBox = 12.0;
constexpr int kColours = 8;

std::string at(double value)
{
    return cellText(value, 1);
}

std::string textAt(double x, double y, const std::string& anchor, const std::string& text, const char* more = "")
{
    return "<text x='" + at(x) + "' y='" + at(y) + "' text-anchor='" + anchor + "'" + more + ">" + escapedMarkup(text) +
           "</text>\n";
}

std::string line(double x1, double y1, double x2, double y2, const char* style)
{
    return "<line x1='" + at(x1) + "' y1='" + at(y1) + "' x2='" + at(x2) + "' y2='" + at(y2) + "' " + style + "/>\n";
}

constexpr const char* kGrid = "stroke='var(--grid)'";
constexpr const char* kDashed = "stroke='var(--text)' stroke-dasharray='5 4'";

std::string head(const std::string& title, double height = kHeight)
{
    return "<svg viewBox='0 0 " + at(kWidth) + " " + at(height) + "' role='img' aria-label='" + escapedMarkup(title) +
           "'>\n" + textAt(kLeft, kTop / 2.0 - kTextDrop, "start", title, " class='title'");
}

std::string colour(std::size_t series)
{
    return "var(--series-" + std::to_string(series % kColours + 1) + ")";
}

/// A round number that is at least a fifth of `range`.
double roundStep(double range)
{
    constexpr double kTicks = 5.0;
    const double rough = range / kTicks;
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= rough)
            return factor * power;
    }
    return 10.0 * power;
}

std::string linearAxis(double top, double step)
{
    std::string text;
    constexpr double kRounding = 1e-9;
    const int digits = static_cast<int>(std::max(0.0, std::ceil(-std::log10(step) - kRounding)));
    for (int i = 0; i * step <= top * (1.0 + kRounding); ++i) {
        const double y = kFloor - i * step / top * kPlotHeight;
        text += line(kLeft, y, kLeft + kPlotWidth, y, kGrid);
        text += textAt(kLeft - kTickGap, y + kTextDrop, "end", cellText(i * step, digits));
    }
    return text;
}

/// Below the axis, in as many lines as it takes.
std::string legend(const std::vector<BarSeries>& series, double& bottom)
{
    bottom = kHeight;
    if (series.size() < 2)
        return "";
    std::string text;
    double x = kLeft;
    bottom -= kTickGap;
    for (std::size_t i = 0; i < series.size(); ++i) {
        const double width = kLegendBox + 2.5 * kTickGap + kLegendText * static_cast<double>(series[i].name.size());
        if (x > kLeft && x + width > kWidth) {
            x = kLeft;
            bottom += kAxisTextGap;
        }
        text += "<rect x='" + at(x) + "' y='" + at(bottom - kLegendBox + 2.0) + "' width='" + at(kLegendBox) +
                "' height='" + at(kLegendBox) + "' fill='" + colour(i) + "'/>\n";
        text += textAt(x + kLegendBox + kTickGap / 2.0, bottom, "start", series[i].name);
        x += width;
    }
    bottom += kTickGap;
    return text;
}

/// Where a value lies on a logarithmic axis, 0..1.
struct LogAxis {
    double low = 0.0; ///< powers of ten
    double high = 1.0;

    [[nodiscard]] double position(double value) const
    {
        return value > 0.0 ? std::clamp((std::log10(value) - low) / (high - low), 0.0, 1.0) : 0.0;
    }
};

LogAxis axisFor(const std::vector<std::pair<double, double>>& points)
{
    double least = 0.0;
    double most = 0.0;
    for (const auto& [x, y] : points) {
        for (const double value : {x, y}) {
            if (value <= 0.0)
                continue;
            least = least == 0.0 ? value : std::min(least, value);
            most = std::max(most, value);
        }
    }
    if (most == 0.0)
        return {};
    LogAxis axis{std::floor(std::log10(least)), std::ceil(std::log10(most))};
    axis.high = std::max(axis.high, axis.low + 1.0);
    return axis;
}

} // namespace

std::string escapedMarkup(const std::string& text)
{
    std::string result;
    for (const char c : text) {
        switch (c) {
        case '&':
            result += "&amp;";
            break;
        case '<':
            result += "&lt;";
            break;
        case '>':
            result += "&gt;";
            break;
        case '"':
            result += "&quot;";
            break;
        case '\'':
            result += "&#39;";
            break;
        default:
            result += c;
        }
    }
    return result;
}

std::string barChart(const std::string& title, const std::vector<std::string>& groups,
                     const std::vector<BarSeries>& series, double leastStep)
{
    double most = 0.0;
    for (const BarSeries& one : series) {
        for (const auto& value : one.values)
            most = std::max(most, value.value_or(0.0));
    }
    const double step = std::max(leastStep, roundStep(most > 0.0 ? most : 1.0));
    const double top = std::ceil((most > 0.0 ? most : 1.0) / step) * step;
    constexpr double kFilled = 0.8; // of a group's room
    const double room = kPlotWidth / static_cast<double>(std::max<std::size_t>(groups.size(), 1));
    const double width = room * kFilled / static_cast<double>(std::max<std::size_t>(series.size(), 1));
    double bottom = 0.0;
    const std::string below = legend(series, bottom);
    std::string text = head(title, bottom) + linearAxis(top, step);
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const double left = kLeft + room * (static_cast<double>(g) + (1.0 - kFilled) / 2.0);
        for (std::size_t s = 0; s < series.size(); ++s) {
            if (!series[s].values[g])
                continue;
            const double height = *series[s].values[g] / top * kPlotHeight;
            text += "<rect x='" + at(left + width * static_cast<double>(s)) + "' y='" + at(kFloor - height) +
                    "' width='" + at(width) + "' height='" + at(height) + "' fill='" + colour(s) + "'><title>" +
                    escapedMarkup(series[s].name + ", " + groups[g] + ": " + cellText(series[s].values[g], 2)) +
                    "</title></rect>\n";
        }
        text += textAt(kLeft + room * (static_cast<double>(g) + 0.5), kFloor + kAxisTextGap, "middle", groups[g]);
    }
    return text + below + "</svg>\n";
}

std::string scatterChart(const std::string& title, const std::string& xLabel, const std::string& yLabel,
                         const std::vector<std::pair<double, double>>& points)
{
    const LogAxis axis = axisFor(points);
    std::string text = head(title);
    for (double power = axis.low; power <= axis.high; power += 1.0) {
        const double share = (power - axis.low) / (axis.high - axis.low);
        const double x = kLeft + share * kPlotWidth;
        const double y = kFloor - share * kPlotHeight;
        const std::string label = cellText(std::pow(10.0, power), power < 0.0 ? static_cast<int>(-power) : 0);
        text += line(x, kTop, x, kFloor, kGrid) + line(kLeft, y, kLeft + kPlotWidth, y, kGrid);
        text += textAt(x, kFloor + kAxisTextGap, "middle", label);
        text += textAt(kLeft - kTickGap, y + kTextDrop, "end", label);
    }
    text += line(kLeft, kFloor, kLeft + kPlotWidth, kTop, kDashed);
    for (const auto& [x, y] : points)
        text += "<circle cx='" + at(kLeft + axis.position(x) * kPlotWidth) + "' cy='" +
                at(kFloor - axis.position(y) * kPlotHeight) +
                "' r='3' fill='var(--series-1)' fill-opacity='0.6' stroke='var(--series-1)'/>\n";
    text += textAt(kLeft + kPlotWidth / 2.0, kHeight - 2.0 * kTickGap, "middle", xLabel);
    text += textAt(kLeft, kTop - kTickGap, "start", yLabel);
    return text + "</svg>\n";
}

} // namespace dh
