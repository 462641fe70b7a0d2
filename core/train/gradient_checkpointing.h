#pragma once

#include "core/nn/unet.h"

namespace dh
{

/// Runs a block without keeping its inner activations, and once more when its gradients are wanted: a third more time
/// for a fraction of the memory. A UNet::BlockRunner. Source: Chen et al., Training Deep Nets with Sublinear Memory
/// Cost (arXiv:1604.06174).
[[nodiscard]] at::Tensor recomputedBlock(const UNet::Block& block, const at::Tensor& hidden, const at::Tensor& time);

} // namespace dh
