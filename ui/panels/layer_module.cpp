#include "ui/panels/layer_module.h"

#include "core/document/document.h"
#include "ui/canvas/canvas_view.h"
#include "ui/main_window/actions.h"
#include "ui/main_window/mnemonics.h"
#include "ui/main_window/panel_host.h"
#include "ui/panels/history_panel.h"
#include "ui/panels/layer_panel.h"
#include "ui/panels/mask_panel.h"
#include "ui/panels/navigator_panel.h"
#include "ui/panels/placement_panel.h"

#include <algorithm>
#include <utility>

namespace dh
{

namespace
{

enum Group { kListGroup = 10, kOrderGroup = 20, kPlaceGroup = 30, kStateGroup = 40 };

constexpr auto kLayersPanel = "layers";
constexpr double kQuarterTurn = 90.0;
/// How the panels share a column.
enum Height { kPlacementHeight = 190, kLayersHeight = 220 };

ActionSpec layerAction(const char* id, const QString& text, Group group, ActionNeeds needs, std::function<void()> run)
{
    ActionSpec spec;
    spec.id = QLatin1String(id);
    spec.text = text;
    spec.menu = MenuId::Layer;
    spec.group = group;
    spec.needs = needs;
    spec.run = std::move(run);
    return spec;
}

} // namespace

void LayerModule::addActions(ActionRegistry& actions)
{
    addListActions(actions);
    addOrderActions(actions);
    addPlaceActions(actions);
    addStateActions(actions);
}

void LayerModule::addListActions(ActionRegistry& actions)
{
    ActionSpec spec =
        layerAction("layer.duplicate", tr("&Duplicate"), kListGroup, ActionNeeds::Layer, [this] { duplicate(); });
    spec.icon = QStringLiteral("duplicate");
    spec.shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_J)};
    actions.add(spec);
    spec = layerAction("layer.delete", tr("De&lete"), kListGroup, ActionNeeds::UnlockedLayer, [this] { remove(); });
    spec.icon = QStringLiteral("delete");
    spec.shortcuts = {QKeySequence(Qt::Key_Delete)};
    spec.scope = ShortcutScope::Canvas;
    actions.add(spec);
    spec = layerAction("layer.rename", tr("Re&name"), kListGroup, ActionNeeds::Layer, [this] { rename(); });
    spec.shortcuts = {QKeySequence(Qt::Key_F2)};
    actions.add(spec);
}

void LayerModule::addOrderActions(ActionRegistry& actions)
{
    const auto isNotTop = [this] { return selectedIndex() + 1 < layerCount(); };
    const auto isNotBottom = [this] { return selectedIndex() > 0; };
    const auto add = [&](const char* id, const QString& text, const char* icon, const QKeySequence& key,
                         std::function<void()> run, std::function<bool()> enabledWhen) {
        ActionSpec spec = layerAction(id, text, kOrderGroup, ActionNeeds::Layer, std::move(run));
        spec.icon = QLatin1String(icon);
        spec.shortcuts = {key};
        spec.enabledWhen = std::move(enabledWhen);
        actions.add(spec);
    };
    add(
        "layer.raise", tr("&Raise"), "raise", QKeySequence(Qt::CTRL | Qt::Key_BracketRight),
        [this] { moveTo(tr("Raise layer"), selectedIndex() + 1); }, isNotTop);
    add(
        "layer.lower", tr("Lo&wer"), "lower", QKeySequence(Qt::CTRL | Qt::Key_BracketLeft),
        [this] { moveTo(tr("Lower layer"), selectedIndex() - 1); }, isNotBottom);
    add(
        "layer.to_top", tr("To the &top"), "", QKeySequence(QStringLiteral("Ctrl+Shift+]")),
        [this] { moveTo(tr("Raise layer to the top"), layerCount() - 1); }, isNotTop);
    add(
        "layer.to_bottom", tr("To the &bottom"), "", QKeySequence(QStringLiteral("Ctrl+Shift+[")),
        [this] { moveTo(tr("Lower layer to the bottom"), 0); }, isNotBottom);
    add(
        "layer.select_above", tr("Select the layer &above"), "", QKeySequence(Qt::ALT | Qt::Key_BracketRight),
        [this] { selectBeside(1); }, isNotTop);
    add(
        "layer.select_below", tr("Select the layer b&elow"), "", QKeySequence(Qt::ALT | Qt::Key_BracketLeft),
        [this] { selectBeside(-1); }, isNotBottom);
}

