#pragma once

#include <QDialog>

namespace dh
{

/// The program's version and those of what it is made with.
class AboutDialog : public QDialog
{
    Q_OBJECT
public:
    explicit AboutDialog(QWidget* parent);
};

} // namespace dh
