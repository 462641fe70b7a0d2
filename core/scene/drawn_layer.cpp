#include "core/scene/drawn_layer.h"

#include "core/scene/layer_mask.h"

#include <algorithm>
#include <cmath>

namespace dh
{

namespace
{

constexpr int kColours = 3;
/// What a result is sampled as: before, after, and the run's mask.
constexpr int kAfterPlane = kColours;
constexpr int kRunMaskPlane = 2 * kColours;
constexpr int kResultPlanes = kRunMaskPlane + 1;

void clampToUnit(float* values, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        values[i] = std::clamp(values[i], 0.0F, 1.0F);
}

/// A cubic overshoots; premultiplied colours must stay between 0 and their weight.
void clampPremultiplied(PlanarImage& planes)
{
    float* weights = planes.plane(kWeightPlane);
    const auto pixels = static_cast<std::size_t>(planes.size.area());
    clampToUnit(weights, pixels);
    for (int c = 0; c < kWeightPlane; ++c)
        for (std::size_t i = 0; i < pixels; ++i)
            planes.plane(c)[i] = std::clamp(planes.plane(c)[i], 0.0F, weights[i]);
}

/// What remains of the change where the run's mask was `runMask` (0..1) and the layer covers `covered` now.
float remainingShare(float runMask, std::uint8_t covered)
{
    if (covered == 0)
        return 0.0F;
    constexpr float kFull = 255.0F;
    const auto now = static_cast<float>(covered);
    const float atRun = std::round(runMask * kFull);
    return now >= atRun ? 1.0F : now / atRun;
}

} // namespace

DrawnLayer::DrawnLayer(const Layer& layer, const IccProfile& canvasIcc)
    : m_layer(layer),
      m_encoding(layer.image.iccProfile(), canvasIcc),
      m_pixels(layer.image.size(), kWeightPlane + 1, layer.transform.canvasFromLayer(),
               [this](const Rect& area) { return layerPlanes(area); }),
      m_weights(layer.image.size(), 1, layer.transform.canvasFromLayer(),
                [this](const Rect& area) { return layerWeights(area); }),
      m_bounds(boundsInCanvas(layer))
{
    if (!layer.applied || !layer.applied->result)
        return;
    m_adjuster.emplace(*layer.applied->result, layer.applied->adjustment);
    m_result.emplace(layer.applied->result->areaInCanvas.size(), kResultPlanes, canvasFromResult(),
                     [this](const Rect& area) { return resultPlanes(area); });
}

PlanarImage DrawnLayer::layerPlanes(const Rect& area) const
{
    return premultiplied(m_layer.image, area, editedMask(m_layer.mask, m_layer.edge, area), m_encoding);
}

PlanarImage DrawnLayer::layerWeights(const Rect& area) const
{
    return weightsOf(m_layer.image, area, editedMask(m_layer.mask, m_layer.edge, area));
}

PlanarImage DrawnLayer::sample(const Rect& area) const
{
    PlanarImage planes = m_pixels.sample(area);
    clampPremultiplied(planes);
    return planes;
}

Mask DrawnLayer::coverage(const Rect& area) const
{
    PlanarImage weights = m_weights.sample(area);
    clampToUnit(weights.plane(0), weights.values.size());
    return maskFromPlanar(weights);
}

Affine DrawnLayer::canvasFromResult() const
{
    const HarmonizedResult& result = *m_layer.applied->result;
    const Affine placed = Affine::translation(result.areaInCanvas.x, result.areaInCanvas.y);
    if (result.transformAtRun == m_layer.transform)
        return placed;
    return m_layer.transform.canvasFromLayer() * result.transformAtRun.canvasFromLayer().inverted() * placed;
}

Rect DrawnLayer::changeBounds() const
{
    return m_result ? m_result->bounds() : Rect{};
}

PlanarImage DrawnLayer::resultPlanes(const Rect& area) const
{
    const HarmonizedResult& result = *m_layer.applied->result;
    PlanarImage planes(area.size(), kResultPlanes);
    const PlanarImage before = planarFromImage(result.before, area);
    const PlanarImage after = planarFromImage(m_adjuster->adjusted(area));
    std::copy(before.values.begin(), before.values.end(), planes.plane(0));
    std::copy(after.values.begin(), after.values.end(), planes.plane(kAfterPlane));
    if (!result.mask.isNull()) {
        const PlanarImage mask = planarFromMask(result.mask.cropped(area));
        std::copy(mask.values.begin(), mask.values.end(), planes.plane(kRunMaskPlane));
    }
    return planes;
}

void DrawnLayer::addChange(PlanarImage& rendered, const Mask& coverage, const Rect& area) const
{
    const PlanarImage planes = m_result->sample(area);
    const float* runMask = planes.plane(kRunMaskPlane);
    const double opacityAtRun = m_layer.applied->result->opacityAtRun;
    const float opacityShare =
        m_layer.opacity >= opacityAtRun ? 1.0F : static_cast<float>(m_layer.opacity / opacityAtRun);
    for (int y = 0; y < area.height; ++y) {
        const std::uint8_t* covered = coverage.row(y);
        for (int x = 0; x < area.width; ++x) {
            const std::size_t i = static_cast<std::size_t>(y) * area.width + x;
            const float share = opacityShare * remainingShare(runMask[i], covered[x]);
            for (int c = 0; c < kColours; ++c) {
                const float before = planes.plane(c)[i];
                const float after = planes.plane(kAfterPlane + c)[i];
                float& value = rendered.plane(c)[i];
                value = share == 1.0F && value == before ? after : value + share * (after - before);
            }
        }
    }
}

} // namespace dh
