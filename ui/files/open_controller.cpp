#include "ui/files/open_controller.h"

#include "core/base/system.h"
#include "core/document/after_open_edit.h"
#include "core/document/document.h"
#include "core/document/project_file.h"
#include "ui/canvas/canvas_view.h"
#include "ui/files/document_session.h"
#include "ui/files/file_chooser.h"
#include "ui/files/file_jobs.h"
#include "ui/files/loading_view.h"
#include "ui/files/questions.h"
#include "ui/files/save_controller.h"
#include "ui/main_window/studio_context.h"
#include "ui/main_window/tool_box.h"

#include <QMimeData>
#include <QPointer>
#include <QUrl>

#include <algorithm>
#include <utility>

namespace dh
{

namespace
{

constexpr auto kMoveTool = "tool.move";

/// A local file that `text` names, as a URL or an absolute path; empty for anything else.
std::filesystem::path localFileIn(const QString& text)
{
    const QString line = text.trimmed();
    if (line.contains(QLatin1Char('\n')))
        return {};
    if (line.startsWith(QLatin1Char('/')))
        return pathFrom(line);
    const QUrl url(line, QUrl::StrictMode);
    return url.isLocalFile() ? pathFrom(url.toLocalFile()) : std::filesystem::path();
}

std::vector<std::filesystem::path> localFilesIn(const QMimeData& data)
{
    std::vector<std::filesystem::path> files;
    for (const QUrl& url : data.urls()) {
        if (url.isLocalFile())
            files.push_back(pathFrom(url.toLocalFile()));
    }
    return files;
}

} // namespace

OpenController::OpenController(StudioContext& context, DocumentSession& session, FileJobs& jobs, SaveController& saving,
                               QObject* parent)
    : QObject(parent),
      m_context(context),
      m_session(session),
      m_jobs(jobs),
      m_saving(saving),
      m_freeMemory(availableMemory)
{
}

OpenController::~OpenController() = default;

void OpenController::open(const std::vector<std::filesystem::path>& files)
{
    std::vector<std::filesystem::path> pictures;
    std::vector<std::filesystem::path> projects;
    for (const auto& file : files)
        (isProjectFile(file) || file.extension() == kProjectSuffix ? projects : pictures).push_back(file);
    if (projects.empty()) {
        append(pictures);
        return;
    }
    if (projects.size() > 1)
        m_context.notices.warn(tr("Only one project can be open at a time: “%1” was taken, the others were left.")
                                   .arg(textOf(projects.front().filename())));
    m_saving.whenSettled(holdingOthers([this, project = projects.front(), pictures] {
        openProject(project, [this, pictures] { append(pictures); });
    }));
}

void OpenController::openAsBackground(const std::filesystem::path& file)
{
    m_saving.whenSettled(holdingOthers([this, file] {
        // What came in before the answer goes on top of it.
        m_pending.push_front({{file, {}, 0}, textOf(file.stem()), true});
    }));
}

void OpenController::addPixels(const QImage& pixels, const QString& name)
{
    if (pixels.isNull())
        return;
    m_pending.push_back({{{}, pixels, 0}, name, false});
    readNext();
}

void OpenController::addMime(const QMimeData& data)
{
    std::vector<std::filesystem::path> files = localFilesIn(data);
    if (files.empty() && !data.hasImage()) {
        if (const auto file = localFileIn(data.text()); !file.empty())
            files.push_back(file);
    }
    if (!files.empty())
        open(files);
    else if (data.hasImage())
        addPixels(qvariant_cast<QImage>(data.imageData()), tr("Pasted picture"));
    else if (data.hasUrls())
        m_context.notices.warn(
            tr("Only pictures on this computer can be opened. Save it first, or copy the picture itself."));
    else
        m_context.notices.inform(tr("There is no picture on the clipboard."));
}

bool OpenController::canAdd(const QMimeData& data)
{
    return data.hasImage() || data.hasUrls() || !localFileIn(data.text()).empty();
}

void OpenController::closeDocument()
{
    m_saving.whenSettled(holdingOthers([this] { show({}, {}); }));
}

void OpenController::show(const Project& project, const std::filesystem::path& file)
{
    m_isExample = false;
    const LayerId selected = m_session.restore(project.extras);
    Document& document = m_context.document;
    document.reset(project.composition, file);
    const auto& layers = document.composition().layers;
    const bool isThere = document.composition().layer(selected) != nullptr;
    document.select(isThere || layers.empty() ? selected : layers.back().id);
    m_context.canvas.fit();
}

void OpenController::markExample()
{
    m_isExample = true;
    m_exampleRevision = m_context.document.revision();
    m_session.clear();
}

bool OpenController::hasBackground() const
{
    const Document& document = m_context.document;
    const bool isUntouchedExample = m_isExample && document.revision() == m_exampleRevision;
    return !document.composition().isEmpty() && !isUntouchedExample;
}

bool OpenController::becomesBackground(const Pending& pending) const
{
    return pending.replaces || !hasBackground();
}

std::function<void()> OpenController::holdingOthers(std::function<void()> then)
{
    ++m_questions;
    // However the question ends, what it would have called goes with it.
    const std::shared_ptr<void> hold(nullptr, [controller = QPointer(this)](std::nullptr_t) {
        if (controller == nullptr)
            return;
        --controller->m_questions;
        if (!controller->m_pending.empty())
            controller->readNext();
    });
    return [hold, then = std::move(then)] { then(); };
}

void OpenController::openProject(const std::filesystem::path& file, std::function<void()> then)
{
    m_jobs.start(
        FileJobKind::Reading, tr("Opening “%1”").arg(textOf(file.filename())),
        [file](const CancelToken& cancel) {
            // Before it is read: what another program writes meanwhile isn't known.
            std::optional<FileMark> mark = fileMark(file);
            return std::pair(readProject(file, cancel), std::move(mark));
        },
        [this, file, then = std::move(then), revision = m_context.document.revision()](
            FileJobOutcome<std::pair<Project, std::optional<FileMark>>>& outcome) {
            if (outcome.error)
                m_context.notices.report(*outcome.error);
            if (outcome.value) {
                // Somebody may have gone on editing while the file was read.
                m_saving.whenSettledSince(revision, holdingOthers([this, file, then, read = std::move(*outcome.value)] {
                                              // Other programs' OpenRaster files are opened, but never written over.
                                              show(read.first,
                                                   file.extension() == kProjectSuffix ? file : std::filesystem::path());
                                              m_saving.setKnown(file, read.second);
                                              Q_EMIT opened(textOf(file));
                                              then();
                                          }));
            }
            if (!m_isReading)
                Q_EMIT idle();
        });
}

void OpenController::append(const std::vector<std::filesystem::path>& pictures)
{
    for (const auto& file : pictures)
        m_pending.push_back({{file, {}, 0}, textOf(file.stem()), false});
    readNext();
}

void OpenController::readNext()
{
    if (m_isReading || m_questions > 0)
        return;
    if (m_pending.empty()) {
        Q_EMIT idle();
        return;
    }
    m_isReading = true;
    ++m_reads;
    const Pending pending = m_pending.front();
    m_pending.pop_front();
    if (becomesBackground(pending) && !pending.source.file.empty())
        startPreview(pending);
    using Read = std::variant<LoadedPicture, LargePicture>;
    m_jobs.start(
        FileJobKind::Reading, tr("Opening “%1”").arg(pending.name),
        [source = pending.source, freeBytes = m_freeMemory()](const CancelToken& cancel) {
            return readPicture(source, freeBytes, cancel);
        },
        [this, pending, revision = m_context.document.revision()](FileJobOutcome<Read>& outcome) {
            m_loadingView.reset();
            m_isReading = false;
            const bool isCancelled = !outcome.value && !outcome.error;
            if (isCancelled)
                m_pending.clear();
            if (outcome.error)
                m_context.notices.report(*outcome.error);
            if (outcome.value && std::holds_alternative<LargePicture>(*outcome.value)) {
                askAboutSize(pending, std::get<LargePicture>(*outcome.value));
                return;
            }
            if (outcome.value) {
                const auto finish = [this, pending, picture = std::get<LoadedPicture>(*outcome.value)] {
                    place(pending, picture);
                };
                if (!pending.replaces) {
                    // Nothing else is read before it is placed, so that the order stays; its preview came too late.
                    m_isReading = true;
                    ++m_reads;
                    afterOpenEdit(m_context.document, *this, [this, finish] {
                        m_isReading = false;
                        finish();
                        readNext();
                    });
                    return;
                }
                m_saving.whenSettledSince(revision, holdingOthers(finish));
            }
            readNext();
        });
}

void OpenController::startPreview(const Pending& pending)
{
    m_jobs.start(
        FileJobKind::Reading, {}, [file = pending.source.file](const CancelToken&) { return readQuickPreview(file); },
        [this, read = m_reads](const FileJobOutcome<std::optional<QuickPreview>>& outcome) {
            if (!outcome.value || !*outcome.value || !m_isReading || read != m_reads)
                return;
            m_loadingView =
                std::make_unique<LoadingView>(m_context.canvas, (*outcome.value)->image, (*outcome.value)->size);
        });
}

void OpenController::askAboutSize(const Pending& pending, const LargePicture& large)
{
    // Nothing else is read before the answer, so that the order stays.
    m_isReading = true;
    askOpenLarge(m_context.window, pending.name, large.neededBytes, m_freeMemory(),
                 [this, granted = pending, bytes = large.neededBytes](bool open) mutable {
                     m_isReading = false;
                     granted.source.grantedBytes = bytes;
                     if (open)
                         m_pending.push_front(granted);
                     readNext();
                 });
}

void OpenController::place(const Pending& pending, const LoadedPicture& picture)
{
    const auto& file = pending.source.file;
    if (!becomesBackground(pending)) {
        addLayer(pending.name, picture.image);
    } else {
        Project project;
        project.composition.background = picture.image;
        project.extras.backgroundSource = file;
        show(project, {});
        m_session.background = picture.metadata;
        // What is exported has other numbers than the file.
        if (picture.coloursConverted)
            m_context.notices.inform(tr("The colours of “%1” were converted to sRGB.").arg(pending.name));
        // Pixels from the clipboard exist nowhere else.
        if (file.empty())
            m_context.document.markModified();
    }
    if (!file.empty())
        Q_EMIT opened(textOf(file));
}

void OpenController::addLayer(const QString& name, const Image& image)
{
    Document& document = m_context.document;
    Layer layer;
    layer.id = document.newId();
    layer.name = name.toStdString();
    layer.image = image;
    layer.transform = LayerTransform::fittedAndCentred(image.size(), document.composition().size());
    document.edit(tr("Add layer “%1”").arg(name),
                  [&layer](Composition& composition) { composition.layers.push_back(layer); });
    document.select(layer.id);
    // To be placed next.
    if (m_context.tools.find(QLatin1String(kMoveTool)) != nullptr)
        m_context.tools.activate(QLatin1String(kMoveTool));
}

} // namespace dh
