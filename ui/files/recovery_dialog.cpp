#include "ui/files/recovery_dialog.h"

#include "core/scene/render.h"
#include "ui/canvas/qt_image.h"
#include "ui/files/file_chooser.h"
#include "ui/files/questions.h"
#include "ui/main_window/error_text.h"

#include <QDateTime>
#include <QDialogButtonBox>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QPointer>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace dh
{

namespace
{

constexpr QSize kThumbnail(120, 90);
constexpr QSize kDialog(560, 400);
/// Set on a row whose copy will never be read.
constexpr int kDamagedRole = Qt::UserRole;

QString timeText(const RecoverableProject& project)
{
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(project.time.time_since_epoch());
    return QLocale().toString(QDateTime::fromSecsSinceEpoch(seconds.count()), QLocale::ShortFormat);
}

QString describe(const RecoverableProject& project)
{
    const QString folder = project.originalPath.empty() ? QString() : textOf(project.originalPath.parent_path());
    return RecoveryDialog::tr("%1\nKept on %2").arg(recoverableName(project), timeText(project)) +
           (folder.isEmpty() ? QString() : QLatin1Char('\n') + folder);
}

/// In the place of a picture that isn't there yet.
QIcon emptyThumbnail()
{
    QPixmap pixmap(kThumbnail);
    pixmap.fill(Qt::transparent);
    return QIcon(pixmap);
}

} // namespace

QString recoverableName(const RecoverableProject& project)
{
    return project.originalPath.empty() ? RecoveryDialog::tr("A picture that was never saved")
                                        : textOf(project.originalPath.filename());
}

RecoveryDialog::RecoveryDialog(std::vector<RecoverableProject> projects, FileJobs& jobs, QWidget* parent)
    : QDialog(parent), m_projects(std::move(projects)), m_jobs(jobs), m_list(new QListWidget(this))
{
    setWindowTitle(tr("Recover unsaved work"));
    std::sort(m_projects.begin(), m_projects.end(), [](const auto& a, const auto& b) { return a.time > b.time; });
    auto* text = new QLabel(
        tr("The program ended before this work was saved. Nothing of it is lost until you discard it."), this);
    text->setWordWrap(true);
    m_list->setAccessibleName(tr("Unsaved work"));
    m_list->setIconSize(kThumbnail);
    for (const RecoverableProject& project : m_projects)
        m_list->addItem(new QListWidgetItem(emptyThumbnail(), describe(project)));

    auto* buttons = new QDialogButtonBox(this);
    m_restore = buttons->addButton(tr("&Restore"), QDialogButtonBox::AcceptRole);
    m_discard = buttons->addButton(tr("&Discard"), QDialogButtonBox::DestructiveRole);
    QPushButton* later = buttons->addButton(tr("&Later"), QDialogButtonBox::RejectRole);
    later->setToolTip(tr("Asks again at the next start"));
    m_restore->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &RecoveryDialog::restore);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_discard, &QPushButton::clicked, this, &RecoveryDialog::askBeforeDiscarding);
    connect(m_list, &QListWidget::itemDoubleClicked, this, &RecoveryDialog::restore);
    connect(m_list, &QListWidget::currentRowChanged, this, &RecoveryDialog::followSelection);

    auto* column = new QVBoxLayout(this);
    column->addWidget(text);
    column->addWidget(m_list, 1);
    column->addWidget(buttons);
    resize(kDialog);
    m_list->setCurrentRow(0);
    m_list->setFocus();
    readNextLook(0);
}

RecoveryDialog::~RecoveryDialog()
{
    m_jobs.cancel(m_reading);
}

/// One after the other: each is a whole project in memory.
void RecoveryDialog::readNextLook(int row)
{
    if (row >= static_cast<int>(m_projects.size()))
        return;
    const QPointer<RecoveryDialog> self(this);
    const RecoverableProject& project = m_projects[static_cast<std::size_t>(row)];
    m_reading = m_jobs.start(
        FileJobKind::Reading, {},
        [project](const CancelToken& cancel) {
            const Project read = Autosave::readRecovered(project);
            cancel.throwIfCancelled();
            const Size size = read.composition.size();
            return Look{thumbnailFromImage(renderComposition(read.composition, cancel), kThumbnail),
                        QSize(size.width, size.height)};
        },
        [self, row, file = project.file](const FileJobOutcome<Look>& outcome) {
            if (!self)
                return;
            // Rows move up when one is discarded.
            const auto& projects = self->m_projects;
            const auto found = std::find_if(projects.begin(), projects.end(),
                                            [&file](const RecoverableProject& other) { return other.file == file; });
            if (found == projects.end()) {
                self->readNextLook(row);
                return;
            }
            const int present = static_cast<int>(found - projects.begin());
            self->showLook(present, outcome);
            self->readNextLook(present + 1);
        });
}

void RecoveryDialog::showLook(int row, const FileJobOutcome<Look>& outcome)
{
    QListWidgetItem* item = m_list->item(row);
    if (outcome.error) {
        item->setText(item->text() + QLatin1Char('\n') + tr("It can't be read: %1").arg(errorText(*outcome.error)));
        // Anything else, as too little memory, may go well another time.
        item->setData(kDamagedRole, outcome.error->code() == ErrorCode::CorruptFile);
    } else if (outcome.value) {
        item->setIcon(QIcon(QPixmap::fromImage(outcome.value->thumbnail)));
        item->setText(item->text() + QLatin1Char('\n') +
                      tr("%1 × %2 pixels").arg(outcome.value->size.width()).arg(outcome.value->size.height()));
    }
    followSelection();
}

void RecoveryDialog::followSelection()
{
    const QListWidgetItem* item = m_list->currentItem();
    m_restore->setEnabled(item != nullptr && !item->data(kDamagedRole).toBool());
    m_discard->setEnabled(item != nullptr);
}

void RecoveryDialog::restore()
{
    if (!m_restore->isEnabled())
        return;
    const RecoverableProject chosen = m_projects[static_cast<std::size_t>(m_list->currentRow())];
    accept();
    Q_EMIT restoreChosen(chosen);
}

void RecoveryDialog::askBeforeDiscarding()
{
    const RecoverableProject chosen = m_projects[static_cast<std::size_t>(m_list->currentRow())];
    askDiscard(*this, recoverableName(chosen), [this, chosen](bool isMeant) {
        if (isMeant)
            discard(chosen);
    });
}

void RecoveryDialog::discard(const RecoverableProject& project)
{
    const auto found = std::find_if(m_projects.begin(), m_projects.end(),
                                    [&](const RecoverableProject& other) { return other.file == project.file; });
    if (found == m_projects.end())
        return;
    const auto row = static_cast<int>(found - m_projects.begin());
    Autosave::discard(project);
    m_projects.erase(found);
    delete m_list->takeItem(row);
    if (m_projects.empty())
        reject();
}

} // namespace dh
