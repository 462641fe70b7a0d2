#include "core/train/data/mask_shapes.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace dh
{

namespace
{

/// Calls `distance(x, y)` with pixel centres in -1 .. 1; it answers how far inside the shape they are, in the same
/// unit.
template <typename Distance>
void fill(int side, std::span<float> coverage, const Distance& distance)
{
    const float pixelsPerUnit = static_cast<float>(side) / 2.0F;
    for (int y = 0; y < side; ++y) {
        const float unitY = (static_cast<float>(y) + 0.5F) / pixelsPerUnit - 1.0F;
        for (int x = 0; x < side; ++x) {
            const float unitX = (static_cast<float>(x) + 0.5F) / pixelsPerUnit - 1.0F;
            coverage[static_cast<std::size_t>(y) * side + x] =
                std::clamp(distance(unitX, unitY) * pixelsPerUnit + 0.5F, 0.0F, 1.0F);
        }
    }
}

struct Direction {
    float x;
    float y;
};

Direction randomDirection(CounterRandom& random)
{
    constexpr float kTurn = 6.2831853F;
    const float angle = random.uniform(0.0F, kTurn);
    return {std::cos(angle), std::sin(angle)};
}

/// Where and how a shape lies; local() turns the picture's coordinates into the shape's own.
struct Pose {
    float x;
    float y;
    Direction axis;

    [[nodiscard]] Direction local(float px, float py) const
    {
        const float dx = px - x;
        const float dy = py - y;
        return {dx * axis.x + dy * axis.y, dy * axis.x - dx * axis.y};
    }
};

Pose randomPose(CounterRandom& random)
{
    constexpr float kMostOffset = 0.7F;
    const float x = random.uniform(-kMostOffset, kMostOffset);
    const float y = random.uniform(-kMostOffset, kMostOffset);
    return {x, y, randomDirection(random)};
}

constexpr float kLeastRadius = 0.15F;
constexpr float kMostRadius = 0.9F;

void drawEllipse(CounterRandom& random, int side, std::span<float> coverage)
{
    const Pose pose = randomPose(random);
    const float a = random.uniform(kLeastRadius, kMostRadius);
    const float b = random.uniform(kLeastRadius, kMostRadius);
    fill(side, coverage, [&](float x, float y) {
        const Direction at = pose.local(x, y);
        return (1.0F - std::sqrt(at.x * at.x / (a * a) + at.y * at.y / (b * b))) * std::min(a, b);
    });
}

void drawRectangle(CounterRandom& random, int side, std::span<float> coverage)
{
    Pose pose = randomPose(random);
    if (random.chance(0.5))
        pose.axis = {1.0F, 0.0F};
    const float a = random.uniform(kLeastRadius, kMostRadius);
    const float b = random.uniform(kLeastRadius, kMostRadius);
    fill(side, coverage, [&](float x, float y) {
        const Direction at = pose.local(x, y);
        return std::min(a - std::abs(at.x), b - std::abs(at.y));
    });
}

void drawHalfPlane(CounterRandom& random, int side, std::span<float> coverage)
{
    const Direction normal = randomDirection(random);
    const float offset = random.uniform(-0.6F, 0.6F);
    fill(side, coverage, [&](float x, float y) { return x * normal.x + y * normal.y - offset; });
}

/// A circle whose radius swings with the angle: waves of two to five periods, by Chebyshev's recurrence instead of
/// angles.
void drawBlob(CounterRandom& random, int side, std::span<float> coverage)
{
    constexpr int kWaves = 4;
    constexpr float kMostSwing = 0.22F;
    const Pose pose = randomPose(random);
    const float radius = random.uniform(kLeastRadius + 0.1F, kMostRadius);
    std::array<Direction, kWaves> waves;
    for (Direction& wave : waves)
        wave = {random.uniform(-kMostSwing, kMostSwing), random.uniform(-kMostSwing, kMostSwing)};
    fill(side, coverage, [&](float x, float y) {
        const Direction at = pose.local(x, y);
        const float length = std::sqrt(at.x * at.x + at.y * at.y) + 1e-6F;
        const Direction unit{at.x / length, at.y / length};
        Direction power = unit;
        float edge = 1.0F;
        for (const Direction& wave : waves) {
            power = {power.x * unit.x - power.y * unit.y, power.x * unit.y + power.y * unit.x};
            edge += wave.x * power.x + wave.y * power.y;
        }
        return radius * std::max(edge, 0.1F) - length;
    });
}

} // namespace

void drawRandomShape(CounterRandom& random, int side, std::span<float> coverage)
{
    constexpr std::array kShapes{drawEllipse, drawBlob, drawRectangle, drawHalfPlane};
    kShapes[static_cast<std::size_t>(random.below(static_cast<int>(kShapes.size())))](random, side, coverage);
}

} // namespace dh
