#pragma once

#include <atomic>
#include <memory>

namespace dh
{

/// Unwinds a job after a cancel. Deliberately no std::exception: cancelling is an outcome, not an error. The engine
/// catches it in HarmonizePipeline, programs at the end of a job.
struct Cancelled {
};

/// The reading side of a cancel request. Cheap to copy, safe to ask from any thread; a default-constructed token
/// never cancels.
class CancelToken
{
public:
    CancelToken() = default;
    [[nodiscard]] bool isCancelled() const noexcept { return m_flag && m_flag->load(std::memory_order_relaxed); }
    /// @throws Cancelled when a cancel was requested. Long loops call it once per block or tile.
    void throwIfCancelled() const
    {
        if (isCancelled())
            throw Cancelled{};
    }

private:
    friend class CancelSource;
    explicit CancelToken(std::shared_ptr<const std::atomic<bool>> flag) : m_flag(std::move(flag)) {}
    std::shared_ptr<const std::atomic<bool>> m_flag;
};

/// The writing side; one per job. cancel() may be called from any thread, and from a signal handler.
class CancelSource
{
public:
    CancelSource() : m_flag(std::make_shared<std::atomic<bool>>(false)) {}
    void cancel() noexcept { m_flag->store(true, std::memory_order_relaxed); }
    [[nodiscard]] CancelToken token() const { return CancelToken(m_flag); }

private:
    std::shared_ptr<std::atomic<bool>> m_flag;
};

} // namespace dh
