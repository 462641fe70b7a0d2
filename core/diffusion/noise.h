#pragma once

#include <ATen/ATen.h>

#include <cstdint>

namespace dh
{

/// The only source of randomness of a run. Noise is drawn on the CPU in float32 whatever device the networks run on, so
/// that a seed gives the same picture everywhere; the stream equals torch.Generator("cpu").manual_seed(seed) with
/// torch.randn, where only the lower 32 bits of a seed count. Used by one thread. Drawing order is part of the method:
/// initial latents, composite posterior, one per step (the last too), condition posterior.
class NoiseSource
{
public:
    explicit NoiseSource(std::uint64_t seed);
    virtual ~NoiseSource() = default;
    /// Standard normal values, float32 on the CPU.
    [[nodiscard]] virtual at::Tensor draw(at::IntArrayRef shape);

private:
    at::Generator m_generator;
};

} // namespace dh
