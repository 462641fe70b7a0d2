#pragma once

#include "core/base/cancel.h"
#include "core/imaging/image.h"
#include "core/imaging/mask.h"
#include "core/scene/lab.h"

namespace dh
{

/// CIEDE2000 of two colours with kL = kC = kH = 1: about 1 is just noticeable, >= 0 and symmetric. Source: G. Sharma,
/// W. Wu, E. N. Dalal, "The CIEDE2000 Color-Difference Formula: Implementation Notes, Supplementary Test Data, and
/// Mathematical Observations", Color Research and Application 30(1), 2005.
[[nodiscard]] double colourDifference(const Lab& a, const Lab& b);

/// The mean of colourDifference() over the pixels with mask >= 128; each picture is taken in its own profile. 0 for an
/// empty mask. Thread-safe.
/// @throws Error SizeMismatch; Cancelled
[[nodiscard]] double meanColourDifference(const Image& a, const Image& b, const Mask& mask,
                                          const CancelToken& cancel = {});

} // namespace dh
