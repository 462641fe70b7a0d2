#include "ui/files/files_module.h"

#include "core/base/system.h"
#include "core/document/document.h"
#include "ui/canvas/canvas_view.h"
#include "ui/files/autosave_controller.h"
#include "ui/files/export_controller.h"
#include "ui/files/file_chooser.h"
#include "ui/files/file_jobs.h"
#include "ui/files/open_controller.h"
#include "ui/files/recent_files.h"
#include "ui/files/recovery_dialog.h"
#include "ui/files/save_controller.h"
#include "ui/main_window/actions.h"
#include "ui/main_window/busy_indicator.h"
#include "ui/main_window/panel_host.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QImageReader>
#include <QMimeData>
#include <QStandardPaths>
#include <QUrl>
#include <QWidget>

#include <algorithm>
#include <limits>
#include <system_error>
#include <utility>

namespace dh
{

namespace
{

enum Group {
    kOpenGroup = 10,
    kSaveGroup = 20,
    kExportGroup = 30,
    kProjectGroup = 40,
    kQuitGroup = 90,
    kClipboardGroup = 20
};

constexpr std::uint64_t kBytesPerMegabyte = std::uint64_t{1} << 20U;

std::filesystem::path userRecoveryFolder()
{
    return pathFrom(QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation)) / "recovery";
}

/// A file that the command line names; recovered work may be saved to it by a program that was started elsewhere.
std::filesystem::path absolutePath(const QString& name)
{
    std::error_code error;
    const std::filesystem::path path = std::filesystem::absolute(pathFrom(name), error);
    return error ? pathFrom(name) : path;
}

/// What Qt decodes itself (previews, the clipboard) may take as much as our own readers.
void limitQtReaders()
{
    const std::uint64_t megabytes = availableMemory() / 2 / kBytesPerMegabyte;
    QImageReader::setAllocationLimit(
        static_cast<int>(std::clamp<std::uint64_t>(megabytes, 1, std::numeric_limits<int>::max())));
}

/// Of the file that the recovered work began with. None when it was written after that work was kept.
std::optional<FileMark> markOfOlderFile(const RecoverableProject& project)
{
    std::error_code error;
    const auto written = std::filesystem::last_write_time(project.originalPath, error);
    if (error || std::chrono::file_clock::to_sys(written) > project.time)
        return std::nullopt;
    return fileMark(project.originalPath);
}

ActionSpec spec(const char* id, const QString& text, MenuId menu, int group, const char* icon, ActionNeeds needs,
                std::function<void()> run)
{
    ActionSpec made;
    made.id = QLatin1String(id);
    made.text = text;
    made.menu = menu;
    made.group = group;
    made.icon = QLatin1String(icon);
    made.needs = needs;
    made.run = std::move(run);
    return made;
}

} // namespace

FilesModule::FilesModule(StudioContext& context, FilesSetup setup)
    : m_context(context),
      m_chooser(setup.chooser ? std::move(setup.chooser) : std::make_unique<DialogFileChooser>(context.settings)),
      m_jobs(std::make_unique<FileJobs>())
{
    limitQtReaders();
    m_saving = std::make_unique<SaveController>(context, m_session, *m_jobs, *m_chooser);
    m_opening = std::make_unique<OpenController>(context, m_session, *m_jobs, *m_saving);
    m_exporting = std::make_unique<ExportController>(context, m_session, *m_jobs, *m_chooser);
    m_recent = std::make_unique<RecentFiles>(context.settings, context.notices);
    const auto folder = setup.recoveryFolder.empty() ? userRecoveryFolder() : setup.recoveryFolder;
    m_autosave = std::make_unique<AutosaveController>(context, m_session, folder, setup.autosaveInterval);
    connectParts();
}

FilesModule::~FilesModule() = default;

void FilesModule::connectParts()
{
    const auto remember = [this](const QString& file) { m_recent->add(pathFrom(file)); };
    connect(m_opening.get(), &OpenController::opened, this, remember);
    connect(m_saving.get(), &SaveController::saved, this, remember);
    connect(m_recent.get(), &RecentFiles::chosen, this,
            [this](const QString& file) { m_opening->open({pathFrom(file)}); });
    connect(&m_context.canvas, &CanvasView::filesDropped, this, [this](const QList<QUrl>& urls) {
        QMimeData data;
        data.setUrls(urls);
        m_opening->addMime(data);
    });
    connect(&m_context.canvas, &CanvasView::imageDropped, this,
            [this](const QImage& image) { m_opening->addPixels(image, tr("Dropped picture")); });
    connect(QGuiApplication::clipboard(), &QClipboard::dataChanged, this, &FilesModule::lookAtClipboard);
    connect(&m_context.document, &Document::historyLost, this, [this](const QString& why) {
        m_context.notices.warn(tr("Earlier steps can't be undone any more: %1. The picture is as it was.").arg(why));
    });
    connect(m_jobs.get(), &FileJobs::changed, this, [this] {
        // The job's outcome comes first.
        if (m_isClosePending && !m_jobs->isWriting())
            QMetaObject::invokeMethod(this, &FilesModule::closeAfterWriting, Qt::QueuedConnection);
    });
    // The user is to see that, and may do something about it.
    const auto stay = [this] { m_isClosePending = false; };
    connect(m_saving.get(), &SaveController::failed, this, stay);
    connect(m_exporting.get(), &ExportController::failed, this, stay);
}

