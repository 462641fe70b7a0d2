#include "app/studio/screenshot.h"

#include "core/document/document.h"
#include "ui/canvas/canvas_view.h"
#include "ui/files/files_module.h"
#include "ui/main_window/actions.h"
#include "ui/main_window/main_window.h"

#include <QAction>
#include <QApplication>
#include <QPainter>
#include <QPixmap>
#include <QTimer>

#include <algorithm>
#include <chrono>
#include <cstdio>
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

Screenshot::Screenshot(MainWindow& window, const FilesModule& files, QString file, QStringList actions)
    : QObject(&window), m_window(window), m_files(files), m_file(std::move(file)), m_actions(std::move(actions))
{
    const auto unknown = std::find_if(m_actions.begin(), m_actions.end(), [this](const QString& id) {
        return m_window.context().actions.action(id) == nullptr;
    });
    if (unknown != m_actions.end())
        fail(tr("There is no command “%1”.").arg(*unknown));
    else
        waitForPicture();
}

void Screenshot::waitForPicture()
{
    if (m_files.isBusy())
        QTimer::singleShot(kLook, this, &Screenshot::waitForPicture);
    else if (m_window.context().document.composition().isEmpty())
        fail(tr("No picture could be opened."));
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
    m_window.context().actions.action(m_actions.takeFirst())->trigger();
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
    if (picture.save(m_file))
        QApplication::exit(0);
    else
        fail(tr("The picture of the window can't be written to “%1”.").arg(m_file));
}

void Screenshot::fail(const QString& why)
{
    std::fputs(qPrintable(why + QLatin1Char('\n')), stderr);
    QApplication::exit(1);
}

} // namespace dh
