#pragma once

#include <cstdint>

namespace dh::kernels
{

/// Inner loops over float32 that LibTorch has not, or has only as several passes over memory. Pointers need no
/// alignment; in-place use (out == in) is allowed everywhere. Each table entry exists for AVX-512, AVX2 and plain C++;
/// all are deterministic, their last bits may differ from one another.
struct Table {
    const char* name;

    /// out = in * scale + shift, then x * sigmoid(x) when `silu`.
    void (*scaleShift)(const float* in, float* out, std::int64_t count, float scale, float shift, bool silu);
    /// Sum and sum of squares of (x - origin).
    void (*moments)(const float* in, std::int64_t count, float origin, double* sum, double* sumOfSquares);
    /// scaleShift() of `pixels` rows of `channels` values, each channel with its own scale and shift.
    void (*scaleShiftChannels)(const float* in, float* out, std::int64_t pixels, std::int64_t channels,
                               const float* scales, const float* shifts, bool silu);
    /// Adds to each channel's sum and sum of squares of (x - its origin), over `pixels` rows of `channels` values.
    void (*channelMoments)(const float* in, std::int64_t pixels, std::int64_t channels, const float* origins,
                           double* sums, double* sumsOfSquares);
    /// In place x * sigmoid(x).
    void (*silu)(float* values, std::int64_t count);
    /// One row of GEGLU: out[i] = value[i] * gelu(gate[i]) with the exact (erf) gelu.
    void (*geglu)(const float* value, const float* gate, float* out, std::int64_t count);
    /// The largest of `count` >= 1 values.
    float (*maximum)(const float* values, std::int64_t count);
    /// In place exp(x - maximum); returns the sum.
    float (*expAndSum)(float* values, std::int64_t count, float maximum);
    /// In place multiplication.
    void (*multiply)(float* values, std::int64_t count, float factor);
    /// Whether no value is NaN or infinite.
    bool (*allFinite)(const float* values, std::int64_t count);
};

/// The fastest table that this processor runs. DH_KERNELS=generic|avx2|avx512 in the environment narrows the choice
/// (for tests).
[[nodiscard]] const Table& table();

/// The table of that name, or null when the processor can't run it.
[[nodiscard]] const Table* tableByName(const char* name);

} // namespace dh::kernels
