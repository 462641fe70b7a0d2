#pragma once

#include "core/base/cancel.h"

#include <chrono>
#include <future>
#include <thread>
#include <type_traits>
#include <utility>

namespace dh
{

/// Runs a call that can't be cancelled by itself (decoding, hashing, encoding a file) so that a cancel is still
/// answered at once: the call then goes on alone on its thread until the process ends, which must come soon.
/// @param work owns all that it uses (captures by value)
/// @throws Cancelled, and what `work` throws
template <typename Work>
std::invoke_result_t<Work> interruptible(const CancelToken& cancel, Work work)
{
    constexpr std::chrono::milliseconds kAskEvery{20};
    cancel.throwIfCancelled();
    std::packaged_task<std::invoke_result_t<Work>()> task(std::move(work));
    auto result = task.get_future();
    std::thread(std::move(task)).detach();
    while (result.wait_for(kAskEvery) != std::future_status::ready)
        cancel.throwIfCancelled();
    return result.get();
}

} // namespace dh
