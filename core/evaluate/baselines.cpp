#include "core/evaluate/baselines.h"

#include "core/base/error.h"

#include <opencv2/imgproc.hpp>
#include <opencv2/photo.hpp>

#include <new>

namespace dh
{

namespace
{

constexpr double kMaxSample = 255.0;
constexpr int kForegroundThreshold = 128;
constexpr int kRgb = 3;

// OpenCV has no read-only view; neither is written.
cv::Mat viewOf(const Image& image)
{
    return {image.height(), image.width(), CV_8UC3, const_cast<std::byte*>(image.bytes())};
}

cv::Mat viewOf(const Mask& mask)
{
    return {mask.height(), mask.width(), CV_8UC1, const_cast<std::uint8_t*>(mask.row(0))};
}

/// `changed` over `composite`, weighted by the mask.
Image blended(const Image& composite, const cv::Mat& changed, const Mask& mask)
{
    ImageBuffer buffer(composite);
    for (int y = 0; y < composite.height(); ++y) {
        std::uint8_t* to = buffer.row<std::uint8_t>(y);
        const auto* from = changed.ptr<std::uint8_t>(y);
        for (int x = 0; x < composite.width(); ++x) {
            const double weight = mask.row(y)[x] / kMaxSample;
            for (int i = x * kRgb; i < (x + 1) * kRgb; ++i)
                to[i] = cv::saturate_cast<std::uint8_t>(to[i] + weight * (from[i] - to[i]));
        }
    }
    return std::move(buffer).finish(composite.iccProfile());
}

cv::Mat reinhard(const cv::Mat& composite, const cv::Mat& inside)
{
    cv::Mat lab;
    composite.convertTo(lab, CV_32FC3, 1.0 / kMaxSample);
    cv::cvtColor(lab, lab, cv::COLOR_RGB2Lab);
    cv::Scalar foregroundMean, foregroundDeviation, backgroundMean, backgroundDeviation;
    cv::meanStdDev(lab, foregroundMean, foregroundDeviation, inside);
    cv::meanStdDev(lab, backgroundMean, backgroundDeviation, ~inside);
    cv::Scalar factor, offset;
    for (int c = 0; c < kRgb; ++c) {
        factor[c] = foregroundDeviation[c] > 0.0 ? backgroundDeviation[c] / foregroundDeviation[c] : 1.0;
        offset[c] = backgroundMean[c] - factor[c] * foregroundMean[c];
    }
    cv::multiply(lab, factor, lab);
    cv::add(lab, offset, lab);
    cv::cvtColor(lab, lab, cv::COLOR_Lab2RGB);
    cv::Mat result;
    lab.convertTo(result, CV_8UC3, kMaxSample);
    return result;
}

/// `image` where `isKnown` is 255, its nearest such pixel elsewhere.
cv::Mat continued(const cv::Mat& image, const cv::Mat& isKnown)
{
    cv::Mat distance, labels;
    cv::distanceTransform(~isKnown, distance, labels, cv::DIST_L2, cv::DIST_MASK_5, cv::DIST_LABEL_PIXEL);
    double labelCount = 0.0;
    cv::minMaxLoc(labels, nullptr, &labelCount);
    std::vector<cv::Vec3b> colours(static_cast<std::size_t>(labelCount) + 1);
    for (int y = 0; y < image.rows; ++y)
        for (int x = 0; x < image.cols; ++x)
            if (isKnown.at<std::uint8_t>(y, x) != 0)
                colours[static_cast<std::size_t>(labels.at<int>(y, x))] = image.at<cv::Vec3b>(y, x);
    cv::Mat result(image.size(), CV_8UC3);
    for (int y = 0; y < image.rows; ++y)
        for (int x = 0; x < image.cols; ++x)
            result.at<cv::Vec3b>(y, x) = colours[static_cast<std::size_t>(labels.at<int>(y, x))];
    return result;
}

cv::Mat cloned(const cv::Mat& composite, const cv::Mat& inside)
{
    // OpenCV shrinks the mask by three pixels and solves inside its bounding box, which must not touch the edge.
    constexpr int kBorder = 8;
    const auto padded = [](const cv::Mat& source, int border) {
        cv::Mat target;
        cv::copyMakeBorder(source, target, kBorder, kBorder, kBorder, kBorder, border, cv::Scalar());
        return target;
    };
    const cv::Mat mask = padded(inside, cv::BORDER_CONSTANT);
    const cv::Mat source = padded(continued(composite, inside), cv::BORDER_REPLICATE);
    const cv::Mat target = padded(continued(composite, ~inside), cv::BORDER_REPLICATE);
    const cv::Rect box = cv::boundingRect(mask);
    cv::Mat result;
    cv::seamlessClone(source, target, mask, cv::Point(box.x + box.width / 2, box.y + box.height / 2), result,
                      cv::NORMAL_CLONE);
    return result(cv::Rect(kBorder, kBorder, composite.cols, composite.rows));
}

template <typename Method>
Image applied(const Image& composite, const Mask& mask, Method method)
{
    if (composite.size() != mask.size())
        throw Error(ErrorCode::SizeMismatch, "", "the mask hasn't the composite's size");
    try {
        const cv::Mat inside = viewOf(mask) >= kForegroundThreshold;
        const auto count = static_cast<long long>(cv::countNonZero(inside));
        if (count == 0 || count == composite.size().area())
            return composite;
        return blended(composite, method(viewOf(composite), inside), mask);
    } catch (const cv::Exception& exception) {
        throw Error(exception.code == cv::Error::StsNoMem ? ErrorCode::OutOfMemory : ErrorCode::Internal, "",
                    exception.what());
    } catch (const std::bad_alloc&) {
        throw Error(ErrorCode::OutOfMemory, "", "");
    }
}

} // namespace

Image reinhardTransfer(const Image& composite, const Mask& mask)
{
    return applied(composite, mask, reinhard);
}

Image seamlessCloned(const Image& composite, const Mask& mask)
{
    return applied(composite, mask, cloned);
}

} // namespace dh
