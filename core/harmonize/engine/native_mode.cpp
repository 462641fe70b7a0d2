#include "core/harmonize/engine/native_mode.h"

#include "core/diffusion/stages.h"
#include "core/harmonize/background_influence.h"
#include "core/harmonize/change_transfer.h"
#include "core/harmonize/context_crop.h"
#include "core/harmonize/engine/tensor_images.h"
#include "core/imaging/colour.h"
#include "core/imaging/resample.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

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

/// What the networks may go by.
struct ContextInfluence {
    Mask influence; ///< of the context; null = everything counts
    BackgroundColour mean{};
};

ContextInfluence contextInfluence(const HarmonizeRequest& request, const Rect& area)
{
    if (request.influence.isNull())
        return {};
    return {request.influence.cropped(area), meanInfluence(request.composite, request.mask, request.influence, area)};
}

WorkingImages workingImages(const Image& composite, const Rect& area, const Mask& contextMask,
                            const ContextInfluence& influence, const ColourTransform& colours, Size size)
{
    WorkingImages images;
    images.composite = resizedBilinearAntialias(composite, area, size);
    images.mask = resized(contextMask, size);
    if (!influence.influence.isNull())
        images.composite =
            withInfluence(images.composite, images.mask, resized(influence.influence, size), influence.mean);
    PlanarImage srgb = images.composite;
    colours.toSrgb(srgb);
    images.input = {tensorFromPlanar(srgb), networkMask(images.mask)};
    return images;
}

/// Long side of the preview of the result.
constexpr int kResultPreviewSide = 1024;

Size previewSize(Size context)
{
    const double scale =
        std::min(1.0, static_cast<double>(kResultPreviewSide) / std::max(context.width, context.height));
    return {std::max(1, static_cast<int>(std::lround(context.width * scale))),
            std::max(1, static_cast<int>(std::lround(context.height * scale)))};
}

/// The result as it will be, small: networks that work on few pixels show none of the detail that it keeps.
class ResultPreview
{
public:
    ResultPreview(const Image& composite, const Rect& area, const Mask& contextMask)
        : m_size(previewSize(area.size())),
          m_composite(imageFromPlanar(resized(composite, area, m_size), SampleType::U8, composite.iccProfile())),
          m_mask(resized(contextMask, m_size))
    {
        // The viewer blends by the mask; done twice, soft edges would be too faint.
        for (int y = 0; y < m_size.height; ++y) {
            std::uint8_t* row = m_mask.writableRow(y);
            std::transform(row, row + m_size.width, row,
                           [](std::uint8_t v) -> std::uint8_t { return v > 0 ? 255 : 0; });
        }
    }

    [[nodiscard]] std::shared_ptr<const PreviewImage> show(const LowResolutionPair& pair, double strength,
                                                           const ColourTransform& colours,
                                                           const CancelToken& cancel) const
    {
        const Rect all{0, 0, m_size.width, m_size.height};
        PlanarImage planes = planarFromImage(transferChange(m_composite, all, m_mask, pair, {strength}, cancel));
        colours.toSrgb(planes);
        const Image srgb = imageFromPlanar(planes, SampleType::U8);
        const auto* samples = srgb.row<std::uint8_t>(0);
        return std::make_shared<const PreviewImage>(
            PreviewImage{m_size.width, m_size.height, {samples, samples + srgb.sizeInBytes()}});
    }

private:
    Size m_size;
    Image m_composite;
    Mask m_mask;
};

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
    const ContextInfluence influence = contextInfluence(request, crop.area);
    monitor.update(0.5);
    const auto imagesOf = [&](Size size) {
        return workingImages(request.composite, crop.area, contextMask, influence, colours, size);
    };
    WorkingImages working = imagesOf(crop.inferenceSize);
    at::Tensor picture = harmonizeWithNetworks(loaded, request, working.input, steps, monitor, report);
    if (report.refined) {
        if (refined != crop.inferenceSize)
            working = imagesOf(refined);
        picture = refineWithNetwork(model, picture, working.input, monitor);
    }

    monitor.enter(Stage::Transfer);
    LowResolutionPair pair{std::move(working.composite), planarFromTensor(picture), planarFromMask(working.mask)};
    colours.fromSrgb(pair.result);
    if (monitor.wantsPreviews()) {
        const ResultPreview preview(request.composite, crop.area, contextMask);
        monitor.update(0.0, 0, preview.show(pair, request.strength, colours, cancel));
    }
    Image result = transferChange(request.composite, crop.area, request.mask, pair, {request.strength}, cancel,
                                  [&](double fraction) { monitor.update(fraction); });
    monitor.finish();
    return result;
}

} // namespace dh
