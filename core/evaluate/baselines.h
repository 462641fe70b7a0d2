#pragma once

#include "core/imaging/image.h"
#include "core/imaging/mask.h"

namespace dh
{

/// Plain methods to measure a model against. Both change the picture where the mask is > 0 only, in proportion to it.
/// They take 8-bit RGB, return the same, and are thread-safe.

/// Gives the foreground (mask >= 128) the mean and standard deviation of the background, for each channel of CIE
/// L*a*b*. Source: Reinhard et al., Color Transfer between Images, 2001. The composite where either part is empty.
/// @throws Error SizeMismatch, OutOfMemory
[[nodiscard]] Image reinhardTransfer(const Image& composite, const Mask& mask);

/// OpenCV's seamlessClone (NORMAL_CLONE) of the foreground into the background. A composite holds neither the
/// foreground's surroundings nor what is behind it, and cloned onto itself it would come back unchanged: so the source
/// is the foreground continued outwards by its nearest pixels, the target the background continued inwards likewise.
/// What OpenCV changes beyond the mask is dropped. Source: Perez et al., Poisson Image Editing, 2003.
/// @throws Error SizeMismatch, OutOfMemory, Internal
[[nodiscard]] Image seamlessCloned(const Image& composite, const Mask& mask);

} // namespace dh
