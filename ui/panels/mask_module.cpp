#include "ui/panels/mask_module.h"

#include "core/base/error.h"
#include "core/document/document.h"
#include "ui/main_window/actions.h"
#include "ui/main_window/settings.h"
#include "ui/tools/mask_commands.h"

#include <QFileDialog>
#include <QInputDialog>

#include <cmath>
#include <filesystem>
#include <utility>

namespace dh
{

namespace
{

enum Group { kWholeGroup = 10, kEdgeGroup = 20, kSourceGroup = 30 };

constexpr double kMostPixels = 500.0;
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

int whole(double pixels)
{
    return static_cast<int>(std::lround(pixels));
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
                return QFileDialog::getSaveFileName(&parent, MaskModule::tr("Save mask"), MaskModule::tr("mask.png"),
                                                    MaskModule::tr("PNG or TIFF (*.png *.tif *.tiff)"));
            }};
}

MaskModule::MaskModule(StudioContext& context, MaskFileChooser chooser)
    : m_context(context), m_chooser(std::move(chooser))
{
}

void MaskModule::addActions(ActionRegistry& actions)
{
    addWholeActions(actions);
    addEdgeActions(actions);
    addSourceActions(actions);
}

void MaskModule::addWholeActions(ActionRegistry& actions)
{
    Document& document = m_context.document;
    const auto add = [&](const char* id, const QString& text, const QKeySequence& key, bool (*command)(Document&)) {
        ActionSpec spec =
            maskAction(id, text, kWholeGroup, [this, &document, command] { run([&] { command(document); }); });
        spec.shortcuts = {key};
        actions.add(spec);
    };
    add("mask.fill", tr("&Fill"), QKeySequence(Qt::CTRL | Qt::Key_A), fillMask);
    add("mask.clear", tr("&Clear"), QKeySequence(Qt::CTRL | Qt::Key_D), clearMask);
    add("mask.invert", tr("&Invert"), QKeySequence(Qt::CTRL | Qt::Key_I), invertMask);
}

void MaskModule::addEdgeActions(ActionRegistry& actions)
{
    const auto add = [&](const char* id, const QString& text, const QString& label,
                         std::function<bool(Document&, double)> command) {
        const QString title = QString(text).remove(QLatin1Char('&')).remove(QChar(0x2026));
        const Amount amount{title,          label,       QLatin1String(id) + QLatin1String("/amount"),
                            kDefaultPixels, kMostPixels, std::move(command)};
        actions.add(maskAction(id, text, kEdgeGroup, [this, amount] { ask(amount); }));
    };
    add("mask.grow", tr("&Grow…"), tr("Grow by (pixels of the layer):"),
        [](Document& document, double pixels) { return growMask(document, whole(pixels)); });
    add("mask.shrink", tr("Sh&rink…"), tr("Shrink by (pixels of the layer):"),
        [](Document& document, double pixels) { return shrinkMask(document, whole(pixels)); });
    add("mask.feather", tr("F&eather…"), tr("Feather by (pixels of the layer):"), featherMask);
    add("mask.smooth", tr("&Smooth…"), tr("Smooth over (pixels of the layer):"), smoothMask);
    add("mask.border", tr("&Border…"), tr("Width of the border (pixels of the layer):"),
        [](Document& document, double pixels) { return replaceByBorder(document, whole(pixels)); });
}

void MaskModule::addSourceActions(ActionRegistry& actions)
{
    Document& document = m_context.document;
    actions.add(maskAction("mask.from_alpha", tr("From trans&parency"), kSourceGroup,
                           [this, &document] { run([&] { maskFromLayerAlpha(document); }); }));
    actions.add(maskAction("mask.from_luminance", tr("From l&uminance"), kSourceGroup,
                           [this, &document] { run([&] { maskFromLayerLuminance(document); }); }));
    ActionSpec load = maskAction("mask.load", tr("&Load…"), kSourceGroup, [this, &document] {
        const QString name = m_chooser.toLoad(m_context.window);
        if (!name.isEmpty())
            run([&] { loadMask(document, pathFrom(name)); });
    });
    load.icon = QStringLiteral("import");
    actions.add(load);
    ActionSpec save = maskAction("mask.save", tr("Sa&ve…"), kSourceGroup, [this, &document] {
        const QString name = m_chooser.toSave(m_context.window);
        if (!name.isEmpty())
            run([&] { saveMask(document, pathFrom(name)); });
    });
    save.icon = QStringLiteral("export");
    save.needs = ActionNeeds::Layer;
    actions.add(save);
}

void MaskModule::run(const std::function<void()>& command)
{
    try {
        command();
    } catch (const Error& error) {
        m_context.notices.report(error);
    }
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
        run([&] { amount.command(m_context.document, pixels); });
    });
    dialog->open();
}

} // namespace dh
