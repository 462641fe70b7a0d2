#include "ui/files/loading_view.h"

#include "ui/canvas/view_transform.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QPainter>

namespace dh
{

LoadingView::LoadingView(QWidget& canvas, const QImage& preview, QSize fullSize)
    : QWidget(&canvas), m_preview(preview), m_fullSize(fullSize)
{
    setAccessibleName(tr("Preview of the picture that is being opened"));
    setCursor(Qt::BusyCursor);
    canvas.installEventFilter(this);
    setGeometry(canvas.rect());
    show();
}

void LoadingView::paintEvent(QPaintEvent*)
{
    // As the canvas will have it, so that nothing moves when the picture takes its place.
    ViewTransform view;
    const Size canvas{m_fullSize.width(), m_fullSize.height()};
    view.fit(size(), canvas);
    QPainter painter(this);
    painter.fillRect(rect(), workspaceColour(currentShade()));
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(view.widgetFromCanvas(Rect{0, 0, canvas.width, canvas.height}), m_preview);
}

bool LoadingView::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parent() && event->type() == QEvent::Resize)
        setGeometry(parentWidget()->rect());
    return QWidget::eventFilter(watched, event);
}

} // namespace dh
