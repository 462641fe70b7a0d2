#pragma once

#include <QWidget>

class QLabel;
class QTimer;

namespace dh
{

/// Says in the status bar what is being worked on, and has it stopped. Hidden while nothing is, or only for a moment.
class BusyIndicator : public QWidget
{
    Q_OBJECT
public:
    /// @param about  translated: what kind of work it shows ("Working on a file")
    /// @param stop   translated: what its button does ("Stop reading or writing")
    BusyIndicator(const QString& about, const QString& stop, QWidget* parent = nullptr);
    /// What is being done now, translated; empty = nothing.
    void showWork(const QString& label);

Q_SIGNALS:
    void stopRequested();

private:
    QLabel* m_label;
    QTimer* m_patience;
};

} // namespace dh
