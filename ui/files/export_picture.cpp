#include "ui/files/export_picture.h"

#include "core/base/error.h"
#include "core/harmonize/run_text.h"
#include "core/imaging/colour.h"
#include "core/imaging/convert.h"
#include "core/imaging/resample.h"
#include "core/scene/render.h"
#include "ui/files/file_chooser.h"

#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <string>

namespace dh
{

namespace
{

constexpr int kColours = 3;

PlanarImage withAlphaPlane(const PlanarImage& colours, const PlanarImage& alpha)
{
    PlanarImage all(colours.size, kColours + 1);
    std::copy(colours.values.begin(), colours.values.end(), all.values.begin());
    std::copy(alpha.values.begin(), alpha.values.end(), all.plane(kColours));
    return all;
}

/// Colours weighted by alpha, so that what is transparent doesn't bleed into edges.
PlanarImage resizedWithAlpha(PlanarImage colours, const PlanarImage& alpha, Size size)
{
    const std::size_t count = alpha.values.size();
    for (int c = 0; c < kColours; ++c)
        std::transform(colours.plane(c), colours.plane(c) + count, alpha.values.begin(), colours.plane(c),
                       [](float value, float weight) { return value * weight; });
    colours = resized(colours, size);
    const PlanarImage small = resized(alpha, size);
    for (int c = 0; c < kColours; ++c)
        std::transform(colours.plane(c), colours.plane(c) + small.values.size(), small.values.begin(), colours.plane(c),
                       [](float value, float weight) { return weight > 0.0F ? value / weight : 0.0F; });
    return withAlphaPlane(colours, small);
}

Image scaled(const Image& image, double factor)
{
    const auto side = [factor](int length) { return std::max(1, static_cast<int>(std::lround(length * factor))); };
    const Size size{side(image.width()), side(image.height())};
    if (size == image.size())
        return image;
    const Rect all{0, 0, image.width(), image.height()};
    const PlanarImage result = image.hasAlpha()
                                   ? resizedWithAlpha(planarFromImage(image), alphaFromImage(image, all), size)
                                   : resized(planarFromImage(image), size);
    return imageFromPlanar(result, image.type(), image.iccProfile());
}

Image inSrgb(const Image& image)
{
    const ColourTransform transform(image.iccProfile());
    if (transform.isIdentity())
        return image.withIccProfile(nullptr);
    PlanarImage colours = planarFromImage(image);
    transform.toSrgb(colours);
    const Rect all{0, 0, image.width(), image.height()};
    return imageFromPlanar(image.hasAlpha() ? withAlphaPlane(colours, alphaFromImage(image, all)) : colours,
                           image.type());
}

void addResult(std::map<std::string, std::string>& text, const std::string& prefix, const AppliedResult& applied)
{
    const auto put = [&](const std::string& key, const std::string& value) { text[metadataKey(prefix + key)] = value; };
    for (const auto& [key, value] : applied.result->settings)
        put(key, value);
    put("seed", std::to_string(applied.result->seed));
    put("light", std::to_string(applied.adjustment.light));
    put("colour", std::to_string(applied.adjustment.colour));
    put("detail-lock", std::to_string(applied.adjustment.detailLock));
}

void addResults(std::map<std::string, std::string>& text, const Composition& composition, LayerId only)
{
    const auto counts = [only](const Layer& layer) {
        return layer.applied.has_value() && (only != 0 ? layer.id == only : layer.visible);
    };
    const auto& layers = composition.layers;
    const auto number = std::count_if(layers.begin(), layers.end(), counts);
    for (std::size_t i = 0; i < layers.size(); ++i) {
        if (counts(layers[i]))
            addResult(text, number == 1 ? std::string() : std::to_string(i + 1) + ":", *layers[i].applied);
    }
}

} // namespace

bool ExportSettings::hasSamePixels(const ExportSettings& other) const
{
    return layer == other.layer && scale == other.scale && keepsProfile == other.keepsProfile &&
           (isDeep && canBeDeep(format)) == (other.isDeep && canBeDeep(other.format));
}

bool canBeDeep(ImageFormat format)
{
    return format == ImageFormat::Png || format == ImageFormat::Tiff;
}

const char* suffixOf(ImageFormat format)
{
    switch (format) {
    case ImageFormat::Jpeg:
        return "jpg";
    case ImageFormat::Tiff:
        return "tif";
    case ImageFormat::WebP:
        return "webp";
    case ImageFormat::Png:
    case ImageFormat::Bmp:
        break;
    }
    return "png";
}

Image exportedPixels(const Composition& composition, const ExportSettings& settings, const CancelToken& cancel)
{
    Image image =
        settings.layer == 0 ? renderComposition(composition, cancel) : renderLayerAlone(composition, settings.layer);
    if (image.isNull())
        throw Error(ErrorCode::InvalidArgument, "", "the layer lies outside the picture, nothing of it shows");
    cancel.throwIfCancelled();
    const bool isDeep = settings.isDeep && canBeDeep(settings.format);
    // Before the scaling, whose results have finer steps.
    image = scaled(isDeep ? convertedToType(image, SampleType::U16) : image, settings.scale);
    cancel.throwIfCancelled();
    if (!settings.keepsProfile)
        image = inSrgb(image);
    cancel.throwIfCancelled();
    return convertedToType(image, isDeep ? SampleType::U16 : SampleType::U8);
}

WriteOptions exportOptions(const Composition& composition, const ExportSettings& settings,
                           const ImageMetadata& background)
{
    WriteOptions options;
    options.quality = settings.quality;
    if (settings.keepsMetadata) {
        options.metadata.exif = background.exif;
        options.metadata.xmp = background.xmp;
        options.metadata.text = background.text;
    }
    options.metadata.dotsPerInchX = settings.dotsPerInch;
    options.metadata.dotsPerInchY = settings.dotsPerInch;
    if (settings.writesSettings) {
        options.metadata.text["Software"] = softwareText(DH_VERSION);
        addResults(options.metadata.text, composition, settings.layer);
    }
    return options;
}

std::uint64_t exportedBytes(const Image& pixels, const ExportSettings& settings, const WriteOptions& options)
{
    const QTemporaryDir folder;
    const std::filesystem::path file =
        pathFrom(folder.filePath(QStringLiteral("estimate.") + QLatin1String(suffixOf(settings.format))));
    writeImageFile(file, pixels, options);
    return std::filesystem::file_size(file);
}

} // namespace dh