void LayerModule::addPlaceActions(ActionRegistry& actions)
{
    const auto add = [&](const char* id, const QString& text, const char* icon, const QKeySequence& key,
                         std::function<void(Layer&)> change) {
        QString step = withoutMnemonic(text);
        ActionSpec spec =
            layerAction(id, text, kPlaceGroup, ActionNeeds::UnlockedLayer,
                        [this, step = std::move(step), change = std::move(change)] { editSelected(step, change); });
        spec.icon = QLatin1String(icon);
        if (!key.isEmpty())
            spec.shortcuts = {key};
        actions.add(spec);
    };
    const auto canvas = [this] { return m_context.document.composition().size(); };
    add("layer.flip_horizontal", tr("Flip &horizontally"), "flip-horizontal", QKeySequence(Qt::SHIFT | Qt::Key_H),
        [](Layer& layer) { layer.transform.flipHorizontal = !layer.transform.flipHorizontal; });
    add("layer.flip_vertical", tr("Flip &vertically"), "flip-vertical", QKeySequence(Qt::SHIFT | Qt::Key_V),
        [](Layer& layer) { layer.transform.flipVertical = !layer.transform.flipVertical; });
    add("layer.rotate_right", tr("Rotate 90° to the ri&ght"), "", {},
        [](Layer& layer) { layer.transform.rotation += kQuarterTurn; });
    add("layer.rotate_left", tr("R&otate 90° to the left"), "", {},
        [](Layer& layer) { layer.transform.rotation -= kQuarterTurn; });
    add("layer.centre", tr("&Centre on the canvas"), "", {}, [canvas](Layer& layer) {
        layer.transform.pivotInLayer = {layer.image.width() / 2.0, layer.image.height() / 2.0};
        layer.transform.pivotInCanvas = {canvas().width / 2.0, canvas().height / 2.0};
    });
    add("layer.fit", tr("&Fit into the canvas"), "fit", {},
        [canvas](Layer& layer) { layer.transform = LayerTransform::fittedAndCentred(layer.image.size(), canvas()); });
    add("layer.reset_placement", tr("Reset the &placement"), "reset", {}, [](Layer& layer) {
        LayerTransform fresh;
        fresh.pivotInLayer = {layer.image.width() / 2.0, layer.image.height() / 2.0};
        fresh.pivotInCanvas = fresh.pivotInLayer;
        layer.transform = fresh;
        layer.opacity = 1.0;
    });
}

void LayerModule::addStateActions(ActionRegistry& actions)
{
    ActionSpec spec = layerAction("layer.toggle_visible", tr("&Show or hide"), kStateGroup, ActionNeeds::Layer, [this] {
        const Layer* layer = m_context.document.composition().layer(m_context.document.selectedLayer());
        editSelected(layer->visible ? tr("Hide layer") : tr("Show layer"),
                     [](Layer& changed) { changed.visible = !changed.visible; });
    });
    spec.shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_Comma)};
    actions.add(spec);
    spec = layerAction("layer.toggle_locked", tr("Loc&k or unlock"), kStateGroup, ActionNeeds::Layer, [this] {
        const Layer* layer = m_context.document.composition().layer(m_context.document.selectedLayer());
        editSelected(layer->locked ? tr("Unlock layer") : tr("Lock layer"),
                     [](Layer& changed) { changed.locked = !changed.locked; });
    });
    spec.shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_Slash)};
    actions.add(spec);
}

void LayerModule::addPanels(PanelHost& host)
{
    Document& document = m_context.document;
    m_host = &host;
    m_panel = new LayerPanel(document, m_context.actions);
    const QString placement = QStringLiteral("placement");
    const QString layers = QLatin1String(kLayersPanel);
    host.addPanel({.id = placement,
                   .title = tr("Placement"),
                   .content = new PlacementPanel(document, m_context.actions),
                   .height = kPlacementHeight});
    host.addPanel(
        {.id = QStringLiteral("mask"), .title = tr("Mask"), .content = new MaskPanel(m_context), .tabWith = placement});
    host.addPanel({.id = QStringLiteral("navigator"),
                   .title = tr("Navigator"),
                   .content = new NavigatorPanel(m_context.canvas),
                   .tabWith = placement});
    host.addPanel({.id = layers, .title = tr("Layers"), .content = m_panel, .height = kLayersHeight});
    host.addPanel({.id = QStringLiteral("history"),
                   .title = tr("History"),
                   .content = new HistoryPanel(document),
                   .tabWith = layers});
    host.showPanel(layers);
    host.showPanel(placement);
}

void LayerModule::editSelected(const QString& step, const std::function<void(Layer&)>& change)
{
    Document& document = m_context.document;
    document.edit(step, [&](Composition& composition) { change(*composition.layer(document.selectedLayer())); });
}

void LayerModule::duplicate()
{
    Document& document = m_context.document;
    const LayerId copyId = document.newId();
    const int index = selectedIndex();
    document.edit(tr("Duplicate layer"), [&](Composition& composition) {
        Layer copy = composition.layers.at(static_cast<std::size_t>(index));
        copy.id = copyId;
        copy.name = tr("%1 copy").arg(QString::fromStdString(copy.name)).toStdString();
        composition.layers.insert(composition.layers.begin() + index + 1, std::move(copy));
    });
    document.select(copyId);
}

void LayerModule::rename()
{
    // Nobody would see the editor in a panel that is closed or behind another.
    m_host->showPanel(QLatin1String(kLayersPanel));
    m_panel->rename();
}

void LayerModule::remove()
{
    Document& document = m_context.document;
    const int index = selectedIndex();
    document.edit(tr("Delete layer"),
                  [index](Composition& composition) { composition.layers.erase(composition.layers.begin() + index); });
    const auto& left = document.composition().layers;
    if (!left.empty())
        document.select(left.at(static_cast<std::size_t>(std::min(index, layerCount() - 1))).id);
}

void LayerModule::moveTo(const QString& step, int index)
{
    const int from = selectedIndex();
    m_context.document.edit(step, [from, index](Composition& composition) {
        const auto begin = composition.layers.begin();
        if (from < index)
            std::rotate(begin + from, begin + from + 1, begin + index + 1);
        else
            std::rotate(begin + index, begin + from, begin + from + 1);
    });
}

void LayerModule::selectBeside(int offset)
{
    const auto& layers = m_context.document.composition().layers;
    m_context.document.select(layers.at(static_cast<std::size_t>(selectedIndex() + offset)).id);
}

int LayerModule::selectedIndex() const
{
    return m_context.document.composition().indexOf(m_context.document.selectedLayer());
}

int LayerModule::layerCount() const
{
    return static_cast<int>(m_context.document.composition().layers.size());
}

} // namespace dh
