#include "ui/panels/mask_module.h"

#include "ui/canvas/canvas_view.h"
#include "ui/main_window/actions.h"
#include "ui/main_window/busy_indicator.h"
#include "ui/main_window/mnemonics.h"
#include "ui/main_window/panel_host.h"
#include "ui/main_window/settings.h"
#include "ui/tools/mask_commands.h"

#include <QFileDialog>
#include <QInputDialog>
#include <QKeyEvent>

#include <filesystem>
#include <utility>

namespace dh
{

namespace
{

enum Group { kWholeGroup = 10, kEdgeGroup = 20, kSourceGroup = 30 };

constexpr double kMostPixels = 500.0;
constexpr double kMostFeather = 100.0; ///< as in the panel
constexpr double kDefaultPixels = 5.0;

ActionSpec maskAction(const char* id, const QString& text, Group group, std::function<void()> run)
{
    ActionSpec spec;
    spec.id = QLatin1String(id);
    spec.text = text;
    spec.menu = MenuId::Mask;
    spec.group = group;
    spec.needs = ActionNeeds::UnlockedLayer;
    spec.run = std::move(run);
    return spec;
}

std::filesystem::path pathFrom(const QString& name)
{
    return std::filesystem::path(name.toStdString());
}

} // namespace

MaskFileChooser MaskFileChooser::standard()
{
    return {[](QWidget& parent) {
                return QFileDialog::getOpenFileName(
                    &parent, MaskModule::tr("Load mask"), QString(),
                    MaskModule::tr("Pictures (*.png *.jpg *.jpeg *.tif *.tiff *.webp *.bmp)"));
            },
            [](QWidget& parent) {
                QFileDialog dialog(&parent, MaskModule::tr("Save mask"), QString(),
                                   MaskModule::tr("PNG or TIFF (*.png *.tif *.tiff)"));
                dialog.setAcceptMode(QFileDialog::AcceptSave);
                dialog.setDefaultSuffix(QStringLiteral("png"));
                dialog.selectFile(MaskModule::tr("mask.png"));
                return dialog.exec() == QDialog::Accepted ? dialog.selectedFiles().value(0) : QString();
            }};
}

MaskModule::MaskModule(StudioContext& context, MaskFileChooser chooser)
    : m_context(context), m_chooser(std::move(chooser)), m_queue(context)
{
    context.canvas.installEventFilter(this);
}

void MaskModule::addActions(ActionRegistry& actions)
{
    addWholeActions(actions);
    addEdgeActions(actions);
    addSourceActions(actions);
}

void MaskModule::addPanels(PanelHost& host)
{
    auto* busy = new BusyIndicator(tr("Working on the mask"), tr("Stop working on the mask"));
    connect(busy, &BusyIndicator::stopRequested, &m_queue, &MaskCommandQueue::cancel);
    connect(&m_queue, &MaskCommandQueue::changed, busy, [this, busy] { busy->showWork(m_queue.working()); });
    host.addStatusWidget(busy);
}

bool MaskModule::eventFilter(QObject* watched, QEvent* event)
{
    const bool isKey = event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride;
    if (!isKey || static_cast<QKeyEvent*>(event)->key() != Qt::Key_Escape || m_queue.working().isEmpty())
        return QObject::eventFilter(watched, event);
    // What Escape may be a shortcut for waits for its next press.
    if (event->type() == QEvent::ShortcutOverride)
        event->accept();
    else
        m_queue.cancel();
    return true;
}

void MaskModule::addWholeActions(ActionRegistry& actions)
{
    const auto add = [&](const char* id, const QString& text, const QKeySequence& key, MaskCommand (*command)()) {
        ActionSpec spec = maskAction(id, text, kWholeGroup, [this, command] { m_queue.add(command()); });
        spec.shortcuts = {key};
        actions.add(spec);
    };
    add("mask.fill", tr("&Fill"), QKeySequence(Qt::CTRL | Qt::Key_A), fillMask);
    add("mask.clear", tr("&Clear"), QKeySequence(Qt::CTRL | Qt::Key_D), clearMask);
    add("mask.invert", tr("&Invert"), QKeySequence(Qt::CTRL | Qt::Key_I), invertMask);
}

void MaskModule::addEdgeActions(ActionRegistry& actions)
{
    const auto add = [&](const char* id, const QString& text, const QString& label, MaskCommand (*command)(double),
                         double most = kMostPixels) {
        const QString title = withoutMnemonic(text).remove(QChar(0x2026));
        const Amount amount{title, label, QLatin1String(id) + QLatin1String("/amount"), kDefaultPixels, most, command};
        actions.add(maskAction(id, text, kEdgeGroup, [this, amount] { ask(amount); }));
    };
    add("mask.grow", tr("&Grow…"), tr("Grow by (pixels of the layer):"), growMask);
    add("mask.shrink", tr("Sh&rink…"), tr("Shrink by (pixels of the layer):"), shrinkMask);
    add("mask.feather", tr("F&eather…"), tr("Feather by (pixels of the layer):"), featherMask, kMostFeather);
    add("mask.smooth", tr("&Smooth…"), tr("Smooth over (pixels of the layer):"), smoothMask);
    add("mask.border", tr("&Border…"), tr("Width of the border (pixels of the layer):"), borderOfMask);
}

void MaskModule::addSourceActions(ActionRegistry& actions)
{
    actions.add(maskAction("mask.from_alpha", tr("From trans&parency"), kSourceGroup,
                           [this] { m_queue.add(maskFromLayerAlpha()); }));
    actions.add(maskAction("mask.from_luminance", tr("From l&uminance"), kSourceGroup,
                           [this] { m_queue.add(maskFromLayerLuminance()); }));
    ActionSpec load = maskAction("mask.load", tr("&Load…"), kSourceGroup, [this] {
        const QString name = m_chooser.toLoad(m_context.window);
        if (!name.isEmpty())
            m_queue.add(loadMask(pathFrom(name)));
    });
    load.icon = QStringLiteral("import");
    actions.add(load);
    ActionSpec save = maskAction("mask.save", tr("Sa&ve…"), kSourceGroup, [this] {
        const QString name = m_chooser.toSave(m_context.window);
        if (!name.isEmpty())
            m_queue.add(saveMask(pathFrom(name)));
    });
    save.icon = QStringLiteral("export");
    save.needs = ActionNeeds::Layer;
    actions.add(save);
}

void MaskModule::ask(const Amount& amount)
{
    auto* dialog = new QInputDialog(&m_context.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setInputMode(QInputDialog::DoubleInput);
    dialog->setWindowTitle(amount.title);
    dialog->setLabelText(amount.label);
    dialog->setDoubleDecimals(0);
    dialog->setDoubleRange(1.0, amount.most);
    dialog->setDoubleValue(m_context.settings.value(amount.settingsKey, amount.fallback).toDouble());
    connect(dialog, &QInputDialog::doubleValueSelected, this, [this, amount](double pixels) {
        m_context.settings.setValue(amount.settingsKey, pixels);
        m_queue.add(amount.command(pixels));
    });
    dialog->open();
}

} // namespace dh
