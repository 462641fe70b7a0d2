#pragma once

#include <ATen/ATen.h>

#include <cstdint>

namespace dh
{

/// One batch: pictures in [-1, 1], [batch, 3, size, size]; masks 0 or 1, [batch, 1, size, size]; float32 on the CPU.
struct TrainingBatch {
    at::Tensor real;
    at::Tensor composite;
    at::Tensor mask;
};

/// Gives the samples first .. first + batchSize - 1 of a run; each is a pure function of (seed, number, size), so that
/// a run can continue anywhere. Called from one thread at a time (possibly a prefetching one).
class BatchSource
{
public:
    virtual ~BatchSource() = default;
    virtual TrainingBatch batch(std::uint64_t first, int batchSize, int size) = 0;
};

} // namespace dh
