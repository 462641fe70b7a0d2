#pragma once

#include "core/imaging/mask.h"

#include <cstdint>
#include <vector>

namespace dh
{

/// What a brush leaves when it touches the mask once.
struct Brush {
    double diameter = 40.0; ///< mask pixels, >= 1
    double hardness = 0.8;  ///< 0 = soft from the centre, 1 = hard edge with one pixel of antialiasing
    double flow = 1.0;      ///< 0..1: how much one dab covers
    double spacing = 0.1;   ///< distance of dabs, as a share of the diameter
    bool erase = false;
};

/// A point of a stroke; pressure 0..1 scales the diameter.
struct StrokePoint {
    PointF inMask;
    double pressure = 1.0;
};

/// Turns pointer positions into evenly spaced dabs on a mask. Coverage builds up by flow but a soft dab never lessens
/// what an earlier one gave (erasing: never adds). One stroke on one mask; used by one thread.
class BrushStroke
{
public:
    /// Values outside their range are brought into it.
    explicit BrushStroke(const Brush& brush);
    /// Draws from the last point to this one (one dab for the first). Touches only the pixels under the dabs. A point
    /// that is not finite is left out.
    /// @return the changed pixels' rectangle, empty when all missed
    Rect lineTo(Mask& mask, const StrokePoint& point);

private:
    /// A dab's coverage, and for which diameter and place between pixels it holds.
    struct Dab {
        double diameter = 0.0;
        PointF offset; ///< where in its middle pixel the centre lies, 0..1
        int side = 0;
        std::vector<std::uint8_t> coverage; ///< side * side values
    };

    [[nodiscard]] double diameterAt(double pressure) const;
    [[nodiscard]] double stepAt(double pressure) const;
    void shapeDab(double diameter, PointF offset);
    Rect stamp(Mask& mask, const StrokePoint& point);
    void coverRow(const std::uint8_t* now, const std::uint8_t* coverage, int width);

    Brush m_brush;
    StrokePoint m_last;
    double m_untilNextDab = 0.0;
    bool m_started = false;
    Dab m_dab;                       ///< the last one, kept while size and offset stay
    std::vector<std::uint8_t> m_row; ///< mask values under one row of the dab, after it
};

} // namespace dh