void FilesModule::addActions(ActionRegistry& actions)
{
    addFileActions(actions);
    addClipboardActions(actions);
}

void FilesModule::addFileActions(ActionRegistry& actions)
{
    const auto add = [&actions](ActionSpec made, const QList<QKeySequence>& shortcuts, const QString& hint = {}) {
        made.shortcuts = shortcuts;
        made.hint = hint;
        actions.add(made);
    };
    const auto file = [](const char* id, const QString& text, int group, const char* icon, ActionNeeds needs,
                         std::function<void()> run) {
        return spec(id, text, MenuId::File, group, icon, needs, std::move(run));
    };
    add(file("file.new", tr("&New"), kOpenGroup, "", ActionNeeds::Nothing, [this] { m_opening->closeDocument(); }),
        {QKeySequence(Qt::CTRL | Qt::Key_N)}, tr("An empty document, ready for a background"));
    add(file("file.open", tr("&Open…"), kOpenGroup, "open", ActionNeeds::Nothing, [this] { chooseAndOpen(false); }),
        {QKeySequence(Qt::CTRL | Qt::Key_O)}, tr("The first picture becomes the background, the next ones layers"));
    add(file("file.open_background", tr("Open as new &background…"), kOpenGroup, "", ActionNeeds::Nothing,
             [this] { chooseAndOpen(true); }),
        {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O)}, tr("Begins a new document with a picture"));
    m_recent->attachTo(*actions.addMenu({QStringLiteral("file.recent"), tr("Open &recent"), MenuId::File, kOpenGroup}));
    add(file("file.save", tr("&Save"), kSaveGroup, "save", ActionNeeds::Picture, [this] { m_saving->save(); }),
        {QKeySequence(Qt::CTRL | Qt::Key_S)}, tr("Everything, with layers, masks and results, as a project"));
    add(file("file.save_as", tr("Save &as…"), kSaveGroup, "", ActionNeeds::Picture, [this] { m_saving->saveAs(); }),
        {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S)});
    add(file("file.export", tr("&Export…"), kExportGroup, "export", ActionNeeds::Picture,
             [this] { m_exporting->ask(); }),
        {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E)}, tr("The picture or a layer as PNG, JPEG, TIFF or WebP"));
    add(file("file.close", tr("&Close"), kProjectGroup, "", ActionNeeds::Picture,
             [this] { m_opening->closeDocument(); }),
        {QKeySequence(Qt::CTRL | Qt::Key_W)});
    add(file("file.quit", tr("&Quit"), kQuitGroup, "", ActionNeeds::Nothing, [this] { m_context.window.close(); }),
        {QKeySequence(Qt::CTRL | Qt::Key_Q)});
}

void FilesModule::addClipboardActions(ActionRegistry& actions)
{
    const auto edit = [](const char* id, const QString& text, const char* icon, ActionNeeds needs, int key,
                         std::function<void()> run) {
        ActionSpec made = spec(id, text, MenuId::Edit, kClipboardGroup, icon, needs, std::move(run));
        made.shortcuts = {QKeySequence(key)};
        return made;
    };
    actions.add(edit("edit.copy", tr("&Copy layer"), "copy", ActionNeeds::Layer,
                     QKeyCombination(Qt::CTRL, Qt::Key_C).toCombined(),
                     [this] { m_exporting->copy(m_context.document.selectedLayer()); }));
    actions.add(edit("edit.copy_picture", tr("Copy &whole picture"), "", ActionNeeds::Picture,
                     QKeyCombination(Qt::CTRL | Qt::SHIFT, Qt::Key_C).toCombined(), [this] { m_exporting->copy(0); }));
    ActionSpec pasting = edit("edit.paste", tr("&Paste"), "paste", ActionNeeds::Nothing,
                              QKeyCombination(Qt::CTRL, Qt::Key_V).toCombined(), [this] { paste(); });
    pasting.enabledWhen = [this] { return m_canPaste; };
    actions.add(pasting);
}

