#include "core/imaging/premultiply.h"

#include <algorithm>
#include <cassert>

namespace dh
{

namespace
{

bool isSameProfile(const IccProfile& a, const IccProfile& b)
{
    return a == b || (a && b && *a == *b);
}

} // namespace

EncodingChange::EncodingChange(const IccProfile& from, const IccProfile& to)
{
    if (isSameProfile(from, to))
        return;
    m_from.emplace(from);
    m_to.emplace(to);
}

void EncodingChange::apply(PlanarImage& colours) const
{
    if (!m_from)
        return;
    m_from->toSrgb(colours);
    m_to->fromSrgb(colours);
}

PlanarImage premultiplied(const Image& image, const Rect& area, const Mask& mask, const EncodingChange& encoding)
{
    assert(mask.isNull() || mask.size() == area.size());
    PlanarImage colours = planarFromImage(image, area);
    encoding.apply(colours);
    PlanarImage weights = alphaFromImage(image, area);
    if (!mask.isNull()) {
        const PlanarImage selected = planarFromMask(mask);
        for (std::size_t i = 0; i < weights.values.size(); ++i)
            weights.values[i] *= selected.values[i];
    }
    PlanarImage result(area.size(), kWeightPlane + 1);
    for (int c = 0; c < kWeightPlane; ++c)
        for (std::size_t i = 0; i < weights.values.size(); ++i)
            result.plane(c)[i] = colours.plane(c)[i] * weights.values[i];
    std::copy(weights.values.begin(), weights.values.end(), result.plane(kWeightPlane));
    return result;
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
