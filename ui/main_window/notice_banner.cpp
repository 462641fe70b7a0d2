#include "ui/main_window/notice_banner.h"

#include "ui/main_window/icon_label.h"
#include "ui/theme/icons.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include <algorithm>

namespace dh
{

namespace
{

constexpr int kMaxWidth = 720;
constexpr int kMargin = 12;
constexpr int kGap = 4; // between two
constexpr QSize kIconSize(20, 20);

} // namespace

NoticeBanner::NoticeBanner(QWidget& host)
    : QFrame(&host), m_host(host), m_icon(new IconLabel(kIconSize, this)), m_text(new QLabel(this))
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::ToolTipBase);
    // Neither what is clicked here nor the pointer's shape is for the tool of a canvas below.
    setAttribute(Qt::WA_NoMousePropagation);
    setCursor(Qt::ArrowCursor);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setForegroundRole(QPalette::ToolTipText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* close = new QToolButton(this);
    close->setIcon(themedIcon(QStringLiteral("close")));
    close->setAutoRaise(true);
    close->setToolTip(tr("Close this message"));
    close->setAccessibleName(tr("Close this message"));
    connect(close, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT dismissed();
    });
    auto* row = new QHBoxLayout(this);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addWidget(m_text, 1);
    row->addWidget(close, 0, Qt::AlignTop);
    host.installEventFilter(this);
    hide();
}

void NoticeBanner::showMessage(const QString& icon, const QString& text)
{
    m_icon->setIcon(themedIcon(icon));
    m_text->setText(text);
    setAccessibleName(text);
    show();
    raise();
    placeAll();
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

QString NoticeBanner::text() const
{
    return m_text->text();
}

bool NoticeBanner::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == &m_host && event->type() == QEvent::Resize)
        placeAll();
    return QFrame::eventFilter(watched, event);
}

void NoticeBanner::hideEvent(QHideEvent* event)
{
    QFrame::hideEvent(event);
    if (isHidden()) // by itself, not with its host
        placeAll();
}

void NoticeBanner::placeAll()
{
    int y = kMargin;
    for (NoticeBanner* banner : m_host.findChildren<NoticeBanner*>(Qt::FindDirectChildrenOnly)) {
        if (banner->isHidden())
            continue;
        banner->setGeometry(banner->placeBelow(y));
        y = banner->geometry().bottom() + kGap;
    }
}

QRect NoticeBanner::placeBelow(int y) const
{
    const int width = std::min(kMaxWidth, m_host.width() - 2 * kMargin);
    const int height = layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width) : sizeHint().height();
    return {(m_host.width() - width) / 2, y, width, height};
}

} // namespace dh
