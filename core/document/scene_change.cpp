#include "core/document/scene_change.h"

#include "core/document/mask_delta.h"

#include <algorithm>
#include <cmath>

namespace dh
{

namespace
{

/// How far, in layer pixels, one mask pixel reaches through resampling.
constexpr int kResampleReach = 2;
constexpr double kFeatherReach = 3.0;

Rect expanded(const Rect& rect, int by)
{
    return rect.isEmpty() ? rect : Rect{rect.x - by, rect.y - by, rect.width + 2 * by, rect.height + 2 * by};
}

bool sameApplied(const Layer& a, const Layer& b)
{
    if (a.applied.has_value() != b.applied.has_value())
        return false;
    if (!a.applied)
        return true;
    const ResultAdjustment& first = a.applied->adjustment;
    const ResultAdjustment& second = b.applied->adjustment;
    return a.applied->result == b.applied->result && first.light == second.light && first.colour == second.colour &&
           first.detailLock == second.detailLock && sharePixels(first.protect, second.protect);
}

Rect strokeInCanvas(const Layer& layer, const Rect& stroke)
{
    const int reach = std::max(0, layer.edge.grow) + static_cast<int>(std::ceil(kFeatherReach * layer.edge.feather)) +
                      std::max(0, -layer.edge.grow) + kResampleReach;
    return expanded(mappedBounds(layer.transform.canvasFromLayer(), expanded(stroke, reach)), 1);
}

/// Where a layer shows, with the change of its result, which may reach further than the layer.
Rect shownBounds(const Layer& layer, MaskBounds& masks)
{
    const Rect bounds = layer.mask.isNull() ? boundsInCanvas(layer) : strokeInCanvas(layer, masks.of(layer.mask));
    if (!layer.applied || !layer.applied->result)
        return bounds;
    const HarmonizedResult& result = *layer.applied->result;
    const Affine canvasFromRun = layer.transform.canvasFromLayer() * result.transformAtRun.canvasFromLayer().inverted();
    return bounds.united(expanded(mappedBounds(canvasFromRun, result.areaInCanvas), kResampleReach));
}

/// Kinds and area of what differs between two states of one layer.
SceneChange changeOfLayer(const Layer& before, const Layer& after, const Rect* stroke, MaskBounds& masks)
{
    SceneChange change;
    const bool isMasked = !sharePixels(before.mask, after.mask);
    const bool isPlaced =
        before.transform != after.transform || before.opacity != after.opacity || before.edge != after.edge;
    const bool isShown = before.visible != after.visible;
    const bool isOther = !sameImage(before.image, after.image) || !sameApplied(before, after);
    if (isMasked)
        change.kinds |= SceneChange::Mask | SceneChange::Pixels;
    if (isPlaced)
        change.kinds |= SceneChange::Placement | SceneChange::Pixels;
    if (isShown)
        change.kinds |= SceneChange::Layers | SceneChange::Pixels;
    if (before.name != after.name || before.locked != after.locked)
        change.kinds |= SceneChange::Layers;
    if (!sameImage(before.image, after.image))
        change.kinds |= SceneChange::Pixels;
    if (!sameApplied(before, after))
        change.kinds |= SceneChange::Results | SceneChange::Pixels;
    if (isPlaced || isShown || isOther || (isMasked && stroke == nullptr))
        change.area = shownBounds(before, masks).united(shownBounds(after, masks));
    else if (isMasked)
        change.area = strokeInCanvas(after, *stroke);
    return change;
}

SceneChange changeOfPresence(const Layer& layer, MaskBounds& masks)
{
    return {SceneChange::Layers | SceneChange::Pixels, shownBounds(layer, masks), 0};
}

/// Layers of both whose place among their common neighbours differs.
SceneChange changeOfOrder(const Composition& before, const Composition& after, MaskBounds& masks)
{
    const auto commonOf = [](const Composition& of, const Composition& other) {
        std::vector<const Layer*> common;
        for (const Layer& layer : of.layers)
            if (other.layer(layer.id) != nullptr)
                common.push_back(&layer);
        return common;
    };
    const std::vector<const Layer*> first = commonOf(before, after);
    const std::vector<const Layer*> second = commonOf(after, before);
    SceneChange change;
    for (std::size_t i = 0; i < std::min(first.size(), second.size()); ++i)
        if (first[i]->id != second[i]->id)
            change = united(change, united(changeOfPresence(*first[i], masks), changeOfPresence(*second[i], masks)));
    return change;
}

void add(SceneChange& sum, SceneChange change, LayerId layer)
{
    change.layer = layer;
    sum = united(sum, change);
}

} // namespace

bool sameImage(const Image& a, const Image& b)
{
    return a.size() == b.size() && a.bytes() == b.bytes() && a.iccProfile() == b.iccProfile();
}

Rect MaskBounds::of(const Mask& mask)
{
    const auto known = std::find_if(m_known.begin(), m_known.end(),
                                    [&mask](const Known& candidate) { return sharePixels(candidate.mask, mask); });
    if (known != m_known.end())
        return known->bounds;
    m_known.push_back({mask, mask.boundingBox()});
    return m_known.back().bounds;
}

SceneChange united(const SceneChange& a, const SceneChange& b)
{
    if (a.kinds == 0)
        return b;
    if (b.kinds == 0)
        return a;
    return {a.kinds | b.kinds, a.area.united(b.area), a.layer == b.layer ? a.layer : 0};
}

SceneChange changeOfStroke(Size canvas, const Layer& layer, const Rect& dab)
{
    const Rect area = strokeInCanvas(layer, dab).intersected({0, 0, canvas.width, canvas.height});
    return {SceneChange::Mask | SceneChange::Pixels, area, layer.id};
}

SceneChange changeBetween(const Composition& before, const Composition& after, const std::map<LayerId, Rect>& areas,
                          MaskBounds& masks)
{
    SceneChange sum;
    for (const Layer& layer : before.layers) {
        const auto area = areas.find(layer.id);
        if (const Layer* present = after.layer(layer.id))
            add(sum, changeOfLayer(layer, *present, area == areas.end() ? nullptr : &area->second, masks), layer.id);
        else
            add(sum, changeOfPresence(layer, masks), layer.id);
    }
    for (const Layer& layer : after.layers)
        if (before.layer(layer.id) == nullptr)
            add(sum, changeOfPresence(layer, masks), layer.id);
    sum = united(sum, changeOfOrder(before, after, masks));
    if (before.results != after.results)
        sum = united(sum, {SceneChange::Results, {}, sum.layer});
    const auto painted = areas.find(kInfluenceArea);
    if (!sharePixels(before.influence, after.influence))
        sum =
            united(sum, {SceneChange::Influence,
                         painted == areas.end() ? Rect{0, 0, after.size().width, after.size().height} : painted->second,
                         sum.layer});
    const Rect canvas{0, 0, std::max(before.size().width, after.size().width),
                      std::max(before.size().height, after.size().height)};
    if (!sameImage(before.background, after.background)) {
        const bool isResized = before.size() != after.size();
        sum = united(sum, {SceneChange::Pixels | (isResized ? unsigned{SceneChange::Canvas} : 0U), canvas, 0});
    }
    sum.area = sum.area.intersected(canvas);
    return sum;
}

} // namespace dh
