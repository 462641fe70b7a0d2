#include "core/train/data/crop_resample.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace dh
{

void CropResampler::fillTaps(float begin, float extent, int sourceCount, int targetCount, Taps& taps)
{
    const float scale = extent / static_cast<float>(targetCount);
    const float reach = std::max(scale, 1.0F) / 2.0F + (scale < 1.0F ? 0.5F : 0.0F);
    taps.perPixel = std::min(static_cast<int>(std::ceil(2.0F * reach)) + 1, sourceCount);
    taps.first.resize(targetCount);
    taps.weights.assign(static_cast<std::size_t>(targetCount) * taps.perPixel, 0.0F);
    for (int target = 0; target < targetCount; ++target) {
        const float centre = begin + (static_cast<float>(target) + 0.5F) * scale;
        const int wanted = static_cast<int>(std::floor(centre - reach));
        const int first = std::clamp(wanted, 0, sourceCount - taps.perPixel);
        taps.first[target] = first;
        float* weights = taps.weights.data() + static_cast<std::size_t>(target) * taps.perPixel;
        float sum = 0.0F;
        // What reaches over the picture's edge counts for the pixel at the edge.
        for (int source = wanted; source <= wanted + static_cast<int>(std::ceil(2.0F * reach)); ++source) {
            const float low = static_cast<float>(source);
            float weight = 0.0F;
            if (scale >= 1.0F)
                weight = std::min(low + 1.0F, centre + reach) - std::max(low, centre - reach);
            else
                weight = 1.0F - std::abs(low + 0.5F - centre);
            if (weight <= 0.0F)
                continue;
            weights[std::clamp(source, 0, sourceCount - 1) - first] += weight;
            sum += weight;
        }
        for (int i = 0; i < taps.perPixel; ++i)
            weights[i] /= sum;
    }
}

void CropResampler::resample(const ByteRaster& raster, const CropShare& crop, int side, bool mirrored,
                             std::span<float> planes)
{
    const auto plane = static_cast<std::size_t>(side) * side;
    assert(planes.size() == plane * raster.channels);
    const auto width = static_cast<float>(raster.width);
    const auto height = static_cast<float>(raster.height);
    fillTaps(crop.left * width, crop.width * width, raster.width, side, m_columns);
    fillTaps(crop.top * height, crop.height * height, raster.height, side, m_rows);

    const int channels = raster.channels;
    const int begin = m_columns.first.front() * channels;
    const int end = std::min((m_columns.first.back() + m_columns.perPixel) * channels, raster.width * channels);
    const std::size_t pitch = static_cast<std::size_t>(raster.width) * channels;
    m_row.resize(pitch);
    for (int y = 0; y < side; ++y) {
        std::fill(m_row.begin() + begin, m_row.begin() + end, 0.0F);
        for (int k = 0; k < m_rows.perPixel; ++k) {
            const float weight = m_rows.weights[static_cast<std::size_t>(y) * m_rows.perPixel + k];
            if (weight == 0.0F)
                continue;
            const std::uint8_t* source = raster.samples.data() + pitch * (m_rows.first[y] + k);
            for (int i = begin; i < end; ++i)
                m_row[i] += weight * static_cast<float>(source[i]);
        }
        for (int x = 0; x < side; ++x) {
            const float* weights = m_columns.weights.data() + static_cast<std::size_t>(x) * m_columns.perPixel;
            const float* source = m_row.data() + static_cast<std::size_t>(m_columns.first[x]) * channels;
            const std::size_t target = static_cast<std::size_t>(y) * side + (mirrored ? side - 1 - x : x);
            for (int c = 0; c < channels; ++c) {
                float sum = 0.0F;
                for (int k = 0; k < m_columns.perPixel; ++k)
                    sum += weights[k] * source[k * channels + c];
                planes[plane * c + target] = sum;
            }
        }
    }
}

} // namespace dh
