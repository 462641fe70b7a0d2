#pragma once

#include "ui/main_window/studio_context.h"
#include "ui/main_window/window_module.h"
#include "ui/main_window/zoom_tool.h"

#include <QObject>

class QAction;

namespace dh
{

enum class MaskDisplay;

/// Zoom, the ways to show the mask, the canvas's colours, and the tools that only look: hand and zoom.
class ViewModule final : public QObject, public WindowModule
{
    Q_OBJECT
public:
    explicit ViewModule(StudioContext& context);
    void addActions(ActionRegistry& actions) override;
    void addTools(ToolBox& tools) override;
    void addPanels(PanelHost& host) override;

private:
    void addZoomActions(ActionRegistry& actions);
    void addMaskActions(ActionRegistry& actions);
    void toggleMask(MaskDisplay display);
    void showMaskDisplay();
    void applyColours();

    StudioContext& m_context;
    ZoomTool m_zoomTool;
    QAction* m_overlay = nullptr;
    QAction* m_maskOnly = nullptr;
};

} // namespace dh
