#pragma once

#include <QDialog>

namespace dh
{

class ActionRegistry;

/// Every command that has a shortcut, menu by menu, and what the pointer does on the canvas.
class ShortcutSheetDialog : public QDialog
{
    Q_OBJECT
public:
    ShortcutSheetDialog(const ActionRegistry& actions, QWidget* parent);
};

} // namespace dh
