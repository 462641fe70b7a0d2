#include "core/imaging/brush.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace dh
{

namespace
{

constexpr double kSmallestDiameter = 1.0;
constexpr double kLargestDiameter = 5000.0;
/// Dabs closer than this cost time and show no difference.
constexpr double kSmallestStep = 0.5;
constexpr double kSmallestSpacing = 0.01;
constexpr double kLargestSpacing = 10.0;
constexpr float kFull = 255.0F;

double within(double value, double low, double high)
{
    return std::isnan(value) ? low : std::clamp(value, low, high);
}

Brush sane(const Brush& brush)
{
    return {within(brush.diameter, kSmallestDiameter, kLargestDiameter), within(brush.hardness, 0.0, 1.0),
            within(brush.flow, 0.0, 1.0), within(brush.spacing, kSmallestSpacing, kLargestSpacing), brush.erase};
}

/// Coverage by distance from the centre.
class Profile
{
public:
    Profile(double radius, double hardness)
    {
        m_isSoft = radius * (1.0 - hardness) > 1.0;
        m_inner = m_isSoft ? radius * hardness : std::max(0.0, radius - 0.5);
        m_outer = m_isSoft ? radius : radius + 0.5;
    }

    [[nodiscard]] double outer() const { return m_outer; }
    /// The coverage of `count` pixels, the first of which lies (dx, dy) from the centre.
    void fill(std::uint8_t* row, int count, double dx, double dy) const
    {
        const auto firstX = static_cast<float>(dx);
        const auto squaredY = static_cast<float>(dy * dy);
        const auto outer = static_cast<float>(m_outer);
        const auto slope = static_cast<float>(1.0 / (m_outer - m_inner));
        const bool isSoft = m_isSoft;
        for (int x = 0; x < count; ++x) {
            const float across = firstX + static_cast<float>(x);
            const float distance = std::sqrt(across * across + squaredY);
            const float t = std::max(0.0F, std::min(1.0F, (outer - distance) * slope));
            // A smooth step has no visible rings; over one pixel a straight ramp is the true coverage.
            const float share = isSoft ? t * t * (3.0F - 2.0F * t) : t;
            row[x] = static_cast<std::uint8_t>(static_cast<int>(share * kFull + 0.5F));
        }
    }

private:
    bool m_isSoft = false;
    double m_inner = 0.0;
    double m_outer = 0.0;
};

/// The part of the way from `from` to `to`, as shares, on which a dab of `reach` can touch the mask.
std::optional<std::pair<double, double>> touchingPart(PointF from, PointF to, Size mask, double reach)
{
    double enter = 0.0;
    double leave = 1.0;
    const auto cut = [&](double start, double end, double low, double high) {
        const double way = end - start;
        if (way == 0.0)
            return start >= low && start <= high;
        const double a = (low - start) / way;
        const double b = (high - start) / way;
        enter = std::max(enter, std::min(a, b));
        leave = std::min(leave, std::max(a, b));
        return enter <= leave;
    };
    if (!cut(from.x, to.x, -reach, mask.width + reach) || !cut(from.y, to.y, -reach, mask.height + reach))
        return std::nullopt;
    return std::pair{enter, leave};
}

/// `along` after as many whole steps as reach `target`: dabs that can't touch are not drawn but counted.
double skipTo(double target, double along, double step)
{
    return along >= target ? along : along + std::ceil((target - along) / step) * step;
}

} // namespace

BrushStroke::BrushStroke(const Brush& brush) : m_brush(sane(brush)) {}

double BrushStroke::diameterAt(double pressure) const
{
    return std::max(kSmallestDiameter, m_brush.diameter * pressure);
}

double BrushStroke::stepAt(double pressure) const
{
    return std::max(kSmallestStep, m_brush.spacing * diameterAt(pressure));
}

Rect BrushStroke::lineTo(Mask& mask, const StrokePoint& point)
{
    if (mask.isNull() || m_brush.flow == 0.0 || !std::isfinite(point.inMask.x) || !std::isfinite(point.inMask.y))
        return {};
    const StrokePoint end{point.inMask, within(point.pressure, 0.0, 1.0)};
    const StrokePoint start = std::exchange(m_last, end);
    if (!std::exchange(m_started, true)) {
        m_untilNextDab = stepAt(end.pressure);
        return stamp(mask, end);
    }
    const PointF way{end.inMask.x - start.inMask.x, end.inMask.y - start.inMask.y};
    const double length = std::hypot(way.x, way.y);
    if (!std::isfinite(length) || length == 0.0)
        return {};
    const double reach = m_brush.diameter / 2.0 + 1.0;
    const auto touching = touchingPart(start.inMask, end.inMask, mask.size(), reach);
    const double leave = touching ? touching->second * length : 0.0;
    double along = m_untilNextDab;
    if (touching)
        along = skipTo(touching->first * length, along, stepAt(start.pressure));
    Rect changed;
    while (along <= length && along <= leave) {
        const double t = along / length;
        const double pressure = start.pressure + (end.pressure - start.pressure) * t;
        changed = changed.united(stamp(mask, {{start.inMask.x + way.x * t, start.inMask.y + way.y * t}, pressure}));
        along += stepAt(pressure);
    }
    const double lastStep = stepAt(end.pressure);
    along = skipTo(length, along, lastStep);
    m_untilNextDab = along > length ? along - length : lastStep;
    return changed;
}

void BrushStroke::shapeDab(double diameter, PointF offset)
{
    if (m_dab.side > 0 && m_dab.diameter == diameter && m_dab.offset == offset)
        return;
    const Profile profile(diameter / 2.0, m_brush.hardness);
    const int half = static_cast<int>(std::ceil(profile.outer()));
    m_dab.diameter = diameter;
    m_dab.offset = offset;
    m_dab.side = 2 * half + 1;
    m_dab.coverage.assign(static_cast<std::size_t>(m_dab.side) * m_dab.side, 0);
    for (int y = 0; y < m_dab.side; ++y) {
        const double dy = y + 0.5 - half - offset.y;
        const double squaredReach = profile.outer() * profile.outer() - dy * dy;
        if (squaredReach <= 0.0)
            continue;
        const double reach = std::sqrt(squaredReach);
        const int first = std::max(0, static_cast<int>(std::floor(half + offset.x - reach)));
        const int end = std::min(m_dab.side, static_cast<int>(std::ceil(half + offset.x + reach)));
        std::uint8_t* row = m_dab.coverage.data() + static_cast<std::size_t>(y) * m_dab.side;
        profile.fill(row + first, end - first, first + 0.5 - half - offset.x, dy);
    }
}

void BrushStroke::coverRow(const std::uint8_t* now, const std::uint8_t* coverage, int width)
{
    // In 256ths, so that the compiler can keep to 16-bit arithmetic and treat many pixels at a time.
    const auto flow = static_cast<std::uint16_t>(std::lround(m_brush.flow * 256.0));
    // At least one step, or a weak flow would never get to the end.
    const auto stepOf = [flow](std::uint8_t missing) {
        const auto share = static_cast<std::uint8_t>(static_cast<std::uint16_t>(missing * flow + 128) >> 8);
        return std::max(share, std::min(missing, std::uint8_t{1}));
    };
    m_row.resize(static_cast<std::size_t>(width));
    std::uint8_t* result = m_row.data();
    if (m_brush.erase) {
        for (int x = 0; x < width; ++x) {
            const auto target = static_cast<std::uint8_t>(255 - coverage[x]);
            const auto missing = static_cast<std::uint8_t>(std::max(now[x], target) - target);
            result[x] = static_cast<std::uint8_t>(now[x] - stepOf(missing));
        }
        return;
    }
    for (int x = 0; x < width; ++x) {
        const auto missing = static_cast<std::uint8_t>(std::max(now[x], coverage[x]) - now[x]);
        result[x] = static_cast<std::uint8_t>(now[x] + stepOf(missing));
    }
}

Rect BrushStroke::stamp(Mask& mask, const StrokePoint& point)
{
    const double reach = m_brush.diameter;
    const PointF centre = point.inMask;
    // Also keeps far positions from overflowing as integers.
    if (centre.x < -reach || centre.y < -reach || centre.x > mask.width() + reach || centre.y > mask.height() + reach)
        return {};
    const double cellX = std::floor(centre.x);
    const double cellY = std::floor(centre.y);
    shapeDab(diameterAt(point.pressure), {centre.x - cellX, centre.y - cellY});
    const int half = m_dab.side / 2;
    const Rect dab{static_cast<int>(cellX) - half, static_cast<int>(cellY) - half, m_dab.side, m_dab.side};
    const Rect box = dab.intersected({0, 0, mask.width(), mask.height()});
    Rect changed;
    for (int y = box.y; y < box.bottom(); ++y) {
        const std::uint8_t* now = std::as_const(mask).row(y) + box.x;
        const std::uint8_t* coverage =
            m_dab.coverage.data() + static_cast<std::size_t>(y - dab.y) * m_dab.side + (box.x - dab.x);
        coverRow(now, coverage, box.width);
        int first = 0;
        while (first < box.width && m_row[static_cast<std::size_t>(first)] == now[first])
            ++first;
        if (first == box.width)
            continue;
        int end = box.width;
        while (m_row[static_cast<std::size_t>(end) - 1] == now[end - 1])
            --end;
        std::copy(m_row.begin() + first, m_row.begin() + end, mask.writableRow(y) + box.x + first);
        changed = changed.united({box.x + first, y, end - first, 1});
    }
    return changed;
}

} // namespace dh
