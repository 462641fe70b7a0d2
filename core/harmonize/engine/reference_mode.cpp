#include "core/harmonize/engine/reference_mode.h"

#include "core/diffusion/stages.h"
#include "core/harmonize/engine/tensor_images.h"
#include "core/imaging/colour.h"
#include "core/imaging/resample.h"

namespace dh
{

namespace
{

/// Pillow's convert("RGB"): 8 bit, without alpha. Pillow ignores profiles; pictures that have one are converted, since
/// the networks know sRGB only.
Image asSrgbBytes(const Image& image)
{
    const ColourTransform colours(image.iccProfile());
    if (colours.isIdentity() && !image.hasAlpha() && image.type() == SampleType::U8)
        return image;
    PlanarImage planar = planarFromImage(image);
    colours.toSrgb(planar);
    return imageFromPlanar(planar, SampleType::U8);
}

/// Composite and mask squeezed into a square, each as the reference's data set does it.
NetworkInput squareInput(const Image& composite, const Mask& oneBitMask, int side, int dilation)
{
    const Size square{side, side};
    const bool asIs = composite.size() == square;
    const Image picture = asIs ? composite : resizedLikePillow(composite, square);
    Mask mask = asIs ? oneBitMask : resizedNearestLikePillow(oneBitMask, square);
    if (dilation > 0)
        mask = dilatedSquare(mask, dilation);
    return {tensorFromPlanar(planarFromImage(picture)), tensorFromMask(mask)};
}

} // namespace

Image harmonizeLikeReference(LoadedModel& loaded, const HarmonizeRequest& request, int steps, int resolution,
                             ProgressSink& sink, const CancelToken& cancel, HarmonizeReport& report)
{
    const Model& model = loaded.model;
    const Size inference{resolution, resolution};
    const Size output{request.outputResolution, request.outputResolution};
    report.context = {0, 0, request.composite.width(), request.composite.height()};
    report.inferenceSize = inference;
    report.refined = request.refine && model.refiner();
    auto parts = stageWeights(model, inference, steps, report.refined ? std::optional(output) : std::nullopt,
                              static_cast<double>(output.area()));
    std::erase_if(parts, [](const auto& part) { return part.stage == Stage::Transfer; }); // nothing is carried over
    WeightedProgress progress(sink, std::move(parts));
    RunMonitor monitor(progress, report, cancel);

    monitor.enter(Stage::Prepare);
    const Image composite = asSrgbBytes(request.composite);
    const Mask mask = ditheredLikePillow(request.mask);
    const NetworkInput input = squareInput(composite, mask, resolution, request.maskDilation);
    const at::Tensor picture = harmonizeWithNetworks(loaded, request, input, steps, monitor, report);
    if (report.refined) {
        const RefinerInput refinerInput = squareInput(composite, mask, request.outputResolution, request.maskDilation);
        const at::Tensor refined = refineWithNetwork(model, picture, refinerInput, monitor);
        monitor.show(refined);
        monitor.finish();
        return imageFromPlanarTruncated(planarFromTensor(refined));
    }
    monitor.finish();
    const Image whole = imageFromPlanarTruncated(planarFromTensor(picture));
    return inference == output ? whole : resizedLikePillow(whole, output);
}

} // namespace dh
