#include "ui/main_window/view_module.h"

#include "ui/canvas/canvas_view.h"
#include "ui/main_window/actions.h"
#include "ui/main_window/settings.h"
#include "ui/main_window/tool_box.h"
#include "ui/theme/theme.h"

#include <QAction>

namespace dh
{

namespace
{

constexpr int kZoomGroup = 10;
constexpr int kMaskViewGroup = 40;
constexpr int kLookingTools = 90;
constexpr double kDouble = 2.0;

} // namespace

ViewModule::ViewModule(StudioContext& context) : m_context(context), m_zoomTool(context.canvas)
{
    connect(&context.settings, &Settings::canvasColoursChanged, this, &ViewModule::applyColours);
    connect(&context.settings, &Settings::themeChanged, this, &ViewModule::applyColours);
}

void ViewModule::addActions(ActionRegistry& actions)
{
    addZoomActions(actions);
    addMaskActions(actions);
}

void ViewModule::addZoomActions(ActionRegistry& actions)
{
    CanvasView& canvas = m_context.canvas;
    const auto add = [&actions](const QString& id, const QString& text, const QString& icon,
                                const QList<QKeySequence>& keys, std::function<void()> run) {
        ActionSpec spec;
        spec.id = id;
        spec.text = text;
        spec.menu = MenuId::View;
        spec.group = kZoomGroup;
        spec.icon = icon;
        spec.shortcuts = keys;
        spec.needs = ActionNeeds::Picture;
        spec.run = std::move(run);
        actions.add(spec);
    };
    add(QStringLiteral("view.zoom_in"), tr("Zoom &in"), {},
        {QKeySequence(Qt::CTRL | Qt::Key_Plus), QKeySequence(Qt::CTRL | Qt::Key_Equal)},
        [&canvas] { canvas.zoomIn(); });
    add(QStringLiteral("view.zoom_out"), tr("Zoom &out"), {}, {QKeySequence(Qt::CTRL | Qt::Key_Minus)},
        [&canvas] { canvas.zoomOut(); });
    add(QStringLiteral("view.fit"), tr("&Fit on screen"), QStringLiteral("fit"), {QKeySequence(Qt::CTRL | Qt::Key_0)},
        [&canvas] { canvas.fit(); });
    add(QStringLiteral("view.actual_size"), tr("&100 %"), QStringLiteral("actual-size"),
        {QKeySequence(Qt::CTRL | Qt::Key_1)}, [&canvas] { canvas.actualSize(); });
    add(QStringLiteral("view.double_size"), tr("&200 %"), {}, {QKeySequence(Qt::CTRL | Qt::Key_2)},
        [&canvas] { canvas.setZoomFactor(kDouble); });
}

void ViewModule::addMaskActions(ActionRegistry& actions)
{
    ActionSpec overlay;
    overlay.id = QStringLiteral("mask.show_overlay");
    overlay.text = tr("Show &mask");
    overlay.menu = MenuId::Mask;
    overlay.group = kMaskViewGroup;
    overlay.icon = QStringLiteral("mask-overlay");
    overlay.hint = tr("Tints what the mask selects");
    overlay.shortcuts = {QKeySequence(Qt::Key_Q)};
    overlay.needs = ActionNeeds::Layer;
    overlay.checkable = true;
    overlay.run = [this] { toggleMask(MaskDisplay::Overlay); };
    m_overlay = actions.add(overlay);
    ActionSpec only = overlay;
    only.id = QStringLiteral("mask.show_only");
    only.text = tr("Show the mask &alone");
    only.icon = QStringLiteral("mask");
    only.hint = tr("White is selected, black is not");
    only.shortcuts = {QKeySequence(Qt::SHIFT | Qt::Key_Q)};
    only.run = [this] { toggleMask(MaskDisplay::MaskOnly); };
    m_maskOnly = actions.add(only);
    showMaskDisplay();
    // The mask panel changes it, too.
    QObject::connect(&actions, &ActionRegistry::refreshRequested, m_overlay, [this] { showMaskDisplay(); });
}

void ViewModule::addTools(ToolBox& tools)
{
    ToolSpec hand;
    hand.id = QStringLiteral("tool.hand");
    hand.name = tr("&Hand");
    hand.icon = QStringLiteral("tool-hand");
    hand.shortcut = QKeySequence(Qt::Key_H);
    hand.group = kLookingTools;
    hand.hint = tr("Drag to move the view. With any tool: hold Space, or drag with the middle button.");
    tools.add(hand);
    ToolSpec zoom;
    zoom.id = QStringLiteral("tool.zoom");
    zoom.name = tr("&Zoom");
    zoom.icon = QStringLiteral("tool-zoom");
    zoom.shortcut = QKeySequence(Qt::Key_Z);
    zoom.group = kLookingTools;
    zoom.tool = &m_zoomTool;
    zoom.hint = tr("Click to zoom in, Alt-click to zoom out. With any tool: turn the wheel.");
    tools.add(zoom);
}

void ViewModule::addPanels(PanelHost&)
{
    applyColours();
}

void ViewModule::toggleMask(MaskDisplay display)
{
    const bool isOn = m_context.canvas.maskDisplay() == display;
    m_context.canvas.setMaskDisplay(isOn ? MaskDisplay::Off : display);
    m_context.actions.requestRefresh();
}

void ViewModule::showMaskDisplay()
{
    m_overlay->setChecked(m_context.canvas.maskDisplay() == MaskDisplay::Overlay);
    m_maskOnly->setChecked(m_context.canvas.maskDisplay() == MaskDisplay::MaskOnly);
}

void ViewModule::applyColours()
{
    const CanvasColours colours = m_context.settings.canvasColours();
    CanvasView& canvas = m_context.canvas;
    canvas.setCheckerboard(colours.checkerLight, colours.checkerDark);
    canvas.setMaskColour(colours.mask, colours.maskOpacity);
    QPalette palette = canvas.palette();
    palette.setColor(QPalette::Window,
                     colours.workspace.isValid() ? colours.workspace : workspaceColour(currentShade()));
    canvas.setPalette(palette);
}

} // namespace dh
