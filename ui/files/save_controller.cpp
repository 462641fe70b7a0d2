#include "ui/files/save_controller.h"

#include "core/document/document.h"
#include "core/document/project_file.h"
#include "ui/files/document_session.h"
#include "ui/files/file_chooser.h"
#include "ui/files/file_jobs.h"
#include "ui/files/questions.h"
#include "ui/main_window/studio_context.h"

#include <QWidget>

#include <algorithm>
#include <system_error>
#include <utility>

namespace dh
{

namespace
{

struct Written {
    bool isOthers = false; ///< not written: the file holds what another program left there
    std::optional<FileMark> mark;
};

} // namespace

SaveController::SaveController(StudioContext& context, DocumentSession& session, FileJobs& jobs, FileChooser& chooser,
                               QObject* parent)
    : QObject(parent), m_context(context), m_session(session), m_jobs(jobs), m_chooser(chooser)
{
}

QString SaveController::documentName() const
{
    const auto& path = m_context.document.path();
    if (!path.empty())
        return textOf(path.filename());
    return m_session.backgroundSource.empty() ? tr("Untitled") : textOf(m_session.backgroundSource.stem());
}

void SaveController::save(std::function<void()> then)
{
    const std::filesystem::path file = m_context.document.path();
    if (file.empty())
        saveAs(std::move(then));
    else
        write(file, std::move(then), false);
}

void SaveController::setKnown(const std::filesystem::path& file, std::optional<FileMark> mark)
{
    m_known[file] = std::move(mark);
}

void SaveController::saveAs(std::function<void()> then)
{
    std::filesystem::path proposed = m_context.document.path();
    if (proposed.empty() && m_session.backgroundSource.empty())
        proposed = pathFrom(documentName() + QLatin1String(kProjectSuffix));
    else if (proposed.empty())
        proposed = m_session.backgroundSource.parent_path() / m_session.backgroundSource.stem().concat(kProjectSuffix);
    std::optional<std::filesystem::path> file = m_chooser.fileToSave(
        m_context.window,
        {tr("Save the project"), proposed, tr("DiffHarmony Studio projects (*%1)").arg(QLatin1String(kProjectSuffix)),
         QString::fromLatin1(kProjectSuffix + 1)});
    if (!file)
        return;
    // Another ending would hide what the file is.
    if (file->extension() != kProjectSuffix)
        file->concat(kProjectSuffix);
    std::error_code error;
    if (*file == m_context.document.path() || !std::filesystem::exists(*file, error)) {
        write(*file, std::move(then), false);
        return;
    }
    askReplace(m_context.window, *file, [this, target = *file, then = std::move(then)](bool replace) {
        if (replace)
            write(target, then, true);
    });
}

void SaveController::write(const std::filesystem::path& file, std::function<void()> then, bool replaces)
{
    const Document& document = m_context.document;
    auto project =
        std::make_shared<const Project>(Project{document.composition(), m_session.extras(document.selectedLayer())});
    enqueue({file, std::move(then), std::move(project), document.revision(), replaces});
}

void SaveController::enqueue(Request request)
{
    if (!m_isWriting) {
        start(request);
        return;
    }
    const auto same = std::find_if(m_waiting.begin(), m_waiting.end(),
                                   [&](const Request& waiting) { return waiting.file == request.file; });
    if (same == m_waiting.end()) {
        m_waiting.push_back(std::move(request));
        return;
    }
    if (!request.then)
        request.then = std::move(same->then);
    request.replaces = request.replaces || same->replaces;
    *same = std::move(request);
}

void SaveController::start(const Request& request)
{
    m_isWriting = true;
    const QString label = tr("Saving “%1”").arg(textOf(request.file.filename()));
    const auto known = m_known.find(request.file);
    const bool isChecked = !request.replaces && known != m_known.end();
    m_jobs.start(
        FileJobKind::Writing, label,
        [project = request.project, file = request.file, isChecked,
         mark = isChecked ? known->second : std::nullopt](const CancelToken& cancel) {
            const std::optional<FileMark> present = isChecked ? fileMark(file) : std::nullopt;
            if (present && present != mark)
                return Written{true, {}};
            writeProject(file, *project, cancel);
            return Written{false, fileMark(file)};
        },
        [this, request](FileJobOutcome<Written>& outcome) {
            if (outcome.value && outcome.value->isOthers) {
                askAboutChanged(request);
                return;
            }
            m_isWriting = false;
            if (outcome.value) {
                setKnown(request.file, std::move(outcome.value->mark));
                finish(request);
                return;
            }
            if (outcome.error) {
                m_context.notices.report(*outcome.error);
                Q_EMIT failed();
            } else {
                m_context.notices.inform(tr("Saving was stopped; the file is as it was."));
            }
            startNext();
        });
}

void SaveController::startNext()
{
    if (m_isWriting || m_waiting.empty())
        return;
    const Request next = std::move(m_waiting.front());
    m_waiting.pop_front();
    start(next);
}

void SaveController::askAboutChanged(const Request& request)
{
    Q_EMIT failed();
    askReplaceChanged(m_context.window, request.file, [this, granted = request](bool replace) mutable {
        m_isWriting = false;
        granted.replaces = true;
        if (replace)
            start(granted);
        else
            m_context.notices.inform(tr("Saving was stopped; the file is as it was."));
        startNext();
    });
}

void SaveController::finish(const Request& request)
{
    m_context.document.markSaved(request.file, request.revision);
    m_context.notices.inform(tr("Saved “%1”.").arg(textOf(request.file.filename())));
    Q_EMIT saved(textOf(request.file));
    // What follows may be the end of the program, which waits for what is being written.
    startNext();
    // What came in while the file was written isn't in it.
    if (request.then)
        whenSettled(request.then);
}

void SaveController::whenSettledSince(std::uint64_t revision, std::function<void()> then)
{
    if (m_context.document.revision() == revision)
        then();
    else
        whenSettled(std::move(then));
}

void SaveController::whenSettled(std::function<void()> then)
{
    if (!m_context.document.isModified()) {
        then();
        return;
    }
    if (m_isAsking) {
        m_context.notices.warn(tr("While the question about unsaved changes was open, something else was to take the "
                                  "picture's place. It was left out; do it again when you want it."));
        return;
    }
    m_isAsking = true;
    askUnsaved(m_context.window, documentName(), [this, then = std::move(then)](UnsavedAnswer answer) {
        m_isAsking = false;
        if (answer == UnsavedAnswer::Save)
            save(then);
        else if (answer == UnsavedAnswer::Discard)
            then();
    });
}

} // namespace dh
