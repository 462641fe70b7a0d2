#include "core/imaging/mask_edit.h"
#include "core/imaging/opencv_errors.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>

namespace dh
{

namespace
{

constexpr int kThumbnailSide = 256;
constexpr std::uint8_t kSelected = 255;

bool isAll(const Mask& mask, std::uint8_t value)
{
    const std::uint8_t* values = mask.row(0);
    return std::all_of(values, values + mask.size().area(), [=](std::uint8_t v) { return v == value; });
}

/// A small picture of the mask, 0 or 255.
cv::Mat thumbnail(const Mask& mask)
{
    const cv::Mat full(mask.height(), mask.width(), CV_8UC1, const_cast<std::uint8_t*>(mask.row(0)));
    const int longest = std::max(full.cols, full.rows);
    cv::Mat small = full;
    if (longest > kThumbnailSide) {
        const double scale = static_cast<double>(kThumbnailSide) / longest;
        const cv::Size size(std::max(1, cvRound(full.cols * scale)), std::max(1, cvRound(full.rows * scale)));
        cv::resize(full, small, size, 0.0, 0.0, cv::INTER_NEAREST);
    }
    constexpr int kHalf = 128;
    return small >= kHalf;
}

/// Share of the outermost pixels that is selected.
double borderShare(const cv::Mat& selected)
{
    const cv::Mat inner = selected.cols > 2 && selected.rows > 2
                              ? selected(cv::Rect(1, 1, selected.cols - 2, selected.rows - 2))
                              : cv::Mat();
    const int innerSelected = inner.empty() ? 0 : cv::countNonZero(inner);
    const auto borderPixels = static_cast<double>(selected.total() - inner.total());
    return (cv::countNonZero(selected) - innerSelected) / borderPixels;
}

/// Whether something unselected, larger than dust, is cut off from the border by what is selected.
bool hasHole(const cv::Mat& selected)
{
    constexpr double kDust = 0.01;
    constexpr int kFrame = 1;
    cv::Mat framed;
    cv::copyMakeBorder(selected, framed, kFrame, kFrame, kFrame, kFrame, cv::BORDER_CONSTANT, cv::Scalar(0));
    cv::floodFill(framed, cv::Point(0, 0), kSelected);
    const auto hole = static_cast<double>(framed.total()) - cv::countNonZero(framed);
    return hole > kDust * static_cast<double>(selected.total());
}

} // namespace

MaskConcern findConcern(const Mask& mask)
{
    if (mask.isNull() || isAll(mask, 0))
        return MaskConcern::Empty;
    if (isAll(mask, kSelected))
        return MaskConcern::Full;
    bool looksInverted = false;
    translatingOpenCvErrors([&] {
        constexpr double kMost = 0.5;
        const cv::Mat selected = thumbnail(mask);
        const double areaShare = cv::countNonZero(selected) / static_cast<double>(selected.total());
        looksInverted = areaShare > kMost && borderShare(selected) > kMost && hasHole(selected);
    });
    return looksInverted ? MaskConcern::LikelyInverted : MaskConcern::None;
}

} // namespace dh
