#include "ui/canvas/zoom_steps.h"

#include <algorithm>
#include <array>

namespace dh
{

namespace
{

constexpr std::array kSteps{0.005, 0.01,      0.02, 0.03,      0.05, 0.0625, 1.0 / 12.0, 0.125, 1.0 / 6.0,
                            0.25,  1.0 / 3.0, 0.5,  2.0 / 3.0, 1.0,  2.0,    3.0,        4.0,   5.0,
                            6.0,   8.0,       12.0, 16.0,      24.0, 32.0,   48.0,       64.0};
/// A factor this close to a step counts as being on it.
constexpr double kSame = 1e-3;

} // namespace

double nextZoomStep(double factor)
{
    const auto* const found = std::upper_bound(kSteps.begin(), kSteps.end(), factor * (1.0 + kSame));
    return found == kSteps.end() ? kSteps.back() : *found;
}

double previousZoomStep(double factor)
{
    const auto* const found = std::lower_bound(kSteps.begin(), kSteps.end(), factor * (1.0 - kSame));
    return found == kSteps.begin() ? kSteps.front() : *(found - 1);
}

} // namespace dh
