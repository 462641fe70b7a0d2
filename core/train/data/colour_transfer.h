#pragma once

#include "core/train/data/colour_spaces.h"

#include <array>

namespace dh
{

using Matrix3 = std::array<std::array<double, 3>, 3>;

/// How the colours of some pixels are spread, in whatever space the pixels are in.
struct ColourStatistics {
    std::array<double, 3> mean{};
    Matrix3 covariance{};
};

[[nodiscard]] ColourStatistics statisticsOf(const Pixels& pixels);

/// A transfer never spreads a channel further than this factor, which would only show noise and banding.
inline constexpr double kMostSpread = 2.5;

/// Gives each channel the mean and the deviation in `wanted`. Source: Reinhard et al., "Color transfer between images",
/// 2001; its space is l-alpha-beta, here the caller's.
void transferMoments(const ColourStatistics& wanted, Pixels& pixels);

/// Gives the pixels the mean and the covariance in `wanted` with the least movement. Source: Pitie and Kokaram, "The
/// linear Monge-Kantorovitch linear colour mapping", 2007; it reaches the aim of Xiao and Ma, "Color transfer in
/// correlated color space", 2006, without that method's arbitrary signs.
void transferCovariance(const ColourStatistics& wanted, Pixels& pixels);

/// Gives each channel the distribution of `wanted`'s (both not empty) by cumulative histograms. Source: Fecker et al.,
/// "Histogram-based prefiltering for luminance and chrominance compensation", 2008, which does it in YCbCr.
void matchHistograms(const Pixels& wanted, Pixels& pixels);

} // namespace dh
