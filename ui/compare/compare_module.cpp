#include "ui/compare/compare_module.h"

#include "ui/compare/compare_bar.h"
#include "ui/main_window/actions.h"
#include "ui/main_window/panel_host.h"
#include "ui/main_window/studio_context.h"

#include <QAction>
#include <QCoreApplication>
#include <QFileDialog>
#include <QKeyEvent>

#include <algorithm>
#include <utility>

namespace dh
{

namespace
{

constexpr int kCompareGroup = 30;
constexpr double kSplitStep = 0.05;
constexpr double kGainStep = 1.0;
const QString kHoldId = QStringLiteral("compare.hold");

ActionSpec compareAction(const QString& id, const QString& text, const QKeySequence& key, std::function<void()> run)
{
    ActionSpec spec;
    spec.id = id;
    spec.text = text;
    spec.menu = MenuId::View;
    spec.group = kCompareGroup;
    spec.submenu = CompareModule::tr("&Compare");
    if (!key.isEmpty())
        spec.shortcuts = {key};
    spec.needs = ActionNeeds::Picture;
    spec.run = std::move(run);
    return spec;
}

} // namespace

std::optional<std::filesystem::path> askForPictureByDialog(QWidget& parent)
{
    const QString file = QFileDialog::getOpenFileName(
        &parent, CompareModule::tr("Open the ground truth"), {},
        CompareModule::tr("Pictures (*.png *.jpg *.jpeg *.tif *.tiff *.webp *.bmp);;All files (*)"));
    if (file.isEmpty())
        return std::nullopt;
    return std::filesystem::path(file.toStdU16String());
}

CompareModule::CompareModule(StudioContext& context, AskForPicture ask)
    : m_context(context), m_ask(std::move(ask)), m_controller(context.document, context.canvas, context.notices)
{
}

void CompareModule::addActions(ActionRegistry& actions)
{
    addModes(actions);
    addKeys(actions);
    connect(&m_controller, &CompareController::changed, this, &CompareModule::showState);
    showState();
}

void CompareModule::addModes(ActionRegistry& actions)
{
    ActionSpec toggle = compareAction(QStringLiteral("compare.toggle"), tr("&Compare before and after"),
                                      QKeySequence(Qt::Key_C), [this] { m_controller.toggle(); });
    toggle.icon = QStringLiteral("compare");
    toggle.hint = tr("Shows the picture before and after side against side");
    actions.add(toggle);
    const auto add = [&](const char* id, const QString& text, Qt::Key key, CompareMode mode) {
        ActionSpec spec = compareAction(QLatin1String(id), text, QKeySequence(Qt::ALT | key), [this, mode] {
            m_controller.setMode(mode);
            showState(); // triggering the one that is on unchecks it
        });
        spec.checkable = true;
        m_modes.append({mode, actions.add(spec)});
    };
    add("compare.off", tr("&Off"), Qt::Key_0, CompareMode::Off);
    add("compare.split_vertical", tr("Split, &left and right"), Qt::Key_1, CompareMode::SplitVertical);
    add("compare.split_horizontal", tr("Split, &top and bottom"), Qt::Key_2, CompareMode::SplitHorizontal);
    add("compare.side_by_side", tr("&Side by side"), Qt::Key_3, CompareMode::SideBySide);
    add("compare.difference", tr("&Difference"), Qt::Key_4, CompareMode::Difference);
}

void CompareModule::addKeys(ActionRegistry& actions)
{
    ActionSpec hold = compareAction(kHoldId, tr("Show &before while held"), QKeySequence(Qt::Key_Backslash),
                                    [this] { toggleHolding(); });
    hold.hint = tr("Hold the key down to see the picture before");
    actions.add(hold)->setAutoRepeat(false);
    actions.add(compareAction(QStringLiteral("compare.choose"), tr("C&hoose what to compare"),
                              QKeySequence(Qt::SHIFT | Qt::Key_C), [this] {
                                  if (m_controller.mode() == CompareMode::Off)
                                      m_controller.toggle();
                                  m_bar->focusChoices();
                              }));
    actions.add(compareAction(QStringLiteral("compare.open_truth"), tr("Open &ground truth…"),
                              QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_O), [this] { openGroundTruth(); }));
    ActionSpec close = compareAction(QStringLiteral("compare.close_truth"), tr("Close g&round truth"), {},
                                     [this] { m_controller.closeGroundTruth(); });
    close.enabledWhen = [this] { return m_controller.hasGroundTruth(); };
    actions.add(close);
    const auto add = [&](const char* id, const QString& text, Qt::Key key, std::function<void()> run) {
        ActionSpec spec = compareAction(QLatin1String(id), text, QKeySequence(Qt::ALT | key), std::move(run));
        spec.inMenu = false;
        actions.add(spec);
    };
    add("compare.split_back", tr("Move the divider left or up"), Qt::Key_Left,
        [this] { m_controller.moveSplit(-kSplitStep); });
    add("compare.split_forward", tr("Move the divider right or down"), Qt::Key_Right,
        [this] { m_controller.moveSplit(kSplitStep); });
    add("compare.gain_up", tr("More gain of the difference"), Qt::Key_Up,
        [this] { m_controller.setGain(m_controller.gain() + kGainStep); });
    add("compare.gain_down", tr("Less gain of the difference"), Qt::Key_Down,
        [this] { m_controller.setGain(m_controller.gain() - kGainStep); });
}

void CompareModule::addPanels(PanelHost& host)
{
    m_bar = new CompareBar(m_controller);
    connect(m_bar, &CompareBar::groundTruthWanted, this, &CompareModule::openGroundTruth);
    host.addCanvasBar(m_bar);
}

bool CompareModule::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::ApplicationDeactivate || event->type() == QEvent::WindowDeactivate) {
        endHolding();
    } else if (event->type() == QEvent::KeyRelease) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const QList<QKeySequence> shortcuts = m_context.actions.shortcuts(kHoldId);
        const bool isHeldKey = std::any_of(shortcuts.begin(), shortcuts.end(), [key](const QKeySequence& keys) {
            return !keys.isEmpty() && keys[0].key() == key->key();
        });
        if (isHeldKey && !key->isAutoRepeat())
            endHolding();
    }
    return QObject::eventFilter(watched, event);
}

void CompareModule::toggleHolding()
{
    if (m_controller.isHolding()) {
        endHolding();
        return;
    }
    QCoreApplication::instance()->installEventFilter(this);
    m_controller.setHolding(true);
}

void CompareModule::endHolding()
{
    QCoreApplication::instance()->removeEventFilter(this);
    m_controller.setHolding(false);
}

void CompareModule::openGroundTruth()
{
    if (const auto file = m_ask(m_context.window))
        m_controller.openGroundTruth(*file);
}

void CompareModule::showState()
{
    for (const auto& [mode, action] : m_modes)
        action->setChecked(mode == m_controller.mode());
    m_context.actions.requestRefresh();
}

} // namespace dh
