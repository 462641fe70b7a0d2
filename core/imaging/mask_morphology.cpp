#include "core/imaging/mask_edit.h"
#include "core/imaging/opencv_errors.h"
#include "core/imaging/parallel_rows.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace dh
{

namespace
{

constexpr std::uint8_t kFull = 255;
/// Larger radii change nothing that a user could tell and take minutes.
constexpr double kLargestRadius = 500.0;

/// Close to a Gaussian of standard deviation `sigma`, at a cost that does not grow with it.
void blur(cv::Mat& values, double sigma)
{
    constexpr double kExactUpTo = 4.0;
    if (sigma <= kExactUpTo) {
        cv::GaussianBlur(values, values, cv::Size(), sigma, sigma, cv::BORDER_REPLICATE);
        return;
    }
    // Running means of an odd width w each add (w^2 - 1) / 12 to the variance.
    constexpr int kPasses = 3;
    const int half = cvRound((std::sqrt(12.0 * sigma * sigma / kPasses + 1.0) - 1.0) / 2.0);
    for (int pass = 0; pass < kPasses; ++pass)
        cv::blur(values, values, cv::Size(2 * half + 1, 2 * half + 1), cv::Point(-1, -1), cv::BORDER_REPLICATE);
}

/// The half-way contour of a blurred 16-bit mask, antialiased: the distance to it follows from value and slope.
void sharpenAtHalf(const cv::Mat& blurred, Mask& mask)
{
    constexpr float kHalf = 32767.5F;
    std::uint8_t* values = mask.writableRow(0);
    forEachBand(blurred.rows, [&](int first, int end) {
        for (int y = first; y < end; ++y) {
            const auto* above = blurred.ptr<std::uint16_t>(std::max(0, y - 1));
            const auto* row = blurred.ptr<std::uint16_t>(y);
            const auto* below = blurred.ptr<std::uint16_t>(std::min(blurred.rows - 1, y + 1));
            std::uint8_t* target = values + static_cast<std::size_t>(y) * blurred.cols;
            for (int x = 0; x < blurred.cols; ++x) {
                const int left = row[std::max(0, x - 1)];
                const int right = row[std::min(blurred.cols - 1, x + 1)];
                const float slope =
                    std::hypot(static_cast<float>(right - left), static_cast<float>(below[x] - above[x])) / 2.0F;
                const float distance = (static_cast<float>(row[x]) - kHalf) / std::max(slope, 1.0F);
                target[x] = static_cast<std::uint8_t>(std::clamp(distance + 0.5F, 0.0F, 1.0F) * kFull + 0.5F);
            }
        }
    });
}

} // namespace

Mask inverted(const Mask& mask)
{
    if (mask.isNull())
        return mask;
    Mask result(mask.size());
    const std::uint8_t* values = mask.row(0);
    std::transform(values, values + mask.size().area(), result.writableRow(0),
                   [](std::uint8_t value) { return static_cast<std::uint8_t>(kFull - value); });
    return result;
}

Mask smoothed(const Mask& mask, double radius)
{
    if (mask.isNull() || !(radius > 0.0))
        return mask;
    constexpr double kTo16Bit = 257.0;
    const double sigma = std::min(radius, kLargestRadius);
    Mask result(mask.size());
    translatingOpenCvErrors([&] {
        const cv::Mat source(mask.height(), mask.width(), CV_8UC1, const_cast<std::uint8_t*>(mask.row(0)));
        cv::Mat blurred;
        source.convertTo(blurred, CV_16U, kTo16Bit);
        blur(blurred, sigma);
        sharpenAtHalf(blurred, result);
    });
    return result;
}

Mask border(const Mask& mask, int width)
{
    if (mask.isNull() || width <= 0)
        return Mask(mask.size());
    const int inside = width / 2;
    Mask band = mask.grown(width - inside);
    combine(band, mask.grown(-inside), MaskCombine::Subtract);
    return band;
}

} // namespace dh
