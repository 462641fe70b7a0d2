#include "ui/tools/mask_commands.h"

#include "core/base/error.h"
#include "core/document/document.h"
#include "core/imaging/image_file.h"
#include "core/imaging/mask_edit.h"
#include "core/imaging/resample.h"

#include <QCoreApplication>

#include <cmath>
#include <cstdlib>
#include <functional>
#include <string>

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

/// Replaces the selected layer's mask by what `make` makes of the layer.
bool change(Document& document, const QString& name, const std::function<Mask(const Layer&)>& make)
{
    const LayerId selected = document.selectedLayer();
    const Layer* layer = document.composition().layer(selected);
    if (layer == nullptr || layer->locked || layer->image.isNull())
        return false;
    const Mask made = make(*layer);
    if (made == maskOf(*layer))
        return false;
    return document.edit(name, [&](Composition& composition) { composition.layer(selected)->mask = made; });
}

bool hasShapeOf(Size mask, Size layer)
{
    const double expectedHeight = static_cast<double>(mask.width) * layer.height / layer.width;
    return std::abs(mask.height - expectedHeight) <= 1.0;
}

std::string sizeText(Size size)
{
    return std::to_string(size.width) + " x " + std::to_string(size.height);
}

} // namespace

bool fillMask(Document& document)
{
    return change(document, MaskCommands::tr("Fill mask"),
                  [](const Layer& layer) { return Mask(layer.image.size(), kSelected); });
}

bool clearMask(Document& document)
{
    return change(document, MaskCommands::tr("Clear mask"),
                  [](const Layer& layer) { return Mask(layer.image.size()); });
}

bool invertMask(Document& document)
{
    return change(document, MaskCommands::tr("Invert mask"),
                  [](const Layer& layer) { return inverted(maskOf(layer)); });
}

bool growMask(Document& document, int pixels)
{
    return change(document, MaskCommands::tr("Grow mask"),
                  [=](const Layer& layer) { return maskOf(layer).grown(std::max(0, pixels)); });
}

bool shrinkMask(Document& document, int pixels)
{
    return change(document, MaskCommands::tr("Shrink mask"),
                  [=](const Layer& layer) { return maskOf(layer).grown(-std::max(0, pixels)); });
}

bool featherMask(Document& document, double sigma)
{
    return change(document, MaskCommands::tr("Feather mask"), [=](const Layer& layer) {
        return maskOf(layer).feathered(static_cast<float>(std::max(0.0, sigma)));
    });
}

bool smoothMask(Document& document, double radius)
{
    return change(document, MaskCommands::tr("Smooth mask"),
                  [=](const Layer& layer) { return smoothed(maskOf(layer), radius); });
}

bool replaceByBorder(Document& document, int width)
{
    return change(document, MaskCommands::tr("Border of mask"),
                  [=](const Layer& layer) { return border(maskOf(layer), width); });
}

bool maskFromLayerAlpha(Document& document)
{
    return change(document, MaskCommands::tr("Mask from alpha"),
                  [](const Layer& layer) { return maskFromAlpha(layer.image); });
}

bool maskFromLayerLuminance(Document& document)
{
    return change(document, MaskCommands::tr("Mask from luminance"),
                  [](const Layer& layer) { return maskFromLuminance(layer.image); });
}

bool loadMask(Document& document, const std::filesystem::path& file)
{
    return change(document, MaskCommands::tr("Load mask"), [&](const Layer& layer) {
        const Mask mask = readMaskFile(file);
        const Size size = layer.image.size();
        if (mask.size() == size)
            return mask;
        if (!hasShapeOf(mask.size(), size))
            throw Error(ErrorCode::SizeMismatch, file.string(),
                        "the mask has " + sizeText(mask.size()) + " pixels, the layer " + sizeText(size));
        return resized(mask, size);
    });
}

void saveMask(const Document& document, const std::filesystem::path& file)
{
    const Layer* layer = document.composition().layer(document.selectedLayer());
    if (layer == nullptr)
        throw Error(ErrorCode::InvalidArgument, file.string(), "no layer is selected");
    writeMaskFile(file, maskOf(*layer));
}

} // namespace dh
