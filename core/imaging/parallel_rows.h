#pragma once

#include <functional>

namespace dh
{

/// Calls `work(firstRow, endRow)` on bands that together cover rows 0 to `rows` once, on several threads at a time.
/// Returns when all are done. `work` must not throw.
void forEachBand(int rows, const std::function<void(int, int)>& work);

/// Calls `work(i)` for each i from 0 to `count`, on several threads at a time; for few and large pieces of work. What
/// `work` runs in parallel itself it then runs alone. Returns when all are done, or throws the first exception; what
/// has not begun by then is left out.
void forEachPart(int count, const std::function<void(int)>& work);

} // namespace dh
