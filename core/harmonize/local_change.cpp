#include "core/harmonize/local_change.h"

#include "core/base/error.h"
#include "core/harmonize/change_transfer.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <new>

namespace dh
{
namespace
{

constexpr int kColours = 3;

/// Mean weights below it are rounding errors of the filters.
constexpr float kLeastWeight = 1e-6F;

/// A window's fit counts as much as the map of the whole mask where this share of the window is in the mask.
constexpr double kFadeWeight = 1e-3;

using Colours = std::array<cv::Mat, kColours>;
using Vector = std::array<double, kColours>;
using Matrix = std::array<Vector, kColours>;

/// Index of a symmetric 3x3 matrix's entry among its six different ones.
constexpr int kSymmetric[kColours][kColours] = {{0, 1, 2}, {1, 3, 4}, {2, 4, 5}};
constexpr int kSymmetricEntries = 6;

/// Smooth colours per cell; `weight` is the cell's share of the mask.
struct Cells {
    cv::Mat weight;
    Colours composite;
    Colours difference;
};

/// Weighted means and covariances of one fit.
struct Moments {
    Vector composite{};
    Vector difference{};
    Matrix compositeCovariance{};
    Matrix crossCovariance{}; ///< [difference][composite]
};

/// difference = slope * composite + offset
struct Affine {
    Matrix slope{};
    Vector offset{};
};

cv::Mat reduced(const cv::Mat& plane, cv::Size size)
{
    cv::Mat result;
    cv::resize(plane, result, size, 0.0, 0.0, cv::INTER_AREA);
    return result;
}

cv::Mat blurred(const cv::Mat& plane, double sigma)
{
    cv::Mat result;
    cv::GaussianBlur(plane, result, {}, sigma, sigma, cv::BORDER_CONSTANT);
    return result;
}

cv::Mat windowMean(const cv::Mat& plane, int radius)
{
    // Averages of a grid do not change when the window grows past it on all sides.
    const int side = 2 * std::min(radius, std::max(plane.rows, plane.cols)) + 1;
    cv::Mat result;
    cv::boxFilter(plane, result, -1, {side, side}, {-1, -1}, true, cv::BORDER_CONSTANT);
    return result;
}

/// Mask times plane, and 0 where either isn't finite.
cv::Mat weightedPlane(const PlanarImage& image, int channel, const cv::Mat& weight)
{
    cv::Mat result(weight.size(), CV_32F);
    const float* values = image.plane(channel);
    for (int y = 0; y < weight.rows; ++y)
        for (int x = 0; x < weight.cols; ++x, ++values) {
            const float w = weight.at<float>(y, x);
            result.at<float>(y, x) = w > 0.0F ? w * *values : 0.0F;
        }
    return result;
}

cv::Mat finiteWeight(const LowResolutionPair& pair)
{
    cv::Mat weight(pair.mask.size.height, pair.mask.size.width, CV_32F);
    const float* mask = pair.mask.plane(0);
    for (int y = 0; y < weight.rows; ++y)
        for (int x = 0; x < weight.cols; ++x) {
            const auto i =
                static_cast<std::size_t>(y) * static_cast<std::size_t>(weight.cols) + static_cast<std::size_t>(x);
            bool isFinite = std::isfinite(mask[i]);
            for (int channel = 0; channel < kColours; ++channel)
                isFinite = isFinite && std::isfinite(pair.composite.plane(channel)[i]) &&
                           std::isfinite(pair.result.plane(channel)[i]);
            weight.at<float>(y, x) = isFinite ? std::clamp(mask[i], 0.0F, 1.0F) : 0.0F;
        }
    return weight;
}

Cells cellsOf(const LowResolutionPair& pair, const FitOptions& options)
{
    const cv::Mat weight = finiteWeight(pair);
    const cv::Size size((weight.cols + options.cellSide - 1) / options.cellSide,
                        (weight.rows + options.cellSide - 1) / options.cellSide);
    Cells cells;
    cells.weight = reduced(weight, size);
    const cv::Mat divisor = cv::max(blurred(cells.weight, options.prefilterSigma), kLeastWeight);
    for (int channel = 0; channel < kColours; ++channel) {
        const cv::Mat composite = weightedPlane(pair.composite, channel, weight);
        const cv::Mat result = weightedPlane(pair.result, channel, weight);
        cells.composite[channel] = blurred(reduced(composite, size), options.prefilterSigma) / divisor;
        cells.difference[channel] = blurred(reduced(result - composite, size), options.prefilterSigma) / divisor;
    }
    return cells;
}

/// Ridge regression: the covariance plus `ridge` is inverted by its cofactors.
Affine solved(const Moments& moments, double ridge)
{
    const Matrix& s = moments.compositeCovariance;
    const double rr = s[0][0] + ridge;
    const double gg = s[1][1] + ridge;
    const double bb = s[2][2] + ridge;
    const double rg = s[0][1];
    const double rb = s[0][2];
    const double gb = s[1][2];
    const double c00 = gg * bb - gb * gb;
    const double c01 = rb * gb - rg * bb;
    const double c02 = rg * gb - rb * gg;
    const double determinant = rr * c00 + rg * c01 + rb * c02;
    const Matrix cofactors{
        {{c00, c01, c02}, {c01, rr * bb - rb * rb, rg * rb - rr * gb}, {c02, rg * rb - rr * gb, rr * gg - rg * rg}}};
    Affine affine;
    for (int out = 0; out < kColours; ++out) {
        affine.offset[out] = moments.difference[out];
        for (int in = 0; in < kColours; ++in) {
            for (int k = 0; k < kColours; ++k)
                affine.slope[out][in] += moments.crossCovariance[out][k] * cofactors[k][in] / determinant;
            affine.offset[out] -= affine.slope[out][in] * moments.composite[in];
        }
    }
    return affine;
}

double weightedMean(const cv::Mat& plane, const cv::Mat& weight, double totalWeight)
{
    return plane.dot(weight) / totalWeight;
}

/// The one map of the whole mask.
Affine globalFit(const Cells& cells, double ridge)
{
    const double total = cv::sum(cells.weight)[0];
    Moments moments;
    for (int i = 0; i < kColours; ++i) {
        moments.composite[i] = weightedMean(cells.composite[i], cells.weight, total);
        moments.difference[i] = weightedMean(cells.difference[i], cells.weight, total);
    }
    for (int i = 0; i < kColours; ++i) {
        const cv::Mat centred = (cells.composite[i] - moments.composite[i]).mul(cells.weight);
        for (int j = 0; j < kColours; ++j) {
            moments.compositeCovariance[j][i] =
                cells.composite[j].dot(centred) / total - moments.composite[j] * cv::sum(centred)[0] / total;
            moments.crossCovariance[j][i] =
                cells.difference[j].dot(centred) / total - moments.difference[j] * cv::sum(centred)[0] / total;
        }
    }
    return solved(moments, ridge);
}

void subtract(const Affine& affine, Cells& cells)
{
    for (int out = 0; out < kColours; ++out) {
        cells.difference[out] -= affine.offset[out];
        for (int in = 0; in < kColours; ++in)
            cells.difference[out] -= affine.slope[out][in] * cells.composite[in];
    }
}

/// Window means of the products that the local fits need.
class LocalMoments
{
public:
    LocalMoments(const Cells& cells, int radius) : m_weight(windowMean(cells.weight, radius))
    {
        const cv::Mat divisor = cv::max(m_weight, kLeastWeight);
        const auto mean = [&](const cv::Mat& values) -> cv::Mat {
            return windowMean(values.mul(cells.weight), radius) / divisor;
        };
        for (int i = 0; i < kColours; ++i) {
            m_composite[i] = mean(cells.composite[i]);
            m_difference[i] = mean(cells.difference[i]);
        }
        for (int i = 0; i < kColours; ++i)
            for (int j = 0; j < kColours; ++j) {
                if (j >= i)
                    m_compositeCovariance[kSymmetric[i][j]] =
                        mean(cells.composite[i].mul(cells.composite[j])) - m_composite[i].mul(m_composite[j]);
                m_crossCovariance[i][j] =
                    mean(cells.difference[i].mul(cells.composite[j])) - m_difference[i].mul(m_composite[j]);
            }
    }

