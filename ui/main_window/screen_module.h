#pragma once

#include "ui/main_window/studio_context.h"
#include "ui/main_window/window_module.h"

#include <QObject>

class QAction;
class QMainWindow;

namespace dh
{

class PanelDock;

/// Full screen, panels away and back, the layout as it was at first, and the way from panel to panel by key.
class ScreenModule final : public QObject, public WindowModule
{
    Q_OBJECT
public:
    ScreenModule(StudioContext& context, QMainWindow& window, PanelDock& panels)
        : m_context(context), m_window(window), m_panels(panels)
    {
    }
    void addActions(ActionRegistry& actions) override;
    void closing() override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    StudioContext& m_context;
    QMainWindow& m_window;
    PanelDock& m_panels;
    QAction* m_fullScreen = nullptr;
};

} // namespace dh
