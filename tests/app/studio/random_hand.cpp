#include "tests/app/studio/random_hand.h"

#include "tests/app/studio/dialog_answerer.h"
#include "ui/canvas/canvas_view.h"
#include "ui/main_window/actions.h"
#include "ui/main_window/main_window.h"

#include <QAction>
#include <QApplication>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPointingDevice>
#include <QTabletEvent>
#include <QTest>
#include <QUrl>
#include <QWheelEvent>

#include <array>

namespace dh::test
{

namespace
{

constexpr int kMovesOfADrag = 6;
constexpr int kWheelNotch = 120;
/// Leaves the program; ends are tested by the sessions.
constexpr auto kQuit = QLatin1String("file.quit");

constexpr std::array kKeys{Qt::Key_B,
                           Qt::Key_E,
                           Qt::Key_W,
                           Qt::Key_L,
                           Qt::Key_M,
                           Qt::Key_V,
                           Qt::Key_Z,
                           Qt::Key_Y,
                           Qt::Key_A,
                           Qt::Key_D,
                           Qt::Key_I,
                           Qt::Key_C,
                           Qt::Key_N,
                           Qt::Key_S,
                           Qt::Key_BracketLeft,
                           Qt::Key_BracketRight,
                           Qt::Key_Delete,
                           Qt::Key_Escape,
                           Qt::Key_Tab,
                           Qt::Key_Return,
                           Qt::Key_Space,
                           Qt::Key_Left,
                           Qt::Key_Right,
                           Qt::Key_Up,
                           Qt::Key_Down,
                           Qt::Key_Plus,
                           Qt::Key_Minus,
                           Qt::Key_0,
                           Qt::Key_1,
                           Qt::Key_Backslash,
                           Qt::Key_Backspace,
                           Qt::Key_PageUp,
                           Qt::Key_Home,
                           Qt::Key_F1,
                           Qt::Key_5};

const QPointingDevice& pen(QPointingDevice::PointerType end)
{
    const auto make = [](qint64 id, QPointingDevice::PointerType type) {
        return new QPointingDevice(QStringLiteral("pen"), id, QInputDevice::DeviceType::Stylus, type,
                                   QInputDevice::Capability::Position | QInputDevice::Capability::Pressure, 1, 2, {},
                                   {}, qApp);
    };
    static const QPointingDevice* tip = make(1, QPointingDevice::PointerType::Pen);
    static const QPointingDevice* eraser = make(2, QPointingDevice::PointerType::Eraser);
    return end == QPointingDevice::PointerType::Eraser ? *eraser : *tip;
}

void sendMouse(QWidget& widget, QEvent::Type type, QPointF at, Qt::MouseButton button, Qt::MouseButtons held,
               Qt::KeyboardModifiers modifiers)
{
    QMouseEvent event(type, at, widget.mapToGlobal(at), button, held, modifiers);
    QApplication::sendEvent(&widget, &event);
}

} // namespace

void RandomHand::holdWindow(MainWindow& window, const QStringList& files)
{
    m_window = &window;
    m_files = files;
}

QString RandomHand::act()
{
    struct Deed {
        int weight;
        QString (RandomHand::*run)();
    };
    static constexpr std::array<Deed, 9> kDeeds{{{22, &RandomHand::drag},
                                                 {20, &RandomHand::click},
                                                 {12, &RandomHand::turnWheel},
                                                 {8, &RandomHand::drawWithPen},
                                                 {3, &RandomHand::pinch},
                                                 {20, &RandomHand::pressKeys},
                                                 {20, &RandomHand::trigger},
                                                 {2, &RandomHand::drop},
                                                 {1, &RandomHand::harmonize}}};
    int total = 0;
    for (const Deed& deed : kDeeds)
        total += deed.weight;
    int chosen = below(total);
    for (const Deed& deed : kDeeds) {
        if (chosen < deed.weight)
            return (this->*deed.run)();
        chosen -= deed.weight;
    }
    return {};
}

QString RandomHand::drag()
{
    // Mostly on the picture, where the tools are.
    QPointer<QWidget> widget = below(3) > 0 && stage() == m_window ? &m_window->context().canvas : randomWidget();
    if (widget == nullptr)
        return QStringLiteral("nothing");
    static constexpr std::array kButtons{Qt::LeftButton, Qt::LeftButton, Qt::LeftButton, Qt::RightButton,
                                         Qt::MiddleButton};
    const Qt::MouseButton button = kButtons.at(static_cast<std::size_t>(below(kButtons.size())));
    const Qt::KeyboardModifiers keys = modifiers();
    const QString name = QString::fromLatin1(widget->metaObject()->className());
    sendMouse(*widget, QEvent::MouseButtonPress, pointIn(*widget), button, button, keys);
    for (int i = 0; i < kMovesOfADrag && widget; ++i)
        sendMouse(*widget, QEvent::MouseMove, pointIn(*widget), Qt::NoButton, button, keys);
    // Now and then something comes between.
    if (below(8) == 0)
        trigger();
    if (widget)
        sendMouse(*widget, QEvent::MouseButtonRelease, pointIn(*widget), button, Qt::NoButton, modifiers());
    return QStringLiteral("drag ") + name;
}

QString RandomHand::click()
{
    QPointer<QWidget> widget = randomWidget();
    if (widget == nullptr)
        return QStringLiteral("nothing");
    const QString name = QString::fromLatin1(widget->metaObject()->className());
    const QPointF at = pointIn(*widget);
    const Qt::KeyboardModifiers keys = modifiers();
    if ((widget->focusPolicy() & Qt::ClickFocus) != 0)
        widget->setFocus(Qt::MouseFocusReason);
    const bool isDouble = below(6) == 0;
    for (const auto type : {QEvent::MouseButtonPress, QEvent::MouseButtonDblClick}) {
        if (widget && (type == QEvent::MouseButtonPress || isDouble))
            sendMouse(*widget, type, at, Qt::LeftButton, Qt::LeftButton, keys);
        if (widget && (type == QEvent::MouseButtonPress || isDouble))
            sendMouse(*widget, QEvent::MouseButtonRelease, at, Qt::LeftButton, Qt::NoButton, keys);
    }
    return QStringLiteral("click ") + name;
}

QString RandomHand::turnWheel()
{
    QWidget* widget = below(2) == 0 && stage() == m_window ? &m_window->context().canvas : randomWidget();
    if (widget == nullptr)
        return QStringLiteral("nothing");
    const QPointF at = pointIn(*widget);
    QWheelEvent event(at, widget->mapToGlobal(at), {}, {0, kWheelNotch * (below(5) - 2)}, Qt::NoButton, modifiers(),
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(widget, &event);
    return QStringLiteral("wheel");
}

QString RandomHand::drawWithPen()
{
    CanvasView& canvas = m_window->context().canvas;
    if (stage() != m_window)
        return QStringLiteral("nothing");
    const QPointingDevice& device =
        pen(below(4) == 0 ? QPointingDevice::PointerType::Eraser : QPointingDevice::PointerType::Pen);
    const auto send = [&](QEvent::Type type, Qt::MouseButton button, Qt::MouseButtons held) {
        const QPointF at = pointIn(canvas);
        QTabletEvent event(type, &device, at, canvas.mapToGlobal(at), below(100) / 100.0, 0, 0, 0, 0, 0, modifiers(),
                           button, held);
        QApplication::sendEvent(&canvas, &event);
    };
    send(QEvent::TabletPress, Qt::LeftButton, Qt::LeftButton);
    for (int i = 0; i < kMovesOfADrag; ++i)
        send(QEvent::TabletMove, Qt::NoButton, Qt::LeftButton);
    send(QEvent::TabletRelease, Qt::LeftButton, Qt::NoButton);
    return QStringLiteral("pen");
}

QString RandomHand::pinch()
{
    CanvasView& canvas = m_window->context().canvas;
    const QPointF at = pointIn(canvas);
    constexpr int kFingers = 2;
    QNativeGestureEvent event(Qt::ZoomNativeGesture, QPointingDevice::primaryPointingDevice(), kFingers, at, at,
                              canvas.mapToGlobal(at), (below(100) - 50) / 100.0, {});
    QApplication::sendEvent(&canvas, &event);
    return QStringLiteral("pinch");
}

QString RandomHand::pressKeys()
{
    QWidget* place = stage();
    if (DialogAnswerer::isOffLimits(*place))
        return QStringLiteral("nothing");
    if (QWidget* focused = place->focusWidget())
        place = focused;
    const Qt::Key key = kKeys.at(static_cast<std::size_t>(below(kKeys.size())));
    QTest::keyClick(place, key, modifiers());
    return QStringLiteral("key %1").arg(key);
}

QString RandomHand::trigger()
{
    if (stage() != m_window)
        return QStringLiteral("nothing");
    const auto& entries = m_window->context().actions.entries();
    const auto& entry = entries[static_cast<std::size_t>(below(static_cast<int>(entries.size())))];
    if (entry.action == nullptr || entry.spec.id == kQuit)
        return QStringLiteral("nothing");
    const QString id = entry.spec.id;
    entry.action->trigger();
    return id;
}

QString RandomHand::drop()
{
    CanvasView& canvas = m_window->context().canvas;
    if (stage() != m_window || m_files.isEmpty())
        return QStringLiteral("nothing");
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(m_files.at(below(static_cast<int>(m_files.size()))))});
    const QPoint at = pointIn(canvas).toPoint();
    QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&canvas, &enter);
    QDropEvent event(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&canvas, &event);
    return QStringLiteral("drop");
}

