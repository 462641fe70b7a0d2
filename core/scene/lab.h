#pragma once

#include <array>
#include <cstddef>

namespace dh
{

/// CIELAB (CIE 15:2004) of white point D65: lightness 0..100, a and b about -128..127.
struct Lab {
    float lightness = 0.0F;
    float a = 0.0F;
    float b = 0.0F;
};

/// Encoded sRGB, each 0..1.
struct SrgbColour {
    float red = 0.0F;
    float green = 0.0F;
    float blue = 0.0F;
    friend bool operator==(const SrgbColour&, const SrgbColour&) = default;
};

/// By tables, for whole pictures: there and back again differs by less than 1e-4.
[[nodiscard]] Lab labFromSrgb(const SrgbColour& colour);
/// Colours that sRGB can't show are clamped to 0..1.
[[nodiscard]] SrgbColour srgbFromLab(const Lab& lab);

/// Where the pixels of a row begin in three planes of encoded sRGB.
using ColourRow = std::array<const float*, 3>;
using WritableColourRow = std::array<float*, 3>;

/// labFromSrgb()'s lightness of `after` less that of `before`, for `count` pixels at a time.
void lightnessChanges(const ColourRow& before, const ColourRow& after, std::size_t count, float* changes);

/// What is taken of a change; 1 is all of it.
struct LabShares {
    float lightness = 1.0F;
    float colour = 1.0F;
};
/// Makes `after` what srgbFromLab() makes of `before` plus the shares of the change to `after`, for `count` pixels at a
/// time. A pixel without change and shift keeps its exact value.
/// @param shifts added to each pixel's lightness; null for none
void mixInLab(const ColourRow& before, const WritableColourRow& after, std::size_t count, const LabShares& shares,
              const float* shifts);

} // namespace dh
