#include "core/imaging/parallel_rows.h"

#include <opencv2/core/utility.hpp>

#include <algorithm>

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

} // namespace dh
