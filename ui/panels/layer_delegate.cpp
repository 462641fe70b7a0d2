#include "ui/panels/layer_delegate.h"

#include "ui/panels/layer_model.h"
#include "ui/theme/icons.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

namespace dh
{

namespace
{

constexpr int kGap = 6;
constexpr int kIcon = 18;
constexpr int kThumbnail = LayerModel::kThumbnailSide;
constexpr int kRowHeight = kThumbnail + 2 * kGap;

/// Where the parts of a row lie.
struct RowParts {
    QRect eye;
    QRect picture;
    QRect mask;
    QRect name;
    QRect lock;
};

RowParts partsOf(const QRect& row, bool hasMask)
{
    const auto square = [&row](int left, int side) { return QRect(left, row.center().y() - side / 2, side, side); };
    RowParts parts;
    int x = row.left() + kGap;
    parts.eye = square(x, kIcon);
    x += kIcon + kGap;
    parts.picture = square(x, kThumbnail);
    x += kThumbnail + kGap;
    if (hasMask) {
        parts.mask = square(x, kThumbnail);
        x += kThumbnail + kGap;
    }
    parts.lock = square(row.right() - kGap - kIcon, kIcon);
    parts.name = QRect(x, row.top(), parts.lock.left() - kGap - x, row.height());
    return parts;
}

void drawThumbnail(QPainter& painter, const QRect& frame, const QPixmap& pixmap, const QPalette& palette)
{
    if (frame.isEmpty())
        return;
    QRect place(QPoint(), pixmap.deviceIndependentSize().toSize());
    place.moveCenter(frame.center());
    painter.drawPixmap(place, pixmap);
    painter.setPen(palette.color(QPalette::Mid));
    painter.drawRect(place.adjusted(-1, -1, 0, 0));
}

bool isBackground(const QModelIndex& index)
{
    return index.data(LayerModel::BackgroundRole).toBool();
}

} // namespace

void LayerDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem row = option;
    initStyleOption(&row, index);
    row.text.clear();
    row.widget->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &row, painter, row.widget);

    painter->save();
    const bool selected = row.state.testFlag(QStyle::State_Selected);
    const RowParts parts = partsOf(row.rect, !isBackground(index));
    const QIcon::Mode mode = selected ? QIcon::Selected : QIcon::Normal;
    const bool visible = index.data(LayerModel::VisibleRole).toBool();
    const bool locked = index.data(LayerModel::LockedRole).toBool();
    themedIcon(visible ? QStringLiteral("visible") : QStringLiteral("hidden"))
        .paint(painter, parts.eye, Qt::AlignCenter, mode);
    if (locked || row.state.testFlag(QStyle::State_MouseOver))
        themedIcon(locked ? QStringLiteral("locked") : QStringLiteral("unlocked"))
            .paint(painter, parts.lock, Qt::AlignCenter, mode);
    drawThumbnail(*painter, parts.picture, index.data(LayerModel::ThumbnailRole).value<QPixmap>(), row.palette);
    drawThumbnail(*painter, parts.mask, index.data(LayerModel::MaskThumbnailRole).value<QPixmap>(), row.palette);
    const QPalette::ColorGroup group = visible ? QPalette::Active : QPalette::Disabled;
    painter->setPen(selected ? row.palette.color(QPalette::HighlightedText) : row.palette.color(group, QPalette::Text));
    const QString name = index.data(Qt::DisplayRole).toString();
    painter->drawText(parts.name, Qt::AlignVCenter | Qt::AlignLeft,
                      row.fontMetrics.elidedText(name, Qt::ElideRight, parts.name.width()));
    painter->restore();
}

QSize LayerDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {2 * (kThumbnail + kIcon), kRowHeight};
}

void LayerDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex&) const
{
    const QRect name = partsOf(option.rect, true).name;
    QRect place(name.left(), 0, name.width(), editor->sizeHint().height());
    place.moveCenter(QPoint(place.center().x(), name.center().y()));
    editor->setGeometry(place);
}

bool LayerDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                              const QModelIndex& index)
{
    const RowParts parts = partsOf(option.rect, !isBackground(index));
    if (parts.eye.contains(event->pos()) && !isBackground(index))
        QToolTip::showText(event->globalPos(), tr("Show or hide the layer"), view);
    else if (parts.lock.contains(event->pos()) && !isBackground(index))
        QToolTip::showText(event->globalPos(), tr("Lock the layer against changes"), view);
    else if (parts.mask.contains(event->pos()))
        QToolTip::showText(event->globalPos(), tr("Mask: white belongs to the foreground"), view);
    else if (const QString name = index.data().toString();
             parts.name.contains(event->pos()) && option.fontMetrics.horizontalAdvance(name) > parts.name.width())
        QToolTip::showText(event->globalPos(), name, view);
    else
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    return true;
}

bool LayerDelegate::editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                                const QModelIndex& index)
{
    // A second quick click switches again instead of opening the name's editor.
    const bool isClick = event->type() == QEvent::MouseButtonRelease || event->type() == QEvent::MouseButtonDblClick;
    if (!isClick || isBackground(index))
        return QStyledItemDelegate::editorEvent(event, model, option, index);
    const auto* mouse = static_cast<QMouseEvent*>(event);
    const RowParts parts = partsOf(option.rect, true);
    const auto reach = [](const QRect& icon) { return icon.adjusted(-kGap / 2, -kGap, kGap / 2, kGap); };
    if (mouse->button() == Qt::LeftButton && reach(parts.eye).contains(mouse->pos()))
        return model->setData(index, !index.data(LayerModel::VisibleRole).toBool(), LayerModel::VisibleRole);
    if (mouse->button() == Qt::LeftButton && reach(parts.lock).contains(mouse->pos()))
        return model->setData(index, !index.data(LayerModel::LockedRole).toBool(), LayerModel::LockedRole);
    return false;
}

} // namespace dh
