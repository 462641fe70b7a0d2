#include "ui/panels/placement_panel.h"

#include "core/document/document.h"
#include "ui/main_window/actions.h"
#include "ui/panels/layer_property_edit.h"
#include "ui/panels/tab_order.h"
#include "ui/theme/icons.h"

#include <QAction>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace dh
{

namespace
{

constexpr double kPercent = 100.0;
constexpr double kFarthest = 99999.9; ///< canvas pixels
constexpr double kSmallestScale = 0.001;
constexpr double kHalfTurn = 180.0;
constexpr int kDecimals = 1;
constexpr std::array kButtons{"layer.flip_horizontal", "layer.flip_vertical", "layer.fit", "layer.reset_placement"};

/// The changed scale becomes `scale`; the other follows when the aspect is kept.
void setScale(double& changed, double& other, double scale, bool keepAspect)
{
    const double wanted = std::clamp(scale, kSmallestScale, LayerTransform::kLargestScale);
    if (keepAspect)
        other = std::clamp(other * wanted / changed, kSmallestScale, LayerTransform::kLargestScale);
    changed = wanted;
}

} // namespace

PlacementPanel::PlacementPanel(Document& document, const ActionRegistry& actions, QWidget* parent)
    : QWidget(parent),
      m_document(document),
      m_keepAspect(new QToolButton(this)),
      m_empty(new QLabel(tr("Select a layer to place it by numbers."), this))
{
    m_keepAspect->setIcon(themedIcon(QStringLiteral("link")));
    m_keepAspect->setCheckable(true);
    m_keepAspect->setAutoRaise(true);
    m_keepAspect->setChecked(true);
    m_keepAspect->setFocusPolicy(Qt::TabFocus);
    m_keepAspect->setToolTip(tr("Keep the proportions"));
    m_keepAspect->setAccessibleName(tr("Keep the proportions"));
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);

    addFields();
    m_numbers = makeNumbers();
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_empty);
    column->addWidget(m_numbers);
    column->addWidget(makeButtons(actions));
    column->addStretch(1);
    tabInLayoutOrder(*column);
    connect(&document, &Document::changed, this, &PlacementPanel::showLayer);
    connect(&document, &Document::selectionChanged, this, &PlacementPanel::showLayer);
    showLayer();
}

QDoubleSpinBox* PlacementPanel::addField(const QString& name, double minimum, double maximum, const QString& suffix,
                                         Field field)
{
    auto* box = new QDoubleSpinBox(this);
    box->setRange(minimum, maximum);
    box->setDecimals(kDecimals);
    box->setSuffix(suffix);
    box->setKeyboardTracking(false);
    box->setAccelerated(true);
    box->setAccessibleName(name);
    box->setToolTip(name);
    // The farthest places, which nobody needs, may be cut off.
    box->setMinimumWidth(box->minimumSizeHint().width() - box->fontMetrics().horizontalAdvance(QLatin1Char('0')));
    field.box = box;
    const std::size_t at = m_fields.size();
    m_fields.push_back(std::move(field));
    connect(box, &QDoubleSpinBox::valueChanged, this, [this, at](double value) { change(m_fields[at], value); });
    return box;
}

