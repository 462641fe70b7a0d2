#pragma once

#include "core/base/cancel.h"
#include "core/imaging/image.h"
#include "core/imaging/mask.h"

#include <cstdint>
#include <span>
#include <vector>

namespace dh
{

/// How a new selection meets the present one.
enum class MaskCombine { Replace, Add, Subtract, Intersect };

/// `selection` combined into `mask` in place; both of one size. Add keeps the larger value, Intersect the smaller,
/// Subtract the smaller of the mask and the selection's complement. @return the pixels that changed
Rect combine(Mask& mask, const Mask& selection, MaskCombine how);

/// Shapes, antialiased, in mask pixels with centres at +0.5; parts outside are cut off.
[[nodiscard]] Mask polygonMask(Size size, std::span<const PointF> corners); ///< even-odd; fewer than 3 corners: empty
[[nodiscard]] Mask rectangleMask(Size size, PointF corner, PointF opposite);
[[nodiscard]] Mask ellipseMask(Size size, PointF corner, PointF opposite);
/// Corners of a polygon that stays within a hundredth of a pixel of the ellipse in that box.
[[nodiscard]] std::vector<PointF> ellipseOutline(PointF corner, PointF opposite);

/// Connected (8 neighbours) or all pixels whose every channel differs from the seed's by at most `tolerance` (0..255,
/// on the 8-bit scale). Empty when the seed is outside.
[[nodiscard]] Mask magicWand(const Image& image, Point seed, double tolerance, bool contiguous);

/// What the user is sure of while cutting out.
enum class CutHint : std::uint8_t { Unknown = 0, Foreground = 1, Background = 2 };

/// Separates a foreground by GrabCut (Rother et al., SIGGRAPH 2004) within `box` or from `present` (values >= 128 are
/// probable foreground) and marked pixels. Works at up to `workingSide` pixels on the long side, then refines the edge
/// at full size with a guided filter.
/// @param hints image.size() entries or empty
[[nodiscard]] Mask grabCut(const Image& image, const Rect& box, const Mask& present, std::span<const CutHint> hints,
                           const CancelToken& cancel = {}, int workingSide = 900);

[[nodiscard]] Mask inverted(const Mask& mask);
/// Rounds corners and removes specks: a blur, then the half-way contour, antialiased. The blur is a Gaussian with a
/// standard deviation of `radius` mask pixels up to 4, above that three running means of the same spread; radii above
/// 500 count as 500.
[[nodiscard]] Mask smoothed(const Mask& mask, double radius);
/// A band of `width` pixels along the edge, half inside and half outside.
[[nodiscard]] Mask border(const Mask& mask, int width);
[[nodiscard]] Mask maskFromAlpha(const Image& image);
[[nodiscard]] Mask maskFromLuminance(const Image& image);

/// What looks wrong with a mask, for a quiet warning.
enum class MaskConcern { None, Empty, Full, LikelyInverted };
/// LikelyInverted: most of the border and of the area is selected, and a hole lies inside.
[[nodiscard]] MaskConcern findConcern(const Mask& mask);

} // namespace dh
