#pragma once

#include <QObject>
#include <QTimer>

#include <random>

class QFileDialog;
class QWidget;

namespace dh::test
{

/// Answers dialogs and menus that wait for a user, those that block inside an event too, so that random events go on.
/// Files are only named inside `folder`. GUI thread.
class DialogAnswerer : public QObject
{
public:
    DialogAnswerer(const QString& folder, unsigned seed);
    [[nodiscard]] int answered() const { return m_answered; }
    /// Dialogs whose widgets must not be played with: what is entered there reaches beyond the test.
    [[nodiscard]] static bool isOffLimits(const QWidget& dialog);

private:
    void look();
    void answer();
    void chooseFile(QFileDialog& dialog);
    [[nodiscard]] int below(int count);

    QString m_folder;
    std::mt19937 m_random;
    QTimer m_timer;
    bool m_isAnswerDue = false;
    int m_answered = 0;
};

} // namespace dh::test
