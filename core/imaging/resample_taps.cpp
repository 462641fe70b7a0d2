#include "core/imaging/resample_taps.h"

#include "core/imaging/parallel_rows.h"

#include <algorithm>
#include <cmath>

namespace dh
{

namespace
{

Taps emptyTaps(int inputLength, int outputLength, int count)
{
    Taps taps;
    taps.count = std::min(count, inputLength);
    taps.first.assign(static_cast<std::size_t>(outputLength), 0);
    taps.weights.assign(static_cast<std::size_t>(outputLength) * taps.count, 0.0F);
    return taps;
}

double triangle(double distance)
{
    return std::max(0.0, 1.0 - std::abs(distance));
}

/// Weights of a kernel of `radius`; taps beyond an edge count for the edge's sample.
template <typename Kernel>
Taps interpolationTaps(int inputLength, int outputLength, int radius, const Kernel& kernel)
{
    Taps taps = emptyTaps(inputLength, outputLength, 2 * radius);
    const double scale = static_cast<double>(inputLength) / outputLength;
    for (int i = 0; i < outputLength; ++i) {
        const double centre = (i + 0.5) * scale - 0.5;
        const int begin = static_cast<int>(std::floor(centre)) - radius + 1;
        const int first = std::clamp(begin, 0, inputLength - taps.count);
        taps.first[static_cast<std::size_t>(i)] = first;
        float* weights = &taps.weights[static_cast<std::size_t>(i) * taps.count];
        for (int tap = begin; tap < begin + 2 * radius; ++tap)
            weights[std::clamp(tap, 0, inputLength - 1) - first] += static_cast<float>(kernel(centre - tap));
    }
    return taps;
}

void resampleRow(const float* source, float* target, const Taps& taps)
{
    for (std::size_t i = 0; i < taps.first.size(); ++i) {
        const float* in = source + taps.first[i];
        const float* weights = &taps.weights[i * taps.count];
        float sum = in[0] * weights[0];
        for (int k = 1; k < taps.count; ++k)
            sum += in[k] * weights[k];
        target[i] = sum;
    }
}

/// Row by row rather than column by column, so that memory is read in its order.
template <typename T>
void combineRows(const T* rows, std::ptrdiff_t rowStep, int width, const Taps& taps, int row, float* target)
{
    const float* weights = &taps.weights[static_cast<std::size_t>(row) * taps.count];
    std::fill_n(target, width, 0.0F);
    for (int k = 0; k < taps.count; ++k) {
        if (weights[k] == 0.0F)
            continue;
        const T* source = rows + (taps.first[static_cast<std::size_t>(row)] + k) * rowStep;
        for (int x = 0; x < width; ++x)
            target[x] += static_cast<float>(source[x]) * weights[k];
    }
}

/// Interleaved samples as they lie in memory.
template <typename T>
struct Samples {
    const T* first = nullptr;
    std::ptrdiff_t rowStep = 0; ///< samples
    int width = 0;              ///< pixels
    int step = 1;               ///< samples from one pixel to the next
    float unit = 1.0F;          ///< what stands for 1
};

/// @param channels  how many of each pixel's samples count
template <typename T>
PlanarImage columnsFirst(const Samples<T>& in, int channels, Size size, const Taps& horizontal, const Taps& vertical)
{
    const int rowSamples = in.width * in.step;
    PlanarImage result(size, channels);
    const auto mix = [&](int channel, const float* row, float* target) {
        for (int x = 0; x < size.width; ++x) {
            const float* weights = &horizontal.weights[static_cast<std::size_t>(x) * horizontal.count];
            const float* source = row + horizontal.first[static_cast<std::size_t>(x)] * in.step + channel;
            float sum = 0.0F;
            for (int k = 0; k < horizontal.count; ++k)
                sum += source[k * in.step] * weights[k];
            target[x] = sum / in.unit;
        }
    };
    constexpr int kRowsAtATime = 16;
    forEachPart((size.height + kRowsAtATime - 1) / kRowsAtATime, [&](int part) {
        std::vector<float> row(static_cast<std::size_t>(rowSamples));
        for (int y = part * kRowsAtATime; y < std::min(size.height, (part + 1) * kRowsAtATime); ++y) {
            combineRows(in.first, in.rowStep, rowSamples, vertical, y, row.data());
            for (int c = 0; c < channels; ++c)
                mix(c, row.data(), result.plane(c) + static_cast<std::size_t>(y) * size.width);
        }
    });
    return result;
}

template <typename T>
PlanarImage coloursColumnsFirst(const Image& image, const Rect& area, Size size, const Taps& horizontal,
                                const Taps& vertical)
{
    const int step = image.channels();
    const auto* first = image.row<T>(area.y) + static_cast<std::ptrdiff_t>(area.x) * step;
    const auto rowStep = static_cast<std::ptrdiff_t>(image.width()) * step;
    return columnsFirst(Samples<T>{first, rowStep, area.width, step, maxSample(image.type())}, 3, size, horizontal,
                        vertical);
}

} // namespace

double keysCubic(double distance)
{
    constexpr double kA = -0.5;
    const double d = std::abs(distance);
    if (d < 1.0)
        return ((kA + 2.0) * d - (kA + 3.0)) * d * d + 1.0;
    if (d < 2.0)
        return ((d - 5.0) * d + 8.0) * d * kA - 4.0 * kA;
    return 0.0;
}

Taps areaTaps(int inputLength, int outputLength)
{
    const double scale = static_cast<double>(inputLength) / outputLength;
    Taps taps = emptyTaps(inputLength, outputLength, static_cast<int>(std::ceil(scale)) + 1);
    for (int i = 0; i < outputLength; ++i) {
        const double begin = i * scale;
        const double end = begin + scale;
        const int first = std::min(static_cast<int>(begin), inputLength - taps.count);
        taps.first[static_cast<std::size_t>(i)] = first;
        for (int k = 0; k < taps.count; ++k) {
            const double covered = std::min(end, first + k + 1.0) - std::max(begin, first + static_cast<double>(k));
            taps.weights[static_cast<std::size_t>(i) * taps.count + k] =
                static_cast<float>(std::max(0.0, covered) / scale);
        }
    }
    return taps;
}

Taps bicubicTaps(int inputLength, int outputLength)
{
    return interpolationTaps(inputLength, outputLength, 2, keysCubic);
}

Taps bilinearTaps(int inputLength, int outputLength)
{
    return interpolationTaps(inputLength, outputLength, 1, triangle);
}

Taps antialiasTaps(int inputLength, int outputLength)
{
    const float scale = static_cast<float>(inputLength) / static_cast<float>(outputLength);
    const float support = std::max(1.0F, scale);
    const float inverseScale = 1.0F / support;
    Taps taps = emptyTaps(inputLength, outputLength, static_cast<int>(std::ceil(support)) * 2 + 1);
    for (int i = 0; i < outputLength; ++i) {
        const float centre = scale * (static_cast<float>(i) + 0.5F);
        const int begin = std::max(static_cast<int>(centre - support + 0.5F), 0);
        const int end = std::min(static_cast<int>(centre + support + 0.5F), inputLength);
        const int first = std::min(begin, inputLength - taps.count);
        taps.first[static_cast<std::size_t>(i)] = first;
        float* weights = &taps.weights[static_cast<std::size_t>(i) * taps.count];
        float total = 0.0F;
        for (int tap = begin; tap < end; ++tap) {
            const float distance = (static_cast<float>(tap) - centre + 0.5F) * inverseScale;
            weights[tap - first] = std::max(0.0F, 1.0F - std::abs(distance));
            total += weights[tap - first];
        }
        for (int k = 0; k < taps.count; ++k)
            weights[k] /= total;
    }
    return taps;
}

PlanarImage resampled(const PlanarImage& planar, Size size, const Taps& horizontal, const Taps& vertical)
{
    PlanarImage result(size, planar.channels);
    PlanarImage stretched(Size{size.width, planar.size.height}, 1);
    for (int c = 0; c < planar.channels; ++c) {
        forEachBand(planar.size.height, [&](int first, int end) {
            for (int y = first; y < end; ++y)
                resampleRow(planar.plane(c) + static_cast<std::size_t>(y) * planar.size.width,
                            stretched.plane(0) + static_cast<std::size_t>(y) * size.width, horizontal);
        });
        forEachBand(size.height, [&](int first, int end) {
            for (int y = first; y < end; ++y)
                combineRows(stretched.plane(0), size.width, size.width, vertical, y,
                            result.plane(c) + static_cast<std::size_t>(y) * size.width);
        });
    }
    return result;
}

PlanarImage resampledColumnsFirst(const Image& image, const Rect& area, Size size, const Taps& horizontal,
                                  const Taps& vertical)
{
    switch (image.type()) {
    case SampleType::U8:
        return coloursColumnsFirst<std::uint8_t>(image, area, size, horizontal, vertical);
    case SampleType::U16:
        return coloursColumnsFirst<std::uint16_t>(image, area, size, horizontal, vertical);
    case SampleType::F32:
        break;
    }
    return coloursColumnsFirst<float>(image, area, size, horizontal, vertical);
}

PlanarImage resampledColumnsFirst(const Mask& mask, Size size, const Taps& horizontal, const Taps& vertical)
{
    return columnsFirst(Samples<std::uint8_t>{mask.row(0), mask.width(), mask.width(), 1, maxSample(SampleType::U8)}, 1,
                        size, horizontal, vertical);
}

} // namespace dh
