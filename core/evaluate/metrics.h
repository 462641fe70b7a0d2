#pragma once

#include "core/imaging/image.h"
#include "core/imaging/mask.h"

namespace dh
{

/// How near one picture is to another, on the 0..255 scale of the image harmonization literature; 16-bit samples are
/// divided by 257 without rounding.
struct Metrics {
    double mse = 0.0;  ///< mean over H x W x 3
    double psnr = 0.0; ///< dB, data range 255; infinity for equal pictures
    double fmse = 0.0; ///< mse over pixels with mask >= 128: sum over them / (3 * their count); 0 for an empty mask
    double backgroundMse = 0.0;   ///< the same over the other pixels
    double maskFraction = 0.0;    ///< share of pixels with mask >= 128
    long long changedOutside = 0; ///< samples (R, G, B, A) that differ where the mask is exactly 0
    long long changedInside = 0;  ///< samples that differ where the mask is > 0
};

/// Compares two pictures of one size; alpha counts only for the changed samples, where one has none it is opaque.
/// Source of the formulas: evaluate/main.py of DiffHarmony. Thread-safe.
/// @throws Error SizeMismatch
[[nodiscard]] Metrics compareImages(const Image& a, const Image& b, const Mask& mask);

/// Pearson correlation of the luminance gradients (central differences, both components) of two pictures over the
/// pixels whose mask value is 255 and whose four neighbours' is too; 1 when neither picture's gradient varies there, 0
/// when only one's does.
/// @throws Error SizeMismatch
[[nodiscard]] double gradientCorrelation(const Image& a, const Image& b, const Mask& mask);

} // namespace dh
