#include "app/studio/screenshot.h"

#include "core/document/document.h"
#include "ui/canvas/canvas_view.h"
#include "ui/main_window/actions.h"
#include "ui/main_window/main_window.h"

#include <QAction>
#include <QApplication>
#include <QPainter>
#include <QPixmap>
#include <QTimer>

#include <chrono>
#include <utility>

namespace dh
{

namespace
{

using namespace std::chrono_literals;

constexpr auto kLook = 50ms;
/// The panels' overviews and checks come from threads of their own a moment after a change.
constexpr auto kSettle = 1200ms;

} // namespace

Screenshot::Screenshot(MainWindow& window, QString file, QStringList actions)
    : QObject(&window), m_window(window), m_file(std::move(file)), m_actions(std::move(actions))
{
    waitForPicture();
}

void Screenshot::waitForPicture()
{
    if (m_window.context().document.composition().isEmpty())
        QTimer::singleShot(kLook, this, &Screenshot::waitForPicture);
    else
        QTimer::singleShot(kSettle, this, &Screenshot::trigger);
}

bool Screenshot::isBusy() const
{
    const QAction* cancel = m_window.context().actions.action(QStringLiteral("harmonize.cancel"));
    return cancel != nullptr && cancel->isEnabled();
}

void Screenshot::trigger()
{
    if (isBusy()) {
        QTimer::singleShot(kLook, this, &Screenshot::trigger);
        return;
    }
    if (m_actions.isEmpty()) {
        take();
        return;
    }
    if (QAction* action = m_window.context().actions.action(m_actions.takeFirst()))
        action->trigger();
    QTimer::singleShot(kSettle, this, &Screenshot::trigger);
}

void Screenshot::take()
{
    m_window.context().canvas.finishTiles();
    QWidget* shown = QApplication::activeModalWidget();
    QPixmap picture = m_window.grab();
    if (shown != nullptr) {
        QPainter painter(&picture);
        painter.drawPixmap(m_window.mapFromGlobal(shown->mapToGlobal(QPoint())), shown->grab());
    }
    QApplication::exit(picture.save(m_file) ? 0 : 1);
}

} // namespace dh
