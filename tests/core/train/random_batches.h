#pragma once

#include "core/train/step_random.h"
#include "core/train/training_batch.h"

/// Smooth random pictures whose left half is brightened: a batch depends on the number of its first sample alone.
class RandomBatches final : public dh::BatchSource
{
public:
    dh::TrainingBatch batch(std::uint64_t first, int batchSize, int size) override
    {
        constexpr std::int64_t kCoarse = 4;
        constexpr std::uint64_t kSeed = 11;
        const at::Tensor coarse = dh::normalFor(kSeed, first, "pictures", {batchSize, 3, kCoarse, kCoarse});
        dh::TrainingBatch result;
        result.real = at::upsample_bilinear2d(coarse, {size, size}, false).tanh();
        result.mask = at::zeros({batchSize, 1, size, size});
        result.mask.narrow(3, 0, size / 2).fill_(1.0);
        constexpr double kBrighter = 0.3;
        result.composite = (result.real + result.mask * kBrighter).clamp(-1.0, 1.0);
        return result;
    }
};
