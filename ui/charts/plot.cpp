#include "ui/charts/plot.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace dh
{

namespace
{

constexpr double kLineWidth = 1.6;
constexpr int kAreaAlpha = 60;
constexpr int kBarAlpha = 200;
constexpr double kGroupWidth = 0.8; ///< of a category
constexpr double kPointSize = 5.0;
constexpr double kMargin = 0.04;   ///< of the values' range
constexpr double kLogMargin = 1.3; ///< factor
constexpr int kLegendColumns = 3;
constexpr int kMarkMargin = 6;

QVector<double> vectorOf(const std::vector<double>& values)
{
    return {values.begin(), values.end()};
}

void style(QCPAxis& axis, const QPalette& palette, const QFont& font)
{
    const QColor text = palette.color(QPalette::Text);
    const QColor line = palette.color(QPalette::PlaceholderText);
    for (const auto set : {&QCPAxis::setBasePen, &QCPAxis::setTickPen, &QCPAxis::setSubTickPen})
        (axis.*set)(QPen(line, 1.0));
    axis.setLabelColor(text);
    axis.setTickLabelColor(text);
    axis.setLabelFont(font);
    axis.setTickLabelFont(font);
    QColor grid = line;
    grid.setAlphaF(0.25F);
    axis.grid()->setPen(QPen(grid, 1.0, Qt::DotLine));
    // Only values have a meaningful zero.
    axis.grid()->setZeroLinePen(axis.orientation() == Qt::Vertical ? QPen(line, 1.0) : Qt::NoPen);
}

bool isLogarithmic(const QCPAxis& axis)
{
    return axis.scaleType() == QCPAxis::stLogarithmic;
}

/// Of what the axis shows, as it looks.
double middleOf(const QCPAxis& axis)
{
    const QCPRange range = axis.range();
    return isLogarithmic(axis) ? std::sqrt(range.lower * range.upper) : range.center();
}

/// Shifts what the axis shows until `x` is in its middle, unless it shows it already.
void bringIntoView(QCPAxis& axis, double x)
{
    if (axis.range().contains(x))
        return;
    if (isLogarithmic(axis) && x > 0.0) {
        const double factor = x / middleOf(axis);
        axis.setRange(axis.range().lower * factor, axis.range().upper * factor);
    } else if (!isLogarithmic(axis)) {
        axis.moveRange(x - middleOf(axis));
    }
}

} // namespace

struct Plot::Impl {
    QCustomPlot* plot = nullptr;
    QCPTextElement* title = nullptr;
    QCPItemStraightLine* markLine = nullptr;
    QCPItemText* markText = nullptr;
    bool isLogarithmic = false;
    bool hasBars = false;

    void build();
    void addLine(const ChartSeries& series, const QPalette& palette);
    void addBars(const Chart& chart, const QPalette& palette);
    void setScale(const Chart& chart);
    void styleAll(const QPalette& palette, const QFont& font);
    void zoomToAll();
};

void Plot::Impl::build()
{
    plot->setFocusPolicy(Qt::NoFocus);
    plot->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    plot->setAutoAddPlottableToLegend(true);
    plot->plotLayout()->insertRow(0);
    title = new QCPTextElement(plot);
    plot->plotLayout()->addElement(0, 0, title);
    // Below the axes, where it can't cover values.
    plot->axisRect()->insetLayout()->take(plot->legend);
    plot->plotLayout()->addElement(2, 0, plot->legend);
    plot->plotLayout()->setRowStretchFactor(2, 0.001);
    plot->legend->setFillOrder(QCPLayoutGrid::foColumnsFirst);
    plot->legend->setWrap(kLegendColumns);
    plot->legend->setVisible(true);
    plot->legend->setMargins(QMargins(kMarkMargin, 0, kMarkMargin, kMarkMargin));
    markLine = new QCPItemStraightLine(plot);
    for (QCPItemPosition* end : {markLine->point1, markLine->point2})
        end->setTypeY(QCPItemPosition::ptAxisRectRatio);
    markText = new QCPItemText(plot);
    markText->position->setType(QCPItemPosition::ptAxisRectRatio);
    markText->position->setCoords(0.5, 0.0);
    markText->setPositionAlignment(Qt::AlignHCenter | Qt::AlignTop);
    markText->setPadding(QMargins(kMarkMargin, 2, kMarkMargin, 2));
}

void Plot::Impl::addLine(const ChartSeries& series, const QPalette& palette)
{
    const QColor colour = chartColour(series.colour, palette);
    QCPGraph* graph = plot->addGraph();
    graph->setName(series.name);
    graph->setPen(QPen(colour, kLineWidth, series.style == ChartSeries::Style::Dashed ? Qt::DashLine : Qt::SolidLine));
    if (series.style == ChartSeries::Style::Area) {
        QColor fill = colour;
        fill.setAlpha(kAreaAlpha);
        graph->setBrush(fill);
    }
    if (series.style == ChartSeries::Style::Points) {
        graph->setLineStyle(QCPGraph::lsNone);
        graph->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, colour, colour, kPointSize));
    }
    graph->setData(vectorOf(series.x), vectorOf(series.y));
}

