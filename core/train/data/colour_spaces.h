#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace dh
{

/// Colours of some pixels, in no particular order: three arrays of one length. RGB is sRGB on the 0..255 scale.
struct Pixels {
    std::array<std::vector<float>, 3> channels;

    [[nodiscard]] std::size_t count() const { return channels[0].size(); }
    void resize(std::size_t count)
    {
        for (std::vector<float>& channel : channels)
            channel.resize(count);
    }
};

/// An sRGB value of 0..255 as linear light of 0..1; values outside are clamped. Interpolated between whole values.
[[nodiscard]] float linearFromSrgb(float value);
/// Linear light, clamped to 0..1, as an sRGB value of 0..255; within 0.01.
[[nodiscard]] float srgbFromLinear(float light);

/// In place: sRGB 0..255 to CIELAB with the white D65 (L 0..100), and back, clipped to 0..255.
void labFromRgb(Pixels& pixels);
void rgbFromLab(Pixels& pixels);

/// In place: sRGB 0..255 to YCbCr as in JPEG (ITU-R BT.601, full range, Cb and Cr around 0), and back, clipped.
void ycbcrFromRgb(Pixels& pixels);
void rgbFromYcbcr(Pixels& pixels);

/// In place: every value to 0..255.
void clipToBytes(Pixels& pixels);

} // namespace dh
