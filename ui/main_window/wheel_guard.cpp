#include "ui/main_window/wheel_guard.h"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QDockWidget>
#include <QEvent>
#include <QSlider>
#include <QToolBar>

namespace dh
{

namespace
{

bool isField(const QObject* object)
{
    return qobject_cast<const QAbstractSpinBox*>(object) != nullptr ||
           qobject_cast<const QComboBox*>(object) != nullptr || qobject_cast<const QSlider*>(object) != nullptr;
}

bool isInPanelOrBar(const QWidget* widget)
{
    while (widget != nullptr) {
        if (qobject_cast<const QDockWidget*>(widget) != nullptr || qobject_cast<const QToolBar*>(widget) != nullptr)
            return true;
        widget = widget->isWindow() ? nullptr : widget->parentWidget();
    }
    return false;
}

} // namespace

bool WheelGuard::eventFilter(QObject* watched, QEvent* event)
{
    const bool isShown = event->type() == QEvent::Show;
    if ((!isShown && event->type() != QEvent::Wheel) || !isField(watched))
        return false;
    auto* field = static_cast<QWidget*>(watched);
    if (!isInPanelOrBar(field))
        return false;
    // The wheel would give it the focus first.
    if (isShown && field->focusPolicy() == Qt::WheelFocus)
        field->setFocusPolicy(Qt::StrongFocus);
    if (isShown || field->hasFocus())
        return false;
    event->ignore(); // so that it goes on to what is around the field
    return true;
}

} // namespace dh
