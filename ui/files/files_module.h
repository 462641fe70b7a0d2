#pragma once

#include "ui/files/document_session.h"
#include "ui/main_window/studio_context.h"
#include "ui/main_window/window_module.h"

#include <QObject>

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>

namespace dh
{

class AutosaveController;
class ExportController;
class FileChooser;
class FileJobs;
class OpenController;
class RecentFiles;
class SaveController;
struct RecoverableProject;

/// What the files module takes from outside, so that tests bring their own.
struct FilesSetup {
    std::unique_ptr<FileChooser> chooser;                      ///< null = the desktop's dialogs
    std::filesystem::path recoveryFolder;                      ///< empty = the user's data folder
    std::optional<std::chrono::milliseconds> autosaveInterval; ///< absent = the settings'
};

/// Opening, dropping, pasting, saving, exporting, recent files, autosave and recovery: the menu File and the clipboard.
class FilesModule final : public QObject, public WindowModule
{
    Q_OBJECT
public:
    explicit FilesModule(StudioContext& context, FilesSetup setup = {});
    ~FilesModule() override;

    void addActions(ActionRegistry& actions) override;
    void addPanels(PanelHost& host) override;
    void started(const QStringList& files) override;
    [[nodiscard]] QString documentName() const override;
    bool mayClose() override;
    void closing() override;

    /// The document is an untouched example, which gives way to the first picture opened.
    void markExample();
    /// Whether a file is being read or written for the user.
    [[nodiscard]] bool isBusy() const;
    /// What the project file takes along of the harmonize panel.
    [[nodiscard]] DocumentSession& session() { return m_session; }
    [[nodiscard]] OpenController& opening() { return *m_opening; }
    [[nodiscard]] SaveController& saving() { return *m_saving; }

private:
    void addFileActions(ActionRegistry& actions);
    void addClipboardActions(ActionRegistry& actions);
    void connectParts();
    void chooseAndOpen(bool asBackground);
    void paste();
    void lookAtClipboard();
    void offerRecovery();
    void restore(const RecoverableProject& project);
    void waitForWriting();
    void closeAfterWriting();
    void closeNow();

    StudioContext& m_context;
    DocumentSession m_session;
    std::unique_ptr<FileChooser> m_chooser;
    std::unique_ptr<SaveController> m_saving;
    std::unique_ptr<OpenController> m_opening;
    std::unique_ptr<ExportController> m_exporting;
    std::unique_ptr<RecentFiles> m_recent;
    std::unique_ptr<AutosaveController> m_autosave;
    bool m_canPaste = false;          ///< asked once a clipboard: the answer may come from another program
    bool m_isCloseSettled = false;    ///< the user answered; the window closes
    bool m_isClosePending = false;    ///< as soon as files are written
    std::unique_ptr<FileJobs> m_jobs; ///< last: its jobs end before what they report to
};

} // namespace dh
