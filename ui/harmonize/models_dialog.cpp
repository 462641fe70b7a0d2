#include "ui/harmonize/models_dialog.h"

#include "ui/harmonize/run_choices.h"
#include "ui/harmonize/run_words.h"
#include "ui/main_window/error_text.h"
#include "ui/main_window/mnemonics.h"
#include "ui/panels/latest_task.h"
#include "ui/panels/tab_order.h"

#include <QDesktopServices>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSplitter>
#include <QTextBrowser>
#include <QTreeWidget>
#include <QUrl>
#include <QVBoxLayout>

#include <utility>

namespace dh
{

namespace
{

constexpr QSize kWanted(860, 560);
constexpr int kHashShown = 12;
constexpr const char* kUsableState = "ok";

enum Column { kName, kSize, kType, kState, kHash };

QPushButton* button(const QString& text, QWidget* parent)
{
    auto* made = new QPushButton(text, parent);
    made->setAccessibleName(withoutMnemonic(text));
    made->setAutoDefault(false);
    return made;
}

/// The states of files are plain words of the library's own; the usual one is translated.
QString stateText(const std::string& state)
{
    return state == kUsableState ? ModelsDialog::tr("complete") : QString::fromStdString(state);
}

} // namespace

ModelFolderChooser standardModelFolderChooser()
{
    return [](QWidget& parent) {
        return QFileDialog::getExistingDirectory(&parent,
                                                 ModelsDialog::tr("Folder of a model, with its model_index.json"));
    };
}

ModelsDialog::ModelsDialog(RunChoices& choices, JobRunner& runner, ModelFolderChooser chooser, QWidget* parent)
    : QDialog(parent),
      m_choices(choices),
      m_runner(runner),
      m_chooser(std::move(chooser)),
      m_list(new QListWidget(this)),
      m_state(new QLabel(this)),
      m_files(new QTreeWidget(this)),
      m_card(new QTextBrowser(this)),
      m_verify(button(tr("&Verify"), this)),
      m_open(button(tr("&Open folder"), this)),
      m_remove(button(tr("&Remove from list"), this)),
      m_task(new LatestTask(this))
{
    setWindowTitle(tr("Models"));
    resize(kWanted);
    auto* splitter = new QSplitter(this);
    splitter->addWidget(makeList());
    splitter->addWidget(makeDetails());
    splitter->setStretchFactor(1, 1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->addWidget(splitter, 1);
    column->addWidget(buttons);
    tabInLayoutOrder(*column);

    connect(m_list, &QListWidget::currentRowChanged, this, &ModelsDialog::select);
    connect(&choices, &RunChoices::modelFoldersChanged, this, &ModelsDialog::fillList);
    connect(&runner, &JobRunner::verified, this, &ModelsDialog::verified);
    fillList();
}

ModelsDialog::~ModelsDialog()
{
    m_inspecting.cancel();
    endVerification();
}

QWidget* ModelsDialog::makeList()
{
    m_list->setAccessibleName(tr("Models"));
    auto* add = button(tr("&Add…"), this);
    connect(add, &QPushButton::clicked, this, &ModelsDialog::add);
    connect(m_remove, &QPushButton::clicked, this, &ModelsDialog::remove);
    auto* holder = new QWidget(this);
    auto* column = new QVBoxLayout(holder);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_list, 1);
    column->addWidget(add);
    column->addWidget(m_remove);
    return holder;
}

QWidget* ModelsDialog::makeDetails()
{
    m_state->setWordWrap(true);
    m_state->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_files->setAccessibleName(tr("Files of the model"));
    m_files->setHeaderLabels({tr("File"), tr("Size"), tr("Type"), tr("State"), tr("SHA-256")});
    m_files->setRootIsDecorated(false);
    m_files->setUniformRowHeights(true);
    m_card->setAccessibleName(tr("What the model is for"));
    m_card->setOpenExternalLinks(true);
    m_verify->setToolTip(tr("Builds every network and looks at every weight"));
    connect(m_verify, &QPushButton::clicked, this, &ModelsDialog::verify);
    connect(m_open, &QPushButton::clicked, this, &ModelsDialog::openFolder);
    auto* holder = new QWidget(this);
    auto* column = new QVBoxLayout(holder);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_state);
    column->addWidget(m_files, 2);
    column->addWidget(m_card, 1);
    auto* row = new QHBoxLayout;
    row->addWidget(m_verify);
    row->addWidget(m_open);
    row->addStretch(1);
    column->addLayout(row);
    return holder;
}

void ModelsDialog::fillList()
{
    const QString chosen = m_list->currentItem() != nullptr
                               ? m_list->currentItem()->data(Qt::UserRole).toString()
                               : QString::fromStdString(m_choices.run().model.root.string());
    m_list->clear();
    const auto add = [this](const QString& name, const QString& folder) {
        auto* item = new QListWidgetItem(name, m_list);
        item->setData(Qt::UserRole, folder);
        item->setToolTip(QDir::toNativeSeparators(folder));
    };
    add(tr("Built in"), QString());
    for (const QString& folder : m_choices.modelFolders())
        add(QDir(folder).dirName(), folder);
    int row = 0;
    for (int i = 0; i < m_list->count(); ++i) {
        if (m_list->item(i)->data(Qt::UserRole).toString() == chosen)
            row = i;
    }
    m_list->setCurrentRow(row);
}

