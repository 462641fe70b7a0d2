#include "app/cli/harmonize_inputs.h"

#include "app/cli/interruptible.h"
#include "app/cli/text_format.h"

#include "core/base/error.h"
#include "core/imaging/mask_edit.h"

namespace dh
{

namespace
{

constexpr double kLooksInverted = 0.9;

ImageFile readPicture(const std::filesystem::path& path, const CancelToken& cancel)
{
    return interruptible(cancel, [path] { return readImageFile(path); });
}

Mask readMask(const std::filesystem::path& path, const CancelToken& cancel)
{
    return interruptible(cancel, [path] { return readMaskFile(path); });
}

/// What the networks see always holds the mask; a part of the picture that doesn't is made larger.
/// @throws Error InvalidArgument when the rectangle lies beside the picture
void checkContext(const Rect& context, HarmonizeInputs& inputs)
{
    const Size size = inputs.composite.size();
    const std::string name = "--context " + std::to_string(context.x) + "," + std::to_string(context.y) + "," +
                             std::to_string(context.width) + "," + std::to_string(context.height);
    if (context.intersected({0, 0, size.width, size.height}).isEmpty())
        throw Error(ErrorCode::InvalidArgument, name, "it lies beside the picture, which is " + sizeText(size));
    if (!context.contains(inputs.mask.boundingBox()))
        inputs.warnings.push_back(name + " doesn't hold all of the mask, so it was enlarged.");
}

/// What is odd about a mask but no reason to stop.
std::vector<std::string> maskWarnings(const Mask& mask)
{
    const double share = mask.coverage() / static_cast<double>(mask.size().area());
    if (share >= 1.0)
        return {
            "The mask selects the whole picture; there is no background to go by, so the result may not be useful."};
    if (share > kLooksInverted || findConcern(mask) == MaskConcern::LikelyInverted)
        return {"The mask selects " + fixedText(share * 100.0, 0) +
                " % of the picture; if it is inverted (black where the foreground is), invert it and try again."};
    return {};
}

HarmonizeInputs readComposite(const HarmonizeOptions& options, const CancelToken& cancel)
{
    ImageFile file = readPicture(options.composite, cancel);
    Mask mask = readMask(options.mask, cancel);
    requireSameSize(options.mask, mask.size(), options.composite, file.image.size());
    return {std::move(file.image), std::move(mask), {}, std::move(file.metadata), file.coloursConverted, {}};
}

HarmonizeInputs placeInputs(const HarmonizeOptions& options, const CancelToken& cancel)
{
    ImageFile background = readPicture(options.background, cancel);
    ImageFile foreground = readPicture(options.foreground, cancel);
    Mask foregroundMask;
    if (!options.mask.empty()) {
        foregroundMask = readMask(options.mask, cancel);
        requireSameSize(options.mask, foregroundMask.size(), options.foreground, foreground.image.size());
    }
    PlacedComposite placed = interruptible(
        cancel, [back = background.image, front = foreground.image, frontMask = foregroundMask,
                 placement = options.placement] { return placeForeground(back, front, frontMask, placement); });
    return {std::move(placed.composite),    std::move(placed.mask),      {},
            std::move(background.metadata), background.coloursConverted, {}};
}

} // namespace

std::vector<std::filesystem::path> inputPaths(const HarmonizeOptions& options)
{
    std::vector<std::filesystem::path> paths;
    for (const auto* path :
         {&options.composite, &options.background, &options.foreground, &options.mask, &options.influence}) {
        if (!path->empty())
            paths.push_back(*path);
    }
    return paths;
}

HarmonizeInputs readInputs(const HarmonizeOptions& options, const CancelToken& cancel)
{
    HarmonizeInputs inputs = options.placesForeground() ? placeInputs(options, cancel) : readComposite(options, cancel);
    if (inputs.mask.isEmpty())
        throw Error(ErrorCode::EmptyMask, options.mask.string(), "every pixel is black");
    if (!options.influence.empty()) {
        inputs.influence = readMask(options.influence, cancel);
        requireSameSize(options.influence, inputs.influence.size(),
                        options.placesForeground() ? options.background : options.composite, inputs.composite.size());
    }
    inputs.warnings = maskWarnings(inputs.mask);
    if (options.settings.context)
        checkContext(*options.settings.context, inputs);
    return inputs;
}

void requireSameSize(const std::filesystem::path& file, Size fileSize, const std::filesystem::path& other,
                     Size otherSize)
{
    if (fileSize != otherSize)
        throw Error(ErrorCode::SizeMismatch, file.string(),
                    "it is " + sizeText(fileSize) + ", but " + other.string() + " is " + sizeText(otherSize));
}

} // namespace dh
