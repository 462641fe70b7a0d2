#pragma once

#include <QDialog>

#include <vector>

class QListWidget;
class QStackedWidget;

namespace dh
{

class PreferencesPage;
class PreferencesPages;

/// All pages of the preferences: names at the left, the page at the right. Stores when accepted.
class PreferencesDialog : public QDialog
{
    Q_OBJECT
public:
    PreferencesDialog(const PreferencesPages& pages, QWidget* parent);
    void accept() override;

private:
    QListWidget* m_names;
    QStackedWidget* m_stack;
    std::vector<PreferencesPage*> m_pages;
};

} // namespace dh
