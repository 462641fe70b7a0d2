#pragma once

#include "core/train/training_batch.h"

#include <future>
#include <optional>

namespace dh
{

/// Which samples of a source.
struct BatchRequest {
    std::uint64_t first = 0;
    int batch = 0;
    int size = 0;
    friend bool operator==(const BatchRequest&, const BatchRequest&) = default;
};

/// Computes the next batch on a thread of its own while the current one trains. The source is asked from one thread at
/// a time. Used by one thread.
class BatchPrefetch
{
public:
    /// @param source outlives this object
    explicit BatchPrefetch(BatchSource& source) : m_source(source) {}

    /// The requested batch; `next` is begun.
    [[nodiscard]] TrainingBatch take(const BatchRequest& request, const std::optional<BatchRequest>& next);
    /// A batch out of order; what was begun is kept.
    [[nodiscard]] TrainingBatch takeAside(const BatchRequest& request);

private:
    [[nodiscard]] TrainingBatch compute(const BatchRequest& request) const;

    BatchSource& m_source;
    std::optional<BatchRequest> m_pending;
    std::future<TrainingBatch> m_result; ///< its destructor waits, so the thread never outlives this object
};

} // namespace dh
