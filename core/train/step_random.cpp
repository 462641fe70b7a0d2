#include "core/train/step_random.h"

#include "core/nn/torch_compat.h"

namespace dh
{

namespace
{

/// SplitMix64's finalizer: neighbouring numbers become unrelated ones.
std::uint64_t mixed(std::uint64_t value)
{
    value += 0x9E3779B97F4A7C15ULL;
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBULL;
    return value ^ (value >> 31);
}

/// FNV-1a.
std::uint64_t hashOf(std::string_view text)
{
    std::uint64_t hash = 0xCBF29CE484222325ULL;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    return hash;
}

} // namespace

std::uint64_t seedFor(std::uint64_t seed, std::uint64_t index, std::string_view purpose)
{
    return mixed(mixed(mixed(seed) ^ index) ^ hashOf(purpose));
}

at::Generator generatorFor(std::uint64_t seed, std::uint64_t index, std::string_view purpose)
{
    return compat::makeCpuGenerator(seedFor(seed, index, purpose));
}

at::Tensor normalFor(std::uint64_t seed, std::uint64_t index, std::string_view purpose, at::IntArrayRef shape)
{
    return at::randn(shape, generatorFor(seed, index, purpose), at::TensorOptions().dtype(at::kFloat));
}

} // namespace dh
