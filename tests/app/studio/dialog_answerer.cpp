#include "tests/app/studio/dialog_answerer.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QFileDialog>
#include <QMessageBox>

#include <chrono>

namespace dh::test
{

namespace
{

using namespace std::chrono_literals;

/// Long enough for some events inside the dialog.
constexpr auto kPatience = 60ms;

} // namespace

DialogAnswerer::DialogAnswerer(const QString& folder, unsigned seed) : m_folder(folder), m_random(seed)
{
    connect(&m_timer, &QTimer::timeout, this, &DialogAnswerer::look);
    m_timer.start(kPatience);
}

bool DialogAnswerer::isOffLimits(const QWidget& dialog)
{
    return dialog.inherits("QFileDialog") || dialog.inherits("dh::PreferencesDialog");
}

void DialogAnswerer::look()
{
    if (m_isAnswerDue || (QApplication::activeModalWidget() == nullptr && QApplication::activePopupWidget() == nullptr))
        return;
    m_isAnswerDue = true;
    // Not in here: a timer never fires inside its own event, and the answer may open a dialog that blocks.
    QMetaObject::invokeMethod(this, &DialogAnswerer::answer, Qt::QueuedConnection);
}

void DialogAnswerer::answer()
{
    m_isAnswerDue = false;
    ++m_answered;
    if (QWidget* popup = QApplication::activePopupWidget()) {
        popup->close();
        return;
    }
    auto* dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget());
    if (dialog == nullptr)
        return;
    if (auto* files = qobject_cast<QFileDialog*>(dialog)) {
        chooseFile(*files);
    } else if (auto* box = qobject_cast<QMessageBox*>(dialog); box != nullptr && !box->buttons().isEmpty()) {
        box->buttons().at(below(static_cast<int>(box->buttons().size())))->click();
    } else if (below(2) == 0) {
        dialog->accept();
    } else {
        dialog->reject();
    }
}

void DialogAnswerer::chooseFile(QFileDialog& dialog)
{
    const QDir folder(m_folder);
    dialog.setDirectory(folder);
    const bool isSaving = dialog.acceptMode() == QFileDialog::AcceptSave;
    const QStringList present = folder.entryList(QDir::Files);
    const QStringList fresh{QStringLiteral("work.dhs"), QStringLiteral("out.png"), QStringLiteral("out.jpg"),
                            QStringLiteral("out.tif")};
    const QStringList& names = isSaving ? fresh : present;
    if (names.isEmpty() || below(3) == 0) {
        dialog.reject();
        return;
    }
    dialog.selectFile(folder.filePath(names.at(below(static_cast<int>(names.size())))));
    static_cast<QDialog&>(dialog).accept();
    if (dialog.isVisible())
        dialog.reject(); // it wasn't content with the name
}

int DialogAnswerer::below(int count)
{
    return static_cast<int>(m_random() % static_cast<unsigned>(count));
}

} // namespace dh::test
