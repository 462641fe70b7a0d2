#include "core/train/data/batches.h"

#include "core/train/data/sample_source.h"

namespace dh
{

namespace
{

class PackedBatches final : public BatchSource
{
public:
    explicit PackedBatches(const DataOptions& options) : m_samples(options) {}

    TrainingBatch batch(std::uint64_t first, int batchSize, int size) override
    {
        TrainingBatch batch{at::empty({batchSize, 3, size, size}, at::kFloat),
                            at::empty({batchSize, 3, size, size}, at::kFloat),
                            at::empty({batchSize, 1, size, size}, at::kFloat)};
        const auto count = static_cast<std::uint64_t>(batchSize);
        for (std::uint64_t i = 0; i < count; ++i) {
            m_samples.fill(first + i,
                           {size, planesOf(batch.real, i), planesOf(batch.composite, i), planesOf(batch.mask, i)});
        }
        return batch;
    }

private:
    static std::span<float> planesOf(const at::Tensor& pictures, std::uint64_t sample)
    {
        const auto count = static_cast<std::size_t>(pictures.numel() / pictures.size(0));
        return {pictures.data_ptr<float>() + sample * count, count};
    }

    SampleSource m_samples;
};

} // namespace

std::unique_ptr<BatchSource> openBatches(const DataOptions& options)
{
    return std::make_unique<PackedBatches>(options);
}

} // namespace dh
