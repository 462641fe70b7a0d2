#pragma once

// Included by one source file per instruction set, each with its own compiler flags and with DH_KERNEL_TABLE defined.
// No standard library functions here: an inline one compiled with wide instructions could be picked by the linker for
// everyone.

#include "core/nn/kernels.h"
#include "core/nn/winograd_kernels_impl.h"

namespace dh::kernels
{

namespace
{

inline float bitsToFloat(std::int32_t bits)
{
    float value;
    __builtin_memcpy(&value, &bits, sizeof(value));
    return value;
}

inline std::int32_t floatToBits(float value)
{
    std::int32_t bits;
    __builtin_memcpy(&bits, &value, sizeof(bits));
    return bits;
}

/// exp to about 2 ulp: 2^n * e^r with |r| <= ln(2) / 2, Taylor-like minimax polynomial of degree 6 for e^r. NaN stays
/// NaN; below -87.3 the result is 0, above 88 it stays at e^88.
inline float fastExp(float x)
{
    const float clamped = x < -87.3F ? -87.3F : (x > 88.0F ? 88.0F : x);
    const float scaled = clamped * 1.44269504088896341F;
    const auto whole = static_cast<std::int32_t>(scaled < 0.0F ? scaled - 0.5F : scaled + 0.5F);
    const auto n = static_cast<float>(whole);
    // ln(2) in two parts: with -fassociative-math the compiler would add them up to one float first, at the price of
    // five bits.
    float r = clamped - n * 0.693359375F;
    r = r - n * -2.12194440e-4F;
    float p = 1.9875691500e-4F;
    p = p * r + 1.3981999507e-3F;
    p = p * r + 8.3334519073e-3F;
    p = p * r + 4.1665795894e-2F;
    p = p * r + 1.6666665459e-1F;
    p = p * r + 5.0000001201e-1F;
    p = p * r * r + r + 1.0F;
    const float power = bitsToFloat(floatToBits(p) + (whole << 23));
    return x < -87.3F ? 0.0F : (x == x ? power : x);
}

inline float fastSilu(float x)
{
    return x / (1.0F + fastExp(-x));
}

/// erf to about 5e-7 absolute: a rational function of odd degree 13 over even degree 8, fitted on [-4, 4], where
/// float's erf reaches 1.
inline float fastErf(float x)
{
    const float c = x < -4.0F ? -4.0F : (x > 4.0F ? 4.0F : x);
    const float s = c * c;
    float p = -2.72614225801306e-10F;
    p = p * s + 2.77068142495902e-08F;
    p = p * s - 2.10102402082508e-06F;
    p = p * s - 5.69250639462346e-05F;
    p = p * s - 7.34990630326855e-04F;
    p = p * s - 2.95459980854025e-03F;
    p = p * s - 1.60960333262415e-02F;
    float q = -1.45660718464996e-05F;
    q = q * s - 2.13374055278905e-04F;
    q = q * s - 1.68282697438203e-03F;
    q = q * s - 7.37332916720468e-03F;
    q = q * s - 1.42647390514189e-02F;
    return c * p / q;
}

void scaleShift(const float* in, float* out, std::int64_t count, float scale, float shift, bool silu)
{
    if (silu) {
        for (std::int64_t i = 0; i < count; ++i)
            out[i] = fastSilu(in[i] * scale + shift);
    } else {
        for (std::int64_t i = 0; i < count; ++i)
            out[i] = in[i] * scale + shift;
    }
}

// Reductions keep one result a lane by hand: compilers must not reorder a sum of floats by themselves, nor do they
// vectorize a maximum that passes NaN on.
constexpr std::int64_t kLanes = 32;

void moments(const float* in, std::int64_t count, float origin, double* sum, double* sumOfSquares)
{
    // Short float sums, added up in double: fast and exact enough for planes of millions of values.
    constexpr std::int64_t kChunk = 4096;
    double total = 0.0;
    double totalOfSquares = 0.0;
    for (std::int64_t start = 0; start < count; start += kChunk) {
        const std::int64_t end = start + kChunk < count ? start + kChunk : count;
        float sums[kLanes] = {};
        float sumsOfSquares[kLanes] = {};
        std::int64_t i = start;
        for (; i + kLanes <= end; i += kLanes) {
            for (std::int64_t j = 0; j < kLanes; ++j) {
                const float d = in[i + j] - origin;
                sums[j] += d;
                sumsOfSquares[j] += d * d;
            }
        }
        for (; i < end; ++i) {
            const float d = in[i] - origin;
            sums[0] += d;
            sumsOfSquares[0] += d * d;
        }
        for (std::int64_t j = 0; j < kLanes; ++j) {
            total += static_cast<double>(sums[j]);
            totalOfSquares += static_cast<double>(sumsOfSquares[j]);
        }
    }
    *sum = total;
    *sumOfSquares = totalOfSquares;
}

void scaleShiftChannels(const float* in, float* out, std::int64_t pixels, std::int64_t channels, const float* scales,
                        const float* shifts, bool silu)
{
    for (std::int64_t p = 0; p < pixels; ++p) {
        const float* from = in + p * channels;
        float* to = out + p * channels;
        if (silu) {
            for (std::int64_t c = 0; c < channels; ++c)
                to[c] = fastSilu(from[c] * scales[c] + shifts[c]);
        } else {
            for (std::int64_t c = 0; c < channels; ++c)
                to[c] = from[c] * scales[c] + shifts[c];
        }
    }
}

void channelMoments(const float* in, std::int64_t pixels, std::int64_t channels, const float* origins, double* sums,
                    double* sumsOfSquares)
{
    // A strip of channels at a time, in short float sums that are added up in double.
    constexpr std::int64_t kRows = 128;
    for (std::int64_t first = 0; first < channels; first += kLanes) {
        const std::int64_t width = channels - first < kLanes ? channels - first : kLanes;
        for (std::int64_t start = 0; start < pixels; start += kRows) {
            const std::int64_t end = start + kRows < pixels ? start + kRows : pixels;
            float strip[kLanes] = {};
            float stripOfSquares[kLanes] = {};
            for (std::int64_t p = start; p < end; ++p) {
                const float* values = in + p * channels + first;
                for (std::int64_t c = 0; c < width; ++c) {
                    const float d = values[c] - origins[first + c];
                    strip[c] += d;
                    stripOfSquares[c] += d * d;
                }
            }
            for (std::int64_t c = 0; c < width; ++c) {
                sums[first + c] += static_cast<double>(strip[c]);
                sumsOfSquares[first + c] += static_cast<double>(stripOfSquares[c]);
            }
        }
    }
}

void silu(float* values, std::int64_t count)
{
    for (std::int64_t i = 0; i < count; ++i)
        values[i] = fastSilu(values[i]);
}

void geglu(const float* value, const float* gate, float* out, std::int64_t count)
{
    for (std::int64_t i = 0; i < count; ++i)
        out[i] = value[i] * (0.5F * gate[i] * (1.0F + fastErf(gate[i] * kSqrtHalf)));
}

float maximum(const float* values, std::int64_t count)
{
    float lanes[kLanes];
    for (std::int64_t j = 0; j < kLanes; ++j)
        lanes[j] = values[0];
    std::int64_t i = 0;
    for (; i + kLanes <= count; i += kLanes) {
        for (std::int64_t j = 0; j < kLanes; ++j)
            lanes[j] = values[i + j] > lanes[j] ? values[i + j] : lanes[j];
    }
    for (; i < count; ++i)
        lanes[0] = values[i] > lanes[0] ? values[i] : lanes[0];
    float result = lanes[0];
    for (std::int64_t j = 1; j < kLanes; ++j)
        result = lanes[j] > result ? lanes[j] : result;
    return result;
}

float expAndSum(float* values, std::int64_t count, float largest)
{
    float lanes[kLanes] = {};
    std::int64_t i = 0;
    for (; i + kLanes <= count; i += kLanes) {
        float block[kLanes];
        for (std::int64_t j = 0; j < kLanes; ++j)
            block[j] = fastExp(values[i + j] - largest);
        for (std::int64_t j = 0; j < kLanes; ++j) {
            values[i + j] = block[j];
            lanes[j] += block[j];
        }
    }
    float sum = 0.0F;
    for (; i < count; ++i) {
        values[i] = fastExp(values[i] - largest);
        sum += values[i];
    }
    for (std::int64_t j = 0; j < kLanes; ++j)
        sum += lanes[j];
    return sum;
}

void multiply(float* values, std::int64_t count, float factor)
{
    for (std::int64_t i = 0; i < count; ++i)
        values[i] *= factor;
}

bool allFinite(const float* values, std::int64_t count)
{
    constexpr std::int32_t kExponent = 0x7f800000;
    std::int32_t bad = 0;
    for (std::int64_t i = 0; i < count; ++i)
        bad |= (floatToBits(values[i]) & kExponent) == kExponent ? 1 : 0;
    return bad == 0;
}

} // namespace

extern const Table DH_KERNEL_TABLE;
const Table DH_KERNEL_TABLE = {
    DH_KERNEL_NAME, scaleShift,       moments,        scaleShiftChannels, channelMoments, silu,
    geglu,          maximum,          expAndSum,      multiply,           allFinite,      winogradWeights,
    winogradInput,  winogradProducts, winogradOutput, winogradGradient,   winogradSums,   winogradFilters};

} // namespace dh::kernels
