#include "core/scene/composition.h"

#include "core/imaging/convert.h"
#include "core/scene/layer_mask.h"

#include <algorithm>
#include <cmath>

namespace dh
{

namespace
{

/// How far a cubic kernel carries a value, in pixels of the layer (growing) or the canvas (shrinking).
constexpr int kKernelReach = 2;

/// Whether drawing takes means of what canvas pixels cover, so that nothing reaches further than its own pixels.
bool onlyAverages(const Affine& canvasFromLayer)
{
    const bool isUpright = canvasFromLayer.xy == 0.0 && canvasFromLayer.yx == 0.0;
    const bool isQuarterTurned = canvasFromLayer.xx == 0.0 && canvasFromLayer.yy == 0.0;
    const double horizontal = std::hypot(canvasFromLayer.xx, canvasFromLayer.xy);
    const double vertical = std::hypot(canvasFromLayer.yx, canvasFromLayer.yy);
    return (isUpright || isQuarterTurned) && horizontal <= 1.0 && vertical <= 1.0;
}

Rect enlarged(const Rect& rect, int by)
{
    return {rect.x - by, rect.y - by, rect.width + 2 * by, rect.height + 2 * by};
}

} // namespace

const Layer* Composition::layer(LayerId id) const
{
    const int index = indexOf(id);
    return index < 0 ? nullptr : &layers[static_cast<std::size_t>(index)];
}

Layer* Composition::layer(LayerId id)
{
    const int index = indexOf(id);
    return index < 0 ? nullptr : &layers[static_cast<std::size_t>(index)];
}

int Composition::indexOf(LayerId id) const
{
    const auto found = std::find_if(layers.begin(), layers.end(), [id](const Layer& layer) { return layer.id == id; });
    return found == layers.end() ? -1 : static_cast<int>(found - layers.begin());
}

Rect boundsInCanvas(const Layer& layer)
{
    if (layer.image.isNull())
        return {};
    const Affine canvasFromLayer = layer.transform.canvasFromLayer();
    const Rect whole{0, 0, layer.image.width(), layer.image.height()};
    const Rect wholeInCanvas = mappedBounds(canvasFromLayer, whole);
    if (layer.mask.isNull())
        return wholeInCanvas;
    const Rect painted = layer.mask.boundingBox();
    if (painted.isEmpty())
        return {};
    const bool usesKernel = !onlyAverages(canvasFromLayer);
    const int reach = std::max(0, layer.edge.grow) + reachOf({0, layer.edge.feather}) + (usesKernel ? kKernelReach : 0);
    const Rect selected = mappedBounds(canvasFromLayer, enlarged(painted, reach).intersected(whole));
    return enlarged(selected, usesKernel ? kKernelReach : 0).intersected(wholeInCanvas);
}

Mask effectiveMask(const Layer& layer)
{
    const Rect all{0, 0, layer.image.width(), layer.image.height()};
    const Mask edited = editedMask(layer.mask, layer.edge, all);
    if (!layer.image.hasAlpha())
        return edited.isNull() ? Mask(layer.image.size(), static_cast<std::uint8_t>(maxSample(SampleType::U8)))
                               : edited;
    PlanarImage weights = alphaFromImage(layer.image, all);
    if (!edited.isNull()) {
        const PlanarImage selected = planarFromMask(edited);
        std::transform(weights.values.begin(), weights.values.end(), selected.values.begin(), weights.values.begin(),
                       [](float alpha, float value) { return alpha * value; });
    }
    return maskFromPlanar(weights);
}

} // namespace dh