void Plot::Impl::addBars(const Chart& chart, const QPalette& palette)
{
    // The plot owns the group.
    auto* group = new QCPBarsGroup(plot);
    group->setSpacingType(QCPBarsGroup::stAbsolute);
    group->setSpacing(1.0);
    for (const ChartSeries& series : chart.series) {
        auto* bars = new QCPBars(plot->xAxis, plot->yAxis);
        bars->setName(series.name);
        bars->setWidth(kGroupWidth / static_cast<double>(chart.series.size()));
        bars->setBarsGroup(group);
        const QColor colour = chartColour(series.colour, palette);
        QColor fill = colour;
        fill.setAlpha(kBarAlpha);
        bars->setPen(QPen(colour, 1.0));
        // Hatched, so that before and after differ without colour too.
        bars->setBrush(series.style == ChartSeries::Style::Dashed ? QBrush(fill, Qt::BDiagPattern) : QBrush(fill));
        bars->setData(vectorOf(series.x), vectorOf(series.y));
    }
}

void Plot::Impl::setScale(const Chart& chart)
{
    isLogarithmic = chart.isLogarithmic;
    hasBars = !chart.categories.isEmpty();
    for (QCPAxis* axis : {plot->xAxis, plot->yAxis}) {
        axis->setScaleType(isLogarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
        axis->setTicker(isLogarithmic ? QSharedPointer<QCPAxisTicker>(new QCPAxisTickerLog)
                                      : QSharedPointer<QCPAxisTicker>(new QCPAxisTicker));
        axis->setNumberFormat(QStringLiteral("gb"));
        axis->setSubTicks(!hasBars);
    }
    if (hasBars) {
        auto ticker = QSharedPointer<QCPAxisTickerText>::create();
        for (qsizetype i = 0; i < chart.categories.size(); ++i)
            ticker->addTick(static_cast<double>(i), chart.categories[i]);
        plot->xAxis->setTicker(ticker);
    }
    plot->xAxis->setLabel(chart.xTitle);
    plot->yAxis->setLabel(chart.yTitle);
}

void Plot::Impl::styleAll(const QPalette& palette, const QFont& font)
{
    plot->setBackground(QBrush(palette.color(QPalette::Base)));
    for (QCPAxis* axis : {plot->xAxis, plot->yAxis})
        style(*axis, palette, font);
    QFont bold = font;
    bold.setBold(true);
    title->setFont(bold);
    title->setTextColor(palette.color(QPalette::Text));
    plot->legend->setBrush(Qt::NoBrush);
    plot->legend->setBorderPen(Qt::NoPen);
    plot->legend->setTextColor(palette.color(QPalette::Text));
    plot->legend->setFont(font);
    markLine->setPen(QPen(palette.color(QPalette::Highlight), kLineWidth));
    markText->setBrush(palette.color(QPalette::Highlight));
    markText->setColor(palette.color(QPalette::HighlightedText));
    markText->setFont(font);
}

void Plot::Impl::zoomToAll()
{
    plot->rescaleAxes();
    if (isLogarithmic) {
        for (QCPAxis* axis : {plot->xAxis, plot->yAxis})
            axis->setRange(axis->range().lower / kLogMargin, axis->range().upper * kLogMargin);
        return;
    }
    const auto widen = [](QCPAxis* axis, double share) {
        const QCPRange range = axis->range();
        axis->setRange(range.lower - share * range.size(), range.upper + share * range.size());
    };
    if (hasBars)
        plot->xAxis->setRange(plot->xAxis->range().lower - kMargin, plot->xAxis->range().upper + kMargin);
    else
        widen(plot->xAxis, kMargin / 2.0);
    const double lowest = plot->yAxis->range().lower;
    widen(plot->yAxis, kMargin);
    // Counts stand on their axis.
    if (lowest >= 0.0)
        plot->yAxis->setRangeLower(0.0);
}

Plot::Plot(QWidget& parent) : m_impl(std::make_unique<Impl>())
{
    m_impl->plot = new QCustomPlot(&parent);
    m_impl->build();
    unmark();
}

Plot::~Plot() = default;

QWidget* Plot::widget() const
{
    return m_impl->plot;
}

void Plot::show(const Chart& chart, const QPalette& palette, const QFont& font)
{
    QCustomPlot& plot = *m_impl->plot;
    plot.clearPlottables();
    qDeleteAll(plot.findChildren<QCPBarsGroup*>(QString(), Qt::FindDirectChildrenOnly));
    m_impl->setScale(chart);
    m_impl->title->setText(chart.title);
    if (m_impl->hasBars)
        m_impl->addBars(chart, palette);
    for (const ChartSeries& series : chart.series)
        if (!m_impl->hasBars)
            m_impl->addLine(series, palette);
    m_impl->styleAll(palette, font);
    plot.legend->setVisible(chart.series.size() > 1);
    unmark();
    m_impl->zoomToAll();
    plot.replot(QCustomPlot::rpQueuedReplot);
}

void Plot::mark(double x, const QString& text)
{
    bringIntoView(*m_impl->plot->xAxis, x);
    m_impl->markLine->point1->setCoords(x, 0.0);
    m_impl->markLine->point2->setCoords(x, 1.0);
    m_impl->markText->setText(text);
    m_impl->markLine->setVisible(true);
    m_impl->markText->setVisible(true);
    m_impl->plot->replot(QCustomPlot::rpQueuedReplot);
}

void Plot::unmark()
{
    m_impl->markLine->setVisible(false);
    m_impl->markText->setVisible(false);
    m_impl->plot->replot(QCustomPlot::rpQueuedReplot);
}

void Plot::zoomToAll()
{
    m_impl->zoomToAll();
    m_impl->plot->replot(QCustomPlot::rpQueuedReplot);
}

void Plot::zoomBy(double factor)
{
    QCPAxis& axis = *m_impl->plot->xAxis;
    axis.scaleRange(1.0 / factor, middleOf(axis));
    m_impl->plot->replot(QCustomPlot::rpQueuedReplot);
}

double Plot::shownWidth() const
{
    return m_impl->plot->xAxis->range().size();
}

void Plot::paint(QPaintDevice& device, QSize size) const
{
    QCPPainter painter(&device);
    const double scale = static_cast<double>(device.width()) / size.width();
    painter.scale(scale, scale);
    painter.setMode(QCPPainter::pmVectorized);
    painter.setMode(QCPPainter::pmNoCaching);
    painter.setMode(QCPPainter::pmNonCosmetic);
    m_impl->plot->toPainter(&painter, size.width(), size.height());
}

QImage Plot::picture(QSize size, double scale) const
{
    return m_impl->plot->toPixmap(size.width(), size.height(), scale).toImage();
}

} // namespace dh
