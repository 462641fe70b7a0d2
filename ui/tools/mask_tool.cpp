#include "ui/tools/mask_tool.h"

#include "core/base/error.h"
#include "core/document/document.h"
#include "ui/tools/another_picture.h"
#include "ui/tools/mask_tool_settings.h"

#include <QRectF>

#include <algorithm>
#include <cmath>
#include <utility>

namespace dh
{

namespace
{

constexpr std::uint8_t kSelected = 255;

} // namespace

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

MaskChange selectionChange(const Layer& layer, const Mask& selection, double feather, MaskCombine how)
{
    Mask mask = layer.mask.isNull() ? Mask(layer.image.size(), kSelected) : layer.mask;
    combine(mask, feather > 0.0 ? selection.feathered(static_cast<float>(feather)) : selection, how);
    return maskChange(layer, mask);
}

MaskTool::MaskTool(MaskToolContext context) : m_context(std::move(context)), m_job(m_context.document)
{
    QObject::connect(&m_context.document, &Document::selectionChanged, &m_job, [this] { dropDrawing(); });
    QObject::connect(&m_context.document, &Document::changed, &m_job, [this](const SceneChange& change) {
        if (isAnotherPicture(m_context.document, change))
            dropDrawing();
    });
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
    return isBusy() ? tr("Selecting... Escape cancels.") : usage();
}

QCursor MaskTool::cursor() const
{
    if (isBusy())
        return Qt::BusyCursor;
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

double MaskTool::featherIn(const LayerFrame& frame) const
{
    return settings().feather() * frame.layerPerCanvas;
}

bool MaskTool::apply(const QString& name, const MaskChange& change) const
{
    const bool applied = document().apply(name, change);
    if (!applied)
        m_context.inform(tr("The mask changed meanwhile: “%1” was dropped.").arg(name));
    return applied;
}

void MaskTool::applyOutline(const QString& name, const std::vector<PointF>& inCanvas, MaskCombine how)
{
    const std::optional<LayerFrame> frame = editableFrame();
    if (!frame)
        return;
    std::vector<PointF> inLayer(inCanvas.size());
    std::transform(inCanvas.begin(), inCanvas.end(), inLayer.begin(),
                   [&](PointF point) { return frame->layerFromCanvas.map(point); });
    const double feather = featherIn(*frame);
    const auto changed = [layer = *editableLayer(), inLayer, feather, how] {
        return selectionChange(layer, polygonMask(layer.image.size(), inLayer), feather, how);
    };
    if (feather > 0.0) {
        compute([this, name, changed](const CancelToken&) -> MaskJob::Answer {
            return [this, name, change = changed()] { apply(name, change); };
        });
        return;
    }
    // Over before a thread would have begun.
    try {
        apply(name, changed());
    } catch (const Error& error) {
        report(error);
    }
}

void MaskTool::compute(MaskJob::Work work)
{
    m_job.start(
        std::move(work), [this](const Error& error) { report(error); }, [this] { repaintAll(); });
}

} // namespace dh