QString RandomHand::harmonize()
{
    if (stage() != m_window)
        return QStringLiteral("nothing");
    if (QAction* run = m_window->context().actions.action(QStringLiteral("harmonize.run")))
        run->trigger();
    return QStringLiteral("harmonize");
}

QWidget* RandomHand::stage() const
{
    if (QWidget* popup = QApplication::activePopupWidget())
        return popup;
    if (QWidget* modal = QApplication::activeModalWidget())
        return modal;
    return m_window;
}

QWidget* RandomHand::randomWidget()
{
    QWidget* place = stage();
    if (DialogAnswerer::isOffLimits(*place))
        return nullptr;
    QWidget* child = place->childAt(pointIn(*place).toPoint());
    return child != nullptr ? child : place;
}

QPointF RandomHand::pointIn(const QWidget& widget)
{
    return {static_cast<double>(below(std::max(1, widget.width()))),
            static_cast<double>(below(std::max(1, widget.height())))};
}

Qt::KeyboardModifiers RandomHand::modifiers()
{
    static constexpr std::array kChoices{Qt::NoModifier,    Qt::NoModifier,      Qt::NoModifier,
                                         Qt::ShiftModifier, Qt::ControlModifier, Qt::AltModifier};
    Qt::KeyboardModifiers keys = kChoices.at(static_cast<std::size_t>(below(kChoices.size())));
    if (below(8) == 0)
        keys |= Qt::ShiftModifier;
    return keys;
}

int RandomHand::below(int count)
{
    return static_cast<int>(m_random() % static_cast<unsigned>(count));
}

} // namespace dh::test
