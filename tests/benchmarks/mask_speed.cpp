// How long the commands on a mask take at 24 megapixels, on the wall clock. The window runs them on a thread of its
// own.

#include "core/imaging/image.h"
#include "core/imaging/mask_edit.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <vector>

namespace
{

constexpr dh::Size kNative{6000, 4000};
constexpr int kRepeats = 5;
constexpr int kGrow = 8;
constexpr float kFeather = 10.0F;
constexpr double kTolerance = 24.0;

double distanceFromMiddle(int x, int y)
{
    return std::hypot(x - kNative.width / 2, y - kNative.height / 2);
}

dh::Mask disc()
{
    dh::Mask mask(kNative);
    for (int y = 0; y < kNative.height; ++y)
        for (int x = 0; x < kNative.width; ++x)
            mask.writableRow(y)[x] =
                static_cast<std::uint8_t>(std::clamp(1500.0 - distanceFromMiddle(x, y), 0.0, 255.0));
    return mask;
}

/// A bright disc with grain before a dark ground.
dh::Image picture()
{
    dh::ImageBuffer buffer(kNative, 3, dh::SampleType::U8);
    std::uint32_t state = 1;
    for (int y = 0; y < kNative.height; ++y) {
        auto* row = buffer.row<std::uint8_t>(y);
        for (int x = 0; x < kNative.width; ++x) {
            const int base = distanceFromMiddle(x, y) < 1500.0 ? 180 : 60;
            for (int c = 0; c < 3; ++c) {
                state = state * 1664525U + 1013904223U;
                *row++ = static_cast<std::uint8_t>(base + 10 * c + static_cast<int>(state >> 28U));
            }
        }
    }
    return std::move(buffer).finish();
}

void measure(const char* what, const std::function<void()>& work)
{
    std::vector<double> times;
    for (int i = 0; i < kRepeats; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        work();
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
    }
    std::sort(times.begin(), times.end());
    std::printf("%-24s median %8.1f, worst %8.1f ms of %d\n", what, times[times.size() / 2], times.back(), kRepeats);
    std::fflush(stdout);
}

} // namespace

int main()
{
    const dh::Mask mask = disc();
    const dh::Image image = picture();
    constexpr dh::Point kMiddle{kNative.width / 2, kNative.height / 2};
    constexpr dh::Rect kBox{1300, 300, 3400, 3400};
    measure("invert", [&] { static_cast<void>(dh::inverted(mask)); });
    measure("grow by 8", [&] { static_cast<void>(mask.grown(kGrow)); });
    measure("shrink by 8", [&] { static_cast<void>(mask.grown(-kGrow)); });
    measure("feather by 10", [&] { static_cast<void>(mask.feathered(kFeather)); });
    measure("smooth by 8", [&] { static_cast<void>(dh::smoothed(mask, kGrow)); });
    measure("border of 8", [&] { static_cast<void>(dh::border(mask, kGrow)); });
    measure("ellipse", [&] { static_cast<void>(dh::ellipseMask(kNative, {500, 500}, {5500, 3500})); });
    measure("add", [&] {
        dh::Mask sum = mask;
        static_cast<void>(dh::combine(sum, mask, dh::MaskCombine::Add));
    });
    measure("from luminance", [&] { static_cast<void>(dh::maskFromLuminance(image)); });
    measure("wand, contiguous", [&] { static_cast<void>(dh::magicWand(image, kMiddle, kTolerance, true)); });
    measure("wand, everywhere", [&] { static_cast<void>(dh::magicWand(image, kMiddle, kTolerance, false)); });
    measure("warnings", [&] { static_cast<void>(dh::findConcern(mask)); });
    measure("GrabCut from a box", [&] { static_cast<void>(dh::grabCut(image, kBox, {}, {})); });
    return 0;
}
