#include "ui/charts/chart_view.h"

#include "core/base/error.h"
#include "ui/charts/plot.h"

#include <QAccessible>
#include <QBuffer>
#include <QKeyEvent>
#include <QLabel>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>

#include <algorithm>
#include <cmath>
#include <utility>

namespace dh
{

namespace
{

constexpr QSize kWanted(420, 280);
constexpr QSize kSmallest(180, 140);
constexpr int kFocusWidth = 2; ///< around the plot
constexpr int kPage = 16;      ///< values
constexpr double kZoomStep = 1.25;
constexpr double kExportScale = 2.0;
constexpr double kPointsPerPixel = 0.75; ///< 72 against 96 an inch

QByteArray pdfOf(const Plot& plot, QSize size, const QString& title)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setTitle(title);
    writer.setPageSize(QPageSize(QSizeF(size) * kPointsPerPixel, QPageSize::Point));
    writer.setPageMargins(QMarginsF());
    plot.paint(writer, size);
    return bytes;
}

QByteArray pngOf(const Plot& plot, QSize size)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    plot.picture(size, kExportScale).save(&buffer, "PNG");
    return bytes;
}

} // namespace

ChartView::ChartView(QWidget* parent)
    : QWidget(parent), m_plot(std::make_unique<Plot>(*this)), m_empty(new QLabel(this))
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_empty->setBackgroundRole(QPalette::Base);
    m_empty->setAutoFillBackground(true);
    redraw();
}

ChartView::~ChartView() = default;

void ChartView::setChart(Chart chart)
{
    m_chart = std::move(chart);
    forgetPoint();
    redraw();
}

double ChartView::shownWidth() const
{
    return m_plot->shownWidth();
}

void ChartView::exportTo(const std::filesystem::path& file) const
{
    const QString name = QString::fromStdU16String(file.u16string());
    const QSize size = m_plot->widget()->size();
    QByteArray bytes;
    if (name.endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive))
        bytes = pdfOf(*m_plot, size, m_chart.title);
    else if (name.endsWith(QLatin1String(".png"), Qt::CaseInsensitive))
        bytes = pngOf(*m_plot, size);
    else
        throw Error(ErrorCode::UnsupportedFormat, file.string(), "charts are written as PNG or PDF");
    QSaveFile out(name);
    if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size() || !out.commit())
        throw Error(out.error() == QFileDevice::ResourceError ? ErrorCode::DiskFull : ErrorCode::FileUnwritable,
                    file.string(), out.errorString().toStdString());
}

QSize ChartView::sizeHint() const
{
    return kWanted;
}

QSize ChartView::minimumSizeHint() const
{
    return kSmallest;
}

void ChartView::keyPressEvent(QKeyEvent* event)
{
    if (m_chart.isEmpty()) {
        QWidget::keyPressEvent(event);
        return;
    }
    const int all = static_cast<int>(m_chart.series.at(m_series).y.size());
    switch (event->key()) {
    case Qt::Key_Right:
        return step(1, 0);
    case Qt::Key_Left:
        return step(-1, 0);
    case Qt::Key_PageDown:
        return step(kPage, 0);
    case Qt::Key_PageUp:
        return step(-kPage, 0);
    case Qt::Key_Home:
        return step(-all, 0);
    case Qt::Key_End:
        return step(all, 0);
    case Qt::Key_Down:
        return step(0, 1);
    case Qt::Key_Up:
        return step(0, -1);
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return m_plot->zoomBy(kZoomStep);
    case Qt::Key_Minus:
        return m_plot->zoomBy(1.0 / kZoomStep);
    case Qt::Key_0:
        return m_plot->zoomToAll();
    default:
        QWidget::keyPressEvent(event);
    }
}

void ChartView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        redraw();
        showReadOut();
    }
}

void ChartView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const QRect inner = rect().adjusted(kFocusWidth, kFocusWidth, -kFocusWidth, -kFocusWidth);
    m_plot->widget()->setGeometry(inner);
    m_empty->setGeometry(inner);
}

void ChartView::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
}

void ChartView::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    update();
}

void ChartView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(hasFocus() ? QPalette::Highlight : QPalette::Base));
}

void ChartView::redraw()
{
    m_plot->show(m_chart, palette(), font());
    m_plot->widget()->setVisible(!m_chart.isEmpty());
    m_empty->setText(m_chart.emptyText);
    m_empty->setVisible(m_chart.isEmpty());
    setAccessibleName(m_chart.title.isEmpty() ? tr("Chart") : m_chart.title);
    setAccessibleDescription(describe(m_chart));
}

void ChartView::step(int points, int series)
{
    const auto last = [](std::size_t size) { return static_cast<int>(size) - 1; };
    const double x = m_hasPoint ? m_chart.series[m_series].x[m_point] : 0.0;
    m_series =
        static_cast<std::size_t>(std::clamp(static_cast<int>(m_series) + series, 0, last(m_chart.series.size())));
    const ChartSeries& now = m_chart.series[m_series];
    if (now.x.empty())
        return forgetPoint();
    if (series != 0 && m_hasPoint) {
        const auto nearest = std::min_element(now.x.begin(), now.x.end(),
                                              [x](double a, double b) { return std::abs(a - x) < std::abs(b - x); });
        m_point = static_cast<std::size_t>(nearest - now.x.begin());
    } else if (m_hasPoint) {
        m_point = static_cast<std::size_t>(std::clamp(static_cast<int>(m_point) + points, 0, last(now.x.size())));
    }
    m_hasPoint = true;
    showReadOut();
}

void ChartView::showReadOut()
{
    if (!m_hasPoint)
        return;
    m_readOut = readOut(m_chart, m_series, m_point);
    m_plot->mark(m_chart.series[m_series].x[m_point], m_readOut);
    setAccessibleDescription(m_readOut);
    QAccessibleEvent event(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&event);
}

void ChartView::forgetPoint()
{
    m_hasPoint = false;
    m_series = 0;
    m_point = 0;
    m_readOut.clear();
}

} // namespace dh
