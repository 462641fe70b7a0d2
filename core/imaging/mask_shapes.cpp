#include "core/imaging/mask_edit.h"
#include "core/imaging/parallel_rows.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace dh
{

namespace
{

struct Edge {
    PointF upper;
    PointF lower;
    double winding = 1.0; ///< -1 where the outline runs upwards
};

/// Far outside any mask; keeps absurd corners from overflowing.
constexpr double kFarthest = 1e7;

std::vector<PointF> usableCorners(std::span<const PointF> corners)
{
    std::vector<PointF> usable;
    usable.reserve(corners.size());
    for (const PointF corner : corners)
        if (!std::isnan(corner.x) && !std::isnan(corner.y))
            usable.push_back(
                {std::clamp(corner.x, -kFarthest, kFarthest), std::clamp(corner.y, -kFarthest, kFarthest)});
    return usable;
}

double xAt(const Edge& edge, double y)
{
    const double t = (y - edge.upper.y) / (edge.lower.y - edge.upper.y);
    return edge.upper.x + (edge.lower.x - edge.upper.x) * t;
}

/// Cuts an edge at x = `limit` and pushes what lies beyond onto that line, where it winds around the same pixels.
void pushBack(std::vector<Edge>& edges, double limit, bool beyondIsLess)
{
    const auto isBeyond = [=](double x) { return beyondIsLess ? x < limit : x > limit; };
    const std::size_t count = edges.size();
    for (std::size_t i = 0; i < count; ++i) {
        Edge& edge = edges[i];
        const bool upperIsBeyond = isBeyond(edge.upper.x);
        const bool lowerIsBeyond = isBeyond(edge.lower.x);
        if (upperIsBeyond && lowerIsBeyond) {
            edge.upper.x = edge.lower.x = limit;
        } else if (upperIsBeyond || lowerIsBeyond) {
            const double t = (limit - edge.upper.x) / (edge.lower.x - edge.upper.x);
            const PointF crossing{limit, edge.upper.y + (edge.lower.y - edge.upper.y) * t};
            Edge rest = edge;
            edge.lower = rest.upper = crossing;
            (upperIsBeyond ? edge.upper : rest.lower).x = limit;
            edges.push_back(rest);
        }
    }
}

std::vector<Edge> edgesOf(const std::vector<PointF>& corners, Size size)
{
    std::vector<Edge> edges;
    edges.reserve(corners.size());
    for (std::size_t i = 0; i < corners.size(); ++i) {
        const PointF a = corners[i];
        const PointF b = corners[(i + 1) % corners.size()];
        if (a.y < b.y)
            edges.push_back({a, b, 1.0});
        else if (b.y < a.y)
            edges.push_back({b, a, -1.0});
    }
    pushBack(edges, 0.0, true);
    pushBack(edges, size.width, false);
    return edges;
}

/// The area right of a line that runs from x = `left` to `right` over `height`, and left of `x`.
double areaUpTo(double x, double left, double right, double height)
{
    if (x <= left)
        return 0.0;
    if (x >= right)
        return (x - (left + right) / 2.0) * height;
    return (x - left) * (x - left) / (2.0 * (right - left)) * height;
}

/// Adds what an edge covers of the pixels of row `y`, each as its difference from its left neighbour: the exact areas.
void addEdge(std::vector<double>& differences, const Edge& edge, int y)
{
    const double top = std::max(edge.upper.y, static_cast<double>(y));
    const double bottom = std::min(edge.lower.y, y + 1.0);
    if (top >= bottom)
        return;
    const double atTop = xAt(edge, top);
    const double atBottom = xAt(edge, bottom);
    const double left = std::min(atTop, atBottom);
    const double right = std::max(atTop, atBottom);
    const double height = bottom - top;
    const int lastPixel = static_cast<int>(std::ceil(right));
    double before = 0.0;
    for (int x = static_cast<int>(std::floor(left)); x <= lastPixel; ++x) {
        const double covered = areaUpTo(x + 1.0, left, right, height) - areaUpTo(x, left, right, height);
        differences[static_cast<std::size_t>(x)] += (covered - before) * edge.winding;
        before = covered;
    }
}

/// Windings to coverage by the even-odd rule: 0, 2, 4, ... are outside, odd ones inside, linear between them.
std::uint8_t evenOdd(double winding)
{
    const double folded = std::fmod(std::abs(winding), 2.0);
    return static_cast<std::uint8_t>(std::lround((folded > 1.0 ? 2.0 - folded : folded) * 255.0));
}

void fillRow(std::uint8_t* values, int width, const std::vector<Edge>& edges, int y)
{
    std::vector<double> differences(static_cast<std::size_t>(width) + 1, 0.0);
    for (const Edge& edge : edges) {
        if (edge.upper.y >= y + 1.0)
            break;
        addEdge(differences, edge, y);
    }
    double winding = 0.0;
    std::uint8_t value = 0;
    for (int x = 0; x < width; ++x) {
        const double difference = differences[static_cast<std::size_t>(x)];
        if (difference != 0.0) {
            winding += difference;
            value = evenOdd(winding);
        }
        values[x] = value;
    }
}

/// The rows that `edges` reach.
Rect rowsOf(const std::vector<Edge>& edges, Size size)
{
    double top = size.height;
    double bottom = 0.0;
    for (const Edge& edge : edges) {
        top = std::min(top, edge.upper.y);
        bottom = std::max(bottom, edge.lower.y);
    }
    const int first = static_cast<int>(std::clamp(std::floor(top), 0.0, static_cast<double>(size.height)));
    const int end = static_cast<int>(std::clamp(std::ceil(bottom), 0.0, static_cast<double>(size.height)));
    return {0, first, size.width, std::max(0, end - first)};
}

bool isFinite(PointF point)
{
    return std::isfinite(point.x) && std::isfinite(point.y);
}

} // namespace

Mask polygonMask(Size size, std::span<const PointF> corners)
{
    Mask mask(size);
    const std::vector<PointF> usable = usableCorners(corners);
    if (mask.isNull() || usable.size() < 3)
        return mask;
    std::vector<Edge> edges = edgesOf(usable, size);
    std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return a.upper.y < b.upper.y; });
    const Rect rows = rowsOf(edges, size);
    std::uint8_t* values = mask.writableRow(0);
    forEachBand(rows.height, [&](int first, int end) {
        for (int y = rows.y + first; y < rows.y + end; ++y)
            fillRow(values + static_cast<std::size_t>(y) * size.width, size.width, edges, y);
    });
    return mask;
}

