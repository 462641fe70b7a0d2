#include "core/imaging/colour_regions.h"

#include "core/imaging/image.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cassert>
#include <cmath>

namespace dh
{

namespace
{

constexpr int kMostLabels = 255;
constexpr int kFeatures = 5; ///< L, a, b, x, y

cv::Mat featuresOf(const Image& image, double nearness)
{
    constexpr float kColourRange = 100.0F;
    const cv::Mat rgb(image.height(), image.width(), CV_8UC3, const_cast<std::byte*>(image.bytes()));
    cv::Mat smooth;
    // Texture would break regions up.
    cv::bilateralFilter(rgb, smooth, 7, 40.0, 5.0);
    smooth.convertTo(smooth, CV_32F, 1.0 / 255.0);
    cv::Mat lab;
    cv::cvtColor(smooth, lab, cv::COLOR_RGB2Lab);
    const auto placeScale = static_cast<float>(nearness * kColourRange / std::max(image.width(), image.height()));
    cv::Mat features(image.height() * image.width(), kFeatures, CV_32F);
    for (int y = 0; y < image.height(); ++y) {
        const auto* colours = lab.ptr<cv::Vec3f>(y);
        for (int x = 0; x < image.width(); ++x) {
            auto* row = features.ptr<float>(y * image.width() + x);
            std::copy_n(colours[x].val, 3, row);
            row[3] = placeScale * static_cast<float>(x);
            row[4] = placeScale * static_cast<float>(y);
        }
    }
    return features;
}

/// The nearest centre of each pixel, [height, width] of 8 bits.
cv::Mat clusterMap(const cv::Mat& features, int clusters, int height, int width)
{
    // Besides, OpenCV takes a single row of features for a column of samples.
    if (clusters < 2)
        return cv::Mat::zeros(height, width, CV_8U);
    // Centres start on pixels spread over the picture, so that nothing is left to chance.
    cv::Mat start(features.rows, 1, CV_32S);
    const double aspect = static_cast<double>(width) / height;
    const int perRow = std::max(1, static_cast<int>(std::lround(std::sqrt(clusters * aspect))));
    const int rows = (clusters + perRow - 1) / perRow;
    for (int i = 0; i < features.rows; ++i) {
        const int cell = (i / width) * rows / height * perRow + (i % width) * perRow / width;
        start.at<int>(i) = std::min(cell, clusters - 1);
    }
    cv::Mat labels = start;
    constexpr int kRounds = 10;
    cv::kmeans(features, clusters, labels, {cv::TermCriteria::COUNT | cv::TermCriteria::EPS, kRounds, 0.5}, 1,
               cv::KMEANS_USE_INITIAL_LABELS);
    cv::Mat map;
    labels.reshape(1, height).convertTo(map, CV_8U);
    // Specks and threads go to their surroundings.
    cv::medianBlur(map, map, 5);
    return map;
}

struct Piece {
    int area = 0;
    int cluster = 0;
    int component = 0;
};

} // namespace

std::vector<std::uint8_t> colourRegions(const Image& image, const ColourRegionOptions& options)
{
    assert(!image.isNull() && image.type() == SampleType::U8 && image.channels() == 3);
    const int height = image.height();
    const int width = image.width();
    const int clusters = std::min(options.clusters, height * width);
    const cv::Mat map = clusterMap(featuresOf(image, options.nearness), clusters, height, width);

    std::vector<Piece> pieces;
    std::vector<cv::Mat> components(static_cast<std::size_t>(clusters));
    const double leastArea = options.leastArea * height * width;
    for (int cluster = 0; cluster < clusters; ++cluster) {
        cv::Mat statistics;
        cv::Mat centres;
        cv::Mat& component = components[static_cast<std::size_t>(cluster)];
        const int count = cv::connectedComponentsWithStats(map == cluster, component, statistics, centres, 4);
        for (int i = 1; i < count; ++i) {
            if (const int area = statistics.at<int>(i, cv::CC_STAT_AREA); area >= leastArea)
                pieces.push_back({area, cluster, i});
        }
    }
    std::stable_sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) { return a.area > b.area; });
    pieces.resize(std::min<std::size_t>(pieces.size(), kMostLabels));

    std::vector<std::uint8_t> regions(static_cast<std::size_t>(height) * width, 0);
    for (std::size_t k = 0; k < pieces.size(); ++k) {
        const cv::Mat& component = components[static_cast<std::size_t>(pieces[k].cluster)];
        for (int y = 0; y < height; ++y) {
            const int* row = component.ptr<int>(y);
            for (int x = 0; x < width; ++x) {
                if (row[x] == pieces[k].component)
                    regions[static_cast<std::size_t>(y) * width + x] = static_cast<std::uint8_t>(k + 1);
            }
        }
    }
    return regions;
}

} // namespace dh
