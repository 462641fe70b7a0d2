#include "ui/files/recent_files.h"

#include "ui/files/file_chooser.h"
#include "ui/main_window/settings.h"
#include "ui/main_window/studio_context.h"

#include <QAction>
#include <QFileInfo>
#include <QMenu>

namespace dh
{

namespace
{

constexpr auto kKey = "files/recent";

} // namespace

RecentFiles::RecentFiles(Settings& settings, Notices& notices, QObject* parent)
    : QObject(parent), m_settings(settings), m_notices(notices)
{
}

void RecentFiles::add(const std::filesystem::path& file)
{
    const QString added = QFileInfo(textOf(file)).absoluteFilePath();
    QStringList all = files();
    all.removeAll(added);
    all.prepend(added);
    store(all.mid(0, kMost));
}

void RecentFiles::clear()
{
    store({});
}

QStringList RecentFiles::files() const
{
    return m_settings.value(QLatin1String(kKey)).toStringList().mid(0, kMost);
}

void RecentFiles::attachTo(QMenu& menu)
{
    menu.setToolTipsVisible(true);
    connect(&menu, &QMenu::aboutToShow, this, [this, &menu] { fill(menu); });
    // An empty menu might not open at all.
    fill(menu);
}

void RecentFiles::fill(QMenu& menu)
{
    menu.clear();
    int number = 0;
    for (const QString& file : files()) {
        QString name = QFileInfo(file).fileName();
        name.replace(QLatin1Char('&'), QStringLiteral("&&"));
        QAction* action = menu.addAction(QStringLiteral("&%1  %2").arg(++number % kMost).arg(name));
        action->setToolTip(file);
        connect(action, &QAction::triggered, this, [this, file] { choose(file); });
    }
    if (number == 0)
        menu.addAction(tr("No recent files"))->setEnabled(false);
    menu.addSeparator();
    QAction* clearing = menu.addAction(tr("&Clear this list"));
    clearing->setEnabled(number > 0);
    connect(clearing, &QAction::triggered, this, &RecentFiles::clear);
}

void RecentFiles::choose(const QString& file)
{
    if (QFileInfo::exists(file)) {
        Q_EMIT chosen(file);
        return;
    }
    QStringList left = files();
    left.removeAll(file);
    store(left);
    m_notices.warn(tr("“%1” isn't there any more; it was taken off the list of recent files. It may have been moved "
                      "or renamed, or its disk isn't connected.")
                       .arg(file));
}

void RecentFiles::store(const QStringList& files)
{
    m_settings.setValue(QLatin1String(kKey), files);
}

} // namespace dh