void PlacementPanel::addFields()
{
    const QString px = tr(" px");
    addField(tr("Centre from the left"), -kFarthest, kFarthest, px,
             {nullptr, tr("Move layer"), [](const Layer& layer) { return layer.transform.pivotInCanvas.x; },
              [](Layer& layer, double value, bool) { layer.transform.pivotInCanvas.x = value; }});
    addField(tr("Centre from the top"), -kFarthest, kFarthest, px,
             {nullptr, tr("Move layer"), [](const Layer& layer) { return layer.transform.pivotInCanvas.y; },
              [](Layer& layer, double value, bool) { layer.transform.pivotInCanvas.y = value; }});
    addField(tr("Width"), 1.0, kFarthest, px,
             {nullptr, tr("Scale layer"),
              [](const Layer& layer) { return layer.image.width() * layer.transform.scaleX; },
              [](Layer& layer, double value, bool keep) {
                  LayerTransform& t = layer.transform;
                  setScale(t.scaleX, t.scaleY, value / layer.image.width(), keep);
              }});
    addField(tr("Height"), 1.0, kFarthest, px,
             {nullptr, tr("Scale layer"),
              [](const Layer& layer) { return layer.image.height() * layer.transform.scaleY; },
              [](Layer& layer, double value, bool keep) {
                  LayerTransform& t = layer.transform;
                  setScale(t.scaleY, t.scaleX, value / layer.image.height(), keep);
              }});
    addField(tr("Scale"), kSmallestScale * kPercent, LayerTransform::kLargestScale * kPercent, tr(" %"),
             {nullptr, tr("Scale layer"), [](const Layer& layer) { return layer.transform.scaleX * kPercent; },
              [](Layer& layer, double value, bool) {
                  LayerTransform& t = layer.transform;
                  setScale(t.scaleX, t.scaleY, value / kPercent, true);
              }});
    QDoubleSpinBox* rotation =
        addField(tr("Rotation"), -kHalfTurn, kHalfTurn, tr("°"),
                 {nullptr, tr("Rotate layer"),
                  [](const Layer& layer) { return std::remainder(layer.transform.rotation, 2 * kHalfTurn); },
                  [](Layer& layer, double value, bool) { layer.transform.rotation = value; }});
    rotation->setWrapping(true);
}

QWidget* PlacementPanel::makeNumbers()
{
    auto* holder = new QWidget(this);
    auto* grid = new QGridLayout(holder);
    grid->setContentsMargins(0, 0, 0, 0);
    // No mnemonics: they would take letters from the menus, even from behind another tab.
    const std::array labels{tr("X"), tr("Y"), tr("W"), tr("H"), tr("S"), tr("R")};
    constexpr int kPairs = 2;
    for (std::size_t i = 0; i < m_fields.size(); ++i) {
        const int row = static_cast<int>(i) / kPairs;
        const int column = static_cast<int>(i) % kPairs * kPairs;
        auto* label = new QLabel(labels.at(i), holder);
        label->setBuddy(m_fields[i].box);
        label->setToolTip(m_fields[i].box->toolTip());
        grid->addWidget(label, row, column);
        grid->addWidget(m_fields[i].box, row, column + 1);
    }
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(1 + kPairs, 1);
    return holder;
}

QWidget* PlacementPanel::makeButtons(const ActionRegistry& actions)
{
    auto* holder = new QWidget(this);
    auto* row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_keepAspect);
    for (const char* id : kButtons) {
        QAction* action = actions.action(QLatin1String(id));
        if (action == nullptr)
            continue;
        auto* button = new QToolButton(holder);
        button->setDefaultAction(action);
        button->setFocusPolicy(Qt::TabFocus);
        button->setAutoRaise(true);
        button->setAccessibleName(action->iconText());
        row->addWidget(button);
    }
    row->addStretch(1);
    return holder;
}

void PlacementPanel::showLayer()
{
    const Layer* layer = m_document.composition().layer(m_document.selectedLayer());
    m_empty->setVisible(layer == nullptr);
    m_numbers->setVisible(layer != nullptr);
    if (layer == nullptr)
        return;
    m_numbers->setEnabled(!layer->locked);
    for (const Field& field : m_fields) {
        const QSignalBlocker quiet(field.box);
        field.box->setToolTip(toolTipFor(*layer, field.box->accessibleName()));
        // Setting it again would wipe what is being typed.
        const double value = field.read(*layer);
        if (field.box->textFromValue(value) != field.box->textFromValue(field.box->value()))
            field.box->setValue(value);
    }
}

void PlacementPanel::change(const Field& field, double value)
{
    const LayerId selected = m_document.selectedLayer();
    if (m_document.composition().layer(selected) == nullptr)
        return;
    const bool changed = m_document.edit(
        field.step,
        [&](Composition& composition) { field.write(*composition.layer(selected), value, m_keepAspect->isChecked()); },
        QStringLiteral("%1 of %2").arg(field.box->accessibleName()).arg(selected));
    // At the largest or smallest scale the number goes back to what holds.
    if (!changed)
        showLayer();
}

} // namespace dh
