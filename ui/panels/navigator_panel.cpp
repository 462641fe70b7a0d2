#include "ui/panels/navigator_panel.h"

#include "core/document/document.h"
#include "core/scene/view_tiles.h"
#include "ui/canvas/canvas_view.h"
#include "ui/main_window/error_text.h"
#include "ui/panels/latest_task.h"
#include "ui/panels/overview.h"
#include "ui/panels/tab_order.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include <chrono>
#include <cmath>

namespace dh
{

namespace
{

using namespace std::chrono_literals;

constexpr auto kRenderDelay = 80ms;
constexpr std::uint64_t kCacheBytes = std::uint64_t{32} << 20U;
constexpr QSize kWanted(220, 110);
constexpr QSize kSmallest(60, 36);
constexpr int kFrameWidth = 2;
constexpr int kZoomTicks = 50; ///< slider positions per factor of ten
constexpr double kKeyShare = 0.1;

int tickOf(double factor)
{
    return static_cast<int>(std::lround(std::log10(factor) * kZoomTicks));
}

} // namespace

NavigatorView::NavigatorView(CanvasView& canvas, QWidget* parent)
    : QWidget(parent), m_canvas(canvas), m_cache(std::make_shared<ViewCache>(kCacheBytes)), m_task(new LatestTask(this))
{
    setAccessibleName(tr("Overview"));
    setToolTip(tr("Drag the frame to move the view"));
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_delay.setSingleShot(true);
    connect(&m_delay, &QTimer::timeout, this, &NavigatorView::render);
    connect(&canvas, &CanvasView::viewChanged, this, qOverload<>(&QWidget::update));
    connect(&canvas.document(), &Document::changed, this, &NavigatorView::renderSoon);
    renderSoon();
}

NavigatorView::~NavigatorView() = default;

QSize NavigatorView::sizeHint() const
{
    return kWanted;
}

QSize NavigatorView::minimumSizeHint() const
{
    return kSmallest;
}

void NavigatorView::renderSoon()
{
    if (!m_delay.isActive())
        m_delay.start(kRenderDelay);
}

void NavigatorView::render()
{
    m_ratio = devicePixelRatioF();
    const QSize wanted = (QSizeF(size()) * m_ratio).toSize();
    m_task->start([composition = m_canvas.document().composition(), cache = m_cache,
                   wanted] { return renderOverview(composition, *cache, wanted); },
                  [this](const QImage& overview) { take(overview, {}); },
                  [this](const Error& error) { take({}, errorText(error)); });
}

void NavigatorView::take(const QImage& overview, const QString& problem)
{
    m_overview = overview;
    m_problem = problem;
    update();
}

QRectF NavigatorView::pictureArea() const
{
    const Size canvas = m_canvas.document().composition().size();
    QRectF area(QPointF(), QSizeF(canvas.width, canvas.height).scaled(size() - QSize(2, 2), Qt::KeepAspectRatio));
    area.moveCenter(QRectF(rect()).center());
    return area;
}

void NavigatorView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Size canvas = m_canvas.document().composition().size();
    if (canvas.isEmpty()) {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, tr("The whole picture shows here"));
        return;
    }
    if (m_ratio != devicePixelRatioF())
        renderSoon(); // on another screen
    const QRectF area = pictureArea();
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(area, m_overview);
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, m_problem);
    const Rect seen = m_canvas.view().visibleCanvas(m_canvas.size(), canvas);
    const double scale = area.width() / canvas.width;
    const QRectF frame(area.left() + seen.x * scale, area.top() + seen.y * scale, seen.width * scale,
                       seen.height * scale);
    painter.setPen(QPen(palette().color(hasFocus() ? QPalette::Highlight : QPalette::Shadow), kFrameWidth + 2));
    painter.drawRect(frame);
    painter.setPen(QPen(Qt::white, kFrameWidth));
    painter.drawRect(frame);
}

void NavigatorView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    renderSoon();
}

void NavigatorView::mousePressEvent(QMouseEvent* event)
{
    centreOn(event->position());
}

void NavigatorView::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons().testFlag(Qt::LeftButton))
        centreOn(event->position());
}

void NavigatorView::keyPressEvent(QKeyEvent* event)
{
    QPointF step;
    switch (event->key()) {
    case Qt::Key_Left:
        step.setX(m_canvas.width());
        break;
    case Qt::Key_Right:
        step.setX(-m_canvas.width());
        break;
    case Qt::Key_Up:
        step.setY(m_canvas.height());
        break;
    case Qt::Key_Down:
        step.setY(-m_canvas.height());
        break;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    ViewTransform view = m_canvas.view();
    view.panBy(step * kKeyShare);
    m_canvas.setView(view);
}

void NavigatorView::centreOn(QPointF inWidget)
{
    const Size canvas = m_canvas.document().composition().size();
    if (canvas.isEmpty())
        return;
    const QRectF area = pictureArea();
    const double scale = canvas.width / area.width();
    const PointF wanted{(inWidget.x() - area.left()) * scale, (inWidget.y() - area.top()) * scale};
    ViewTransform view = m_canvas.view();
    view.panBy(QRectF(m_canvas.rect()).center() - view.widgetFromCanvas(wanted));
    m_canvas.setView(view);
}

NavigatorPanel::NavigatorPanel(CanvasView& canvas, QWidget* parent)
    : QWidget(parent), m_canvas(canvas), m_zoom(new QSlider(Qt::Horizontal, this))
{
    m_zoom->setRange(tickOf(ViewTransform::kMinZoom), tickOf(ViewTransform::kMaxZoom));
    m_zoom->setAccessibleName(tr("Zoom"));
    const auto button = [this](const QString& text, const QString& name, auto slot) {
        auto* made = new QToolButton(this);
        made->setText(text);
        made->setAutoRaise(true);
        made->setFocusPolicy(Qt::TabFocus);
        made->setToolTip(name);
        made->setAccessibleName(name);
        connect(made, &QToolButton::clicked, &m_canvas, slot);
        return made;
    };
    auto* row = new QHBoxLayout;
    row->addWidget(button(QStringLiteral("−"), tr("Zoom out"), &CanvasView::zoomOut));
    row->addWidget(m_zoom, 1);
    row->addWidget(button(QStringLiteral("+"), tr("Zoom in"), &CanvasView::zoomIn));
    auto* column = new QVBoxLayout(this);
    column->addWidget(new NavigatorView(canvas, this), 1);
    column->addLayout(row);
    tabInLayoutOrder(*column);
    connect(m_zoom, &QSlider::valueChanged, this,
            [this](int tick) { m_canvas.setZoomFactor(std::pow(10.0, static_cast<double>(tick) / kZoomTicks)); });
    connect(&canvas, &CanvasView::viewChanged, this, &NavigatorPanel::showZoom);
    showZoom();
}

void NavigatorPanel::showZoom()
{
    const QSignalBlocker quiet(m_zoom);
    m_zoom->setValue(tickOf(m_canvas.zoomFactor()));
}

} // namespace dh
