#include "ui/harmonize/more_settings.h"

#include "core/base/resolution.h"
#include "core/base/system.h"
#include "ui/harmonize/run_choices.h"
#include "ui/harmonize/run_outlook.h"
#include "ui/panels/value_slider.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFormLayout>
#include <QLabel>
#include <QScopedValueRollback>
#include <QSpinBox>

#include <array>
#include <cmath>

namespace dh
{

namespace
{

constexpr std::array kUsualSizes{512, 768, 1024};
constexpr int kModelsOwn = 0;
constexpr int kCustom = -1;
constexpr double kPercent = 100.0;

QSpinBox* number(int least, int most, const QString& name, QWidget* parent)
{
    auto* box = new QSpinBox(parent);
    box->setRange(least, most);
    box->setAccessibleName(name);
    box->setKeyboardTracking(false);
    return box;
}

/// Shows an entry by its data; the last one when there is none such.
void choose(QComboBox& box, const QVariant& data)
{
    const int index = box.findData(data);
    box.setCurrentIndex(index >= 0 ? index : box.count() - 1);
}

} // namespace

QStringList cudaDevices()
{
    const QStringList nodes = QDir(QStringLiteral("/dev")).entryList({QStringLiteral("nvidia[0-9]*")}, QDir::System);
    QStringList devices;
    for (int i = 0; i < nodes.size(); ++i)
        devices << QStringLiteral("cuda:%1").arg(i);
    return devices;
}

MoreSettings::MoreSettings(RunChoices& choices, const RunOutlook& outlook, QWidget* parent)
    : QWidget(parent),
      m_choices(choices),
      m_outlook(outlook),
      m_steps(number(0, kMostDenoisingSteps, tr("Steps"), this)),
      m_size(new QComboBox(this)),
      m_customSize(number(kNetworkSideStep, kLargestNetworkSide, tr("Size in pixels"), this)),
      m_refine(new QCheckBox(tr("Refine the result"), this)),
      m_strength(new ValueSlider(tr("Strength"), {.maximum = RunSettings::kMostStrength * kPercent, .suffix = tr(" %")},
                                 this)),
      m_device(new QComboBox(this)),
      m_precision(new QComboBox(this)),
      m_threads(number(0, usableProcessors(), tr("Threads"), this))
{
    m_refine->setAccessibleName(m_refine->text());
    fillChoices();
    addRows();
    for (QSpinBox* box : {m_steps, m_customSize, m_threads})
        connect(box, &QSpinBox::valueChanged, this, &MoreSettings::apply);
    for (QComboBox* box : {m_size, m_device, m_precision})
        connect(box, &QComboBox::activated, this, &MoreSettings::apply);
    connect(m_refine, &QCheckBox::clicked, this, &MoreSettings::apply);
    connect(m_strength, &ValueSlider::valueEdited, this, &MoreSettings::apply);
    connect(&choices, &RunChoices::changed, this, &MoreSettings::showChoices);
    connect(&outlook, &RunOutlook::changed, this, &MoreSettings::showModelsOwn);
    showModelsOwn();
    showChoices();
}

void MoreSettings::fillChoices()
{
    m_size->addItem(QString(), kModelsOwn);
    for (const int size : kUsualSizes)
        m_size->addItem(tr("%1 px").arg(size), size);
    m_size->addItem(tr("Custom"), kCustom);
    m_size->setAccessibleName(tr("Size at which the networks run"));
    m_customSize->setSingleStep(kNetworkSideStep);
    m_customSize->setSuffix(tr(" px"));
    m_device->addItem(tr("Automatic"), QStringLiteral("auto"));
    m_device->addItem(tr("Processor"), QStringLiteral("cpu"));
    for (const QString& device : cudaDevices())
        m_device->addItem(tr("Graphics card %1").arg(device), device);
    m_device->setAccessibleName(tr("Device"));
    m_precision->addItem(tr("32 bit"), QStringLiteral("float32"));
    m_precision->addItem(tr("bfloat16: half the memory"), QStringLiteral("bfloat16"));
    m_precision->addItem(tr("float16: graphics card only"), QStringLiteral("float16"));
    m_precision->setAccessibleName(tr("Precision"));
    for (QComboBox* box : {m_size, m_device, m_precision})
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_threads->setSpecialValueText(tr("All"));
}

void MoreSettings::addRows()
{
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->addRow(tr("Steps"), m_steps);
    form->addRow(tr("Size"), m_size);
    form->addRow(QString(), m_customSize);
    form->addRow(QString(), m_refine);
    form->addRow(m_strength);
    form->addRow(tr("Device"), m_device);
    form->addRow(tr("Precision"), m_precision);
    form->addRow(tr("Threads"), m_threads);
}

void MoreSettings::apply()
{
    if (m_isShowing)
        return;
    RunSettings run = m_choices.run();
    run.steps = m_steps->value() > 0 ? std::optional(m_steps->value()) : std::nullopt;
    const int size = m_size->currentData().toInt();
    if (size == kModelsOwn)
        run.resolution.reset();
    else
        run.resolution = size == kCustom ? m_customSize->value() / kNetworkSideStep * kNetworkSideStep : size;
    run.refine = m_refine->isChecked();
    run.strength = m_strength->value() / kPercent;
    run.engine.device = m_device->currentData().toString().toStdString();
    run.engine.precision = precisionFrom(m_precision->currentData().toString().toStdString());
    run.engine.threads = m_threads->value();
    const bool isCustom = size == kCustom;
    m_choices.setRun(run);
    // A usual size typed as a custom one stays where the user typed it.
    if (isCustom) {
        m_size->setCurrentIndex(m_size->findData(kCustom));
        m_customSize->setVisible(true);
    }
}

void MoreSettings::showChoices()
{
    const QScopedValueRollback showing(m_isShowing, true);
    const RunSettings& run = m_choices.run();
    m_steps->setValue(run.steps.value_or(0));
    choose(*m_size, run.resolution.value_or(kModelsOwn));
    if (run.resolution)
        m_customSize->setValue(*run.resolution);
    m_customSize->setVisible(m_size->currentData().toInt() == kCustom);
    m_strength->setValue(run.strength * kPercent);
    const QString device = QString::fromStdString(run.engine.device);
    // One that isn't here any more shows all the same: a run would ask for it.
    if (m_device->findData(device) < 0)
        m_device->addItem(tr("Graphics card %1").arg(device), device);
    m_device->setCurrentIndex(m_device->findData(device));
    choose(*m_precision, QString::fromLatin1(precisionName(run.engine.precision)));
    m_threads->setValue(run.engine.threads);
    showRefinement();
}

void MoreSettings::showModelsOwn()
{
    const auto& facts = m_outlook.outlook().facts;
    m_steps->setSpecialValueText(facts ? tr("The model's (%1)").arg(facts->defaultSteps) : tr("The model's"));
    m_size->setItemText(0, facts ? tr("The model's (%1 px)").arg(facts->defaultResolution) : tr("The model's"));
    showRefinement();
}

void MoreSettings::showRefinement()
{
    const auto& facts = m_outlook.outlook().facts;
    const bool hasRefiner = !facts || facts->hasRefiner;
    m_refine->setEnabled(hasRefiner);
    m_refine->setChecked(hasRefiner && m_choices.run().refine);
    m_refine->setToolTip(!hasRefiner                            ? tr("This model has no refiner.")
                         : facts && facts->refineResolution > 0 ? tr("At %1 px").arg(facts->refineResolution)
                                                                : tr("At the size above"));
}

} // namespace dh
