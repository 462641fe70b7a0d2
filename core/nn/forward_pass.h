#pragma once

#include "core/base/cancel.h"

#include <functional>
#include <utility>

namespace dh
{

/// What a network asks and tells while it computes: whether to stop, and that another block is done. Cheap to copy.
class ForwardPass
{
public:
    ForwardPass() = default;
    /// @param onBlock called after each block (a residual block, a transformer, a resampling) on the computing thread
    explicit ForwardPass(CancelToken cancel, std::function<void()> onBlock = {})
        : m_cancel(std::move(cancel)), m_onBlock(std::move(onBlock))
    {
    }
    [[nodiscard]] const CancelToken& cancel() const { return m_cancel; }
    /// @throws Cancelled
    void blockDone() const
    {
        m_cancel.throwIfCancelled();
        if (m_onBlock)
            m_onBlock();
    }

private:
    CancelToken m_cancel;
    std::function<void()> m_onBlock;
};

} // namespace dh
