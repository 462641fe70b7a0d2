#include "core/imaging/parallel_rows.h"

#include <opencv2/core/utility.hpp>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>

namespace dh
{

void forEachBand(int rows, const std::function<void(int, int)>& work)
{
    if (rows <= 0)
        return;
    // Several bands per thread even out rows of unequal cost; shorter bands would only cost calls.
    constexpr int kBandsPerThread = 4;
    constexpr int kFewestRowsPerBand = 8;
    const int bands = std::clamp(rows / kFewestRowsPerBand, 1, std::max(1, cv::getNumThreads()) * kBandsPerThread);
    cv::parallel_for_(
        cv::Range(0, rows), [&work](const cv::Range& range) { work(range.start, range.end); }, bands);
}

void forEachPart(int count, const std::function<void(int)>& work)
{
    if (count <= 0)
        return;
    std::exception_ptr failure;
    std::mutex mutex;
    std::atomic<bool> hasFailed = false;
    const auto workOn = [&](int part) {
        try {
            work(part);
        } catch (...) { // passed on below: nothing may leave a thread of the pool
            const std::lock_guard lock(mutex);
            if (!hasFailed.exchange(true))
                failure = std::current_exception();
        }
    };
    cv::parallel_for_(
        cv::Range(0, count),
        [&](const cv::Range& range) {
            for (int part = range.start; part < range.end && !hasFailed; ++part)
                workOn(part);
        },
        count);
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace dh
