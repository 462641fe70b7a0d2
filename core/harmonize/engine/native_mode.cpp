#include "core/harmonize/engine/native_mode.h"

#include "core/diffusion/stages.h"
#include "core/harmonize/change_transfer.h"
#include "core/harmonize/context_crop.h"
#include "core/harmonize/engine/tensor_images.h"
#include "core/imaging/colour.h"
#include "core/imaging/resample.h"

#include <algorithm>
#include <cmath>

namespace dh
{

namespace
{

/// The refiner's size: the inference size, or the same aspect with the long side that the model asks for.
Size refineSize(Size inference, int refineResolution, std::int64_t multiple)
{
    if (refineResolution == 0)
        return inference;
    const double scale = static_cast<double>(refineResolution) / std::max(inference.width, inference.height);
    const auto side = [&](int size) {
        const double units = std::round(size * scale / static_cast<double>(multiple));
        return static_cast<int>(std::max(1.0, units)) * static_cast<int>(multiple);
    };
    return {side(inference.width), side(inference.height)};
}

/// The mask for the networks. A subject so small that no working pixel is half covered still has to be seen.
at::Tensor networkMask(const Mask& mask)
{
    const at::Tensor half = tensorFromMask(mask);
    if (half.any().item<bool>())
        return half;
    Mask any = mask;
    for (int y = 0; y < any.height(); ++y) {
        std::uint8_t* row = any.writableRow(y);
        std::transform(row, row + any.width(), row, [](std::uint8_t v) -> std::uint8_t { return v > 0 ? 255 : 0; });
    }
    return tensorFromMask(any);
}

/// One size of the context: in the picture's own encoding for the transfer, and as the networks want it.
struct WorkingImages {
    PlanarImage composite;
    Mask mask;
    NetworkInput input;
};

WorkingImages workingImages(const PlanarImage& context, const Mask& contextMask, const ColourTransform& colours,
                            Size size)
{
    WorkingImages images;
    images.composite = resizedBilinearAntialias(context, size);
    images.mask = resized(contextMask, size);
    PlanarImage srgb = images.composite;
    colours.toSrgb(srgb);
    images.input = {tensorFromPlanar(srgb), networkMask(images.mask)};
    return images;
}

} // namespace

Image harmonizeNative(LoadedModel& loaded, const HarmonizeRequest& request, int steps, int resolution,
                      ProgressSink& sink, const CancelToken& cancel, HarmonizeReport& report)
{
    const Model& model = loaded.model;
    const Rect box = request.mask.boundingBox();
    const ContextCrop crop = request.context
                                 ? contextCropOf(request.composite.size(), box, resolution, *request.context)
                                 : chooseContextCrop(request.composite.size(), box, resolution);
    report.context = crop.area;
    report.inferenceSize = crop.inferenceSize;
    report.refined = request.refine && model.refiner();
    const Size refined =
        report.refined ? refineSize(crop.inferenceSize, model.settings().refineResolution, model.refiner()->multiple())
                       : crop.inferenceSize;
    WeightedProgress progress(sink, stageWeights(model, crop.inferenceSize, steps,
                                                 report.refined ? std::optional(refined) : std::nullopt,
                                                 static_cast<double>(crop.area.size().area())));
    RunMonitor monitor(progress, report, cancel);

    monitor.enter(Stage::Prepare);
    const ColourTransform colours(request.composite.iccProfile());
    const Mask contextMask = request.mask.cropped(crop.area);
    WorkingImages working;
    WorkingImages refining;
    {
        const PlanarImage context = planarFromImage(request.composite, crop.area);
        monitor.update(0.3);
        working = workingImages(context, contextMask, colours, crop.inferenceSize);
        monitor.update(0.8);
        if (report.refined && refined != crop.inferenceSize)
            refining = workingImages(context, contextMask, colours, refined);
    }
    at::Tensor picture = harmonizeWithNetworks(loaded, request, working.input, steps, monitor, report);
    if (refining.composite.size == refined)
        working = std::move(refining);
    if (report.refined)
        picture = refineWithNetwork(model, picture, working.input, monitor);

    monitor.enter(Stage::Transfer);
    LowResolutionPair pair{std::move(working.composite), planarFromTensor(picture), planarFromMask(working.mask)};
    colours.fromSrgb(pair.result);
    Image result = transferChange(request.composite, crop.area, request.mask, pair, {request.strength}, cancel,
                                  [&](double fraction) { monitor.update(fraction); });
    monitor.finish();
    return result;
}

} // namespace dh
