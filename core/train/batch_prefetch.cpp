#include "core/train/batch_prefetch.h"

namespace dh
{

TrainingBatch BatchPrefetch::compute(const BatchRequest& request) const
{
    return m_source.batch(request.first, request.batch, request.size);
}

TrainingBatch BatchPrefetch::take(const BatchRequest& request, const std::optional<BatchRequest>& next)
{
    TrainingBatch batch;
    if (m_pending == request) {
        batch = m_result.get();
    } else {
        if (m_result.valid())
            m_result.wait();
        batch = compute(request);
    }
    m_pending = next;
    if (next)
        m_result = std::async(std::launch::async, [this, wanted = *next] { return compute(wanted); });
    return batch;
}

TrainingBatch BatchPrefetch::takeAside(const BatchRequest& request)
{
    if (m_result.valid())
        m_result.wait();
    return compute(request);
}

} // namespace dh