void ModelsDialog::select(int row)
{
    if (row < 0)
        return;
    m_remove->setEnabled(row > 0);
    m_remove->setToolTip(row > 0 ? tr("The folder itself stays.") : tr("The built-in model always stays."));
    // What it finds would be shown beside another model.
    endVerification();
    inspect();
}

ModelLocation ModelsDialog::location() const
{
    ModelLocation location;
    if (const QListWidgetItem* item = m_list->currentItem())
        location.root = item->data(Qt::UserRole).toString().toStdString();
    return location;
}

void ModelsDialog::inspect()
{
    m_files->clear();
    m_card->clear();
    showFolder(location().root);
    // Its answer would be overwritten by this one.
    m_verify->setEnabled(false);
    showState(tr("Looking at the files…"));
    m_inspecting.cancel();
    m_inspecting = CancelSource();
    m_task->start([place = location(), cancel = m_inspecting.token()] { return inspectModel(place, true, cancel); },
                  [this](const ModelInspection& inspection) { inspected(inspection); },
                  [this](const Error& error) {
                      m_verify->setEnabled(true);
                      showState(errorText(error));
                  });
}

void ModelsDialog::inspected(const ModelInspection& inspection)
{
    showFolder(inspection.root);
    showFiles(inspection);
    m_verify->setEnabled(true);
    const QString size =
        tr("%1 in %n file(s).", nullptr, static_cast<int>(inspection.files.size())).arg(bytesText(inspection.size()));
    const QString state = inspection.problem.isEmpty() ? tr("The files are complete.") : inspection.problem;
    showState(QStringList{state, inspection.summary, size}.join(QLatin1Char('\n')));
    m_card->setVisible(!inspection.card.isEmpty());
    m_card->setMarkdown(inspection.card);
}

void ModelsDialog::showFiles(const ModelInspection& inspection)
{
    const QDir root(QString::fromStdString(inspection.root.string()));
    for (const CheckpointFile& file : inspection.files) {
        const QString path = QString::fromStdString(file.path.string());
        const QString hash = QString::fromStdString(file.sha256);
        auto* item = new QTreeWidgetItem(m_files);
        item->setText(kName, root.relativeFilePath(path));
        item->setToolTip(kName, QDir::toNativeSeparators(path));
        item->setText(kSize, bytesText(file.size));
        item->setText(kType, QString::fromStdString(file.dtypes));
        item->setText(kState, stateText(file.state));
        item->setText(kHash, hash.left(kHashShown));
        item->setToolTip(kHash, hash);
        item->setData(kHash, Qt::UserRole, hash);
    }
    m_files->header()->resizeSections(QHeaderView::ResizeToContents);
}

void ModelsDialog::add()
{
    const QString folder = m_chooser(*this);
    if (folder.isEmpty())
        return;
    m_choices.addModelFolder(folder);
    for (int row = 0; row < m_list->count(); ++row) {
        if (m_list->item(row)->data(Qt::UserRole).toString() == folder)
            m_list->setCurrentRow(row);
    }
}

void ModelsDialog::remove()
{
    const QString folder = m_list->currentItem()->data(Qt::UserRole).toString();
    m_list->setCurrentRow(0);
    m_choices.removeModelFolder(folder);
}

void ModelsDialog::showFolder(const std::filesystem::path& folder)
{
    m_folder = QString::fromStdString(folder.string());
    m_open->setEnabled(!m_folder.isEmpty());
    m_open->setToolTip(QDir::toNativeSeparators(m_folder));
}

void ModelsDialog::openFolder()
{
    QDesktopServices::openUrl(QUrl::fromLocalFile(m_folder));
}

void ModelsDialog::verify()
{
    m_verify->setEnabled(false);
    showState(m_runner.isBusy() ? tr("Waiting for the run to end…") : tr("Looking at every weight…"));
    m_verification = m_runner.addVerification(location());
}

/// Nobody waits for it any more, and a run shall not have to.
void ModelsDialog::endVerification()
{
    m_runner.cancel(std::exchange(m_verification, 0));
}

void ModelsDialog::verified(JobId id, const RunOutcome& outcome, const ModelVerification& verification)
{
    if (id != m_verification)
        return;
    m_verification = 0;
    m_verify->setEnabled(true);
    if (outcome.kind == RunOutcome::Kind::Failed)
        showState(errorText(*outcome.error));
    else if (outcome.kind == RunOutcome::Kind::Cancelled)
        showState(tr("The check was cancelled."));
    else if (verification.problems.empty())
        showState(tr("Every weight is as it should be; the model can be used."));
    else
        showState(tr("The model can't be used:\n%1").arg(QString::fromStdString(verification.problems)));
}

void ModelsDialog::showState(const QString& text)
{
    m_state->setText(text);
}

} // namespace dh
