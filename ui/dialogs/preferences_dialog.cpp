#include "ui/dialogs/preferences_dialog.h"

#include "ui/main_window/window_module.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QListWidget>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace dh
{

namespace
{

constexpr int kNamesWidth = 150;
constexpr int kNamesSpacing = 3;
constexpr QSize kWanted(700, 480);

} // namespace

PreferencesDialog::PreferencesDialog(const PreferencesPages& pages, QWidget* parent)
    : QDialog(parent), m_names(new QListWidget(this)), m_stack(new QStackedWidget(this))
{
    setWindowTitle(tr("Preferences"));
    m_names->setAccessibleName(tr("Pages"));
    m_names->setFixedWidth(kNamesWidth);
    m_names->setSpacing(kNamesSpacing);
    for (const PreferencesPageSpec& spec : pages.pages()) {
        QWidget* page = spec.make(m_stack);
        m_names->addItem(spec.title);
        m_stack->addWidget(page);
        if (auto* stored = dynamic_cast<PreferencesPage*>(page))
            m_pages.push_back(stored);
    }
    connect(m_names, &QListWidget::currentRowChanged, m_stack, &QStackedWidget::setCurrentIndex);
    m_names->setCurrentRow(0);

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    connect(buttons, &QDialogButtonBox::accepted, this, &PreferencesDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &PreferencesDialog::reject);
    auto* row = new QHBoxLayout;
    row->addWidget(m_names);
    row->addWidget(m_stack, 1);
    auto* column = new QVBoxLayout(this);
    column->addLayout(row, 1);
    column->addWidget(buttons);
    resize(kWanted);
}

void PreferencesDialog::accept()
{
    for (PreferencesPage* page : m_pages)
        page->apply();
    QDialog::accept();
}

} // namespace dh
