#include "core/imaging/guided_edge.h"

#include "core/imaging/convert.h"
#include "core/imaging/opencv_errors.h"
#include "core/imaging/parallel_rows.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace dh
{

namespace
{

/// Half the side of the filter's window, and how far around the edge it acts, in pixels of the small picture.
constexpr int kRadius = 2;
/// Variances below it count as flat; samples are 0..1.
constexpr float kFlatness = 1e-4F;
constexpr int kHalf = 128;
constexpr std::uint8_t kUndecided = 128;

cv::Mat boxMean(const cv::Mat& plane)
{
    constexpr int kSide = 2 * kRadius + 1;
    cv::Mat mean;
    cv::blur(plane, mean, cv::Size(kSide, kSide), cv::Point(-1, -1), cv::BORDER_REFLECT);
    return mean;
}

/// Window means: of the guide's channels, of the selection, of their products.
struct Means {
    std::array<cv::Mat, 3> guide;
    cv::Mat selection;
    std::array<cv::Mat, 3> guideSelection;
    std::array<std::array<cv::Mat, 3>, 3> guideGuide; ///< [i][j] with i <= j
};

Means meansOf(PlanarImage& guide, const cv::Mat& selection)
{
    std::array<cv::Mat, 3> planes;
    for (int c = 0; c < 3; ++c)
        planes[static_cast<std::size_t>(c)] = cv::Mat(guide.size.height, guide.size.width, CV_32FC1, guide.plane(c));
    Means means;
    means.selection = boxMean(selection);
    for (std::size_t i = 0; i < planes.size(); ++i) {
        means.guide[i] = boxMean(planes[i]);
        means.guideSelection[i] = boxMean(planes[i].mul(selection));
        for (std::size_t j = i; j < planes.size(); ++j)
            means.guideGuide[i][j] = boxMean(planes[i].mul(planes[j]));
    }
    return means;
}

/// The linear model of one window: selection = a . colour + b.
cv::Vec4f windowModel(const Means& means, int y, int x)
{
    cv::Matx33f spread;
    cv::Vec3f shared;
    cv::Vec3f mean;
    const float selected = means.selection.at<float>(y, x);
    for (int i = 0; i < 3; ++i)
        mean[i] = means.guide[static_cast<std::size_t>(i)].at<float>(y, x);
    for (int i = 0; i < 3; ++i) {
        const auto row = static_cast<std::size_t>(i);
        shared[i] = means.guideSelection[row].at<float>(y, x) - mean[i] * selected;
        for (int j = i; j < 3; ++j) {
            const float product = means.guideGuide[row][static_cast<std::size_t>(j)].at<float>(y, x);
            spread(i, j) = spread(j, i) = product - mean[i] * mean[j];
        }
        spread(i, i) += kFlatness;
    }
    const cv::Vec3f a = spread.inv(cv::DECOMP_CHOLESKY) * shared;
    return {a[0], a[1], a[2], selected - a.dot(mean)};
}

/// The models of all windows that hold a pixel, averaged.
cv::Mat modelsOf(PlanarImage& guide, const cv::Mat& selection)
{
    const Means means = meansOf(guide, selection);
    cv::Mat models(selection.size(), CV_32FC4);
    forEachBand(models.rows, [&](int first, int end) {
        for (int y = first; y < end; ++y)
            for (int x = 0; x < models.cols; ++x)
                models.at<cv::Vec4f>(y, x) = windowModel(means, y, x);
    });
    return boxMean(models);
}

/// 0 and 255 where the selection is the same all around, kUndecided near its edge.
cv::Mat decided(const cv::Mat& selected)
{
    constexpr int kSide = 2 * kRadius + 1;
    const cv::Mat kernel = cv::Mat::ones(kSide, kSide, CV_8UC1);
    cv::Mat least;
    cv::Mat most;
    cv::erode(selected, least, kernel);
    cv::dilate(selected, most, kernel);
    cv::Mat result = selected.clone();
    result.setTo(kUndecided, least != most);
    return result;
}

cv::Vec4f bilinear(const cv::Mat& models, double x, double y)
{
    const double left = std::clamp(x, 0.0, models.cols - 1.0);
    const double top = std::clamp(y, 0.0, models.rows - 1.0);
    const int x0 = static_cast<int>(left);
    const int y0 = static_cast<int>(top);
    const int x1 = std::min(x0 + 1, models.cols - 1);
    const int y1 = std::min(y0 + 1, models.rows - 1);
    const auto tx = static_cast<float>(left - x0);
    const auto ty = static_cast<float>(top - y0);
    const cv::Vec4f above = models.at<cv::Vec4f>(y0, x0) * (1.0F - tx) + models.at<cv::Vec4f>(y0, x1) * tx;
    const cv::Vec4f below = models.at<cv::Vec4f>(y1, x0) * (1.0F - tx) + models.at<cv::Vec4f>(y1, x1) * tx;
    return above * (1.0F - ty) + below * ty;
}

/// The filter leaves an edge softer than it is; what is nearly decided counts as decided.
float firm(float share)
{
    constexpr float kNone = 0.15F;
    constexpr float kAll = 0.85F;
    return std::clamp((share - kNone) / (kAll - kNone), 0.0F, 1.0F);
}

/// One row of the full size, in place: 0 or 255, or the model's answer.
void fillRow(PlanarImage& row, int y, double scaleX, double scaleY, const cv::Mat& sure, const cv::Mat& models)
{
    const int lowY = std::min(static_cast<int>((y + 0.5) * scaleY), sure.rows - 1);
    const auto* answers = sure.ptr<std::uint8_t>(lowY);
    for (int x = 0; x < row.size.width; ++x) {
        const std::uint8_t answer = answers[std::min(static_cast<int>((x + 0.5) * scaleX), sure.cols - 1)];
        float share = answer > kHalf ? 1.0F : 0.0F;
        if (answer == kUndecided) {
            const cv::Vec4f model = bilinear(models, (x + 0.5) * scaleX - 0.5, (y + 0.5) * scaleY - 0.5);
            share =
                firm(model[0] * row.plane(0)[x] + model[1] * row.plane(1)[x] + model[2] * row.plane(2)[x] + model[3]);
        }
        row.plane(0)[x] = share;
    }
}

} // namespace

Mask selectionAlongEdges(const Image& image, const Rect& area, const Image& small, const Mask& selection)
{
    assert(small.size() == selection.size() && !area.isEmpty());
    Mask result(area.size());
    std::uint8_t* values = result.writableRow(0);
    translatingOpenCvErrors([&] {
        const cv::Mat soft(selection.height(), selection.width(), CV_8UC1, const_cast<std::uint8_t*>(selection.row(0)));
        const cv::Mat selected = soft >= kHalf;
        cv::Mat asShare;
        selected.convertTo(asShare, CV_32F, 1.0 / maxSample(SampleType::U8));
        PlanarImage guide = planarFromImage(small);
        const cv::Mat models = modelsOf(guide, asShare);
        const cv::Mat sure = decided(selected);
        const double scaleX = static_cast<double>(small.width()) / area.width;
        const double scaleY = static_cast<double>(small.height()) / area.height;
        forEachBand(area.height, [&](int first, int end) {
            for (int y = first; y < end; ++y) {
                PlanarImage row = planarFromImage(image, {area.x, area.y + y, area.width, 1});
                fillRow(row, y, scaleX, scaleY, sure, models);
                row.channels = 1;
                row.values.resize(static_cast<std::size_t>(area.width));
                const Mask line = maskFromPlanar(row);
                std::copy_n(line.row(0), area.width, values + static_cast<std::size_t>(y) * area.width);
            }
        });
    });
    return result;
}

} // namespace dh
