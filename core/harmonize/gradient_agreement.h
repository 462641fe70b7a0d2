#pragma once

#include "core/base/geometry.h"

namespace dh
{

class Image;
class Mask;
struct ChangeGrid;

/// Correlation of the gradients of luminance between the part `area` of `native` and the same after `grid`, over pixels
/// whose mask is 255 together with their neighbours'; 1 when there is none. Looks at a few hundred rows spread over the
/// mask.
[[nodiscard]] double gradientAgreement(const Image& native, const Rect& area, const Mask& mask, const ChangeGrid& grid);

} // namespace dh
