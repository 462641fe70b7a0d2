#include "core/weights/sha256.h"

#include "core/weights/sha256_constants.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

namespace dh
{

#if defined(__x86_64__)

namespace
{

constexpr unsigned kExtendedFeaturesLeaf = 7;
constexpr unsigned kShaBit = 1U << 29;

bool processorHasSha() noexcept
{
    unsigned a = 0;
    unsigned b = 0;
    unsigned c = 0;
    unsigned d = 0;
    // The compiler's own name for the sha feature is missing in older versions.
    return __builtin_cpu_supports("sse4.1") && __get_cpuid_count(kExtendedFeaturesLeaf, 0, &a, &b, &c, &d) != 0 &&
           (b & kShaBit) != 0;
}

} // namespace

bool Sha256::isAccelerated() noexcept
{
    static const bool accelerated = processorHasSha();
    return accelerated;
}

// The instructions keep the state as (a, b, e, f) and (c, d, g, h) and do two rounds at once.
// Source: Intel, "Intel SHA Extensions" (2013), section on SHA-256.
__attribute__((target("sha,sse4.1"))) void Sha256::compressWithShaInstructions(State& state, const std::byte* blocks,
                                                                               std::size_t count)
{
    const __m128i byteOrder = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    auto* words = reinterpret_cast<__m128i*>(state.data());
    const __m128i badc = _mm_shuffle_epi32(_mm_loadu_si128(words), 0xb1);
    const __m128i hgfe = _mm_shuffle_epi32(_mm_loadu_si128(words + 1), 0x1b);
    __m128i abef = _mm_alignr_epi8(badc, hgfe, 8);
    __m128i cdgh = _mm_blend_epi16(hgfe, badc, 0xf0);

    for (; count > 0; --count, blocks += sha256::kBlockSize) {
        const __m128i abefBefore = abef;
        const __m128i cdghBefore = cdgh;
        __m128i w[4];
        for (int i = 0; i < 4; ++i)
            w[i] = _mm_shuffle_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(blocks) + i), byteOrder);
#pragma GCC unroll 16
        for (int group = 0; group < sha256::kRounds / 4; ++group) {
            const auto* constants = reinterpret_cast<const __m128i*>(sha256::kRoundConstants.data()) + group;
            const __m128i sum = _mm_add_epi32(w[group % 4], _mm_load_si128(constants));
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0e));
            // The four words just used make room for those of four groups later.
            const __m128i last = w[(group + 3) % 4];
            const __m128i sevenBack = _mm_alignr_epi8(last, w[(group + 2) % 4], 4);
            const __m128i partial = _mm_add_epi32(_mm_sha256msg1_epu32(w[group % 4], w[(group + 1) % 4]), sevenBack);
            w[group % 4] = _mm_sha256msg2_epu32(partial, last);
        }
        abef = _mm_add_epi32(abef, abefBefore);
        cdgh = _mm_add_epi32(cdgh, cdghBefore);
    }

    const __m128i feba = _mm_shuffle_epi32(abef, 0x1b);
    const __m128i dchg = _mm_shuffle_epi32(cdgh, 0xb1);
    _mm_storeu_si128(words, _mm_blend_epi16(feba, dchg, 0xf0));
    _mm_storeu_si128(words + 1, _mm_alignr_epi8(dchg, feba, 8));
}

#else

bool Sha256::isAccelerated() noexcept
{
    return false;
}

void Sha256::compressWithShaInstructions(State& state, const std::byte* blocks, std::size_t count)
{
    compressPortable(state, blocks, count);
}

#endif

} // namespace dh
