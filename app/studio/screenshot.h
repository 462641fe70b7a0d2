#pragma once

#include <QObject>
#include <QString>
#include <QStringList>

namespace dh
{

class MainWindow;

/// Takes a picture of the window once it shows a composition and its panels have followed, then ends the program with
/// 0, or with 1 when the file can't be written.
class Screenshot : public QObject
{
    Q_OBJECT
public:
    /// @param actions  triggered one after the other when the picture is there, each after the run that the last began
    Screenshot(MainWindow& window, QString file, QStringList actions);

private:
    void waitForPicture();
    [[nodiscard]] bool isBusy() const;
    void trigger();
    void take();

    MainWindow& m_window;
    QString m_file;
    QStringList m_actions;
};

} // namespace dh
