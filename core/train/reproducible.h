#pragma once

#include <ATen/ATen.h>

namespace dh
{

/// Makes what this process computes on a CUDA `device` from now on as exact and repeatable as LibTorch offers: float32
/// products without TF32, deterministic algorithms, a warning wherever one is used that has none. Does nothing for a
/// CPU, whose results don't need it. See Trainer for what is left. Sets an environment variable that is read when the
/// first product begins: call it before that, and before other threads.
void computeReproducibly(const at::Device& device);

} // namespace dh
