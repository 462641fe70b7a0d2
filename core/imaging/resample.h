#pragma once

#include "core/imaging/convert.h"
#include "core/imaging/image.h"
#include "core/imaging/mask.h"

namespace dh
{

/// Area-weighted when shrinking, bicubic (a = -0.5) when growing, each axis by itself; edges replicate.
/// Pixel centres at +0.5. Results of planes in 0..1 are clamped to 0..1.
[[nodiscard]] PlanarImage resized(const PlanarImage& planar, Size size);

/// As torchvision.transforms.functional.resize(tensor, antialias=True): separable triangle filter whose support grows
/// when shrinking, float32, not clamped. Matches the reference to 2e-6.
[[nodiscard]] PlanarImage resizedBilinearAntialias(const PlanarImage& planar, Size size);

/// The same of the colours of a part of a picture, in 0..1. A large part that shrinks is never held as floats.
[[nodiscard]] PlanarImage resized(const Image& image, const Rect& area, Size size);
[[nodiscard]] PlanarImage resizedBilinearAntialias(const Image& image, const Rect& area, Size size);

/// As Pillow's Image.resize(BILINEAR) on 8-bit pixels, equal to the byte: fixed-point coefficients of 22 bits,
/// horizontal pass first, each pass rounded to bytes.
/// @param image U8
[[nodiscard]] Image resizedLikePillow(const Image& image, Size size);

/// As Pillow's convert("1") of an 8-bit grey picture: Floyd-Steinberg dithering; the result holds only 0 and 255.
[[nodiscard]] Mask ditheredLikePillow(const Mask& mask);

/// As Pillow's NEAREST resize, which it applies to 1-bit pictures whatever filter was asked for.
[[nodiscard]] Mask resizedNearestLikePillow(const Mask& mask, Size size);

/// Area-weighted when shrinking, bilinear when growing.
[[nodiscard]] Mask resized(const Mask& mask, Size size);

/// Dilation with a k x k square of ones, anchored at its centre, as cv2.dilate does it. k >= 1.
[[nodiscard]] Mask dilatedSquare(const Mask& mask, int k);

} // namespace dh
