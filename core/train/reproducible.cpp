#include "core/train/reproducible.h"

#include "core/nn/torch_compat.h"

#include <cstdlib>

namespace dh
{

void computeReproducibly(const at::Device& device)
{
    if (!device.is_cuda())
        return;
    // cuBLAS is deterministic with a workspace of fixed size; without one, ATen prints a warning at each product.
    constexpr int kReplaces = 0; // what the user has set counts
    setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", kReplaces);
    at::Context& context = at::globalContext();
    context.setAllowTF32CuBLAS(false);
    context.setAllowTF32CuDNN(false);
    // Which algorithm is the fastest differs from run to run.
    context.setBenchmarkCuDNN(false);
    context.setDeterministicCuDNN(true);
    compat::useDeterministicAlgorithms();
}

} // namespace dh
