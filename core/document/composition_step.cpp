#include "core/document/composition_step.h"

#include "core/base/error.h"
#include "core/document/mask_change.h"

#include <algorithm>
#include <new>

namespace dh
{

namespace
{

std::vector<LayerId> orderOf(const Composition& composition)
{
    std::vector<LayerId> order;
    for (const Layer& layer : composition.layers)
        order.push_back(layer.id);
    return order;
}

LayerFields fieldsOf(const Layer& layer, HeldPool& pool)
{
    LayerFields fields{layer.name,    layer.edge,   layer.transform, layer.opacity,
                       layer.visible, layer.locked, std::nullopt};
    if (layer.applied) {
        const ResultAdjustment& adjustment = layer.applied->adjustment;
        fields.applied = HeldApplied{pool.hold(layer.applied->result), adjustment.light, adjustment.colour,
                                     adjustment.detailLock, pool.hold(adjustment.protect)};
    }
    return fields;
}

void setFields(Layer& layer, const LayerFields& fields)
{
    layer.name = fields.name;
    layer.edge = fields.edge;
    layer.transform = fields.transform;
    layer.opacity = fields.opacity;
    layer.visible = fields.visible;
    layer.locked = fields.locked;
    layer.applied.reset();
    if (!fields.applied)
        return;
    const HeldApplied& held = *fields.applied;
    ResultAdjustment adjustment{held.light, held.colour, held.detailLock, {}};
    if (held.protect)
        adjustment.protect = held.protect->mask();
    layer.applied = AppliedResult{held.result ? held.result->result() : nullptr, std::move(adjustment)};
}

Mask orFull(const Mask& mask, Size size)
{
    return mask.isNull() ? Mask(size, 255) : mask;
}

Rect allOf(Size size)
{
    return {0, 0, size.width, size.height};
}

HeldPtr deltaFromFull(const Mask& mask, HeldPool& pool)
{
    if (mask.isNull())
        return nullptr;
    return pool.hold(maskDelta(Mask(mask.size(), 255), mask, allOf(mask.size())));
}

std::optional<MaskStep> maskStepBetween(const Mask& before, const Mask& after, const Rect* area, HeldPool& pool)
{
    if (sharePixels(before, after))
        return std::nullopt;
    MaskStep step{before.size(), after.size(), before.isNull() ? after.size() : before.size(), {}, {}, {}};
    const bool isOneSize = before.isNull() || after.isNull() || before.size() == after.size();
    if (isOneSize) {
        const Rect where = area != nullptr && !before.isNull() && !after.isNull() ? *area : allOf(step.full);
        step.delta = pool.hold(maskDelta(orFull(before, step.full), orFull(after, step.full), where));
        if (!step.delta && step.before == step.after)
            return std::nullopt;
        return step;
    }
    step.deltaBefore = deltaFromFull(before, pool);
    step.deltaAfter = deltaFromFull(after, pool);
    return step;
}

MaskStep stepOf(const MaskChange& ready, HeldPool& pool)
{
    return {ready.before.size(), ready.after.size(), ready.after.size(), pool.hold(ready.delta), {}, {}};
}

LayerStep stepOfLayer(const Layer* before, const Layer* after, const Rect* area, HeldPool& pool,
                      const MaskChange* ready)
{
    static const Layer kNone;
    LayerStep step;
    step.id = before != nullptr ? before->id : after->id;
    if (before != nullptr)
        step.before = fieldsOf(*before, pool);
    if (after != nullptr)
        step.after = fieldsOf(*after, pool);
    if (step.before == step.after) {
        step.before.reset();
        step.after.reset();
    }
    const Image& imageBefore = (before != nullptr ? *before : kNone).image;
    const Image& imageAfter = (after != nullptr ? *after : kNone).image;
    if (!sameImage(imageBefore, imageAfter)) {
        step.changesImage = true;
        step.imageBefore = pool.hold(imageBefore);
        step.imageAfter = pool.hold(imageAfter);
    }
    if (ready != nullptr && ready->layer == step.id)
        step.mask = stepOf(*ready, pool);
    else
        step.mask = maskStepBetween((before != nullptr ? *before : kNone).mask,
                                    (after != nullptr ? *after : kNone).mask, area, pool);
    return step;
}

bool changesSomething(const LayerStep& step)
{
    return step.before || step.after || step.changesImage || step.mask;
}

std::vector<HeldResultPtr> held(const std::vector<ResultPtr>& results, HeldPool& pool)
{
    std::vector<HeldResultPtr> list;
    for (const ResultPtr& result : results)
        list.push_back(pool.hold(result));
    return list;
}

/// One direction of a step.
struct Way {
    bool isForward;
    template <typename T>
    const T& choose(const T& before, const T& after) const
    {
        return isForward ? after : before;
    }
};

void applyMask(Mask& mask, const MaskStep& step, Way way)
{
    const Size target = way.choose(step.before, step.after);
    const bool hasOwnDeltas = !step.before.isEmpty() && !step.after.isEmpty() && step.before != step.after;
    if (target.isEmpty()) {
        mask = {};
        return;
    }
    if (hasOwnDeltas)
        mask = Mask(target, 255);
    else
        mask = orFull(mask, target);
    const HeldPtr& delta = hasOwnDeltas ? way.choose(step.deltaBefore, step.deltaAfter) : step.delta;
    if (delta)
        applyMaskDelta(mask, delta->delta());
}

void applyLayer(Layer& layer, const LayerStep& step, Way way)
{
    if (const std::optional<LayerFields>& fields = way.choose(step.before, step.after))
        setFields(layer, *fields);
    if (step.changesImage) {
        const HeldPtr& image = way.choose(step.imageBefore, step.imageAfter);
        layer.image = image ? image->image() : Image();
    }
    if (step.mask)
        applyMask(layer.mask, *step.mask, way);
}

Composition applied(const CompositionStep& step, const Composition& present, Way way)
try {
    Composition next;
    next.background = present.background;
    if (step.changesBackground) {
        const HeldPtr& background = way.choose(step.backgroundBefore, step.backgroundAfter);
        next.background = background ? background->image() : Image();
    }
    for (const LayerId id : way.choose(step.orderBefore, step.orderAfter)) {
        const Layer* layer = present.layer(id);
        next.layers.push_back(layer != nullptr ? *layer : Layer{});
        next.layers.back().id = id;
        const auto change = std::find_if(step.layers.begin(), step.layers.end(),
                                         [id](const LayerStep& candidate) { return candidate.id == id; });
        if (change != step.layers.end())
            applyLayer(next.layers.back(), *change, way);
    }
    next.influence = present.influence;
    if (step.influence)
        applyMask(next.influence, *step.influence, way);
    next.results = present.results;
    if (step.changesResults) {
        next.results.clear();
        for (const HeldResultPtr& result : way.choose(step.resultsBefore, step.resultsAfter))
            next.results.push_back(result->result());
    }
    return next;
} catch (const std::bad_alloc&) {
    throw Error(ErrorCode::OutOfMemory, "", "an old step does not fit in memory");
}

} // namespace

bool CompositionStep::isEmpty() const
{
    return layers.empty() && !changesBackground && !influence && !changesResults && orderBefore == orderAfter;
}

bool CompositionStep::changesFieldsOnly() const
{
    const auto hasOnlyFields = [](const LayerStep& layer) {
        return layer.before && layer.after && !layer.changesImage && !layer.mask;
    };
    return !changesBackground && !influence && !changesResults && orderBefore == orderAfter &&
           std::all_of(layers.begin(), layers.end(), hasOnlyFields);
}

void CompositionStep::append(const CompositionStep& next)
{
    for (const LayerStep& layer : next.layers) {
        const auto known = std::find_if(layers.begin(), layers.end(),
                                        [&layer](const LayerStep& candidate) { return candidate.id == layer.id; });
        if (known != layers.end())
            known->after = layer.after;
        else
            layers.push_back(layer);
    }
    change = united(change, next.change);
}

std::vector<HeldPtr> CompositionStep::held() const
{
    std::vector<HeldPtr> all;
    const auto add = [&all](const HeldPtr& pixels) {
        if (pixels)
            all.push_back(pixels);
    };
    const auto addFields = [&](const std::optional<LayerFields>& fields) {
        if (!fields || !fields->applied)
            return;
        add(fields->applied->protect);
        if (fields->applied->result)
            fields->applied->result->forEachHeld(add);
    };
    const auto addMask = [&add](const MaskStep* mask) {
        if (mask != nullptr)
            for (const HeldPtr& delta : {mask->delta, mask->deltaBefore, mask->deltaAfter})
                add(delta);
    };
    for (const LayerStep& layer : layers) {
        addFields(layer.before);
        addFields(layer.after);
        add(layer.imageBefore);
        add(layer.imageAfter);
        addMask(layer.mask ? &*layer.mask : nullptr);
    }
    addMask(influence.get());
    add(backgroundBefore);
    add(backgroundAfter);
    for (const auto* results : {&resultsBefore, &resultsAfter})
        for (const HeldResultPtr& result : *results)
            result->forEachHeld(add);
    return all;
}

CompositionStep stepBetween(const Composition& before, const Composition& after, const MaskAreas& areas,
                            MaskBounds& bounds, HeldPool& pool, const MaskChange* ready)
{
    CompositionStep step;
    step.orderBefore = orderOf(before);
    step.orderAfter = orderOf(after);
    for (const Layer& layer : before.layers) {
        const auto area = areas.find(layer.id);
        LayerStep change =
            stepOfLayer(&layer, after.layer(layer.id), area == areas.end() ? nullptr : &area->second, pool, ready);
        if (changesSomething(change))
            step.layers.push_back(std::move(change));
    }
    for (const Layer& layer : after.layers)
        if (before.layer(layer.id) == nullptr)
            step.layers.push_back(stepOfLayer(nullptr, &layer, nullptr, pool, nullptr));
    if (!sameImage(before.background, after.background)) {
        step.changesBackground = true;
        step.backgroundBefore = pool.hold(before.background);
        step.backgroundAfter = pool.hold(after.background);
    }
    const auto painted = areas.find(kInfluenceArea);
    if (const std::optional<MaskStep> influence = maskStepBetween(
            before.influence, after.influence, painted == areas.end() ? nullptr : &painted->second, pool))
        step.influence = std::make_shared<const MaskStep>(*influence);
    if (before.results != after.results) {
        step.changesResults = true;
        step.resultsBefore = held(before.results, pool);
        step.resultsAfter = held(after.results, pool);
    }
    step.change = changeBetween(before, after, areas, bounds);
    return step;
}

Composition appliedForward(const CompositionStep& step, const Composition& present)
{
    return applied(step, present, Way{true});
}

Composition appliedBackward(const CompositionStep& step, const Composition& present)
{
    return applied(step, present, Way{false});
}

} // namespace dh
