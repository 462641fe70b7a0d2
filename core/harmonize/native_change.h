#pragma once

#include "core/base/cancel.h"
#include "core/imaging/image.h"
#include "core/imaging/mask.h"

#include <functional>

namespace dh
{

struct ChangeGrid;

/// Applies `grid`, which covers `area` of `native`, blended by `mask` times `strength`; the native half of
/// transferChange. Rows are shared among threads; the outcome doesn't depend on their number.
/// @throws Cancelled, Error OutOfMemory
[[nodiscard]] Image applyChange(const Image& native, const Rect& area, const Mask& mask, const ChangeGrid& grid,
                                double strength, const CancelToken& cancel,
                                const std::function<void(double)>& progress = {});

} // namespace dh
