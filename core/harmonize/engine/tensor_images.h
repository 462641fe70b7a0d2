#pragma once

#include "core/imaging/convert.h"
#include "core/imaging/mask.h"

#include <ATen/ATen.h>

namespace dh
{

/// [1, 3, height, width] in [-1, 1] from planes in 0..1. Copies.
[[nodiscard]] at::Tensor tensorFromPlanar(const PlanarImage& planar);

/// Planes in 0..1, clamped, from a CPU or device tensor [1, 3, height, width] in [-1, 1].
[[nodiscard]] PlanarImage planarFromTensor(const at::Tensor& tensor);

/// [1, 1, height, width] of 0 and 1: where the mask is at least half selected.
[[nodiscard]] at::Tensor tensorFromMask(const Mask& mask);

} // namespace dh
