#include "ui/harmonize/harmonize_module.h"

#include "core/document/document.h"
#include "core/harmonize/engine_module.h"
#include "core/imaging/mask_edit.h"
#include "ui/harmonize/adjustment_panel.h"
#include "ui/harmonize/context_frame_link.h"
#include "ui/harmonize/harmonize_panel.h"
#include "ui/harmonize/influence_tool.h"
#include "ui/harmonize/moved_on_bar.h"
#include "ui/harmonize/protect_tool.h"
#include "ui/harmonize/result_selection.h"
#include "ui/harmonize/results_panel.h"
#include "ui/harmonize/run_choices.h"
#include "ui/harmonize/run_controller.h"
#include "ui/harmonize/run_outlook.h"
#include "ui/main_window/actions.h"
#include "ui/main_window/panel_host.h"
#include "ui/main_window/settings.h"
#include "ui/main_window/tool_box.h"
#include "ui/panels/tool_options.h"

#include <QAbstractSpinBox>
#include <QAction>
#include <QApplication>

#include <utility>

namespace dh
{

namespace
{

enum Group { kRunGroup = 10, kInfluenceGroup = 25, kModelsGroup = 30 };

constexpr int kPanelHeight = 300;
constexpr int kResultsHeight = 200;
constexpr int kPaintTools = 20; ///< beside the mask brushes
/// What loads in half a second and is not missed in memory.
constexpr std::uint64_t kPreparedParameters = 64'000'000;
const QString kFrameKey = QStringLiteral("harmonize/shows_context");

ActionSpec runAction(const char* id, const QString& text, Group group)
{
    ActionSpec spec;
    spec.id = QLatin1String(id);
    spec.text = text;
    spec.menu = MenuId::Harmonize;
    spec.group = group;
    return spec;
}

/// A number that was typed counts, although neither a shortcut nor a button takes the focus from its field.
void takeTypedNumber()
{
    if (auto* field = qobject_cast<QAbstractSpinBox*>(QApplication::focusWidget()))
        field->interpretText();
}

} // namespace

HarmonizeParts HarmonizeParts::standard()
{
    IdlePolicy idle;
    idle.isMemoryShort = isSystemMemoryShort;
    return {loadEngine, std::move(idle), standardModelFolderChooser(), standardLutFileChooser(), kPreparedParameters};
}

HarmonizeModule::HarmonizeModule(StudioContext& context, HarmonizeParts parts)
    : m_context(context),
      m_chooseModel(std::move(parts.chooseModel)),
      m_preparedParameters(parts.preparedParameters),
      m_runner(std::make_unique<JobRunner>(std::move(parts.makeEngine), std::move(parts.idle))),
      m_choices(new RunChoices(context.settings, this)),
      m_outlook(new RunOutlook(context.document, *m_choices, this)),
      m_runs(new RunController(context, *m_runner, *m_choices, *m_outlook, this)),
      m_selection(new ResultSelection(this)),
      m_resultActions(new ResultActions(context, *m_selection, *m_runs, std::move(parts.chooseLut), this)),
      m_frame(new ContextFrameLink(context.canvas, context.document, *m_outlook, *m_choices, this)),
      m_protect(std::make_unique<ProtectTool>(context)),
      m_influence(std::make_unique<InfluenceTool>(context))
{
    connect(m_runs, &RunController::stateChanged, &context.actions, &ActionRegistry::requestRefresh);
    connect(m_outlook, &RunOutlook::changed, &context.actions, &ActionRegistry::requestRefresh);
    if (m_preparedParameters > 0)
        connect(m_outlook, &RunOutlook::changed, this, &HarmonizeModule::prepareEngine);
    connect(m_resultActions, &ResultActions::compareRequested, this, &HarmonizeModule::compareRequested);
    connect(m_resultActions, &ResultActions::renameRequested, this, [this] {
        if (m_results)
            m_results->rename();
    });
}

HarmonizeModule::~HarmonizeModule() = default;

void HarmonizeModule::addActions(ActionRegistry& actions)
{
    addRunActions(actions);
    m_resultActions->addTo(actions);
    addInfluenceActions(actions);

    ActionSpec frame = runAction("harmonize.context", tr("Show &what the model sees"), kModelsGroup);
    frame.hint = tr("A frame on the canvas that can be dragged");
    frame.checkable = true;
    QAction* frameAction = actions.add(frame);
    frameAction->setChecked(m_context.settings.value(kFrameKey, true).toBool());
    m_frame->setShown(frameAction->isChecked());
    connect(frameAction, &QAction::toggled, this, [this](bool shown) {
        m_context.settings.setValue(kFrameKey, shown);
        m_frame->setShown(shown);
    });
    ActionSpec models = runAction("harmonize.models", tr("M&odels…"), kModelsGroup);
    models.icon = QStringLiteral("info");
    models.run = [this] { showModels(); };
    actions.add(models);
}

void HarmonizeModule::addRunActions(ActionRegistry& actions)
{
    ActionSpec run = runAction("harmonize.run", tr("&Harmonize"), kRunGroup);
    run.icon = QStringLiteral("harmonize");
    run.shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_Return), QKeySequence(Qt::CTRL | Qt::Key_H)};
    run.hint = tr("Makes the selected layer belong to what is below it");
    run.needs = ActionNeeds::UnlockedLayer;
    run.enabledWhen = [this] { return m_runs->canRun() && !m_runs->isBusy(); };
    run.run = [this] {
        takeTypedNumber();
        m_runs->harmonize();
    };
    run.prominent = true;
    actions.add(run);

    ActionSpec all = runAction("harmonize.all_layers", tr("Harmonize &all layers"), kRunGroup);
    all.hint = tr("One after the other, from the bottom up");
    all.needs = ActionNeeds::Layer;
    all.enabledWhen = [this] { return m_runs->canRunAllLayers() && !m_runs->isBusy(); };
    all.run = [this] {
        takeTypedNumber();
        m_runs->harmonizeAllLayers();
    };
    actions.add(all);

    ActionSpec cancel = runAction("harmonize.cancel", tr("&Cancel the run"), kRunGroup);
    cancel.icon = QStringLiteral("cancel");
    cancel.shortcuts = {QKeySequence(Qt::Key_Escape)};
    cancel.hint = tr("Leaves the picture as it was");
    cancel.enabledWhen = [this] { return m_runs->isBusy(); };
    cancel.run = [this] { m_runs->cancel(); };
    actions.add(cancel);
}

