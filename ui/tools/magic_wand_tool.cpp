#include "ui/tools/magic_wand_tool.h"

#include "core/document/document.h"
#include "core/scene/render.h"
#include "ui/tools/mask_tool_settings.h"

#include <algorithm>
#include <cmath>

namespace dh
{

namespace
{

/// The pixel that holds a position; outside of any picture for one that is far away or not finite.
Point pixelAt(PointF position)
{
    static constexpr double kFar = 1e9;
    const auto index = [](double value) {
        return std::isfinite(value) ? static_cast<int>(std::floor(std::clamp(value, -kFar, kFar))) : -1;
    };
    return {index(position.x), index(position.y)};
}

/// `selection`, which covers `area` of the canvas, as the layer's pixels see it.
Mask inLayer(const Mask& selection, const Rect& area, const LayerFrame& frame, const CancelToken& cancel)
{
    const Affine canvasFromLayer = frame.layerFromCanvas.inverted();
    Mask mask(frame.size);
    for (int y = 0; y < frame.size.height; ++y) {
        cancel.throwIfCancelled();
        std::uint8_t* values = mask.writableRow(y);
        for (int x = 0; x < frame.size.width; ++x) {
            const Point pixel = pixelAt(canvasFromLayer.map({x + 0.5, y + 0.5}));
            if (area.contains({pixel.x, pixel.y, 1, 1}))
                values[x] = selection.row(pixel.y - area.y)[pixel.x - area.x];
        }
    }
    return mask;
}

/// What of the picture lies where the layer is.
Mask selectInComposite(const Composition& composition, const LayerFrame& frame, PointF inCanvas, double tolerance,
                       bool contiguous, const CancelToken& cancel)
{
    const Rect layer{0, 0, frame.size.width, frame.size.height};
    const Rect canvas{0, 0, composition.size().width, composition.size().height};
    const Rect area = mappedBounds(frame.layerFromCanvas.inverted(), layer).intersected(canvas);
    if (area.isEmpty())
        return Mask(frame.size);
    const Image picture = renderArea(composition, area, cancel);
    const Point seed = pixelAt({inCanvas.x - area.x, inCanvas.y - area.y});
    return inLayer(magicWand(picture, seed, tolerance, contiguous), area, frame, cancel);
}

} // namespace

QString MagicWandTool::usage() const
{
    return tr("Click a colour to select it. Shift adds, Alt subtracts, both intersect.");
}

bool MagicWandTool::press(const CanvasPointer& pointer)
{
    const std::optional<LayerFrame> frame = editableFrame();
    if (pointer.button != Qt::LeftButton || isBusy() || !frame)
        return false;
    const MaskCombine how = combineFor(pointer.modifiers, settings().combineMode());
    const auto select = [composition = document().composition(), frame = *frame, inCanvas = pointer.inCanvas,
                         sample = settings().wandSample(), tolerance = settings().wandTolerance(),
                         contiguous = settings().wandContiguous()](const CancelToken& cancel) {
        if (sample == WandSample::Composite)
            return selectInComposite(composition, frame, inCanvas, tolerance, contiguous, cancel);
        const Image& image = composition.layer(frame.layer)->image;
        return magicWand(image, pixelAt(frame.layerFromCanvas.map(inCanvas)), tolerance, contiguous);
    };
    compute([this, select, layer = *editableLayer(), feather = featherIn(*frame),
             how](const CancelToken& cancel) -> MaskJob::Answer {
        const Mask selection = select(cancel);
        // A click outside of the layer selects nothing; it is no wish to clear the mask.
        if (selection.isEmpty())
            return {};
        return
            [this, change = selectionChange(layer, selection, feather, how)] { apply(tr("Select by colour"), change); };
    });
    return true;
}

} // namespace dh
