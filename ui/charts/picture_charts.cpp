#include "ui/charts/picture_charts.h"

#include <QCoreApplication>

namespace dh
{

namespace
{

struct PictureWords {
    Q_DECLARE_TR_FUNCTIONS(dh::PictureCharts)
};

constexpr double kPercent = 100.0;

QString titleOf(HistogramChannel channel)
{
    switch (channel) {
    case HistogramChannel::Red:
        return PictureWords::tr("Histogram: red");
    case HistogramChannel::Green:
        return PictureWords::tr("Histogram: green");
    case HistogramChannel::Blue:
        return PictureWords::tr("Histogram: blue");
    case HistogramChannel::Luminance:
        break;
    }
    return PictureWords::tr("Histogram: luminance");
}

ChartColour colourOf(HistogramChannel channel)
{
    switch (channel) {
    case HistogramChannel::Red:
        return ChartColour::Red;
    case HistogramChannel::Green:
        return ChartColour::Green;
    case HistogramChannel::Blue:
        return ChartColour::Blue;
    case HistogramChannel::Luminance:
        break;
    }
    return ChartColour::Violet;
}

ChartSeries seriesOf(const QString& name, const RegionStatistics& region, HistogramChannel channel)
{
    ChartSeries series;
    series.name = name;
    const Histogram& histogram = region.histogram(channel);
    for (std::size_t i = 0; i < histogram.size(); ++i) {
        series.x.push_back(static_cast<double>(i));
        series.y.push_back(kPercent * static_cast<double>(histogram[i]) / static_cast<double>(region.pixels));
    }
    return series;
}

ChartSeries barsOf(const QString& name, const RegionStatistics& region, ChartColour colour, ChartSeries::Style style)
{
    const Lab& mean = region.mean;
    const Lab& spread = region.deviation;
    return {name,
            colour,
            style,
            {0.0, 1.0, 2.0, 3.0, 4.0, 5.0},
            {mean.lightness, spread.lightness, mean.a, spread.a, mean.b, spread.b}};
}

QString nothingToShow()
{
    return PictureWords::tr("Place a foreground to see how its tones compare with the background's.");
}

} // namespace

Chart histogramChart(const ChangeStatistics& statistics, HistogramChannel channel)
{
    Chart chart;
    chart.title = titleOf(channel);
    chart.xTitle = PictureWords::tr("Value (0 to 255)");
    chart.yTitle = PictureWords::tr("% of its pixels");
    chart.emptyText = nothingToShow();
    if (statistics.after.background.pixels > 0) {
        ChartSeries background = seriesOf(PictureWords::tr("Background"), statistics.after.background, channel);
        background.style = ChartSeries::Style::Area;
        chart.series.push_back(std::move(background));
    }
    if (statistics.before.foreground.pixels == 0)
        return chart;
    ChartSeries before = seriesOf(PictureWords::tr("Foreground before"), statistics.before.foreground, channel);
    before.style = ChartSeries::Style::Dashed;
    before.colour = ChartColour::Orange;
    ChartSeries after = seriesOf(PictureWords::tr("Foreground after"), statistics.after.foreground, channel);
    after.colour = colourOf(channel);
    chart.series.push_back(std::move(before));
    chart.series.push_back(std::move(after));
    return chart;
}

Chart toneChart(const ChangeStatistics& statistics)
{
    Chart chart;
    chart.title = PictureWords::tr("Tone and colour (CIELAB)");
    chart.xTitle = PictureWords::tr("Lightness L, green to red a, blue to yellow b");
    chart.yTitle = PictureWords::tr("CIELAB units");
    chart.emptyText = nothingToShow();
    chart.categories = {PictureWords::tr("L mean"),   PictureWords::tr("L spread"), PictureWords::tr("a mean"),
                        PictureWords::tr("a spread"), PictureWords::tr("b mean"),   PictureWords::tr("b spread")};
    if (statistics.before.foreground.pixels > 0) {
        chart.series.push_back(barsOf(PictureWords::tr("Foreground before"), statistics.before.foreground,
                                      ChartColour::Orange, ChartSeries::Style::Dashed));
        chart.series.push_back(barsOf(PictureWords::tr("Foreground after"), statistics.after.foreground,
                                      ChartColour::Blue, ChartSeries::Style::Line));
    }
    if (statistics.after.background.pixels > 0)
        chart.series.push_back(barsOf(PictureWords::tr("Background"), statistics.after.background, ChartColour::Neutral,
                                      ChartSeries::Style::Line));
    return chart;
}

} // namespace dh
