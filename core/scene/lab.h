#pragma once

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

} // namespace dh
