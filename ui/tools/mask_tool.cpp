#include "ui/tools/mask_tool.h"

#include "core/base/error.h"
#include "core/document/document.h"
#include "ui/tools/mask_tool_settings.h"

#include <QRectF>

#include <algorithm>
#include <cmath>
#include <memory>

namespace dh
{

MaskCombine combineFor(Qt::KeyboardModifiers modifiers, MaskCombine otherwise)
{
    const bool adds = modifiers.testFlag(Qt::ShiftModifier);
    const bool subtracts = modifiers.testFlag(Qt::AltModifier);
    if (adds && subtracts)
        return MaskCombine::Intersect;
    if (adds)
        return MaskCombine::Add;
    return subtracts ? MaskCombine::Subtract : otherwise;
}

QString MaskTool::hint() const
{
    const Layer* layer = document().composition().layer(document().selectedLayer());
    if (layer == nullptr)
        return tr("Select a layer to edit its mask.");
    if (layer->locked)
        return tr("The layer is locked. Unlock it to edit its mask.");
    if (!layer->visible)
        return tr("The layer is hidden. Show it to edit its mask.");
    return usage();
}

QCursor MaskTool::cursor() const
{
    return editableLayer() != nullptr ? Qt::CrossCursor : Qt::ForbiddenCursor;
}

const Layer* MaskTool::editableLayer() const
{
    const Layer* layer = document().composition().layer(document().selectedLayer());
    return layer != nullptr && layer->visible && !layer->locked && !layer->image.isNull() ? layer : nullptr;
}

std::optional<LayerFrame> MaskTool::editableFrame() const
{
    const Layer* layer = editableLayer();
    if (layer == nullptr)
        return std::nullopt;
    const Affine canvasFromLayer = layer->transform.canvasFromLayer();
    if (canvasFromLayer.determinant() == 0.0)
        return std::nullopt;
    const Affine layerFromCanvas = canvasFromLayer.inverted();
    return LayerFrame{layer->id, layer->image.size(), layerFromCanvas,
                      std::sqrt(std::abs(layerFromCanvas.determinant()))};
}

bool MaskTool::isUnchanged(const LayerFrame& frame, const Mask& mask) const
{
    const Layer* layer = document().composition().layer(frame.layer);
    return layer != nullptr && !layer->locked && layer->image.size() == frame.size && layer->mask == mask;
}

void MaskTool::repaint(const QRectF& inWidget) const
{
    if (!inWidget.isEmpty())
        m_context.repaint(inWidget);
}

void MaskTool::repaintAll() const
{
    m_context.repaint({});
}

void MaskTool::applySelection(const QString& name, const LayerFrame& frame, const Mask& selection,
                              MaskCombine how) const
{
    const double sigma = settings().feather() * frame.layerPerCanvas;
    const Mask soft = sigma > 0.0 ? selection.feathered(static_cast<float>(sigma)) : selection;
    const std::unique_ptr<DocumentEdit> edit = document().beginEdit(name);
    edit->paintMask(frame.layer, [&](Mask& mask) { return combine(mask, soft, how); });
    edit->commit();
}

void MaskTool::applyOutline(const QString& name, const std::vector<PointF>& inCanvas, MaskCombine how) const
{
    const std::optional<LayerFrame> frame = editableFrame();
    if (!frame)
        return;
    std::vector<PointF> inLayer(inCanvas.size());
    std::transform(inCanvas.begin(), inCanvas.end(), inLayer.begin(),
                   [&](PointF point) { return frame->layerFromCanvas.map(point); });
    try {
        applySelection(name, *frame, polygonMask(frame->size, inLayer), how);
    } catch (const Error& error) {
        report(error);
    }
}

} // namespace dh
