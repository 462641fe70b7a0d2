#pragma once

namespace dh
{

// What the networks can be asked for: the limits of a model's own settings, of a run's, and of what can be chosen.

inline constexpr int kNetworkSideStep = 64;
inline constexpr int kLargestNetworkSide = 4096;
inline constexpr int kMostDenoisingSteps = 50;

/// The words in which an Error says so.
inline constexpr const char* kResolutionRule = "should be a multiple of 64 between 64 and 4096";
inline constexpr const char* kStepsRule = "should be between 1 and 50";
static_assert(kNetworkSideStep == 64 && kLargestNetworkSide == 4096 && kMostDenoisingSteps == 50);

/// Whether networks can run at that long side, pixels: a multiple of 64 from 64 to 4096, or 0 for one that is chosen
/// elsewhere.
[[nodiscard]] constexpr bool isNetworkResolution(int side) noexcept
{
    return side >= 0 && side <= kLargestNetworkSide && side % kNetworkSideStep == 0;
}

/// Whether a run can take so many denoising steps.
[[nodiscard]] constexpr bool isDenoisingSteps(int steps) noexcept
{
    return steps >= 1 && steps <= kMostDenoisingSteps;
}

} // namespace dh
