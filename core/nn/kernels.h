#pragma once

#include <cstdint>

namespace dh::kernels
{

// Winograd's form F(4 x 4, 3 x 3) of a convolution, see winograd.h: a tile of 4x4 pixels is computed from a field of
// 6x6 ones, as a product of matrices at each of 36 points.
inline constexpr int kWinogradTile = 4; ///< pixels along its side
inline constexpr int kWinogradTaps = 3; ///< along a filter's side
inline constexpr int kWinogradField = kWinogradTile + kWinogradTaps - 1;
inline constexpr int kWinogradPoints = kWinogradField * kWinogradField;
/// Channels that packed filters hold side by side. All numbers of channels are multiples of it.
inline constexpr int kWinogradChannels = 16;

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

    // A 3x3 convolution's parts in Winograd's form, with the numbers above.

    /// 16 filters of the weight [16, in, 3, 3] at the points: [in, 16] each, `stride` apart.
    void (*winogradWeights)(const float* weight, std::int64_t in, float* target, std::int64_t stride);
    /// A tile of 36 pixels, each `channels` values, at the points: [channels] each, `stride` apart.
    void (*winogradInput)(const float* const* pixels, std::int64_t channels, float* target, std::int64_t stride);
    /// At one point: target [tiles, out] = values [tiles, in] times weights [out / 16, in, 16].
    void (*winogradProducts)(const float* values, std::int64_t tiles, std::int64_t in, const float* weights,
                             std::int64_t out, float* target);
    /// The upper left `rows` x `columns` pixels, 1..4, of a tile from its 36 products, `stride` apart, plus the bias.
    void (*winogradOutput)(const float* products, std::int64_t stride, std::int64_t channels, const float* bias,
                           float* target, std::int64_t pixelStride, std::int64_t rowStride, int rows, int columns);

    // The gradient of such a convolution's weights: sums over tiles at each of the points.

    /// A tile of 16 pixels of the output's gradient at the points, `stride` apart: at each, 16 channels lie together
    /// and the next 16 follow `blockStride` values later.
    void (*winogradGradient)(const float* const* pixels, std::int64_t channels, float* target, std::int64_t blockStride,
                             std::int64_t stride);
    /// At one point, adds to sums [in, out], of which 16 columns are meant: values [tiles, in], transposed, times
    /// gradients [tiles, 16].
    void (*winogradSums)(const float* values, std::int64_t tiles, std::int64_t in, const float* gradients, float* sums,
                         std::int64_t out);
    /// `count` filters' 9 taps, `targetStride` apart, from their sums at the points, `stride` apart.
    void (*winogradFilters)(const float* sums, std::int64_t count, std::int64_t stride, float* target,
                            std::int64_t targetStride);
};

/// The fastest table that this processor runs. DH_KERNELS=generic|avx2|avx512 in the environment narrows the choice
/// (for tests).
[[nodiscard]] const Table& table();

/// The table of that name, or null when the processor can't run it.
[[nodiscard]] const Table* tableByName(const char* name);

} // namespace dh::kernels
