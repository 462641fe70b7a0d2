#pragma once

#include "ui/files/export_picture.h"

#include <QObject>
#include <QString>

#include <filesystem>

namespace dh
{

class FileChooser;
class FileJobs;
struct DocumentSession;
struct StudioContext;

/// Writes the picture, or a layer of it, into a file of another format: dialog, name, overwrite question, and the
/// writing on a thread from a snapshot. GUI thread.
class ExportController : public QObject
{
    Q_OBJECT
public:
    ExportController(StudioContext& context, const DocumentSession& session, FileJobs& jobs, FileChooser& chooser,
                     QObject* parent = nullptr);

    /// Opens the dialog.
    void ask();
    /// Puts the picture on the clipboard as it shows. @param layer  that one alone; 0 = all
    void copy(LayerId layer);

Q_SIGNALS:
    void exported(const QString& file);
    /// Not written: there was an error.
    void failed();

private:
    void chooseFile(const Composition& composition, const ExportSettings& settings);
    void write(const Composition& composition, const ExportSettings& settings, const std::filesystem::path& file);
    [[nodiscard]] std::filesystem::path proposedFile(ImageFormat format) const;

    StudioContext& m_context;
    const DocumentSession& m_session;
    FileJobs& m_jobs;
    FileChooser& m_chooser;
    ExportSettings m_last;     ///< proposed the next time
    bool m_isLastDeep = false; ///< whether the last picture had more than 8 bits
};

} // namespace dh
