#include "core/train/reproducible.h"

#include "core/nn/torch_compat.h"

namespace dh
{

void computeReproducibly(const at::Device& device)
{
    if (!device.is_cuda())
        return;
    at::Context& context = at::globalContext();
    context.setAllowTF32CuBLAS(false);
    context.setAllowTF32CuDNN(false);
    // Which algorithm is the fastest differs from run to run.
    context.setBenchmarkCuDNN(false);
    context.setDeterministicCuDNN(true);
    compat::useDeterministicAlgorithms();
}

} // namespace dh
