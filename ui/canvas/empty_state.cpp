#include "ui/canvas/empty_state.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>
#include <QPalette>

#include <algorithm>

namespace dh
{

namespace
{

constexpr double kIconWidth = 112.0;
constexpr double kIconHeight = 84.0;
constexpr double kGap = 20.0;
constexpr double kTextHeight = 64.0;
constexpr double kFaint = 0.55;
constexpr int kLargestText = 520;
constexpr double kTitleGrowth = 1.35;

QString text(const char* source)
{
    return QCoreApplication::translate("dh::CanvasView", source);
}

/// A picture (sun, two hills) in a dashed frame.
void paintIcon(QPainter& painter, const QRectF& area, const QColor& ink)
{
    constexpr double kCorner = 10.0;
    painter.setPen(QPen(ink, 2.0, Qt::DashLine, Qt::RoundCap));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(area, kCorner, kCorner);
    const auto at = [&area](double x, double y) {
        return QPointF(area.left() + x * area.width(), area.top() + y * area.height());
    };
    painter.setPen(QPen(ink, 2.0, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawEllipse(at(0.74, 0.30), area.height() * 0.1, area.height() * 0.1);
    QPainterPath hills(at(0.12, 0.80));
    hills.lineTo(at(0.38, 0.36));
    hills.lineTo(at(0.58, 0.66));
    hills.lineTo(at(0.70, 0.52));
    hills.lineTo(at(0.88, 0.80));
    hills.closeSubpath();
    painter.drawPath(hills);
}

} // namespace

void paintEmptyState(QPainter& painter, const QRect& area, const QPalette& palette)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QColor ink = palette.color(QPalette::WindowText);
    QColor faint = ink;
    faint.setAlphaF(static_cast<float>(kFaint));

    const double height = kIconHeight + kGap + kTextHeight;
    const QPointF centre = QRectF(area).center();
    const QRectF icon(centre.x() - kIconWidth / 2.0, centre.y() - height / 2.0, kIconWidth, kIconHeight);
    paintIcon(painter, icon, faint);

    const double width = std::min(kLargestText, area.width());
    QRectF words(centre.x() - width / 2.0, icon.bottom() + kGap, width, kTextHeight);
    QFont title = painter.font();
    title.setPointSizeF(title.pointSizeF() * kTitleGrowth);
    painter.setPen(ink);
    const QFont plain = painter.font();
    painter.setFont(title);
    QRectF used;
    painter.drawText(words, Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap,
                     text(QT_TRANSLATE_NOOP("dh::CanvasView", "Open a background, or drop a picture here")), &used);
    words.setTop(used.bottom() + kGap / 4.0);
    words.setHeight(kTextHeight);
    painter.setFont(plain);
    painter.setPen(faint);
    painter.drawText(words, Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap,
                     text(QT_TRANSLATE_NOOP("dh::CanvasView", "The next picture becomes a layer on top of it")));
    painter.restore();
}

} // namespace dh
