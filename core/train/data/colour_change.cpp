#include "core/train/data/colour_change.h"

#include <algorithm>
#include <cmath>

namespace dh
{

namespace
{

constexpr float kMostByte = 255.0F;
constexpr int kTones = 256;
constexpr std::size_t kTerms = 11;

using ToneTable = std::array<float, kTones + 1>;

/// One channel's way through all fields but saturation, for whole input values; the last entry repeats.
ToneTable tonesOf(const Retouch& retouch, std::size_t channel, float pivot)
{
    const float factor = std::exp2(retouch.exposure) * retouch.gains[channel];
    ToneTable table;
    for (int i = 0; i < kTones; ++i) {
        float value = srgbFromLinear(linearFromSrgb(static_cast<float>(i)) * factor) + retouch.offsets[channel];
        value = std::clamp(value / kMostByte, 0.0F, 1.0F);
        value = std::pow(value, retouch.gamma);
        value = pivot + (value - pivot) * retouch.contrast;
        value = std::clamp(value, 0.0F, 1.0F);
        const float smooth = value * value * (3.0F - 2.0F * value);
        table[i] = kMostByte * std::clamp(value + retouch.curve * (smooth - value), 0.0F, 1.0F);
    }
    table[kTones] = table[kTones - 1];
    return table;
}

float meanOf(const Pixels& pixels)
{
    double sum = 0.0;
    for (const std::vector<float>& channel : pixels.channels) {
        for (const float value : channel)
            sum += value;
    }
    return pixels.count() == 0 ? 0.0F : static_cast<float>(sum / (3.0 * static_cast<double>(pixels.count())));
}

void saturate(float saturation, Pixels& pixels)
{
    auto& [red, green, blue] = pixels.channels;
    for (std::size_t i = 0; i < red.size(); ++i) {
        const float luma = 0.299F * red[i] + 0.587F * green[i] + 0.114F * blue[i];
        red[i] = luma + (red[i] - luma) * saturation;
        green[i] = luma + (green[i] - luma) * saturation;
        blue[i] = luma + (blue[i] - luma) * saturation;
    }
}

} // namespace

void applyIllumination(const Illumination& illumination, Pixels& pixels)
{
    auto& [red, green, blue] = pixels.channels;
    const float* m = illumination.data();
    for (std::size_t i = 0; i < red.size(); ++i) {
        const float r = red[i];
        const float g = green[i];
        const float b = blue[i];
        const std::array<float, kTerms> terms{r, g, b, r * g, r * b, g * b, r * r, g * g, b * b, r * g * b, 1.0F};
        std::array<float, 3> sums{};
        for (std::size_t k = 0; k < kTerms; ++k) {
            sums[0] += m[k] * terms[k];
            sums[1] += m[kTerms + k] * terms[k];
            sums[2] += m[2 * kTerms + k] * terms[k];
        }
        red[i] = sums[0];
        green[i] = sums[1];
        blue[i] = sums[2];
    }
    clipToBytes(pixels);
}

Retouch randomRetouch(CounterRandom& random, float strength)
{
    constexpr float kUsedShare = 0.55F; // of the sliders, in one retouch
    const auto slider = [&random, strength](float deviation) {
        const float moved = random.normal() * deviation * strength;
        return random.chance(kUsedShare) ? moved : 0.0F;
    };
    Retouch retouch;
    retouch.exposure = slider(0.7F);
    const float warmth = slider(0.35F);
    const float tint = slider(0.12F);
    retouch.gains = {std::exp2(warmth), std::exp2(tint), std::exp2(-warmth)};
    const float haze = slider(14.0F);
    for (float& offset : retouch.offsets)
        offset = haze + slider(8.0F);
    retouch.gamma = std::exp2(slider(0.4F));
    retouch.contrast = std::exp2(slider(0.35F));
    retouch.curve = std::clamp(slider(0.5F), -1.0F, 1.0F);
    retouch.saturation = std::exp2(slider(0.5F));
    return retouch;
}

void applyRetouch(const Retouch& retouch, Pixels& pixels)
{
    const float pivot = meanOf(pixels) / kMostByte;
    for (std::size_t channel = 0; channel < pixels.channels.size(); ++channel) {
        const ToneTable table = tonesOf(retouch, channel, pivot);
        for (float& value : pixels.channels[channel]) {
            const float position = std::clamp(value, 0.0F, kMostByte);
            const int index = static_cast<int>(position);
            value = table[index] + (table[index + 1] - table[index]) * (position - static_cast<float>(index));
        }
    }
    saturate(retouch.saturation, pixels);
    clipToBytes(pixels);
}

} // namespace dh
