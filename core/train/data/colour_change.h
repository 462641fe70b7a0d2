#pragma once

#include "core/train/data/colour_spaces.h"
#include "core/train/data/counter_random.h"

#include <array>

namespace dh
{

/// A change of light measured with a colour checker: the rows of a 3 x 11 matrix M, rgb' = M [r g b rg rb gb rr gg bb
/// rgb 1] over values of 0..255. Source: ccHarmony (Niu et al., "Image harmonization with region-wise contrastive
/// learning").
using Illumination = std::array<float, 33>;

/// In place, clipped to 0..255.
void applyIllumination(const Illumination& illumination, Pixels& pixels);

/// What a retoucher's sliders do; the defaults change nothing.
struct Retouch {
    float exposure = 0.0F;                 ///< stops of light
    std::array<float, 3> gains{1, 1, 1};   ///< white balance: factors on linear light
    std::array<float, 3> offsets{0, 0, 0}; ///< added to the sRGB values, 0..255 scale
    float gamma = 1.0F;                    ///< exponent on the sRGB value, > 0
    float contrast = 1.0F;                 ///< slope around the mean, >= 0
    float curve = 0.0F;                    ///< -1..1: flattens or steepens the middle tones with an S
    float saturation = 1.0F;               ///< distance from grey, >= 0
};

/// A plausible retouch; `strength` about 1, smaller is milder.
[[nodiscard]] Retouch randomRetouch(CounterRandom& random, float strength);

/// In place, clipped to 0..255; in the order of the fields.
void applyRetouch(const Retouch& retouch, Pixels& pixels);

} // namespace dh
