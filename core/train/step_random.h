#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <string_view>

namespace dh
{

/// A seed for one purpose within one batch of a run. All randomness of training comes from here: it depends on nothing
/// but its arguments, so that the random state of a run is the number of its step.
[[nodiscard]] std::uint64_t seedFor(std::uint64_t seed, std::uint64_t index, std::string_view purpose);

[[nodiscard]] at::Generator generatorFor(std::uint64_t seed, std::uint64_t index, std::string_view purpose);

/// Standard normal values, float32 on the CPU.
[[nodiscard]] at::Tensor normalFor(std::uint64_t seed, std::uint64_t index, std::string_view purpose,
                                   at::IntArrayRef shape);

} // namespace dh
