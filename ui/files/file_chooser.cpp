#include "ui/files/file_chooser.h"

#include "ui/main_window/settings.h"

#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>

namespace dh
{

namespace
{

constexpr auto kFolderKey = "files/folder";

} // namespace

std::filesystem::path pathFrom(const QString& text)
{
    return QFile::encodeName(text).toStdString();
}

QString textOf(const std::filesystem::path& path)
{
    return QFile::decodeName(path.c_str());
}

QString DialogFileChooser::folder() const
{
    const QString last = m_settings.value(QLatin1String(kFolderKey)).toString();
    // The dialog takes what is no folder for the name of a file.
    for (const QString& known : {last, QStandardPaths::writableLocation(QStandardPaths::PicturesLocation)}) {
        if (QFileInfo(known).isDir())
            return known;
    }
    return QDir::homePath();
}

void DialogFileChooser::rememberFolderOf(const QString& file)
{
    m_settings.setValue(QLatin1String(kFolderKey), QFileInfo(file).absolutePath());
}

std::vector<std::filesystem::path> DialogFileChooser::filesToOpen(QWidget& parent, const QString& title,
                                                                  const QString& filter)
{
    std::vector<std::filesystem::path> paths;
    const QStringList files = QFileDialog::getOpenFileNames(&parent, title, folder(), filter);
    for (const QString& file : files)
        paths.push_back(pathFrom(file));
    if (!files.isEmpty())
        rememberFolderOf(files.front());
    return paths;
}

std::optional<std::filesystem::path> DialogFileChooser::fileToSave(QWidget& parent, const SaveProposal& proposal)
{
    QString start = textOf(proposal.path);
    // The folder may have been moved since the picture was opened.
    if (!proposal.path.has_parent_path() || !QFileInfo(start).dir().exists())
        start = folder() + QLatin1Char('/') + textOf(proposal.path.filename());
    QFileDialog dialog(&parent, proposal.title, start, proposal.filter);
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setOption(QFileDialog::DontConfirmOverwrite);
    dialog.setDefaultSuffix(proposal.suffix);
    dialog.selectFile(start);
    if (dialog.exec() != QDialog::Accepted || dialog.selectedFiles().isEmpty())
        return std::nullopt;
    rememberFolderOf(dialog.selectedFiles().front());
    return pathFrom(dialog.selectedFiles().front());
}

} // namespace dh
