#pragma once

namespace dh
{

/// The zoom factors that the zoom commands stop at: 0.005, 0.01 ... 0.0625, 0.0833, 0.125 ... 1, 2 ... 64 (1 = 100 %).

/// The next one above `factor`, or the largest.
[[nodiscard]] double nextZoomStep(double factor);
/// The next one below `factor`, or the smallest.
[[nodiscard]] double previousZoomStep(double factor);

} // namespace dh
