#pragma once

#include <cassert>
#include <cstdint>

namespace dh
{

/// Random numbers that depend on (seed, item) and on nothing else, the same on every machine: SplitMix64 started at a
/// mix of the two. Value type. Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014.
class CounterRandom
{
public:
    CounterRandom(std::uint64_t seed, std::uint64_t item) : m_state(mixed(seed) ^ mixed(~item)) {}

    /// 64 random bits.
    [[nodiscard]] std::uint64_t bits() { return mixed(m_state += kGoldenRatio); }
    /// Within [0, 1), a multiple of 2^-24.
    [[nodiscard]] float uniform() { return static_cast<float>(bits() >> 40) * 0x1p-24F; }
    /// Within [least, most).
    [[nodiscard]] float uniform(float least, float most) { return least + (most - least) * uniform(); }
    /// 0 .. count - 1; count >= 1.
    [[nodiscard]] int below(int count)
    {
        assert(count >= 1);
        return static_cast<int>((bits() >> 32) * static_cast<std::uint64_t>(count) >> 32);
    }
    [[nodiscard]] bool chance(double probability) { return uniform() < probability; }
    /// Near to the normal distribution of mean 0 and deviation 1, within -6 .. 6: twelve uniform numbers added, because
    /// logarithms differ in the last bit between machines.
    [[nodiscard]] float normal()
    {
        constexpr int kSummands = 12;
        float sum = 0.0F;
        for (int i = 0; i < kSummands; ++i)
            sum += uniform();
        return sum - kSummands / 2.0F;
    }

    /// 2^64 over the golden ratio: multiples of it, modulo 2^64, are spread evenly.
    static constexpr std::uint64_t kGoldenRatio = 0x9e3779b97f4a7c15ULL;

    /// SplitMix64's bijection.
    [[nodiscard]] static constexpr std::uint64_t mixed(std::uint64_t value)
    {
        value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9ULL;
        value = (value ^ value >> 27) * 0x94d049bb133111ebULL;
        return value ^ value >> 31;
    }

private:
    std::uint64_t m_state;
};

} // namespace dh
