#pragma once

#include <QObject>

namespace dh
{

/// An event filter for the application: the wheel over a number, a list or a slider of a panel or a tool bar scrolls
/// what is around it, and changes the field only when that has the keyboard focus. GUI thread.
class WheelGuard final : public QObject
{
public:
    using QObject::QObject;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace dh
