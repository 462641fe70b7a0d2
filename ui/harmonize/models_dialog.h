#pragma once

#include "core/base/cancel.h"
#include "ui/harmonize/model_inspection.h"
#include "ui/jobs/job_runner.h"

#include <QDialog>

#include <filesystem>
#include <functional>
#include <map>
#include <vector>

class QLabel;
class QListWidget;
class QPushButton;
class QTextBrowser;
class QTreeWidget;

namespace dh
{

class LatestTask;
class RunChoices;

/// Asks for the folder of a model; empty when the user changed their mind. Replaced in tests.
using ModelFolderChooser = std::function<QString(QWidget& parent)>;
[[nodiscard]] ModelFolderChooser standardModelFolderChooser();

/// Every model that the user knows: its files with size, hash, number type and state, what it is for, and a thorough
/// check on the inference thread. Works without the engine and without any usable model. GUI thread.
class ModelsDialog : public QDialog
{
    Q_OBJECT
public:
    /// All outlive the dialog.
    ModelsDialog(RunChoices& choices, JobRunner& runner, ModelFolderChooser chooser, QWidget* parent = nullptr);
    ~ModelsDialog() override;

private:
    QWidget* makeList();
    QWidget* makeDetails();
    void fillList();
    void select(int row);
    void inspect();
    void inspected(const ModelInspection& inspection);
    void showFiles(const ModelInspection& inspection);
    void add();
    void remove();
    void showFolder(const std::filesystem::path& folder);
    void openFolder();
    void verify();
    void endVerification();
    void verified(JobId id, const RunOutcome& outcome, const ModelVerification& verification);
    void showState(const QString& text);
    [[nodiscard]] ModelLocation location() const;

    RunChoices& m_choices;
    JobRunner& m_runner;
    ModelFolderChooser m_chooser;
    QListWidget* m_list;
    QLabel* m_state;
    QTreeWidget* m_files;
    QTextBrowser* m_card;
    QPushButton* m_verify;
    QPushButton* m_open;
    QPushButton* m_remove;
    QString m_folder; ///< of the model that is shown; empty while it isn't known
    JobId m_verification = 0;
    LatestTask* m_task;
    CancelSource m_inspecting; ///< a large model is read for seconds
};

} // namespace dh
