#pragma once

#include <ATen/ATen.h>

namespace dh
{

/// Makes what this process computes on a CUDA `device` from now on as exact and repeatable as LibTorch offers: float32
/// products without TF32, deterministic algorithms, a warning once where there is none. Does nothing for a CPU, whose
/// results don't need it. See Trainer for what is left.
void computeReproducibly(const at::Device& device);

} // namespace dh
