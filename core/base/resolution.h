#pragma once

namespace dh
{

/// Whether networks can run at that long side, pixels: a multiple of 64 from 64 to 4096, or 0 for one that is chosen
/// elsewhere.
[[nodiscard]] constexpr bool isNetworkResolution(int side) noexcept
{
    constexpr int kStep = 64;
    constexpr int kLargest = 4096;
    return side >= 0 && side <= kLargest && side % kStep == 0;
}

} // namespace dh
