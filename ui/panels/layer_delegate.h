#pragma once

#include "ui/panels/typing_delegate.h"

namespace dh
{

/// Draws a row of the layer list: eye, picture, mask, name, lock; a click on eye or lock switches it.
class LayerDelegate : public TypingDelegate
{
    Q_OBJECT
public:
    using TypingDelegate::TypingDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;

protected:
    bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                     const QModelIndex& index) override;
};

} // namespace dh
