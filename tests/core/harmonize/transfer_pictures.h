#pragma once

#include "core/harmonize/change_transfer.h"

#include <array>
#include <functional>

/// Pictures, masks and low-resolution pairs that the tests of the transfer make up.
namespace dh::test
{

using Colour = std::array<float, 3>;
using ColourMap = std::function<Colour(const Colour&)>;

[[nodiscard]] Rect wholeOf(Size size);

/// Smooth colours with grain, nowhere near black or white.
[[nodiscard]] Image picture(Size size, int channels = 3, SampleType type = SampleType::U8);

/// Black strokes on light paper, as sharp as pixels allow.
[[nodiscard]] Image textLikePicture(Size size);

/// 255 inside, a soft rim, 0 at the borders.
[[nodiscard]] Mask ellipseMask(Size size);

[[nodiscard]] PlanarImage mapped(const PlanarImage& planar, const ColourMap& map);

/// The pair of networks that do exactly `map`.
[[nodiscard]] LowResolutionPair lowResolutionPair(const Image& native, const Mask& mask, Size size,
                                                  const ColourMap& map);

/// Blurs by neighbours' means and adds noise, as a decoder that loses detail does.
[[nodiscard]] PlanarImage degraded(const PlanarImage& planar);

/// One channel of one pixel of an 8- or 16-bit picture.
[[nodiscard]] float sampleAt(const Image& image, int x, int y, int channel);

/// The largest difference, in units of full scale, between `result` and the mapped `native` where the mask is 255.
[[nodiscard]] double largestError(const Image& native, const Image& result, const Mask& mask, const ColourMap& map);

[[nodiscard]] bool pixelEquals(const Image& a, const Image& b, int x, int y);

} // namespace dh::test
