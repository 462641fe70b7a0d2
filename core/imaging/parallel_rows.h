#pragma once

#include <functional>

namespace dh
{

/// Calls `work(firstRow, endRow)` on bands that together cover rows 0 to `rows` once, on several threads at a time.
/// Returns when all are done. `work` must not throw.
void forEachBand(int rows, const std::function<void(int, int)>& work);

} // namespace dh
