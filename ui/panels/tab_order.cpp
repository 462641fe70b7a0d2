#include "ui/panels/tab_order.h"

#include <QLayout>
#include <QSplitter>
#include <QWidget>

namespace dh
{

namespace
{

QWidget* linkAll(QLayout& layout, QWidget* last);

/// @param last  where Tab comes from
/// @return where it goes on from
QWidget* link(QWidget& widget, QWidget* last)
{
    if (const auto* splitter = qobject_cast<QSplitter*>(&widget)) {
        for (int i = 0; i < splitter->count(); ++i)
            last = link(*splitter->widget(i), last);
        return last;
    }
    if (widget.layout() != nullptr)
        return linkAll(*widget.layout(), last);
    if ((widget.focusPolicy() & Qt::TabFocus) == 0)
        return last;
    QWidget::setTabOrder(last, &widget);
    return &widget;
}

QWidget* linkAll(QLayout& layout, QWidget* last)
{
    for (int i = 0; i < layout.count(); ++i) {
        QLayoutItem* item = layout.itemAt(i);
        if (item->widget() != nullptr)
            last = link(*item->widget(), last);
        else if (item->layout() != nullptr)
            last = linkAll(*item->layout(), last);
    }
    return last;
}

} // namespace

void tabInLayoutOrder(QLayout& layout)
{
    // Qt keeps a ring. Where it begins for what is around the layout is behind the parent, so that leads for a moment.
    QWidget* parent = layout.parentWidget();
    const Qt::FocusPolicy policy = parent->focusPolicy();
    parent->setFocusPolicy(Qt::TabFocus);
    linkAll(layout, parent);
    parent->setFocusPolicy(policy);
}

} // namespace dh
