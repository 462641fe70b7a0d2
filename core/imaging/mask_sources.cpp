#include "core/imaging/convert.h"
#include "core/imaging/mask_edit.h"

#include <algorithm>
#include <cstring>

namespace dh
{

namespace
{

/// A mask made in bands, so that the float planes stay small.
template <typename PlaneOf>
Mask fromBands(Size size, const PlaneOf& planeOf)
{
    constexpr int kBandRows = 64;
    Mask mask(size);
    for (int y = 0; y < size.height; y += kBandRows) {
        const Rect area{0, y, size.width, std::min(kBandRows, size.height - y)};
        const Mask band = maskFromPlanar(planeOf(area));
        std::memcpy(mask.writableRow(y), band.row(0), static_cast<std::size_t>(area.size().area()));
    }
    return mask;
}

/// ITU-R 601 luma of encoded samples, as readMaskFile() reads a picture.
PlanarImage lumaOf(const Image& image, const Rect& area)
{
    constexpr float kRed = 0.299F;
    constexpr float kGreen = 0.587F;
    constexpr float kBlue = 0.114F;
    const PlanarImage colour = planarFromImage(image, area);
    PlanarImage luma(area.size(), 1);
    for (std::size_t i = 0; i < luma.values.size(); ++i)
        luma.values[i] = kRed * colour.plane(0)[i] + kGreen * colour.plane(1)[i] + kBlue * colour.plane(2)[i];
    return luma;
}

} // namespace

Mask maskFromAlpha(const Image& image)
{
    if (!image.hasAlpha())
        return Mask(image.size(), 255);
    return fromBands(image.size(), [&](const Rect& area) { return alphaFromImage(image, area); });
}

Mask maskFromLuminance(const Image& image)
{
    return fromBands(image.size(), [&](const Rect& area) { return lumaOf(image, area); });
}

} // namespace dh
