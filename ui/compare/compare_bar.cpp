#include "ui/compare/compare_bar.h"

#include "core/document/document.h"
#include "ui/compare/compare_controller.h"
#include "ui/panels/value_slider.h"
#include "ui/theme/icons.h"

#include <QAccessible>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace dh
{

namespace
{

/// As the combo box lists them.
constexpr std::array kModes{CompareMode::SplitVertical, CompareMode::SplitHorizontal, CompareMode::SideBySide,
                            CompareMode::Difference};
constexpr int kShortestChoice = 8; ///< characters
constexpr int kMargin = 6;
constexpr int kGap = 3;
constexpr int kGainWidth = 150;

QString modeName(CompareMode mode)
{
    switch (mode) {
    case CompareMode::SplitVertical:
        return CompareBar::tr("Split, left and right");
    case CompareMode::SplitHorizontal:
        return CompareBar::tr("Split, top and bottom");
    case CompareMode::SideBySide:
        return CompareBar::tr("Side by side");
    case CompareMode::Difference:
        return CompareBar::tr("Difference");
    case CompareMode::Off:
    case CompareMode::Before:
        break;
    }
    return {};
}

} // namespace

CompareBar::CompareBar(CompareController& controller, QWidget* parent) : QWidget(parent), m_controller(controller)
{
    auto* row = new QHBoxLayout;
    m_mode = addChoice(*row, {}, tr("How to compare"));
    for (const CompareMode mode : kModes)
        m_mode->addItem(modeName(mode));
    m_before = addChoice(*row, tr("Before:"), tr("Before"));
    m_after = addChoice(*row, tr("After:"), tr("After"));
    auto* close = addButton(*row, {}, QStringLiteral("close"), tr("Stop comparing"));

    auto* below = new QHBoxLayout;
    m_hold =
        addButton(*below, tr("Hold: before"), QStringLiteral("compare"), tr("Shows the before side while held down"));
    auto* truth = addButton(*below, tr("Ground truth…"), QStringLiteral("open"),
                            tr("Open the picture of the real scene and measure against it"));
    m_gain = new ValueSlider(
        tr("Gain"), {CompareController::kLeastGain, CompareController::kMostGain, 1.0, 0, QStringLiteral(" ×")}, this);
    m_gain->setFixedWidth(kGainWidth);
    m_numbers = new QLabel(this);
    m_numbers->setWordWrap(true);
    m_numbers->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_numbers->setAccessibleName(tr("Numbers of the comparison"));
    below->addWidget(m_gain);
    below->addWidget(m_numbers, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kMargin, kGap, kMargin, kGap);
    column->setSpacing(kGap);
    column->addLayout(row);
    column->addLayout(below);

    connect(m_mode, &QComboBox::activated, this, &CompareBar::chooseMode);
    connect(m_before, &QComboBox::activated, this, &CompareBar::chooseSides);
    connect(m_after, &QComboBox::activated, this, &CompareBar::chooseSides);
    connect(m_hold, &QToolButton::pressed, this, [this] { m_controller.setHolding(true); });
    connect(m_hold, &QToolButton::released, this, [this] { m_controller.setHolding(false); });
    connect(truth, &QToolButton::clicked, this, &CompareBar::groundTruthWanted);
    connect(close, &QToolButton::clicked, this, [this] { m_controller.setMode(CompareMode::Off); });
    connect(m_gain, &ValueSlider::valueEdited, &m_controller, &CompareController::setGain);
    connect(&m_controller, &CompareController::changed, this, &CompareBar::showState);
    connect(&m_controller, &CompareController::numbersChanged, this, &CompareBar::showNumbers);
    showState();
    showNumbers();
}

void CompareBar::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    if (!m_hold->isDown())
        return;
    m_hold->setDown(false);
    m_controller.setHolding(false);
}

void CompareBar::focusChoices()
{
    m_before->setFocus(Qt::ShortcutFocusReason);
}

QComboBox* CompareBar::addChoice(QHBoxLayout& row, const QString& label, const QString& name)
{
    auto* choice = new QComboBox(this);
    choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    choice->setMinimumContentsLength(kShortestChoice);
    choice->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    choice->setAccessibleName(name);
    if (!label.isEmpty()) {
        auto* text = new QLabel(label, this);
        text->setBuddy(choice);
        row.addWidget(text);
    }
    row.addWidget(choice, 1);
    return choice;
}

QToolButton* CompareBar::addButton(QHBoxLayout& row, const QString& text, const QString& icon, const QString& hint)
{
    auto* button = new QToolButton(this);
    button->setText(text);
    button->setIcon(themedIcon(icon));
    button->setToolButtonStyle(text.isEmpty() ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    button->setToolTip(hint);
    button->setAccessibleName(text.isEmpty() ? hint : text);
    button->setAccessibleDescription(hint);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    row.addWidget(button);
    return button;
}

void CompareBar::showState()
{
    const CompareMode mode = m_controller.mode();
    const auto place = std::find(kModes.begin(), kModes.end(), mode);
    if (place != kModes.end())
        m_mode->setCurrentIndex(static_cast<int>(place - kModes.begin()));
    const Composition& document = m_controller.document().composition();
    m_sides = sidesOf(document, m_controller.hasGroundTruth());
    for (QComboBox* choice : {m_before, m_after}) {
        const CompareSide& wanted = choice == m_before ? m_controller.before() : m_controller.after();
        QStringList names;
        for (const CompareSide& side : m_sides)
            names << nameOf(side, document);
        const QSignalBlocker quiet(choice);
        choice->clear();
        choice->addItems(names);
        choice->setCurrentIndex(static_cast<int>(std::find(m_sides.begin(), m_sides.end(), wanted) - m_sides.begin()));
    }
    m_gain->setVisible(mode == CompareMode::Difference);
    m_gain->setValue(m_controller.gain());
    setVisible(mode != CompareMode::Off);
}

void CompareBar::showNumbers()
{
    m_numbers->setText(m_controller.numbersText());
    QAccessibleEvent event(m_numbers, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&event);
}

void CompareBar::chooseMode(int index)
{
    m_controller.setMode(kModes[static_cast<std::size_t>(index)]);
}

void CompareBar::chooseSides()
{
    const auto sideAt = [this](const QComboBox* choice) {
        return m_sides.at(static_cast<std::size_t>(choice->currentIndex()));
    };
    m_controller.setSides(sideAt(m_before), sideAt(m_after));
}

} // namespace dh