void FilesModule::addPanels(PanelHost& host)
{
    auto* busy = new BusyIndicator(tr("Working on a file"), tr("Stop reading or writing"));
    connect(busy, &BusyIndicator::stopRequested, m_jobs.get(), &FileJobs::cancelShown);
    connect(m_jobs.get(), &FileJobs::changed, busy, [this, busy] { busy->showWork(m_jobs->label()); });
    host.addStatusWidget(busy);
}

void FilesModule::started(const QStringList& files)
{
    std::vector<std::filesystem::path> paths;
    std::transform(files.begin(), files.end(), std::back_inserter(paths), absolutePath);
    if (!paths.empty())
        m_opening->open(paths);
    offerRecovery();
    // Last: the program that answers may take its time.
    lookAtClipboard();
}

QString FilesModule::documentName() const
{
    return m_saving->documentName();
}

bool FilesModule::isBusy() const
{
    return !m_jobs->label().isEmpty();
}

bool FilesModule::mayClose()
{
    if (m_isCloseSettled || (!m_context.document.isModified() && !m_jobs->isWriting()))
        return true;
    if (m_jobs->isWriting())
        waitForWriting();
    else
        m_saving->whenSettled([this] { closeNow(); });
    return false;
}

void FilesModule::waitForWriting()
{
    m_isClosePending = true;
    m_context.notices.inform(tr("The window closes when the file is written."));
}

void FilesModule::closeAfterWriting()
{
    // Something failed, or the next file is being written.
    if (!m_isClosePending || m_jobs->isWriting())
        return;
    m_isClosePending = false;
    // Edits may have come in while the file was written.
    m_saving->whenSettled([this] { closeNow(); });
}

void FilesModule::closeNow()
{
    if (m_jobs->isWriting()) {
        waitForWriting();
        return;
    }
    m_isCloseSettled = true;
    m_context.window.close();
    m_isCloseSettled = false;
}

void FilesModule::closing()
{
    m_autosave->clean();
}

void FilesModule::markExample()
{
    m_opening->markExample();
}

void FilesModule::chooseAndOpen(bool asBackground)
{
    const QString pictures = QStringLiteral("*.png *.jpg *.jpeg *.jpe *.tif *.tiff *.webp *.bmp");
    const QString filter =
        asBackground ? tr("Pictures (%1)").arg(pictures) : tr("Pictures and projects (%1 *.dhs *.ora)").arg(pictures);
    const auto files = m_chooser->filesToOpen(m_context.window, asBackground ? tr("Open a background") : tr("Open"),
                                              filter + tr(";;All files (*)"));
    if (files.empty())
        return;
    if (asBackground)
        m_opening->openAsBackground(files.front());
    else
        m_opening->open(files);
}

void FilesModule::paste()
{
    if (const QMimeData* data = QGuiApplication::clipboard()->mimeData())
        m_opening->addMime(*data);
}

void FilesModule::lookAtClipboard()
{
    const QMimeData* data = QGuiApplication::clipboard()->mimeData();
    m_canPaste = data != nullptr && OpenController::canAdd(*data);
    m_context.actions.requestRefresh();
}

void FilesModule::offerRecovery()
{
    std::vector<RecoverableProject> found = Autosave::findRecoverable(m_autosave->folder());
    if (found.empty())
        return;
    auto* dialog = new RecoveryDialog(std::move(found), *m_jobs, &m_context.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &RecoveryDialog::restoreChosen, this, [this](const RecoverableProject& project) {
        m_saving->whenSettled([this, project] { restore(project); });
    });
    dialog->open();
}

void FilesModule::restore(const RecoverableProject& project)
{
    m_jobs->start(
        FileJobKind::Reading, tr("Restoring “%1”").arg(recoverableName(project)),
        [project](const CancelToken&) { return std::pair(Autosave::readRecovered(project), markOfOlderFile(project)); },
        [this, project, revision = m_context.document.revision()](
            const FileJobOutcome<std::pair<Project, std::optional<FileMark>>>& outcome) {
            if (outcome.error)
                m_context.notices.report(*outcome.error);
            if (!outcome.value)
                return;
            m_saving->whenSettledSince(revision, [this, project, kept = *outcome.value] {
                m_opening->show(kept.first, project.originalPath);
                m_saving->setKnown(project.originalPath, kept.second);
                m_context.document.markModified();
                m_autosave->adopt(project);
                m_context.notices.warn(
                    tr("“%1” is back as it was kept. Save it to be sure.").arg(recoverableName(project)));
            });
        });
}

} // namespace dh
