#include "ui/harmonize/adjustment_panel.h"

#include "core/document/document.h"
#include "ui/main_window/actions.h"
#include "ui/main_window/studio_context.h"
#include "ui/panels/layer_property_edit.h"
#include "ui/panels/value_slider.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace dh
{

namespace
{

constexpr double kPercent = 100.0;
constexpr double kMostChange = 150.0;

} // namespace

AdjustmentPanel::AdjustmentPanel(StudioContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_empty(new QLabel(tr("Harmonize the layer, or apply a result, to adjust it here without running again."), this)),
      m_content(new QWidget(this))
{
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    auto* rows = new QVBoxLayout(m_content);
    rows->setContentsMargins(0, 0, 0, 0);
    addSlider(*m_content, tr("Light"), tr("Adjust light"), kMostChange, &ResultAdjustment::light);
    addSlider(*m_content, tr("Colour"), tr("Adjust colour"), kMostChange, &ResultAdjustment::colour);
    addSlider(*m_content, tr("Detail lock"), tr("Lock detail"), kPercent, &ResultAdjustment::detailLock);
    addButtons(*m_content);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_empty);
    column->addWidget(m_content);
    column->addStretch(1);
    connect(&context.document, &Document::changed, this, &AdjustmentPanel::refresh);
    connect(&context.document, &Document::selectionChanged, this, &AdjustmentPanel::refresh);
    refresh();
}

void AdjustmentPanel::addSlider(QWidget& column, const QString& name, const QString& step, double most,
                                double ResultAdjustment::*value)
{
    auto* slider = new ValueSlider(name, {.maximum = most, .suffix = tr(" %")}, &column);
    new LayerPropertyEdit(
        m_context.document, *slider, step,
        [value](const Layer& layer) { return layer.applied ? layer.applied->adjustment.*value * kPercent : 0.0; },
        [value](Layer& layer, double percent) {
            if (layer.applied)
                layer.applied->adjustment.*value = percent / kPercent;
        });
    column.layout()->addWidget(slider);
}

void AdjustmentPanel::addButtons(QWidget& column)
{
    auto* row = new QHBoxLayout;
    if (QAction* protect = m_context.actions.action(QStringLiteral("tool.protect"))) {
        auto* button = new QToolButton(&column);
        button->setDefaultAction(protect);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::TabFocus);
        button->setAccessibleName(protect->iconText());
        row->addWidget(button);
    }
    m_reset = new QToolButton(&column);
    m_reset->setText(tr("Reset"));
    m_reset->setAccessibleName(tr("Reset the adjustment"));
    m_reset->setFocusPolicy(Qt::TabFocus);
    connect(m_reset, &QToolButton::clicked, this, &AdjustmentPanel::reset);
    row->addWidget(m_reset);
    row->addStretch(1);
    static_cast<QVBoxLayout*>(column.layout())->addLayout(row);
}

void AdjustmentPanel::reset()
{
    const LayerId layer = m_context.document.selectedLayer();
    m_context.document.edit(tr("Reset adjustment"), [layer](Composition& composition) {
        if (Layer* present = composition.layer(layer); present != nullptr && present->applied)
            present->applied->adjustment = {};
    });
}

void AdjustmentPanel::refresh()
{
    const Document& document = m_context.document;
    const Layer* layer = document.composition().layer(document.selectedLayer());
    const bool hasResult = layer != nullptr && layer->applied;
    m_content->setVisible(hasResult);
    m_empty->setVisible(!hasResult);
    if (!hasResult)
        return;
    m_reset->setEnabled(!layer->locked);
    m_reset->setToolTip(toolTipFor(*layer, tr("The result as the run gave it")));
}

} // namespace dh
