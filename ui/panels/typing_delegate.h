#pragma once

#include <QLineEdit>
#include <QStyledItemDelegate>

namespace dh
{

/// Items whose text is edited in place: what is being typed stays when the model changes meanwhile.
class TypingDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void setEditorData(QWidget* editor, const QModelIndex& index) const override
    {
        const auto* line = qobject_cast<QLineEdit*>(editor);
        if (line == nullptr || !line->isModified())
            QStyledItemDelegate::setEditorData(editor, index);
    }
};

} // namespace dh