Mask rectangleMask(Size size, PointF corner, PointF opposite)
{
    if (!isFinite(corner) || !isFinite(opposite))
        return Mask(size);
    const std::array<PointF, 4> corners{corner, PointF{opposite.x, corner.y}, opposite, PointF{corner.x, opposite.y}};
    return polygonMask(size, corners);
}

std::vector<PointF> ellipseOutline(PointF corner, PointF opposite)
{
    const PointF centre{(corner.x + opposite.x) / 2.0, (corner.y + opposite.y) / 2.0};
    const PointF radius{std::abs(opposite.x - corner.x) / 2.0, std::abs(opposite.y - corner.y) / 2.0};
    // As many corners as keep the straight sides this close to the curve.
    constexpr double kLargestGap = 0.01;
    constexpr double kFewest = 16.0;
    constexpr double kMost = 4096.0;
    const double longest = std::min(std::max({radius.x, radius.y, 1.0}), kFarthest);
    const double count =
        std::clamp(std::ceil(std::numbers::pi / std::sqrt(2.0 * kLargestGap / longest)), kFewest, kMost);
    std::vector<PointF> corners(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < corners.size(); ++i) {
        const double angle = 2.0 * std::numbers::pi * static_cast<double>(i) / count;
        corners[i] = {centre.x + radius.x * std::cos(angle), centre.y + radius.y * std::sin(angle)};
    }
    return corners;
}

Mask ellipseMask(Size size, PointF corner, PointF opposite)
{
    if (!isFinite(corner) || !isFinite(opposite))
        return Mask(size);
    return polygonMask(size, ellipseOutline(corner, opposite));
}

} // namespace dh
