#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace dh
{

/// A part of a picture in shares of its sides: 0 <= left, left + width <= 1, likewise vertically.
struct CropShare {
    float left = 0.0F;
    float top = 0.0F;
    float width = 1.0F;
    float height = 1.0F;
};

/// 8-bit rows from top to bottom without padding, samples interleaved.
struct ByteRaster {
    int width = 0;
    int height = 0;
    int channels = 0;
    std::span<const std::uint8_t> samples;
};

/// Cuts parts out of pictures and brings them to square planes: weighted by area when shrinking, linear when growing;
/// pixel centres at +0.5, edges replicate. Keeps its scratch memory; used by one thread.
class CropResampler
{
public:
    /// @param planes  channels * side * side values, plane after plane, on the scale of the samples
    void resample(const ByteRaster& raster, const CropShare& crop, int side, bool mirrored, std::span<float> planes);

private:
    struct Taps {
        std::vector<int> first;     ///< per target pixel
        std::vector<float> weights; ///< perPixel for each target pixel, adding to 1
        int perPixel = 0;
    };
    static void fillTaps(float begin, float extent, int sourceCount, int targetCount, Taps& taps);

    Taps m_columns;
    Taps m_rows;
    std::vector<float> m_row;
};

} // namespace dh