    [[nodiscard]] const cv::Mat& weight() const { return m_weight; }
    [[nodiscard]] Moments at(int y, int x) const
    {
        Moments moments;
        for (int i = 0; i < kColours; ++i) {
            moments.composite[i] = m_composite[i].at<float>(y, x);
            moments.difference[i] = m_difference[i].at<float>(y, x);
            for (int j = 0; j < kColours; ++j) {
                moments.compositeCovariance[i][j] = m_compositeCovariance[kSymmetric[i][j]].at<float>(y, x);
                moments.crossCovariance[i][j] = m_crossCovariance[i][j].at<float>(y, x);
            }
        }
        return moments;
    }

private:
    cv::Mat m_weight;
    Colours m_composite;
    Colours m_difference;
    std::array<cv::Mat, kSymmetricEntries> m_compositeCovariance;
    std::array<Colours, kColours> m_crossCovariance;
};

/// One plane for each coefficient: column (red, green, blue, offset) times kColours plus output.
using CoefficientPlanes = std::array<cv::Mat, (kColours + 1) * kColours>;

/// What the windows' fits add to the map of the whole mask, smoothed.
CoefficientPlanes localFit(const Cells& cells, const FitOptions& options)
{
    const LocalMoments moments(cells, options.windowRadius);
    const cv::Mat& weight = moments.weight();
    CoefficientPlanes planes;
    for (cv::Mat& plane : planes)
        plane = cv::Mat::zeros(weight.size(), CV_32F);
    for (int y = 0; y < weight.rows; ++y)
        for (int x = 0; x < weight.cols; ++x) {
            const float w = weight.at<float>(y, x);
            if (w <= kLeastWeight)
                continue;
            const Affine affine = solved(moments.at(y, x), options.localRidge);
            for (int out = 0; out < kColours; ++out) {
                for (int in = 0; in < kColours; ++in)
                    planes[static_cast<std::size_t>(in * kColours + out)].at<float>(y, x) =
                        w * static_cast<float>(affine.slope[out][in]);
                planes[static_cast<std::size_t>(kColours * kColours + out)].at<float>(y, x) =
                    w * static_cast<float>(affine.offset[out]);
            }
        }
    const cv::Mat divisor = windowMean(weight, options.windowRadius) + kFadeWeight;
    for (cv::Mat& plane : planes)
        plane = windowMean(plane, options.windowRadius) / divisor;
    return planes;
}

ChangeGrid gridOf(const Affine& global, const CoefficientPlanes& local)
{
    ChangeGrid grid{{local[0].cols, local[0].rows}, {}};
    grid.changes.resize(static_cast<std::size_t>(grid.size.area()));
    auto change = grid.changes.begin();
    for (int y = 0; y < grid.size.height; ++y)
        for (int x = 0; x < grid.size.width; ++x, ++change)
            for (int column = 0; column <= kColours; ++column)
                for (int out = 0; out < kColours; ++out) {
                    const double whole = column < kColours ? global.slope[out][column] : global.offset[out];
                    const cv::Mat& plane = local[static_cast<std::size_t>(column * kColours + out)];
                    change->columns[column][out] = static_cast<float>(whole) + plane.at<float>(y, x);
                }
    return grid;
}

} // namespace

ChangeGrid fitChange(const LowResolutionPair& pair, const FitOptions& options)
{
    try {
        Cells cells = cellsOf(pair, options);
        if (cv::sum(cells.weight)[0] <= kLeastWeight) {
            ChangeGrid grid{{cells.weight.cols, cells.weight.rows}, {}};
            grid.changes.resize(static_cast<std::size_t>(grid.size.area()));
            return grid;
        }
        const Affine global = globalFit(cells, options.globalRidge);
        subtract(global, cells);
        return gridOf(global, localFit(cells, options));
    } catch (const cv::Exception& failure) {
        const bool isMemory = failure.code == cv::Error::StsNoMem;
        throw Error(isMemory ? ErrorCode::OutOfMemory : ErrorCode::Internal, "colour transfer", failure.err);
    } catch (const std::bad_alloc&) {
        throw Error(ErrorCode::OutOfMemory, "colour transfer", "there is not enough memory for the fit");
    }
}

} // namespace dh
