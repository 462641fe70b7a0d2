#include "ui/files/export_controller.h"

#include "core/document/document.h"
#include "core/scene/render.h"
#include "ui/canvas/qt_image.h"
#include "ui/files/document_session.h"
#include "ui/files/export_dialog.h"
#include "ui/files/file_chooser.h"
#include "ui/files/file_jobs.h"
#include "ui/files/questions.h"
#include "ui/main_window/studio_context.h"

#include <QClipboard>
#include <QGuiApplication>

#include <system_error>
#include <utility>
#include <variant>

namespace dh
{

namespace
{

bool endsAs(const std::filesystem::path& file, ImageFormat format)
{
    try {
        return imageFormatForPath(file) == format;
    } catch (const Error&) { // no ending, or that of another kind of file
        return false;
    }
}

} // namespace

ExportController::ExportController(StudioContext& context, const DocumentSession& session, FileJobs& jobs,
                                   FileChooser& chooser, QObject* parent)
    : QObject(parent), m_context(context), m_session(session), m_jobs(jobs), m_chooser(chooser)
{
}

void ExportController::ask()
{
    const Document& document = m_context.document;
    // The picture's own depth; after that, what the user chose for pictures like it.
    const bool isDeep = document.composition().background.type() != SampleType::U8;
    if (std::exchange(m_isLastDeep, isDeep) != isDeep)
        m_last.isDeep = isDeep;
    auto* dialog = new ExportDialog(document.composition(), document.selectedLayer(), m_session.background, m_last,
                                    m_jobs, &m_context.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const bool wasDeep = m_last.isDeep;
        m_last = dialog->settings();
        m_last.layer = 0;
        // A format with 8 bits alone says nothing about the next one.
        if (!canBeDeep(m_last.format))
            m_last.isDeep = wasDeep;
        chooseFile(dialog->composition(), dialog->settings());
    });
    dialog->open();
}

std::filesystem::path ExportController::proposedFile(ImageFormat format) const
{
    const auto& project = m_context.document.path();
    const auto& source = project.empty() ? m_session.backgroundSource : project;
    const std::filesystem::path name = source.empty() ? pathFrom(tr("Untitled")) : source.stem();
    // Beside the background, but never on top of it.
    const bool isNextToBackground = project.empty() && !source.empty();
    const QString ending =
        (isNextToBackground ? tr("-harmonized") : QString()) + QLatin1Char('.') + QLatin1String(suffixOf(format));
    return source.parent_path() / pathFrom(textOf(name) + ending);
}

void ExportController::chooseFile(const Composition& composition, const ExportSettings& settings)
{
    const QString suffix = QLatin1String(suffixOf(settings.format));
    std::optional<std::filesystem::path> file =
        m_chooser.fileToSave(m_context.window, {tr("Export the picture"), proposedFile(settings.format),
                                                tr("%1 pictures (*.%2)").arg(suffix.toUpper(), suffix), suffix});
    if (!file)
        return;
    if (!endsAs(*file, settings.format))
        file->concat((QLatin1Char('.') + suffix).toStdString());
    std::error_code error;
    if (!std::filesystem::exists(*file, error)) {
        write(composition, settings, *file);
        return;
    }
    askReplace(m_context.window, *file, [this, composition, settings, target = *file](bool replace) {
        if (replace)
            write(composition, settings, target);
    });
}

void ExportController::write(const Composition& composition, const ExportSettings& settings,
                             const std::filesystem::path& file)
{
    const QString name = textOf(file.filename());
    m_jobs.start(
        FileJobKind::Writing, tr("Exporting “%1”").arg(name),
        [composition, settings, file,
         options = exportOptions(composition, settings, m_session.background)](const CancelToken& cancel) {
            const Image pixels = exportedPixels(composition, settings, cancel);
            writeImageFile(file, pixels, options);
            return std::monostate();
        },
        [this, name, file](const FileJobOutcome<std::monostate>& outcome) {
            if (outcome.error) {
                m_context.notices.report(*outcome.error);
                Q_EMIT failed();
            } else if (outcome.value) {
                m_context.notices.inform(tr("Exported “%1”.").arg(name));
                Q_EMIT exported(textOf(file));
            } else {
                m_context.notices.inform(tr("The export was stopped; no file was written."));
            }
        });
}

void ExportController::copy(LayerId layer)
{
    m_jobs.start(
        FileJobKind::Reading, tr("Copying"),
        [composition = m_context.document.composition(), layer](const CancelToken& cancel) {
            return qImageFromImage(layer == 0 ? renderComposition(composition, cancel)
                                              : renderLayerAlone(composition, layer));
        },
        [this](const FileJobOutcome<QImage>& outcome) {
            if (outcome.error)
                m_context.notices.report(*outcome.error);
            if (!outcome.value)
                return;
            if (outcome.value->isNull()) {
                m_context.notices.inform(tr("Nothing of the layer shows, so nothing was copied."));
                return;
            }
            QGuiApplication::clipboard()->setImage(*outcome.value);
            m_context.notices.inform(tr("Copied."));
        });
}

} // namespace dh
