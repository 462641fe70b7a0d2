#pragma once

#include <span>

namespace dh
{

/// Where one sample of a batch goes: planes R, G, B of side * side values in -1..1, and a mask of 0 or 1. The pictures'
/// values are those of 8-bit files.
struct SampleTarget {
    int side = 0;
    std::span<float> real;      ///< 3 * side * side
    std::span<float> composite; ///< 3 * side * side
    std::span<float> mask;      ///< side * side
};

/// An 8-bit value as a network's input.
[[nodiscard]] constexpr float unitFromByte(float byte)
{
    constexpr float kHalfRange = 127.5F;
    return byte / kHalfRange - 1.0F;
}

} // namespace dh
