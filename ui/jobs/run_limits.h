#pragma once

#include "core/base/resolution.h"

namespace dh
{

/// The words in which an Error says what core/base/resolution.h allows.
inline constexpr const char* kStepsRule = "should be between 1 and 50";
inline constexpr const char* kResolutionRule = "should be a multiple of 64 between 64 and 4096";
static_assert(kMostDenoisingSteps == 50 && kNetworkSideStep == 64 && kLargestNetworkSide == 4096);

} // namespace dh
