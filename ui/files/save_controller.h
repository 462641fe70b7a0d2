#pragma once

#include <QObject>
#include <QString>

#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>

namespace dh
{

class FileChooser;
class FileJobs;
struct DocumentSession;
struct Project;
struct StudioContext;

/// Saves the document as a project, on a thread and from a snapshot, and asks before unsaved changes would be lost. GUI
/// thread.
class SaveController : public QObject
{
    Q_OBJECT
public:
    SaveController(StudioContext& context, DocumentSession& session, FileJobs& jobs, FileChooser& chooser,
                   QObject* parent = nullptr);

    /// Into the document's file; asks for one when it has none. `then` follows when nothing unsaved is left.
    void save(std::function<void()> then = {});
    void saveAs(std::function<void()> then = {});
    /// Calls `then` at once when nothing is unsaved, otherwise after the user saved or gave the changes up.
    void whenSettled(std::function<void()> then);
    /// The same when the document moved on from `revision`, where it was settled before; otherwise at once.
    void whenSettledSince(std::uint64_t revision, std::function<void()> then);
    /// The document's name for the user.
    [[nodiscard]] QString documentName() const;

Q_SIGNALS:
    void saved(const QString& file);

private:
    /// What is to be written, as it was when that was asked for: another picture may be open when its turn comes.
    struct Request {
        std::filesystem::path file;
        std::function<void()> then;
        std::shared_ptr<const Project> project;
        std::uint64_t revision = 0;
    };
    void write(const std::filesystem::path& file, std::function<void()> then);
    void enqueue(Request request);
    void start(const Request& request);
    void finish(const Request& request);

    StudioContext& m_context;
    DocumentSession& m_session;
    FileJobs& m_jobs;
    FileChooser& m_chooser;
    bool m_isWriting = false;
    std::deque<Request> m_waiting; ///< until what is being written is written; one a file
    bool m_isAsking = false;
};

/// The ending of project files, with its dot.
inline constexpr char kProjectSuffix[] = ".dhs";

} // namespace dh
