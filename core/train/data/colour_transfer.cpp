#include "core/train/data/colour_transfer.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace dh
{

namespace
{

constexpr double kLeastVariance = 1e-3;

struct Eigen {
    std::array<double, 3> values;
    Matrix3 vectors; ///< in columns
};

Matrix3 product(const Matrix3& a, const Matrix3& b)
{
    Matrix3 result{};
    for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 3; ++j) {
            for (int k = 0; k < 3; ++k)
                result[i][j] += a[i][k] * b[k][j];
        }
    }
    return result;
}

void rotate(Matrix3& matrix, Matrix3& vectors, int p, int q)
{
    if (matrix[p][q] == 0.0)
        return;
    const double theta = (matrix[q][q] - matrix[p][p]) / (2.0 * matrix[p][q]);
    const double tangent = std::copysign(1.0, theta) / (std::abs(theta) + std::hypot(theta, 1.0));
    const double cosine = 1.0 / std::hypot(tangent, 1.0);
    const double sine = tangent * cosine;
    Matrix3 rotation{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
    rotation[p][p] = rotation[q][q] = cosine;
    rotation[p][q] = sine;
    rotation[q][p] = -sine;
    Matrix3 transposed = rotation;
    std::swap(transposed[p][q], transposed[q][p]);
    matrix = product(product(transposed, matrix), rotation);
    vectors = product(vectors, rotation);
}

/// Jacobi's method; eight sweeps are more than a 3 x 3 matrix needs.
Eigen eigenOf(Matrix3 matrix)
{
    constexpr int kSweeps = 8;
    Matrix3 vectors{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
    for (int sweep = 0; sweep < kSweeps; ++sweep) {
        rotate(matrix, vectors, 0, 1);
        rotate(matrix, vectors, 0, 2);
        rotate(matrix, vectors, 1, 2);
    }
    return {{matrix[0][0], matrix[1][1], matrix[2][2]}, vectors};
}

/// The symmetric matrix with these eigenvectors and `function` of the eigenvalues.
template <typename Function>
Matrix3 withEigenvalues(const Eigen& eigen, const Function& function)
{
    Matrix3 result{};
    for (int k = 0; k < 3; ++k) {
        const double value = function(std::max(eigen.values[k], kLeastVariance));
        for (int i = 0; i < 3; ++i) {
            for (int j = 0; j < 3; ++j)
                result[i][j] += value * eigen.vectors[i][k] * eigen.vectors[j][k];
        }
    }
    return result;
}

/// The linear map that moves one covariance to the other.
Matrix3 mapBetween(const Matrix3& from, const Matrix3& to)
{
    const auto root = [](double value) { return std::sqrt(value); };
    const Eigen fromEigen = eigenOf(from);
    const Matrix3 fromRoot = withEigenvalues(fromEigen, root);
    const Matrix3 fromInverseRoot = withEigenvalues(fromEigen, [](double value) { return 1.0 / std::sqrt(value); });
    const Matrix3 middle = withEigenvalues(eigenOf(product(product(fromRoot, to), fromRoot)), root);
    const Matrix3 map = product(product(fromInverseRoot, middle), fromInverseRoot);
    // Symmetric up to rounding; its eigenvalues are the spreads along its axes.
    return withEigenvalues(eigenOf(map),
                           [](double value) { return std::clamp(value, 1.0 / kMostSpread, kMostSpread); });
}

constexpr std::size_t kBins = 256;

/// A channel's cumulative histogram over [least, most], as shares at the upper edges of the bins.
struct Cumulative {
    float least = 0.0F;
    float width = 1.0F; ///< of a bin
    std::array<float, kBins + 1> shares{};
};

Cumulative cumulativeOf(const std::vector<float>& values)
{
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    Cumulative cumulative;
    cumulative.least = *least;
    cumulative.width = std::max((*most - *least) / kBins, 1e-6F);
    std::array<float, kBins> counts{};
    for (const float value : values) {
        const auto bin = static_cast<std::size_t>((value - cumulative.least) / cumulative.width);
        counts[std::min(bin, kBins - 1)] += 1.0F;
    }
    std::partial_sum(counts.begin(), counts.end(), cumulative.shares.begin() + 1);
    for (float& share : cumulative.shares)
        share /= static_cast<float>(values.size());
    return cumulative;
}

/// For each bin edge of `from` the value of `to` below which the same share lies.
std::array<float, kBins + 1> matchedEdges(const Cumulative& from, const Cumulative& to)
{
    std::array<float, kBins + 1> edges{};
    std::size_t bin = 0;
    for (std::size_t i = 0; i <= kBins; ++i) {
        const float share = from.shares[i];
        while (bin + 1 < kBins && to.shares[bin + 1] < share)
            ++bin;
        const float inside = to.shares[bin + 1] - to.shares[bin];
        const float part = inside > 0.0F ? std::clamp((share - to.shares[bin]) / inside, 0.0F, 1.0F) : 0.0F;
        edges[i] = to.least + (static_cast<float>(bin) + part) * to.width;
    }
    return edges;
}

} // namespace

ColourStatistics statisticsOf(const Pixels& pixels)
{
    ColourStatistics statistics;
    const auto count = static_cast<double>(pixels.count());
    if (pixels.count() == 0)
        return statistics;
    for (std::size_t c = 0; c < 3; ++c) {
        const auto& channel = pixels.channels[c];
        statistics.mean[c] = std::accumulate(channel.begin(), channel.end(), 0.0) / count;
    }
    for (std::size_t a = 0; a < 3; ++a) {
        for (std::size_t b = a; b < 3; ++b) {
            double sum = 0.0;
            for (std::size_t i = 0; i < pixels.count(); ++i)
                sum += (pixels.channels[a][i] - statistics.mean[a]) * (pixels.channels[b][i] - statistics.mean[b]);
            statistics.covariance[a][b] = statistics.covariance[b][a] = sum / count;
        }
    }
    return statistics;
}

void transferMoments(const ColourStatistics& wanted, Pixels& pixels)
{
    const ColourStatistics own = statisticsOf(pixels);
    for (std::size_t c = 0; c < 3; ++c) {
        const double spread = std::sqrt(wanted.covariance[c][c] / std::max(own.covariance[c][c], kLeastVariance));
        const auto gain = static_cast<float>(std::clamp(spread, 1.0 / kMostSpread, kMostSpread));
        const auto ownMean = static_cast<float>(own.mean[c]);
        const auto wantedMean = static_cast<float>(wanted.mean[c]);
        for (float& value : pixels.channels[c])
            value = wantedMean + (value - ownMean) * gain;
    }
}

void transferCovariance(const ColourStatistics& wanted, Pixels& pixels)
{
    const ColourStatistics own = statisticsOf(pixels);
    const Matrix3 map = mapBetween(own.covariance, wanted.covariance);
    for (std::size_t i = 0; i < pixels.count(); ++i) {
        std::array<double, 3> centred;
        for (std::size_t c = 0; c < 3; ++c)
            centred[c] = pixels.channels[c][i] - own.mean[c];
        for (std::size_t c = 0; c < 3; ++c) {
            const double moved = map[c][0] * centred[0] + map[c][1] * centred[1] + map[c][2] * centred[2];
            pixels.channels[c][i] = static_cast<float>(wanted.mean[c] + moved);
        }
    }
}

void matchHistograms(const Pixels& wanted, Pixels& pixels)
{
    for (std::size_t c = 0; c < 3; ++c) {
        std::vector<float>& values = pixels.channels[c];
        const Cumulative from = cumulativeOf(values);
        const auto edges = matchedEdges(from, cumulativeOf(wanted.channels[c]));
        for (float& value : values) {
            const float position = std::clamp((value - from.least) / from.width, 0.0F, static_cast<float>(kBins));
            const auto bin = std::min(static_cast<std::size_t>(position), kBins - 1);
            value = edges[bin] + (edges[bin + 1] - edges[bin]) * (position - static_cast<float>(bin));
        }
    }
}

} // namespace dh
