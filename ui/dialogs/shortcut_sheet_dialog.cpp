#include "ui/dialogs/shortcut_sheet_dialog.h"

#include "ui/main_window/actions.h"
#include "ui/main_window/mnemonics.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace dh
{

namespace
{

constexpr QSize kWanted(560, 560);

QString tableRow(const QString& name, const QString& keys)
{
    return QStringLiteral("<tr><td width=\"60%\">%1</td><td>%2</td></tr>")
        .arg(name.toHtmlEscaped(), keys.toHtmlEscaped());
}

QString table(const QString& title, const QString& rows)
{
    return rows.isEmpty() ? QString()
                          : QStringLiteral("<h3>%1</h3><table width=\"100%\" cellpadding=\"2\">%2</table>")
                                .arg(title.toHtmlEscaped(), rows);
}

QString menuTable(MenuId menu, const ActionRegistry& actions)
{
    QString rows;
    for (const auto& entry : actions.entries()) {
        const auto keys = actions.shortcuts(entry.spec.id);
        if (entry.action != nullptr && entry.spec.menu == menu && !keys.isEmpty())
            rows +=
                tableRow(withoutMnemonic(entry.spec.text), QKeySequence::listToString(keys, QKeySequence::NativeText));
    }
    return table(withoutMnemonic(ActionRegistry::menuTitle(menu)), rows);
}

QString pointerTable()
{
    QString rows;
    rows += tableRow(ShortcutSheetDialog::tr("Zoom at the pointer"), ShortcutSheetDialog::tr("Wheel"));
    rows +=
        tableRow(ShortcutSheetDialog::tr("Move the view"), ShortcutSheetDialog::tr("Space and drag, middle button"));
    rows += tableRow(ShortcutSheetDialog::tr("Brush size and hardness"), ShortcutSheetDialog::tr("Right-drag"));
    rows += tableRow(ShortcutSheetDialog::tr("Straight line with the brush"), ShortcutSheetDialog::tr("Shift-click"));
    rows += tableRow(ShortcutSheetDialog::tr("Add to the mask"), ShortcutSheetDialog::tr("Shift and drag"));
    rows += tableRow(ShortcutSheetDialog::tr("Take away from the mask"), ShortcutSheetDialog::tr("Alt and drag"));
    rows += tableRow(ShortcutSheetDialog::tr("Nudge the layer by 1 or 10 pixels"),
                     ShortcutSheetDialog::tr("Arrow keys, with Shift"));
    return table(ShortcutSheetDialog::tr("On the canvas"), rows);
}

} // namespace

ShortcutSheetDialog::ShortcutSheetDialog(const ActionRegistry& actions, QWidget* parent) : QDialog(parent)
{
    setWindowTitle(tr("Keyboard shortcuts"));
    QString html = pointerTable();
    for (const MenuId menu : {MenuId::File, MenuId::Edit, MenuId::Layer, MenuId::Mask, MenuId::View, MenuId::Harmonize,
                              MenuId::Window, MenuId::Help})
        html += menuTable(menu, actions);
    auto* sheet = new QTextBrowser(this);
    sheet->setAccessibleName(windowTitle());
    sheet->setHtml(html);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->addWidget(sheet, 1);
    column->addWidget(buttons);
    resize(kWanted);
}

} // namespace dh
