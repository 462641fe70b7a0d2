#pragma once

#include "ui/files/picture_source.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

class QMimeData;

namespace dh
{

class FileJobs;
class LoadingView;
class SaveController;
struct DocumentSession;
struct Project;
struct StudioContext;

/// Brings pictures and projects in: the first picture becomes the background, every other a new layer, fitted and
/// centred, in the order in which they were named. Reading happens on a thread. GUI thread.
class OpenController : public QObject
{
    Q_OBJECT
public:
    OpenController(StudioContext& context, DocumentSession& session, FileJobs& jobs, SaveController& saving,
                   QObject* parent = nullptr);
    ~OpenController() override;

    /// Pictures, or one project and pictures on top of it.
    void open(const std::vector<std::filesystem::path>& files);
    /// Asks about unsaved changes; then the picture is a new document's background.
    void openAsBackground(const std::filesystem::path& file);
    void addPixels(const QImage& pixels, const QString& name);
    /// What was pasted or dropped: local files, or else a picture, or else text that names a local file.
    void addMime(const QMimeData& data);
    [[nodiscard]] static bool canAdd(const QMimeData& data);
    /// Asks about unsaved changes; then nothing is open.
    void closeDocument();
    /// Shows a project that was read or recovered.
    void show(const Project& project, const std::filesystem::path& file);
    /// The document is an example, which gives way to the first picture opened, as long as nobody changed it.
    void markExample();
    /// How much memory is available; tests give their own.
    void setFreeMemory(std::function<std::uint64_t()> freeMemory) { m_freeMemory = std::move(freeMemory); }

Q_SIGNALS:
    /// A file was opened.
    void opened(const QString& file);
    /// Nothing is waiting to be read any more.
    void idle();

private:
    struct Pending {
        PictureSource source;
        QString name;
        bool replaces = false; ///< becomes the background of a new document
    };
    void openProject(const std::filesystem::path& file, std::function<void()> then);
    void append(const std::vector<std::filesystem::path>& pictures);
    [[nodiscard]] bool becomesBackground(const Pending& pending) const;
    void readNext();
    void startPreview(const Pending& pending);
    void askAboutSize(const Pending& pending, const LargePicture& large);
    void place(const Pending& pending, const LoadedPicture& picture);
    void addLayer(const QString& name, const Image& image);
    [[nodiscard]] bool hasBackground() const;
    /// `then` for a question whose answer decides which picture is there: what waits to be read waits for it, too.
    [[nodiscard]] std::function<void()> holdingOthers(std::function<void()> then);

    StudioContext& m_context;
    DocumentSession& m_session;
    FileJobs& m_jobs;
    SaveController& m_saving;
    std::deque<Pending> m_pending;
    bool m_isReading = false;
    int m_questions = 0;       ///< that hold back what waits
    std::uint64_t m_reads = 0; ///< tells a late preview from the present one
    std::uint64_t m_exampleRevision = 0;
    bool m_isExample = false;
    std::unique_ptr<LoadingView> m_loadingView;
    std::function<std::uint64_t()> m_freeMemory;
};

} // namespace dh
