#include "ui/tools/mask_commands.h"

#include "core/base/error.h"
#include "core/imaging/image_file.h"
#include "core/imaging/mask_edit.h"
#include "core/imaging/resample.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>
#include <utility>

namespace dh
{

namespace
{

struct MaskCommands {
    Q_DECLARE_TR_FUNCTIONS(dh::MaskCommands)
};

constexpr std::uint8_t kSelected = 255;

Mask maskOf(const Layer& layer)
{
    return layer.mask.isNull() ? Mask(layer.image.size(), kSelected) : layer.mask;
}

int whole(double pixels)
{
    return static_cast<int>(std::lround(std::max(0.0, pixels)));
}

/// A command that looks at nothing but the mask.
MaskCommand ofMask(const QString& name, std::function<Mask(const Mask&)> change, bool isQuick = false)
{
    return {name,
            [change = std::move(change)](const Layer& layer, const CancelToken&) { return change(maskOf(layer)); },
            isQuick};
}

/// Whether one has the other's shape, but for the pixel to which the smaller one's side was rounded.
bool hasShapeOf(Size mask, Size layer)
{
    const auto [smaller, larger] = mask.width < layer.width ? std::pair(mask, layer) : std::pair(layer, mask);
    const double expectedHeight = static_cast<double>(smaller.width) * larger.height / larger.width;
    return std::abs(smaller.height - expectedHeight) <= 1.0;
}

std::string sizeText(Size size)
{
    return std::to_string(size.width) + " x " + std::to_string(size.height);
}

Mask maskFromFile(const std::filesystem::path& file, Size size, const CancelToken& cancel)
{
    const Mask mask = readMaskFile(file);
    cancel.throwIfCancelled();
    if (mask.size() == size)
        return mask;
    if (!hasShapeOf(mask.size(), size))
        throw Error(ErrorCode::SizeMismatch, file.string(),
                    "the mask has " + sizeText(mask.size()) + " pixels, the layer " + sizeText(size));
    return resized(mask, size);
}

} // namespace

MaskCommand fillMask()
{
    return ofMask(
        MaskCommands::tr("Fill mask"), [](const Mask& mask) { return Mask(mask.size(), kSelected); }, true);
}

MaskCommand clearMask()
{
    return ofMask(
        MaskCommands::tr("Clear mask"), [](const Mask& mask) { return Mask(mask.size()); }, true);
}

MaskCommand invertMask()
{
    return ofMask(MaskCommands::tr("Invert mask"), inverted, true);
}

MaskCommand growMask(double pixels)
{
    return ofMask(MaskCommands::tr("Grow mask"), [=](const Mask& mask) { return mask.grown(whole(pixels)); });
}

MaskCommand shrinkMask(double pixels)
{
    return ofMask(MaskCommands::tr("Shrink mask"), [=](const Mask& mask) { return mask.grown(-whole(pixels)); });
}

MaskCommand featherMask(double sigma)
{
    return ofMask(MaskCommands::tr("Feather mask"),
                  [=](const Mask& mask) { return mask.feathered(static_cast<float>(std::max(0.0, sigma))); });
}

MaskCommand smoothMask(double radius)
{
    return ofMask(MaskCommands::tr("Smooth mask"), [=](const Mask& mask) { return smoothed(mask, radius); });
}

MaskCommand borderOfMask(double pixels)
{
    return ofMask(MaskCommands::tr("Border of mask"), [=](const Mask& mask) { return border(mask, whole(pixels)); });
}

MaskCommand maskFromLayerAlpha()
{
    return {MaskCommands::tr("Mask from alpha"),
            [](const Layer& layer, const CancelToken&) { return maskFromAlpha(layer.image); }};
}

MaskCommand maskFromLayerLuminance()
{
    return {MaskCommands::tr("Mask from luminance"),
            [](const Layer& layer, const CancelToken&) { return maskFromLuminance(layer.image); }};
}

MaskCommand loadMask(const std::filesystem::path& file)
{
    return {MaskCommands::tr("Load mask"), [file](const Layer& layer, const CancelToken& cancel) {
                return maskFromFile(file, layer.image.size(), cancel);
            }};
}

MaskCommand saveMask(const std::filesystem::path& file)
{
    MaskCommand command{MaskCommands::tr("Save mask"),
                        [file](const Layer& layer, const CancelToken&) -> std::optional<Mask> {
                            writeMaskFile(file, maskOf(layer));
                            return std::nullopt;
                        }};
    command.changesMask = false;
    return command;
}

} // namespace dh
