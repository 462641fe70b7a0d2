#pragma once

#include "core/scene/composition.h"

#include <QImage>
#include <QSize>

namespace dh
{

class ViewCache;

/// The whole composition at the smallest power of two that still fills `wanted` pixels; null for an empty one. Any
/// thread.
[[nodiscard]] QImage renderOverview(const Composition& composition, ViewCache& cache, QSize wanted);

} // namespace dh
