#include "core/imaging/placement_taps.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace dh
{

namespace
{

/// The mean of the source over target sample `i`, times the coverage.
void addAreaWeights(const PlacedAxis& axis, int i, int first, std::span<float> weights)
{
    const double begin = std::min(axis.inSource(i), axis.inSource(i + 1.0));
    const double end = begin + 1.0 / std::abs(axis.scale);
    for (std::size_t k = 0; k < weights.size(); ++k) {
        const double sample = first + static_cast<double>(k);
        const double overlap = std::min(end, sample + 1.0) - std::max(begin, sample);
        weights[k] = static_cast<float>(std::max(0.0, overlap) * std::abs(axis.scale));
    }
}

/// A kernel that reaches `radius` samples, at the centre of target sample `i`, edges replicated, times the coverage.
template <typename Kernel>
void addKernelWeights(const PlacedAxis& axis, int i, int radius, const Kernel& kernel, int first,
                      std::span<float> weights)
{
    const double centre = axis.inSource(i + 0.5) - 0.5;
    const int begin = static_cast<int>(std::floor(centre)) - radius + 1;
    for (int tap = begin; tap < begin + 2 * radius; ++tap) {
        const int clamped = std::clamp(tap, 0, axis.length - 1);
        weights[static_cast<std::size_t>(clamped - first)] +=
            static_cast<float>(kernel(centre - tap) * axis.coverage(i));
    }
}

double triangle(double distance)
{
    return std::max(0.0, 1.0 - std::abs(distance));
}

} // namespace

Span PlacedAxis::coveredSpan(int targetLength) const
{
    const double other = start + length * scale;
    const double low = std::clamp(std::floor(std::min(start, other)), 0.0, static_cast<double>(targetLength));
    const double high = std::clamp(std::ceil(std::max(start, other)), 0.0, static_cast<double>(targetLength));
    return {static_cast<int>(low), static_cast<int>(high)};
}

double PlacedAxis::coverage(int i) const
{
    const double other = start + length * scale;
    return std::clamp(
        std::min(i + 1.0, std::max(start, other)) - std::max(static_cast<double>(i), std::min(start, other)), 0.0, 1.0);
}

Taps placementTaps(const PlacedAxis& axis, Span span, Growing growing)
{
    constexpr int kLinearRadius = 1;
    constexpr int kCubicRadius = 2;
    const int radius = growing == Growing::Linear ? kLinearRadius : kCubicRadius;
    const bool isShrinking = std::abs(axis.scale) <= 1.0;
    const double reach = isShrinking ? std::ceil(1.0 / std::abs(axis.scale)) + 1.0 : 2.0 * radius;
    Taps taps;
    taps.count = static_cast<int>(std::min<double>(axis.length, reach));
    taps.weights.assign(static_cast<std::size_t>(span.end - span.begin) * taps.count, 0.0F);
    for (int i = span.begin; i < span.end; ++i) {
        const double lowest = isShrinking ? std::min(axis.inSource(i), axis.inSource(i + 1.0))
                                          : axis.inSource(i + 0.5) - 0.5 - (radius - 1);
        const int first = std::clamp(static_cast<int>(std::floor(lowest)), 0, axis.length - taps.count);
        taps.first.push_back(first);
        const std::span<float> weights(&taps.weights[static_cast<std::size_t>(i - span.begin) * taps.count],
                                       static_cast<std::size_t>(taps.count));
        if (isShrinking)
            addAreaWeights(axis, i, first, weights);
        else if (growing == Growing::Linear)
            addKernelWeights(axis, i, radius, triangle, first, weights);
        else
            addKernelWeights(axis, i, radius, keysCubic, first, weights);
    }
    return taps;
}

Taps subTaps(const Taps& taps, Span outputs, int origin)
{
    Taps part;
    part.count = taps.count;
    for (int i = outputs.begin; i < outputs.end; ++i)
        part.first.push_back(taps.first[static_cast<std::size_t>(i)] - origin);
    part.weights.assign(taps.weights.begin() + static_cast<std::ptrdiff_t>(outputs.begin) * taps.count,
                        taps.weights.begin() + static_cast<std::ptrdiff_t>(outputs.end) * taps.count);
    return part;
}

Span usedSpan(const Taps& taps, Span outputs)
{
    Span used{taps.first[static_cast<std::size_t>(outputs.begin)], 0};
    for (int i = outputs.begin; i < outputs.end; ++i) {
        const int first = taps.first[static_cast<std::size_t>(i)];
        used.begin = std::min(used.begin, first);
        used.end = std::max(used.end, first + taps.count);
    }
    return used;
}

} // namespace dh
