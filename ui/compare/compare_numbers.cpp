#include "ui/compare/compare_numbers.h"

#include "core/evaluate/colour_difference.h"
#include "core/scene/render.h"

#include <algorithm>

namespace dh
{

Mask maskOfLayers(const Composition& composition)
{
    Mask all(composition.size());
    for (const Layer& layer : composition.layers) {
        if (!layer.visible)
            continue;
        const Rect area = boundsInCanvas(layer).intersected({0, 0, all.width(), all.height()});
        if (area.isEmpty())
            continue;
        const Mask one = renderMask(layer, area);
        for (int y = 0; y < area.height; ++y) {
            std::uint8_t* target = all.writableRow(area.y + y) + area.x;
            std::transform(one.row(y), one.row(y) + area.width, target, target,
                           [](std::uint8_t a, std::uint8_t b) { return std::max(a, b); });
        }
    }
    return all;
}

CompareNumbers compareNumbers(const CompareQuestion& question, const CancelToken& cancel)
{
    const Mask mask = maskOfLayers(question.document);
    const Image before = renderComposition(*question.before, cancel);
    const Image after = renderComposition(*question.after, cancel);
    const Metrics metrics = compareImages(after, before, mask);
    CompareNumbers numbers;
    numbers.hasMask = !mask.isEmpty();
    numbers.changedOutside = metrics.changedOutside;
    numbers.colourDifference = meanColourDifference(before, after, mask, cancel);
    if (question.withMetrics)
        numbers.metrics = metrics;
    return numbers;
}

} // namespace dh
