#include "ui/panels/tool_module.h"

#include "ui/canvas/canvas_view.h"
#include "ui/canvas/transform_tool.h"
#include "ui/main_window/actions.h"
#include "ui/main_window/settings.h"
#include "ui/main_window/tool_box.h"
#include "ui/panels/tool_options.h"
#include "ui/tools/brush_tool.h"
#include "ui/tools/ellipse_tool.h"
#include "ui/tools/grab_cut_tool.h"
#include "ui/tools/lasso_tool.h"
#include "ui/tools/magic_wand_tool.h"
#include "ui/tools/mask_tool_settings.h"
#include "ui/tools/polygon_tool.h"
#include "ui/tools/rectangle_tool.h"

#include <QRectF>

#include <utility>

namespace dh
{

namespace
{

enum Group { kPlaceTools = 10, kPaintTools = 20, kSelectTools = 30 };

constexpr int kBrushGroup = 51; ///< in the menu Edit, below the tools

/// A tool's setting that the next session begins with. How a selection meets the mask is none: one that takes away
/// would surprise.
template <typename Value>
struct KeptSetting {
    const char* key;
    Value (ToolSettings::*read)() const;
    void (ToolSettings::*write)(Value);
};
constexpr KeptSetting<double> kKeptNumbers[] = {
    {"tools/brush_diameter", &ToolSettings::brushDiameter, &ToolSettings::setBrushDiameter},
    {"tools/brush_hardness", &ToolSettings::brushHardness, &ToolSettings::setBrushHardness},
    {"tools/brush_flow", &ToolSettings::brushFlow, &ToolSettings::setBrushFlow},
    {"tools/brush_spacing", &ToolSettings::brushSpacing, &ToolSettings::setBrushSpacing},
    {"tools/feather", &ToolSettings::feather, &ToolSettings::setFeather},
    {"tools/wand_tolerance", &ToolSettings::wandTolerance, &ToolSettings::setWandTolerance}};
constexpr KeptSetting<bool> kKeptSwitches[] = {
    {"tools/pressure_sets_size", &ToolSettings::pressureSetsSize, &ToolSettings::setPressureSetsSize},
    {"tools/wand_contiguous", &ToolSettings::wandContiguous, &ToolSettings::setWandContiguous}};
constexpr auto kWandSample = "tools/wand_sample";

MaskToolContext maskContext(StudioContext& context)
{
    return {context.document, context.toolSettings,
            [&canvas = context.canvas](const QRectF& area) {
                if (area.isEmpty())
                    canvas.update();
                else
                    canvas.updateOverlay(area);
            },
            [&notices = context.notices](const Error& error) { notices.report(error); },
            [&notices = context.notices](const QString& text) { notices.inform(text); }};
}

} // namespace

ToolModule::ToolModule(StudioContext& context) : m_context(context)
{
    restoreSettings();
    // The ring around the pointer follows keys and sliders, too.
    const auto redraw = [&canvas = context.canvas] { canvas.update(); };
    QObject::connect(&context.toolSettings, &ToolSettings::brushDiameterChanged, &context.canvas, redraw);
    QObject::connect(&context.toolSettings, &ToolSettings::brushHardnessChanged, &context.canvas, redraw);
}

ToolModule::~ToolModule() = default;

void ToolModule::restoreSettings()
{
    ToolSettings& tools = m_context.toolSettings;
    for (const auto& kept : kKeptNumbers) {
        bool isNumber = false;
        const double stored = m_context.settings.value(QLatin1String(kept.key)).toDouble(&isNumber);
        if (isNumber)
            (tools.*kept.write)(stored);
    }
    for (const auto& kept : kKeptSwitches)
        (tools.*kept.write)(m_context.settings.value(QLatin1String(kept.key), (tools.*kept.read)()).toBool());
    if (m_context.settings.value(QLatin1String(kWandSample)).toInt() == static_cast<int>(WandSample::Composite))
        tools.setWandSample(WandSample::Composite);
}

void ToolModule::closing()
{
    const ToolSettings& tools = m_context.toolSettings;
    for (const auto& kept : kKeptNumbers)
        m_context.settings.setValue(QLatin1String(kept.key), (tools.*kept.read)());
    for (const auto& kept : kKeptSwitches)
        m_context.settings.setValue(QLatin1String(kept.key), (tools.*kept.read)());
    m_context.settings.setValue(QLatin1String(kWandSample), static_cast<int>(tools.wandSample()));
}

void ToolModule::addActions(ActionRegistry& actions)
{
    ToolSettings& settings = m_context.toolSettings;
    const auto add = [&actions](const char* id, const QString& text, const char* key, std::function<void()> run) {
        ActionSpec spec;
        spec.id = QLatin1String(id);
        spec.text = text;
        spec.menu = MenuId::Edit;
        spec.group = kBrushGroup;
        spec.submenu = tr("&Brush");
        spec.shortcuts = {QKeySequence(QLatin1String(key))};
        spec.run = std::move(run);
        actions.add(spec);
    };
    add("brush.larger", tr("&Larger brush"), "]", [&settings] { settings.changeDiameter(1); });
    add("brush.smaller", tr("&Smaller brush"), "[", [&settings] { settings.changeDiameter(-1); });
    add("brush.harder", tr("&Harder brush"), "}", [&settings] { settings.changeHardness(1); });
    add("brush.softer", tr("S&ofter brush"), "{", [&settings] { settings.changeHardness(-1); });
}

void ToolModule::addTools(ToolBox& tools)
{
    using MakeOptions = QWidget* (*)(ToolSettings&, QWidget*);
    const auto add = [&](const char* id, const QString& name, const char* icon, const QString& key, Group group,
                         std::unique_ptr<CanvasTool> tool, MakeOptions options) {
        ToolSpec spec;
        spec.id = QLatin1String(id);
        spec.name = name;
        spec.icon = QLatin1String(icon);
        spec.shortcut = QKeySequence(key);
        spec.group = group;
        spec.tool = tool.get();
        if (options != nullptr)
            spec.makeOptions = [this, options](QWidget* parent) { return options(m_context.toolSettings, parent); };
        m_tools.push_back(std::move(tool));
        tools.add(spec);
    };
    const MaskToolContext mask = maskContext(m_context);
    const auto key = [](const char* text) { return QString::fromLatin1(text); };
    add("tool.move", tr("&Move"), "tool-move", key("V"), kPlaceTools, std::make_unique<TransformTool>(m_context.canvas),
        nullptr);
    add("tool.brush", tr("&Brush"), "tool-brush", key("B"), kPaintTools,
        std::make_unique<BrushTool>(mask, BrushMode::Paint), makeBrushOptions);
    add("tool.eraser", tr("&Eraser"), "tool-eraser", key("E"), kPaintTools,
        std::make_unique<BrushTool>(mask, BrushMode::Erase), makeBrushOptions);
    add("tool.lasso", tr("&Lasso"), "tool-lasso", key("L"), kSelectTools, std::make_unique<LassoTool>(mask),
        makeSelectionOptions);
    add("tool.polygon", tr("&Polygon"), "tool-polygon", key("Shift+L"), kSelectTools,
        std::make_unique<PolygonTool>(mask), makeSelectionOptions);
    add("tool.rectangle", tr("&Rectangle"), "tool-rectangle", key("M"), kSelectTools,
        std::make_unique<RectangleTool>(mask), makeSelectionOptions);
    add("tool.ellipse", tr("Ell&ipse"), "tool-ellipse", key("Shift+M"), kSelectTools,
        std::make_unique<EllipseTool>(mask), makeSelectionOptions);
    add("tool.wand", tr("Magic &wand"), "tool-wand", key("W"), kSelectTools, std::make_unique<MagicWandTool>(mask),
        makeWandOptions);
    add("tool.cut_out", tr("&Cut out"), "tool-grabcut", key("Shift+W"), kSelectTools,
        std::make_unique<GrabCutTool>(mask), makeCutOptions);
}

} // namespace dh
