#include "core/imaging/premultiply.h"

#include <algorithm>
#include <cassert>

namespace dh
{

PlanarImage weightsOf(const Image& image, const Rect& area, const Mask& mask)
{
    assert(mask.isNull() || mask.size() == area.size());
    if (mask.isNull())
        return alphaFromImage(image, area);
    PlanarImage weights = planarFromMask(mask);
    if (image.hasAlpha()) {
        const PlanarImage alpha = alphaFromImage(image, area);
        for (std::size_t i = 0; i < weights.values.size(); ++i)
            weights.values[i] *= alpha.values[i];
    }
    return weights;
}

PlanarImage premultiplied(const Image& image, const Rect& area, const Mask& mask, const EncodingChange& encoding)
{
    PlanarImage planes = planarFromImage(image, area);
    encoding.apply(planes);
    const PlanarImage weights = weightsOf(image, area, mask);
    for (int c = 0; c < kWeightPlane; ++c) {
        float* colours = planes.plane(c);
        for (std::size_t i = 0; i < weights.values.size(); ++i)
            colours[i] *= weights.values[i];
    }
    planes.values.insert(planes.values.end(), weights.values.begin(), weights.values.end());
    planes.channels = kWeightPlane + 1;
    return planes;
}

Mask weightsAsMask(const PlanarImage& planes)
{
    PlanarImage weights(planes.size, 1);
    std::copy_n(planes.plane(kWeightPlane), weights.values.size(), weights.values.begin());
    return maskFromPlanar(weights);
}

void blendOver(PlanarImage& colours, const PlanarImage& placed)
{
    assert(colours.size == placed.size);
    const float* weights = placed.plane(kWeightPlane);
    const auto pixels = static_cast<std::size_t>(colours.size.area());
    for (int c = 0; c < kWeightPlane; ++c) {
        float* target = colours.plane(c);
        const float* source = placed.plane(c);
        for (std::size_t i = 0; i < pixels; ++i)
            target[i] = target[i] * (1.0F - weights[i]) + source[i];
    }
}

} // namespace dh
