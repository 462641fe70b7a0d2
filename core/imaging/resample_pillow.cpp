// What Pillow 9.4 computes, step by step: src/libImaging/Resample.c, Convert.c and Geometry.c.
#include "core/imaging/resample.h"

#include "core/imaging/parallel_rows.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace dh
{

namespace
{

constexpr int kPrecisionBits = 32 - 8 - 2;
constexpr int kHalf = 1 << (kPrecisionBits - 1);

struct FixedTaps {
    int first = 0;
    std::vector<int> weights;
};

std::vector<FixedTaps> fixedBilinearTaps(int inputLength, int outputLength)
{
    const double scale = static_cast<double>(inputLength) / outputLength;
    const double support = std::max(scale, 1.0);
    std::vector<FixedTaps> all(static_cast<std::size_t>(outputLength));
    std::vector<double> weights;
    for (int i = 0; i < outputLength; ++i) {
        const double centre = (i + 0.5) * scale;
        const int first = std::max(static_cast<int>(centre - support + 0.5), 0);
        const int end = std::min(static_cast<int>(centre + support + 0.5), inputLength);
        weights.clear();
        double total = 0.0;
        for (int x = first; x < end; ++x) {
            weights.push_back(std::max(0.0, 1.0 - std::abs((x - centre + 0.5) * (1.0 / support))));
            total += weights.back();
        }
        FixedTaps& taps = all[static_cast<std::size_t>(i)];
        taps.first = first;
        for (const double weight : weights)
            taps.weights.push_back(static_cast<int>(0.5 + weight / total * (1 << kPrecisionBits)));
    }
    return all;
}

std::uint8_t roundedToByte(int sum)
{
    return static_cast<std::uint8_t>(std::clamp(sum >> kPrecisionBits, 0, 255));
}

Image resizedHorizontally(const Image& image, int width)
{
    const std::vector<FixedTaps> taps = fixedBilinearTaps(image.width(), width);
    const int channels = image.channels();
    ImageBuffer result(Size{width, image.height()}, channels, SampleType::U8);
    forEachBand(image.height(), [&](int firstRow, int endRow) {
        for (int y = firstRow; y < endRow; ++y)
            for (int x = 0; x < width; ++x)
                for (int c = 0; c < channels; ++c) {
                    const FixedTaps& tap = taps[static_cast<std::size_t>(x)];
                    const std::uint8_t* source = image.row<std::uint8_t>(y) + tap.first * channels + c;
                    int sum = kHalf;
                    for (const int weight : tap.weights) {
                        sum += *source * weight;
                        source += channels;
                    }
                    result.row<std::uint8_t>(y)[x * channels + c] = roundedToByte(sum);
                }
    });
    return std::move(result).finish(image.iccProfile());
}

Image resizedVertically(const Image& image, int height)
{
    const std::vector<FixedTaps> taps = fixedBilinearTaps(image.height(), height);
    const int samples = image.width() * image.channels();
    ImageBuffer result(Size{image.width(), height}, image.channels(), SampleType::U8);
    forEachBand(height, [&](int firstRow, int endRow) {
        std::vector<int> sums(static_cast<std::size_t>(samples));
        for (int y = firstRow; y < endRow; ++y) {
            std::fill(sums.begin(), sums.end(), kHalf);
            int sourceRow = taps[static_cast<std::size_t>(y)].first;
            for (const int weight : taps[static_cast<std::size_t>(y)].weights) {
                const std::uint8_t* source = image.row<std::uint8_t>(sourceRow++);
                for (int i = 0; i < samples; ++i)
                    sums[static_cast<std::size_t>(i)] += source[i] * weight;
            }
            std::transform(sums.begin(), sums.end(), result.row<std::uint8_t>(y), roundedToByte);
        }
    });
    return std::move(result).finish(image.iccProfile());
}

/// The input index of each output index. The position is accumulated, as in Pillow, so that its rounding is the same.
std::vector<int> nearestIndices(int inputLength, int outputLength)
{
    const double step = static_cast<double>(inputLength) / outputLength;
    std::vector<int> indices(static_cast<std::size_t>(outputLength));
    double position = step * 0.5;
    for (int& index : indices) {
        index = std::min(static_cast<int>(position), inputLength - 1);
        position += step;
    }
    return indices;
}

} // namespace

Image resizedLikePillow(const Image& image, Size size)
{
    assert(image.type() == SampleType::U8 && !image.isNull() && !size.isEmpty());
    const Image wide = size.width == image.width() ? image : resizedHorizontally(image, size.width);
    return size.height == wide.height() ? wide : resizedVertically(wide, size.height);
}

Mask ditheredLikePillow(const Mask& mask)
{
    constexpr int kThreshold = 128;
    Mask result(mask.size());
    // errors[x] belongs to pixel x - 1 of the next row, in sixteenths.
    std::vector<int> errors(static_cast<std::size_t>(mask.width()) + 1, 0);
    for (int y = 0; y < mask.height(); ++y) {
        const std::uint8_t* source = mask.row(y);
        std::uint8_t* target = result.writableRow(y);
        int right = 0;     // 7/16 of the error of the pixel to the left
        int below = 0;     // what reached the pixel below so far: 5/16 and 1/16
        int belowNext = 0; // 1/16 for the pixel below and to the right
        for (int x = 0; x < mask.width(); ++x) {
            const auto column = static_cast<std::size_t>(x);
            const int value = std::clamp(source[x] + (right + errors[column + 1]) / 16, 0, 255);
            target[x] = value > kThreshold ? 255 : 0;
            const int error = value - target[x];
            errors[column] = 3 * error + below;
            below = 5 * error + belowNext;
            belowNext = error;
            right = 7 * error;
        }
        errors[static_cast<std::size_t>(mask.width())] = below;
    }
    return result;
}

Mask resizedNearestLikePillow(const Mask& mask, Size size)
{
    assert(!mask.isNull() && !size.isEmpty());
    const std::vector<int> columns = nearestIndices(mask.width(), size.width);
    const std::vector<int> rows = nearestIndices(mask.height(), size.height);
    Mask result(size);
    for (int y = 0; y < size.height; ++y) {
        const std::uint8_t* source = mask.row(rows[static_cast<std::size_t>(y)]);
        std::uint8_t* target = result.writableRow(y);
        for (int x = 0; x < size.width; ++x)
            target[x] = source[columns[static_cast<std::size_t>(x)]];
    }
    return result;
}

} // namespace dh
