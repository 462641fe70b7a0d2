#pragma once

#include <QObject>
#include <QString>
#include <QStringList>

namespace dh
{

class FilesModule;
class MainWindow;

/// Takes a picture of the window once it shows a composition and its panels have followed, then ends the program with
/// 0. When nothing could be opened, there is no such action or the file can't be written, it ends with 1 and a message.
class Screenshot : public QObject
{
    Q_OBJECT
public:
    /// @param actions  triggered one after the other when the picture is there, each after the run that the last began
    Screenshot(MainWindow& window, const FilesModule& files, QString file, QStringList actions);

private:
    void waitForPicture();
    [[nodiscard]] bool isBusy() const;
    void trigger();
    void take();
    void fail(const QString& why);

    MainWindow& m_window;
    const FilesModule& m_files;
    QString m_file;
    QStringList m_actions;
};

} // namespace dh
