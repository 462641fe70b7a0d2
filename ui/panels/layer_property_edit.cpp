#include "ui/panels/layer_property_edit.h"

#include "core/document/document.h"
#include "ui/panels/value_slider.h"

#include <utility>

namespace dh
{

LayerPropertyEdit::LayerPropertyEdit(Document& document, ValueSlider& slider, QString name,
                                     std::function<double(const Layer&)> read,
                                     std::function<void(Layer&, double)> write)
    : QObject(&slider),
      m_document(document),
      m_slider(slider),
      m_name(std::move(name)),
      m_toolTip(slider.toolTip()),
      m_read(std::move(read)),
      m_write(std::move(write))
{
    connect(&slider, &ValueSlider::dragStarted, this, [this] { m_drag = m_document.beginEdit(m_name); });
    connect(&slider, &ValueSlider::valueEdited, this, &LayerPropertyEdit::change);
    connect(&slider, &ValueSlider::dragFinished, this, &LayerPropertyEdit::finish);
    connect(&document, &Document::changed, this, &LayerPropertyEdit::show);
    connect(&document, &Document::selectionChanged, this, &LayerPropertyEdit::show);
    show();
}

LayerPropertyEdit::~LayerPropertyEdit() = default;

void LayerPropertyEdit::show()
{
    const Layer* layer = m_document.composition().layer(m_document.selectedLayer());
    m_slider.setEnabled(layer != nullptr && !layer->locked);
    if (layer == nullptr)
        return;
    m_slider.setToolTip(toolTipFor(*layer, m_toolTip));
    m_slider.setValue(m_read(*layer));
}

void LayerPropertyEdit::change(double value)
{
    const LayerId selected = m_document.selectedLayer();
    if (m_document.composition().layer(selected) == nullptr)
        return;
    if (m_drag)
        m_drag->changeLayer(selected, [&](Layer& layer) { m_write(layer, value); });
    else
        m_document.edit(
            m_name, [&](Composition& composition) { m_write(*composition.layer(selected), value); },
            QStringLiteral("%1 of %2").arg(m_name).arg(selected));
}

void LayerPropertyEdit::finish()
{
    if (m_drag)
        m_drag->commit();
    m_drag.reset();
    show(); // another edit may have ended the drag before
}

QString toolTipFor(const Layer& layer, const QString& toolTip)
{
    if (!layer.locked)
        return toolTip;
    const QString reason = LayerPropertyEdit::tr("The layer is locked. Unlock it to change this.");
    return toolTip.isEmpty() ? reason : toolTip + QLatin1Char('\n') + reason;
}

} // namespace dh