void HarmonizeModule::addInfluenceActions(ActionRegistry& actions)
{
    Document& document = m_context.document;
    ActionSpec all = runAction("harmonize.influence_all", tr("&Let all of the background count"), kInfluenceGroup);
    all.icon = QStringLiteral("reset");
    all.hint = tr("Forgets what the background brush painted");
    all.needs = ActionNeeds::Picture;
    all.enabledWhen = [&document] { return !document.composition().influence.isNull(); };
    all.run = [&document] {
        document.edit(tr("Let all count"), [](Composition& composition) { composition.influence = {}; });
    };
    actions.add(all);

    ActionSpec invert = runAction("harmonize.influence_invert", tr("Swa&p what counts"), kInfluenceGroup);
    invert.icon = QStringLiteral("invert");
    invert.hint = tr("What the background brush painted counts, and nothing else");
    invert.needs = ActionNeeds::Picture;
    invert.enabledWhen = all.enabledWhen;
    invert.run = [&document] {
        document.edit(tr("Swap what counts"),
                      [](Composition& composition) { composition.influence = inverted(composition.influence); });
    };
    actions.add(invert);
}

void HarmonizeModule::addTools(ToolBox& tools)
{
    ToolSpec protect;
    protect.id = QStringLiteral("tool.protect");
    protect.name = tr("P&rotect brush");
    protect.icon = QStringLiteral("tool-protect");
    protect.shortcut = QKeySequence(Qt::Key_P);
    protect.group = kPaintTools;
    protect.tool = m_protect.get();
    protect.makeOptions = [this](QWidget* parent) { return makeBrushOptions(m_context.toolSettings, parent); };
    tools.add(protect);

    ToolSpec influence;
    influence.id = QStringLiteral("tool.influence");
    influence.name = tr("&Background brush");
    influence.icon = QStringLiteral("tool-influence");
    influence.shortcut = QKeySequence(Qt::Key_U);
    influence.group = kPaintTools;
    influence.tool = m_influence.get();
    influence.makeOptions = protect.makeOptions;
    tools.add(influence);
}

void HarmonizeModule::addPanels(PanelHost& panels)
{
    auto* harmonize = new HarmonizePanel({m_context.document, m_context.actions, *m_runs, *m_choices, *m_outlook});
    connect(harmonize, &HarmonizePanel::modelsRequested, this, &HarmonizeModule::showModels);
    panels.addPanel(
        {.id = QStringLiteral("harmonize"), .title = tr("Harmonize"), .content = harmonize, .height = kPanelHeight});
    panels.addPanel({QStringLiteral("adjustment"), tr("Adjustment"), new AdjustmentPanel(m_context), PanelArea::Right,
                     QStringLiteral("harmonize")});
    m_results = new ResultsPanel(m_context.document, m_context.actions, *m_selection, *m_runs);
    panels.addPanel({.id = QStringLiteral("results"),
                     .title = tr("Results"),
                     .content = m_results,
                     .area = PanelArea::Bottom,
                     .height = kResultsHeight});
    panels.showPanel(QStringLiteral("harmonize"));
    panels.addCanvasBar(new MovedOnBar(m_context.document, *m_runs));
}

void HarmonizeModule::closing()
{
    m_runs->cancel();
    m_runner->stop();
}

void HarmonizeModule::prepareEngine()
{
    const Outlook& outlook = m_outlook->outlook();
    if (!outlook.crop || outlook.isMemoryShort()) {
        m_prepared.reset();
        return;
    }
    // Once for each choice: an engine that was released because nobody used it isn't loaded again by an edit.
    const RunSettings run = m_choices->run();
    std::pair wanted(run.model, run.engine);
    if (m_prepared == wanted || m_runner->isBusy())
        return;
    m_runner->prepare(run.model, run.engine, outlook.facts->parameters() <= m_preparedParameters);
    m_prepared = std::move(wanted);
}

void HarmonizeModule::showModels()
{
    auto* dialog = new ModelsDialog(*m_choices, *m_runner, m_chooseModel, &m_context.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace dh
