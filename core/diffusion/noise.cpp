#include "core/diffusion/noise.h"

#include "core/nn/torch_compat.h"

namespace dh
{

NoiseSource::NoiseSource(std::uint64_t seed) : m_generator(compat::makeCpuGenerator(seed)) {}

at::Tensor NoiseSource::draw(at::IntArrayRef shape)
{
    return at::randn(shape, m_generator, at::TensorOptions().dtype(at::kFloat));
}

} // namespace dh
