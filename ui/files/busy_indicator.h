#pragma once

#include <QWidget>

class QLabel;
class QTimer;

namespace dh
{

class FileJobs;

/// Says in the status bar what is being read or written, and stops it. Hidden while nothing is, or only for a moment.
class BusyIndicator : public QWidget
{
    Q_OBJECT
public:
    explicit BusyIndicator(FileJobs& jobs, QWidget* parent = nullptr);

private:
    void follow();

    FileJobs& m_jobs;
    QLabel* m_label;
    QTimer* m_patience;
};

} // namespace dh
