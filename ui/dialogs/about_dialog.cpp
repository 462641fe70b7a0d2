#include "ui/dialogs/about_dialog.h"

#include "ui/theme/icons.h"

#include <QApplication>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSysInfo>
#include <QVBoxLayout>

namespace dh
{

namespace
{

constexpr int kIconSide = 64;
constexpr int kTextWidth = 380;

} // namespace

AboutDialog::AboutDialog(QWidget* parent) : QDialog(parent)
{
    setWindowTitle(tr("About %1").arg(QApplication::applicationDisplayName()));
    auto* icon = new QLabel(this);
    icon->setPixmap(themedIcon(QStringLiteral("app")).pixmap(QSize(kIconSide, kIconSide), devicePixelRatioF()));
    auto* text = new QLabel(this);
    text->setWordWrap(true);
    text->setMinimumWidth(kTextWidth);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    text->setAccessibleName(windowTitle());
    text->setText(
        QStringLiteral("<h3>%1 %2</h3><p>%3</p><p>%4</p><p>%5</p>")
            .arg(QApplication::applicationDisplayName(), QLatin1String(DH_VERSION),
                 tr("Puts a foreground into a background and makes light and colour fit, with the DiffHarmony "
                    "method: latent diffusion conditioned on the composite and its mask, then refinement."),
                 tr("Everything runs on this computer; nothing is sent anywhere."),
                 tr("Qt %1 on %2").arg(QLatin1String(qVersion()), QSysInfo::prettyProductName())));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* row = new QHBoxLayout;
    row->addWidget(icon, 0, Qt::AlignTop);
    row->addWidget(text, 1);
    auto* column = new QVBoxLayout(this);
    column->addLayout(row);
    column->addWidget(buttons);
}

} // namespace dh
