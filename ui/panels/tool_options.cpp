#include "ui/panels/tool_options.h"

#include "ui/main_window/mnemonics.h"
#include "ui/theme/icons.h"
#include "ui/tools/mask_tool_settings.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>

namespace dh
{

namespace
{

struct OptionWords {
    Q_DECLARE_TR_FUNCTIONS(dh::ToolOptions)
};

constexpr double kPercent = 100.0;
constexpr int kSpacing = 6;

/// A row of named controls that are bound to the settings.
class OptionRow : public QWidget
{
public:
    OptionRow(ToolSettings& settings, QWidget* parent)
        : QWidget(parent), m_settings(settings), m_row(new QHBoxLayout(this))
    {
        m_row->setContentsMargins(0, 0, 0, 0);
        m_row->setSpacing(kSpacing);
    }

    struct Number {
        QString name;
        QString description;
        double minimum;
        double maximum;
        double factor; ///< shown value over stored one
        QString suffix;
    };
    template <typename Read, typename Write, typename Changed>
    void addNumber(const Number& number, Read read, Write write, Changed changed)
    {
        auto* box = new QDoubleSpinBox(this);
        box->setDecimals(0);
        box->setRange(number.minimum * number.factor, number.maximum * number.factor);
        box->setSuffix(number.suffix);
        box->setAccessibleName(number.description);
        box->setToolTip(number.description);
        box->setKeyboardTracking(false);
        box->setValue((m_settings.*read)() * number.factor);
        auto* label = new QLabel(number.name, this);
        label->setBuddy(box);
        m_row->addWidget(label);
        m_row->addWidget(box);
        connect(box, &QDoubleSpinBox::valueChanged, &m_settings,
                [&settings = m_settings, write, factor = number.factor](double shown) {
                    (settings.*write)(shown / factor);
                });
        connect(&m_settings, changed, box, [box, factor = number.factor](double value) {
            const QSignalBlocker quiet(box);
            box->setValue(value * factor);
        });
    }
    template <typename Read, typename Write, typename Changed>
    void addSwitch(const QString& name, const QString& hint, Read read, Write write, Changed changed)
    {
        auto* box = new QCheckBox(name, this);
        box->setChecked((m_settings.*read)());
        box->setToolTip(hint);
        box->setAccessibleName(withoutMnemonic(name));
        m_row->addWidget(box);
        connect(box, &QCheckBox::toggled, &m_settings, write);
        connect(&m_settings, changed, box, &QCheckBox::setChecked);
    }
    void addCombineMode();
    void addSample();
    void finish() { m_row->addStretch(1); }

private:
    ToolSettings& m_settings;
    QHBoxLayout* m_row;
};

void OptionRow::addCombineMode()
{
    struct Mode {
        MaskCombine mode;
        const char* icon;
        QString name;
    };
    const Mode modes[] = {
        {MaskCombine::Replace, "selection-replace", OptionWords::tr("Replace the mask")},
        {MaskCombine::Add, "selection-add", OptionWords::tr("Add to the mask (Shift)")},
        {MaskCombine::Subtract, "selection-subtract", OptionWords::tr("Take away from the mask (Alt)")},
        {MaskCombine::Intersect, "selection-intersect", OptionWords::tr("Keep what both have in common (Shift+Alt)")}};
    for (const Mode& mode : modes) {
        auto* button = new QToolButton(this);
        button->setIcon(themedIcon(QLatin1String(mode.icon)));
        button->setCheckable(true);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
        button->setToolTip(mode.name);
        button->setAccessibleName(mode.name);
        button->setChecked(m_settings.combineMode() == mode.mode);
        m_row->addWidget(button);
        connect(button, &QToolButton::clicked, &m_settings, [this, button, chosen = mode.mode] {
            m_settings.setCombineMode(chosen);
            button->setChecked(true);
        });
        connect(&m_settings, &ToolSettings::combineModeChanged, button,
                [button, own = mode.mode](MaskCombine now) { button->setChecked(now == own); });
    }
}

void OptionRow::addSample()
{
    auto* box = new QComboBox(this);
    box->addItem(OptionWords::tr("Layer"), static_cast<int>(WandSample::Layer));
    box->addItem(OptionWords::tr("Whole picture"), static_cast<int>(WandSample::Composite));
    box->setAccessibleName(OptionWords::tr("Sample from"));
    box->setToolTip(OptionWords::tr("Whose colours are compared"));
    box->setCurrentIndex(box->findData(static_cast<int>(m_settings.wandSample())));
    m_row->addWidget(box);
    connect(box, &QComboBox::activated, &m_settings,
            [this, box] { m_settings.setWandSample(static_cast<WandSample>(box->currentData().toInt())); });
    connect(&m_settings, &ToolSettings::wandSampleChanged, box,
            [box](WandSample sample) { box->setCurrentIndex(box->findData(static_cast<int>(sample))); });
}

void addFeather(OptionRow& row)
{
    row.addNumber({OptionWords::tr("Feather"), OptionWords::tr("Softness of a new selection's edge"), 0.0,
                   ToolSettings::kMaxFeather, 1.0, OptionWords::tr(" px")},
                  &ToolSettings::feather, &ToolSettings::setFeather, &ToolSettings::featherChanged);
}

} // namespace

QWidget* makeBrushOptions(ToolSettings& settings, QWidget* parent)
{
    auto* row = new OptionRow(settings, parent);
    const QString percent = OptionWords::tr(" %");
    row->addNumber({OptionWords::tr("Size"), OptionWords::tr("Brush size"), ToolSettings::kMinDiameter,
                    ToolSettings::kMaxDiameter, 1.0, OptionWords::tr(" px")},
                   &ToolSettings::brushDiameter, &ToolSettings::setBrushDiameter, &ToolSettings::brushDiameterChanged);
    row->addNumber(
        {OptionWords::tr("Hardness"), OptionWords::tr("Hardness of the brush's edge"), 0.0, 1.0, kPercent, percent},
        &ToolSettings::brushHardness, &ToolSettings::setBrushHardness, &ToolSettings::brushHardnessChanged);
    row->addNumber({OptionWords::tr("Flow"), OptionWords::tr("How much one touch covers"), 0.0, 1.0, kPercent, percent},
                   &ToolSettings::brushFlow, &ToolSettings::setBrushFlow, &ToolSettings::brushFlowChanged);
    row->addNumber({OptionWords::tr("Spacing"), OptionWords::tr("Distance of touches, as a share of the size"),
                    ToolSettings::kMinSpacing, ToolSettings::kMaxSpacing, kPercent, percent},
                   &ToolSettings::brushSpacing, &ToolSettings::setBrushSpacing, &ToolSettings::brushSpacingChanged);
    row->addSwitch(OptionWords::tr("Pressure"), OptionWords::tr("A pen's pressure sets the size"),
                   &ToolSettings::pressureSetsSize, &ToolSettings::setPressureSetsSize,
                   &ToolSettings::pressureSetsSizeChanged);
    row->finish();
    return row;
}

QWidget* makeSelectionOptions(ToolSettings& settings, QWidget* parent)
{
    auto* row = new OptionRow(settings, parent);
    row->addCombineMode();
    addFeather(*row);
    row->finish();
    return row;
}

QWidget* makeWandOptions(ToolSettings& settings, QWidget* parent)
{
    auto* row = new OptionRow(settings, parent);
    row->addCombineMode();
    row->addNumber({OptionWords::tr("Tolerance"), OptionWords::tr("How different a colour may be"), 0.0,
                    ToolSettings::kMaxTolerance, 1.0, QString()},
                   &ToolSettings::wandTolerance, &ToolSettings::setWandTolerance, &ToolSettings::wandToleranceChanged);
    row->addSwitch(OptionWords::tr("Connected"), OptionWords::tr("Only pixels that touch the clicked one"),
                   &ToolSettings::wandContiguous, &ToolSettings::setWandContiguous,
                   &ToolSettings::wandContiguousChanged);
    row->addSample();
    addFeather(*row);
    row->finish();
    return row;
}

QWidget* makeCutOptions(ToolSettings& settings, QWidget* parent)
{
    auto* row = new OptionRow(settings, parent);
    row->addCombineMode();
    row->addSwitch(OptionWords::tr("From the mask"), OptionWords::tr("Start from the present mask instead of a box"),
                   &ToolSettings::cutFromMask, &ToolSettings::setCutFromMask, &ToolSettings::cutFromMaskChanged);
    addFeather(*row);
    row->finish();
    return row;
}

} // namespace dh
