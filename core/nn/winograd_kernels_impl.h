#pragma once

// Part of kernels_impl.h, and compiled with it for each instruction set: the inner loops of winograd.cpp. F(4 x 4,
// 3 x 3) with the points 0, +-sqrt(1/2), +-sqrt(2) and infinity, which lose fewer bits than whole numbers do (Barabasz
// et al., Error analysis and improving the accuracy of Winograd convolution for deep neural networks, 2020).

#include "core/nn/kernels.h"

#include <cstdint>

namespace dh::kernels
{

namespace
{

#if defined(__AVX512F__)
constexpr int kVectorLanes = 16;
constexpr int kTilesAtOnce = 12;
#elif defined(__AVX2__)
constexpr int kVectorLanes = 8;
constexpr int kTilesAtOnce = 6;
#else
constexpr int kVectorLanes = 4;
constexpr int kTilesAtOnce = 2;
#endif

constexpr int kTile = kWinogradTile;
constexpr int kTaps = kWinogradTaps;
constexpr int kField = kWinogradField;
/// Outputs that one pass over the inputs makes; the weights are packed by as many.
constexpr int kOutputsAtOnce = kWinogradChannels;
constexpr int kVectorsAtOnce = kOutputsAtOnce / kVectorLanes;

using Vector = float __attribute__((vector_size(4 * kVectorLanes)));
using UnalignedVector = float __attribute__((vector_size(4 * kVectorLanes), aligned(4), may_alias));

inline Vector load(const float* from)
{
    return *reinterpret_cast<const UnalignedVector*>(from);
}

inline void store(float* to, Vector values)
{
    *reinterpret_cast<UnalignedVector*>(to) = values;
}

constexpr float kSqrtHalf = 0.70710678118654752F;
constexpr float kSqrt2 = 1.41421356237309505F;

/// The values of a 3-tap filter's polynomial at the six points, each divided by its product of differences.
inline void filterAtPoints(const Vector in[kTaps], Vector out[kField])
{
    const Vector even = in[0] + 0.5F * in[2];
    const Vector odd = kSqrtHalf * in[1];
    const Vector farEven = in[0] + 2.0F * in[2];
    const Vector farOdd = kSqrt2 * in[1];
    out[0] = in[0];
    out[1] = (-2.0F / 3.0F) * (even + odd);
    out[2] = (-2.0F / 3.0F) * (even - odd);
    out[3] = (1.0F / 6.0F) * (farEven + farOdd);
    out[4] = (1.0F / 6.0F) * (farEven - farOdd);
    out[5] = in[2];
}

/// The six values of a row of pixels that meet those of the filter.
inline void pixelsAtPoints(const Vector in[kField], Vector out[kField])
{
    const Vector even = in[4] - 2.0F * in[2];
    const Vector odd = kSqrtHalf * (in[3] - 2.0F * in[1]);
    const Vector farEven = in[4] - 0.5F * in[2];
    const Vector farOdd = kSqrt2 * (in[3] - 0.5F * in[1]);
    out[0] = in[0] - 2.5F * in[2] + in[4];
    out[1] = even + odd;
    out[2] = even - odd;
    out[3] = farEven + farOdd;
    out[4] = farEven - farOdd;
    out[5] = in[1] - 2.5F * in[3] + in[5];
}

/// Four pixels from the products at the six points.
inline void pixelsFromPoints(const Vector in[kField], Vector out[kTile])
{
    const Vector sum = in[1] + in[2];
    const Vector difference = in[1] - in[2];
    const Vector farSum = in[3] + in[4];
    const Vector farDifference = in[3] - in[4];
    out[0] = in[0] + sum + farSum;
    out[1] = kSqrtHalf * difference + kSqrt2 * farDifference;
    out[2] = 0.5F * sum + 2.0F * farSum;
    out[3] = (0.5F * kSqrtHalf) * difference + (2.0F * kSqrt2) * farDifference + in[5];
}

void winogradWeights(const float* weight, std::int64_t in, float* target, std::int64_t stride)
{
    for (std::int64_t i = 0; i < in; ++i) {
        float taps[kTaps * kTaps][kOutputsAtOnce];
        for (int o = 0; o < kOutputsAtOnce; ++o)
            for (int tap = 0; tap < kTaps * kTaps; ++tap)
                taps[tap][o] = weight[(o * in + i) * kTaps * kTaps + tap];
        for (int first = 0; first < kOutputsAtOnce; first += kVectorLanes) {
            Vector columns[kTaps][kField];
            for (int x = 0; x < kTaps; ++x) {
                const Vector column[kTaps] = {load(taps[x] + first), load(taps[kTaps + x] + first),
                                              load(taps[2 * kTaps + x] + first)};
                filterAtPoints(column, columns[x]);
            }
            for (int y = 0; y < kField; ++y) {
                const Vector row[kTaps] = {columns[0][y], columns[1][y], columns[2][y]};
                Vector values[kField];
                filterAtPoints(row, values);
                for (int x = 0; x < kField; ++x)
                    store(target + (kField * y + x) * stride + i * kOutputsAtOnce + first, values[x]);
            }
        }
    }
}

void winogradInput(const float* const* pixels, std::int64_t channels, float* target, std::int64_t stride)
{
    for (std::int64_t c = 0; c < channels; c += kVectorLanes) {
        Vector columns[kField][kField];
        for (int x = 0; x < kField; ++x) {
            Vector column[kField];
            for (int y = 0; y < kField; ++y)
                column[y] = load(pixels[kField * y + x] + c);
            pixelsAtPoints(column, columns[x]);
        }
        for (int y = 0; y < kField; ++y) {
            Vector row[kField];
            for (int x = 0; x < kField; ++x)
                row[x] = columns[x][y];
            Vector values[kField];
            pixelsAtPoints(row, values);
            for (int x = 0; x < kField; ++x)
                store(target + (kField * y + x) * stride + c, values[x]);
        }
    }
}

template <int tiles>
inline void multiplyTiles(const float* values, std::int64_t in, const float* weights, std::int64_t out, float* target)
{
    Vector sums[tiles][kVectorsAtOnce] = {};
    for (std::int64_t i = 0; i < in; ++i) {
        Vector row[kVectorsAtOnce];
        for (int v = 0; v < kVectorsAtOnce; ++v)
            row[v] = load(weights + i * kOutputsAtOnce + v * kVectorLanes);
        for (int t = 0; t < tiles; ++t)
            for (int v = 0; v < kVectorsAtOnce; ++v)
                sums[t][v] += values[t * in + i] * row[v];
    }
    for (int t = 0; t < tiles; ++t)
        for (int v = 0; v < kVectorsAtOnce; ++v)
            store(target + t * out + v * kVectorLanes, sums[t][v]);
}

void winogradProducts(const float* values, std::int64_t tiles, std::int64_t in, const float* weights, std::int64_t out,
                      float* target)
{
    for (std::int64_t o = 0; o < out; o += kOutputsAtOnce, weights += in * kOutputsAtOnce) {
        std::int64_t t = 0;
        for (; t + kTilesAtOnce <= tiles; t += kTilesAtOnce)
            multiplyTiles<kTilesAtOnce>(values + t * in, in, weights, out, target + t * out + o);
        for (; t + 2 <= tiles; t += 2)
            multiplyTiles<2>(values + t * in, in, weights, out, target + t * out + o);
        for (; t < tiles; ++t)
            multiplyTiles<1>(values + t * in, in, weights, out, target + t * out + o);
    }
}

void winogradOutput(const float* products, std::int64_t stride, std::int64_t channels, const float* bias, float* target,
                    std::int64_t pixelStride, std::int64_t rowStride, int rows, int columns)
{
    for (std::int64_t c = 0; c < channels; c += kVectorLanes) {
        Vector byColumn[kField][kTile];
        for (int x = 0; x < kField; ++x) {
            Vector column[kField];
            for (int y = 0; y < kField; ++y)
                column[y] = load(products + (kField * y + x) * stride + c);
            pixelsFromPoints(column, byColumn[x]);
        }
        const Vector offset = load(bias + c);
        for (int y = 0; y < rows; ++y) {
            Vector row[kField];
            for (int x = 0; x < kField; ++x)
                row[x] = byColumn[x][y];
            Vector values[kTile];
            pixelsFromPoints(row, values);
            for (int x = 0; x < columns; ++x)
                store(target + y * rowStride + x * pixelStride + c, values[x] + offset);
        }
    }
}

/// The transpose of pixelsFromPoints().
inline void pointsFromPixels(const Vector in[kTile], Vector out[kField])
{
    const Vector even = in[0] + 0.5F * in[2];
    const Vector odd = kSqrtHalf * in[1] + (0.5F * kSqrtHalf) * in[3];
    const Vector farEven = in[0] + 2.0F * in[2];
    const Vector farOdd = kSqrt2 * in[1] + (2.0F * kSqrt2) * in[3];
    out[0] = in[0];
    out[1] = even + odd;
    out[2] = even - odd;
    out[3] = farEven + farOdd;
    out[4] = farEven - farOdd;
    out[5] = in[3];
}

/// The transpose of filterAtPoints().
inline void filterFromPoints(const Vector in[kField], Vector out[kTaps])
{
    const Vector even = (-2.0F / 3.0F) * (in[1] + in[2]);
    const Vector odd = (-2.0F / 3.0F * kSqrtHalf) * (in[1] - in[2]);
    const Vector farEven = (1.0F / 6.0F) * (in[3] + in[4]);
    const Vector farOdd = (1.0F / 6.0F * kSqrt2) * (in[3] - in[4]);
    out[0] = in[0] + even + farEven;
    out[1] = odd + farOdd;
    out[2] = 0.5F * even + 2.0F * farEven + in[5];
}

void winogradGradient(const float* const* pixels, std::int64_t channels, float* target, std::int64_t blockStride,
                      std::int64_t stride)
{
    for (std::int64_t c = 0; c < channels; c += kVectorLanes) {
        float* block = target + c / kOutputsAtOnce * blockStride + c % kOutputsAtOnce;
        Vector columns[kTile][kField];
        for (int x = 0; x < kTile; ++x) {
            Vector column[kTile];
            for (int y = 0; y < kTile; ++y)
                column[y] = load(pixels[kTile * y + x] + c);
            pointsFromPixels(column, columns[x]);
        }
        for (int y = 0; y < kField; ++y) {
            const Vector row[kTile] = {columns[0][y], columns[1][y], columns[2][y], columns[3][y]};
            Vector values[kField];
            pointsFromPixels(row, values);
            for (int x = 0; x < kField; ++x)
                store(block + (kField * y + x) * stride, values[x]);
        }
    }
}

void winogradSums(const float* values, std::int64_t tiles, std::int64_t in, const float* gradients, float* sums,
                  std::int64_t out)
{
    constexpr int kInputsAtOnce = kVectorLanes == 16 ? 16 : 4;
    for (std::int64_t i = 0; i < in; i += kInputsAtOnce) {
        Vector block[kInputsAtOnce][kVectorsAtOnce] = {};
        for (std::int64_t t = 0; t < tiles; ++t) {
            Vector row[kVectorsAtOnce];
            for (int v = 0; v < kVectorsAtOnce; ++v)
                row[v] = load(gradients + t * kOutputsAtOnce + v * kVectorLanes);
            for (int j = 0; j < kInputsAtOnce; ++j)
                for (int v = 0; v < kVectorsAtOnce; ++v)
                    block[j][v] += values[t * in + i + j] * row[v];
        }
        for (int j = 0; j < kInputsAtOnce; ++j)
            for (int v = 0; v < kVectorsAtOnce; ++v) {
                float* target = sums + (i + j) * out + v * kVectorLanes;
                store(target, load(target) + block[j][v]);
            }
    }
}

void winogradFilters(const float* sums, std::int64_t count, std::int64_t stride, float* target,
                     std::int64_t targetStride)
{
    for (std::int64_t i = 0; i < count; i += kVectorLanes) {
        Vector columns[kField][kTaps];
        for (int x = 0; x < kField; ++x) {
            Vector column[kField];
            for (int y = 0; y < kField; ++y)
                column[y] = load(sums + (kField * y + x) * stride + i);
            filterFromPoints(column, columns[x]);
        }
        for (int y = 0; y < kTaps; ++y) {
            Vector row[kField];
            for (int x = 0; x < kField; ++x)
                row[x] = columns[x][y];
            Vector taps[kTaps];
            filterFromPoints(row, taps);
            for (int x = 0; x < kTaps; ++x)
                store(target + (kTaps * y + x) * targetStride + i, taps[x]);
        }
    }
}

} // namespace

} // namespace dh::kernels
