#pragma once

#include "ui/files/file_mark.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>

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

    /// Into the document's file; asks for one when it has none, and before it is replaced when another program changed
    /// it. `then` follows when nothing unsaved is left.
    void save(std::function<void()> then = {});
    void saveAs(std::function<void()> then = {});
    /// Calls `then` at once when nothing is unsaved, otherwise after the user saved or gave the changes up.
    /// While the user is being asked already, `then` is dropped, and the user is told.
    void whenSettled(std::function<void()> then);
    /// The same when the document moved on from `revision`, where it was settled before; otherwise at once.
    void whenSettledSince(std::uint64_t revision, std::function<void()> then);
    /// The document's name for the user.
    [[nodiscard]] QString documentName() const;
    /// What the document has to do with `file`: it holds what the mark says, or nothing of it without one.
    void setKnown(const std::filesystem::path& file, std::optional<FileMark> mark);

Q_SIGNALS:
    void saved(const QString& file);
    /// Not written: an error, or a question that came up.
    void failed();

private:
    /// What is to be written, as it was when that was asked for: another picture may be open when its turn comes.
    struct Request {
        std::filesystem::path file;
        std::function<void()> then;
        std::shared_ptr<const Project> project;
        std::uint64_t revision = 0;
        bool replaces = false; ///< whatever the file holds by now
    };
    void write(const std::filesystem::path& file, std::function<void()> then, bool replaces);
    void enqueue(Request request);
    void start(const Request& request);
    void startNext();
    void finish(const Request& request);
    void askAboutChanged(const Request& request);

    StudioContext& m_context;
    DocumentSession& m_session;
    FileJobs& m_jobs;
    FileChooser& m_chooser;
    bool m_isWriting = false;      ///< or asking about the file
    std::deque<Request> m_waiting; ///< until what is being written is written; one a file
    std::map<std::filesystem::path, std::optional<FileMark>> m_known;
    bool m_isAsking = false;
};

/// The ending of project files, with its dot.
inline constexpr char kProjectSuffix[] = ".dhs";

} // namespace dh
