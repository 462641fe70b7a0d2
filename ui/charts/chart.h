#pragma once

#include <QColor>
#include <QString>
#include <QStringList>

#include <vector>

class QPalette;

namespace dh
{

/// Colours that can be told apart on the light and on the dark ground.
enum class ChartColour { Neutral, Red, Green, Blue, Orange, Violet };
[[nodiscard]] QColor chartColour(ChartColour colour, const QPalette& palette);
/// For the i-th of several equals.
[[nodiscard]] ChartColour colourOfSeries(std::size_t index);

struct ChartSeries {
    enum class Style { Line, Dashed, Area, Points };
    QString name;
    ChartColour colour = ChartColour::Neutral;
    Style style = Style::Line; ///< of a chart without categories
    std::vector<double> x;     ///< of bars: the category's index
    std::vector<double> y;     ///< as many as x
    QStringList labels = {};   ///< what the points are, for reading them out; may be empty
};

/// What a chart shows; a value, drawn by ChartView. Bars when there are categories, else lines and points.
struct Chart {
    QString title;
    QString xTitle;
    QString yTitle;
    QStringList categories;
    std::vector<ChartSeries> series;
    bool isLogarithmic = false; ///< both axes; all values > 0
    QString emptyText;          ///< shown instead of a chart without series

    [[nodiscard]] bool isEmpty() const { return series.empty(); }
};

/// A few sentences for someone who doesn't see the chart.
[[nodiscard]] QString describe(const Chart& chart);
/// One value in words. @pre both exist
[[nodiscard]] QString readOut(const Chart& chart, std::size_t series, std::size_t point);

} // namespace dh
