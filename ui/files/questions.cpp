#include "ui/files/questions.h"

#include "ui/files/file_chooser.h"
#include "ui/main_window/studio_status_bar.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QMessageBox>
#include <QPushButton>

#include <utility>

namespace dh
{

namespace
{

struct Words {
    Q_DECLARE_TR_FUNCTIONS(dh::FileQuestions)
};

QMessageBox* makeBox(QWidget& parent, const QString& text, const QString& consequence)
{
    auto* box = new QMessageBox(QMessageBox::Question, QGuiApplication::applicationDisplayName(), text,
                                QMessageBox::NoButton, &parent);
    box->setInformativeText(consequence);
    box->setAttribute(Qt::WA_DeleteOnClose);
    return box;
}

/// `yes` is the button that goes ahead; Escape and the default are to leave things as they are.
void askWhether(QMessageBox& box, const QString& yes, std::function<void(bool)> answered)
{
    QPushButton* go = box.addButton(yes, QMessageBox::AcceptRole);
    QPushButton* stay = box.addButton(QMessageBox::Cancel);
    box.setDefaultButton(stay);
    QObject::connect(&box, &QMessageBox::finished, &box,
                     [&box, go, answered = std::move(answered)] { answered(box.clickedButton() == go); });
    box.open();
}

/// @param question with a place for the file's name
void askAboutLoss(QWidget& parent, const QString& question, const std::filesystem::path& path,
                  std::function<void(bool)> answered)
{
    QMessageBox* box =
        makeBox(parent, question.arg(textOf(path.filename())),
                Words::tr("What the file holds now is lost. It lies in %1.").arg(textOf(path.parent_path())));
    askWhether(*box, Words::tr("&Replace"), std::move(answered));
}

} // namespace

void askUnsaved(QWidget& parent, const QString& name, std::function<void(UnsavedAnswer)> answered)
{
    QMessageBox* box =
        makeBox(parent, Words::tr("Save the changes to “%1”?").arg(name), Words::tr("Without saving, they are lost."));
    box->setStandardButtons(QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel);
    box->setDefaultButton(QMessageBox::Save);
    QObject::connect(box, &QMessageBox::finished, box, [answered = std::move(answered)](int button) {
        answered(button == QMessageBox::Save      ? UnsavedAnswer::Save
                 : button == QMessageBox::Discard ? UnsavedAnswer::Discard
                                                  : UnsavedAnswer::Cancel);
    });
    box->open();
}

void askReplace(QWidget& parent, const std::filesystem::path& path, std::function<void(bool)> answered)
{
    askAboutLoss(parent, Words::tr("“%1” exists. Replace it?"), path, std::move(answered));
}

void askReplaceChanged(QWidget& parent, const std::filesystem::path& path, std::function<void(bool)> answered)
{
    askAboutLoss(parent, Words::tr("“%1” has changed since it was opened here. Replace it?"), path,
                 std::move(answered));
}

void askDiscard(QWidget& parent, const QString& name, std::function<void(bool)> answered)
{
    QMessageBox* box =
        makeBox(parent, Words::tr("Discard “%1”?").arg(name), Words::tr("This work is kept nowhere else."));
    askWhether(*box, Words::tr("&Discard"), std::move(answered));
}

void askOpenLarge(QWidget& parent, const QString& name, std::uint64_t neededBytes, std::uint64_t freeBytes,
                  std::function<void(bool)> answered)
{
    QMessageBox* box = makeBox(
        parent,
        Words::tr("“%1” needs %2, %3 are free: open it anyway?").arg(name, byteText(neededBytes), byteText(freeBytes)),
        Words::tr("With too little memory everything becomes slow, and the system may end programs. Save your work "
                  "before."));
    askWhether(*box, Words::tr("&Open anyway"), std::move(answered));
}

} // namespace dh
