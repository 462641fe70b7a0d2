#pragma once

#include "core/document/autosave.h"
#include "ui/files/file_jobs.h"

#include <QDialog>
#include <QIcon>

#include <vector>

class QLabel;
class QListWidget;
class QPushButton;

namespace dh
{

/// What ended sessions left behind: name, time and a small picture of each, to be restored, discarded or left for
/// later. Closing it leaves everything as it is. GUI thread.
class RecoveryDialog : public QDialog
{
    Q_OBJECT
public:
    RecoveryDialog(std::vector<RecoverableProject> projects, FileJobs& jobs, QWidget* parent);
    ~RecoveryDialog() override;

Q_SIGNALS:
    /// The user wants this one back.
    void restoreChosen(const dh::RecoverableProject& project);

private:
    struct Look {
        QImage thumbnail;
        QSize size;
    };
    void readNextLook(int row);
    void showLook(int row, const FileJobOutcome<Look>& outcome);
    void followSelection();
    void restore();
    void askBeforeDiscarding();
    void discard(const RecoverableProject& project);

    std::vector<RecoverableProject> m_projects; ///< as the rows of the list
    FileJobs& m_jobs;
    FileJobId m_reading = 0;
    QListWidget* m_list;
    QPushButton* m_restore;
    QPushButton* m_discard;
};

/// "Holiday.dhs", or a word for a picture that was never saved.
[[nodiscard]] QString recoverableName(const RecoverableProject& project);

} // namespace dh
