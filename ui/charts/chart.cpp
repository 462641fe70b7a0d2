#include "ui/charts/chart.h"

#include <QCoreApplication>
#include <QLocale>
#include <QPalette>

#include <algorithm>
#include <array>
#include <cmath>

namespace dh
{

namespace
{

struct ChartWords {
    Q_DECLARE_TR_FUNCTIONS(dh::Chart)
};

struct Shades {
    QRgb light;
    QRgb dark;
};

Shades shadesOf(ChartColour colour)
{
    switch (colour) {
    case ChartColour::Red:
        return {0xffc62828, 0xffff7b72};
    case ChartColour::Green:
        return {0xff2e7d32, 0xff7ee787};
    case ChartColour::Blue:
        return {0xff1565c0, 0xff79b8ff};
    case ChartColour::Orange:
        return {0xffb85c00, 0xffffa657};
    case ChartColour::Violet:
        return {0xff7b3fa0, 0xffd2a8ff};
    case ChartColour::Neutral:
        break;
    }
    return {0xff6a6a6a, 0xffa8a8a8};
}

QString number(double value)
{
    constexpr int kDigits = 4;
    return std::isinf(value) ? ChartWords::tr("infinite") : QLocale().toString(value, 'g', kDigits);
}

} // namespace

QColor chartColour(ChartColour colour, const QPalette& palette)
{
    const bool isDark = palette.color(QPalette::Base).lightness() < palette.color(QPalette::Text).lightness();
    const Shades shades = shadesOf(colour);
    return QColor::fromRgb(isDark ? shades.dark : shades.light);
}

ChartColour colourOfSeries(std::size_t index)
{
    // Neighbours differ for all common kinds of colour vision.
    constexpr std::array kOrder{ChartColour::Blue,  ChartColour::Orange, ChartColour::Violet,
                                ChartColour::Green, ChartColour::Red,    ChartColour::Neutral};
    return kOrder[index % kOrder.size()];
}

QString describe(const Chart& chart)
{
    if (chart.isEmpty())
        return chart.emptyText;
    QStringList sentences;
    sentences << ChartWords::tr("%1 over %2.").arg(chart.yTitle, chart.xTitle);
    for (const ChartSeries& series : chart.series) {
        if (series.y.empty())
            continue;
        const auto [least, most] = std::minmax_element(series.y.begin(), series.y.end());
        sentences << ChartWords::tr("%1: %2 to %3.").arg(series.name, number(*least), number(*most));
    }
    return sentences.join(QLatin1Char(' '));
}

QString readOut(const Chart& chart, std::size_t series, std::size_t point)
{
    const ChartSeries& of = chart.series.at(series);
    const double x = of.x.at(point);
    QString where;
    if (static_cast<qsizetype>(point) < of.labels.size())
        where = of.labels.at(static_cast<qsizetype>(point));
    else if (!chart.categories.isEmpty())
        where = chart.categories.value(static_cast<int>(x));
    if (where.isEmpty())
        where = ChartWords::tr("%1 %2").arg(chart.xTitle, number(x));
    else if (chart.categories.isEmpty())
        where = ChartWords::tr("%1 (%2 %3)").arg(where, chart.xTitle, number(x));
    return ChartWords::tr("%1 · %2: %3 %4").arg(of.name, where, number(of.y.at(point)), chart.yTitle);
}

} // namespace dh
