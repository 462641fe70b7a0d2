#pragma once

#include "core/base/cancel.h"
#include "core/imaging/image.h"
#include "core/imaging/mask.h"
#include "core/scene/lab.h"

#include <array>
#include <cstddef>

namespace dh
{

enum class HistogramChannel { Red, Green, Blue, Luminance };
inline constexpr std::size_t kHistogramChannels = 4;

/// How often each value occurs: bin i counts pixels whose 8-bit sRGB value is i after rounding.
using Histogram = std::array<long long, 256>;

/// Tone and colour of one part of a picture. Luminance is the luma of ITU-R BT.601, as in the literature on
/// harmonization; mean and (population) deviation are CIELAB, D65.
struct RegionStatistics {
    long long pixels = 0;
    std::array<Histogram, kHistogramChannels> histograms{};
    Lab mean;
    Lab deviation;

    [[nodiscard]] const Histogram& histogram(HistogramChannel channel) const
    {
        return histograms[static_cast<std::size_t>(channel)];
    }
};

struct PictureStatistics {
    RegionStatistics foreground; ///< mask >= 128
    RegionStatistics background; ///< the other pixels
};

/// Alpha is ignored; the picture's profile is converted to sRGB. Thread-safe.
/// @throws Error SizeMismatch; Cancelled
[[nodiscard]] PictureStatistics pictureStatistics(const Image& image, const Mask& mask, const CancelToken& cancel = {});

} // namespace dh
