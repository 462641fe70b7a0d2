#include "core/imaging/mask.h"

#include "core/base/system.h"
#include "core/imaging/opencv_errors.h"
#include "core/imaging/parallel_rows.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstring>
#include <numbers>

namespace dh
{

namespace
{

/// OpenCV's view of a mask; it is only written through when the mask was made for that.
cv::Mat matOf(const Mask& mask)
{
    return {mask.height(), mask.width(), CV_8UC1, const_cast<std::uint8_t*>(mask.row(0))};
}

bool isBinary(const Mask& mask)
{
    const std::uint8_t* values = mask.row(0);
    return std::all_of(values, values + mask.size().area(), [](std::uint8_t v) { return v == 0 || v == 255; });
}

constexpr int kPartRows = 64;

using Values = std::vector<std::uint8_t>;

/// maxima[k][x] is the largest of the 2^k values from x on.
void fillMaxima(std::vector<Values>& maxima)
{
    for (std::size_t k = 1; k < maxima.size(); ++k) {
        const Values& halves = maxima[k - 1];
        const std::size_t half = std::size_t{1} << (k - 1);
        std::transform(halves.begin(), halves.end() - static_cast<std::ptrdiff_t>(half),
                       halves.begin() + static_cast<std::ptrdiff_t>(half), maxima[k].begin(),
                       [](std::uint8_t a, std::uint8_t b) { return std::max(a, b); });
    }
}

/// A function of its own, so that nothing but the rows is in the compiler's way.
void keepLargest(std::uint8_t* largest, const std::uint8_t* a, const std::uint8_t* b, int count)
{
    for (int i = 0; i < count; ++i) {
        const std::uint8_t larger = a[i] > b[i] ? a[i] : b[i];
        largest[i] = largest[i] > larger ? largest[i] : larger;
    }
}

/// Gives each pixel the largest value within `radius`. A disc is a stack of spans, and the maximum of a span that of
/// two of half its length or more, so that the cost grows with the radius rather than with the disc's area.
void spreadLargest(const cv::Mat& source, Mask& target, int radius)
{
    constexpr int kFewestRows = 256; // of a part; each begins with 2 * radius rows of its neighbours
    const int rows = std::max(kFewestRows, 2 * radius);
    const int width = source.cols;
    std::uint8_t* const values = target.writableRow(0);
    forEachPart((source.rows + rows - 1) / rows, [&](int part) {
        const int first = part * rows;
        const int end = std::min(source.rows, first + rows);
        const auto longest = static_cast<unsigned>(2 * radius + 1);
        std::vector<Values> maxima(static_cast<std::size_t>(std::bit_width(longest)),
                                   Values(static_cast<std::size_t>(width + 2 * radius)));
        for (int y = std::max(0, first - radius); y < std::min(source.rows, end + radius); ++y) {
            std::copy_n(source.ptr<std::uint8_t>(y), width, maxima[0].begin() + radius);
            fillMaxima(maxima);
            for (int row = std::max(first, y - radius); row < std::min(end, y + radius + 1); ++row) {
                const int half = static_cast<int>(std::sqrt(radius * radius - (row - y) * (row - y)));
                const auto length = static_cast<unsigned>(2 * half + 1);
                const int power = std::bit_width(length) - 1;
                const std::uint8_t* left = maxima[static_cast<std::size_t>(power)].data() + radius - half;
                const std::uint8_t* right = left + length - (1U << static_cast<unsigned>(power));
                std::uint8_t* largest = values + static_cast<std::size_t>(row) * static_cast<std::size_t>(width);
                keepLargest(largest, left, right, width);
            }
        }
    });
}

void shrinkSoft(const cv::Mat& source, Mask& target, int radius)
{
    cv::Mat complement;
    cv::bitwise_not(source, complement);
    Mask grown(target.size());
    spreadLargest(complement, grown, radius);
    cv::Mat result = matOf(target);
    cv::bitwise_not(matOf(grown), result);
}

/// Sets what lies within `radius` of a value of `source` to that value. The distance transform's cost does not grow
/// with the radius, but it knows only two values.
void spreadBinary(const cv::Mat& source, cv::Mat& target, std::uint8_t value, int radius)
{
    const cv::Mat others = source != value;
    if (cv::countNonZero(others) == static_cast<int>(others.total()))
        return;
    cv::Mat distance;
    cv::distanceTransform(others, distance, cv::DIST_L2, cv::DIST_MASK_PRECISE);
    target.setTo(value, distance <= radius);
}

/// A Gaussian that ends at `radius`, drawn with straight lines between few knots. Such a kernel is a sum of triangles,
/// and the sum over a triangle of any width takes three reads of the twice summed values. Whole numbers, so that the
/// result depends neither on where a row begins nor on what lies beyond the radius.
class GaussianOfTriangles
{
public:
    GaussianOfTriangles(double sigma, int radius) : m_radius(radius)
    {
        // The largest sum, of 16-bit values, must fit into 63 bits.
        constexpr double kLargestWeight = 0x1p46;
        constexpr int kLines = 24;
        const auto height = [&](int x) { return x > radius ? 0.0 : std::exp(-0.5 * x * x / (sigma * sigma)); };
        std::vector<int> knots(kLines);
        for (int i = 0; i < kLines; ++i)
            knots[static_cast<std::size_t>(i)] = static_cast<int>(std::int64_t{i} * radius / (kLines - 1));
        knots.push_back(radius + 1);
        const double scale = kLargestWeight / (sigma * std::sqrt(2.0 * std::numbers::pi));
        double slope = 0.0;
        for (std::size_t i = knots.size() - 1; i > 0; --i) {
            const double next = (height(knots[i - 1]) - height(knots[i])) / (knots[i] - knots[i - 1]);
            m_triangles.push_back({static_cast<std::size_t>(knots[i]), std::llround((next - slope) * scale)});
            slope = next;
        }
        for (const Triangle& triangle : m_triangles) {
            m_centre -= 2 * triangle.weight;
            m_total += triangle.weight * static_cast<std::int64_t>(triangle.width * triangle.width);
        }
    }

    /// In place; beyond its ends the row goes on with its last values. `sums` is room to work in.
    void blur(std::uint16_t* row, int count, std::vector<std::uint64_t>& sums) const
    {
        // Sums may run over: the differences that count come out right all the same.
        sums.resize(static_cast<std::size_t>(count) + 2 * static_cast<std::size_t>(m_radius) + 2);
        std::uint64_t slope = 0;
        sums[0] = 0;
        for (std::size_t i = 1; i < sums.size(); ++i) {
            sums[i] = sums[i - 1] + slope;
            slope += row[std::clamp(static_cast<int>(i) - 1 - m_radius, 0, count - 1)];
        }
        const double share = 1.0 / static_cast<double>(m_total);
        const std::uint64_t* middle = sums.data() + m_radius + 1;
        for (int x = 0; x < count; ++x, ++middle) {
            std::uint64_t sum = static_cast<std::uint64_t>(m_centre) * *middle;
            for (const Triangle& triangle : m_triangles)
                sum += static_cast<std::uint64_t>(triangle.weight) *
                       (*(middle - triangle.width) + *(middle + triangle.width));
            row[x] = static_cast<std::uint16_t>(static_cast<double>(static_cast<std::int64_t>(sum)) * share + 0.5);
        }
    }

private:
    struct Triangle {
        std::size_t width;   ///< from the centre to where it is zero
        std::int64_t weight; ///< negative where the Gaussian bends downwards
    };
    int m_radius;
    std::vector<Triangle> m_triangles;
    std::int64_t m_centre = 0;
    std::int64_t m_total = 0;
};

void blurRows(cv::Mat& values, const GaussianOfTriangles& gaussian)
{
    forEachPart((values.rows + kPartRows - 1) / kPartRows, [&](int part) {
        std::vector<std::uint64_t> sums;
        for (int y = part * kPartRows; y < std::min(values.rows, (part + 1) * kPartRows); ++y)
            gaussian.blur(values.ptr<std::uint16_t>(y), values.cols, sums);
    });
}

/// At a cost for each pixel that does not grow with `sigma`; the ends of a row are as long as `radius`.
void blurWidely(const cv::Mat& source, cv::Mat& target, double sigma, int radius)
{
    constexpr double kTo16Bit = 257.0;
    const GaussianOfTriangles gaussian(sigma, radius);
    cv::Mat values;
    source.convertTo(values, CV_16U, kTo16Bit);
    for (int direction = 0; direction < 2; ++direction) {
        blurRows(values, gaussian);
        cv::Mat turned;
        cv::transpose(values, turned);
        values = turned;
    }
    values.convertTo(target, CV_8U, 1.0 / kTo16Bit);
}

} // namespace

Mask::Mask(Size size, std::uint8_t value) : m_size(size), m_values(std::make_shared<std::vector<std::uint8_t>>())
{
    const auto count = static_cast<std::size_t>(size.area());
    m_values->reserve(count);
    adviseLargePages(m_values->data(), count);
    m_values->resize(count, value);
}

Mask::Mask(Size size, std::vector<std::uint8_t> values)
    : m_size(size), m_values(std::make_shared<std::vector<std::uint8_t>>(std::move(values)))
{
    assert(static_cast<long long>(m_values->size()) == size.area());
}

std::uint8_t* Mask::writableRow(int y)
{
    if (m_values.use_count() > 1)
        m_values = std::make_shared<std::vector<std::uint8_t>>(*m_values);
    return m_values->data() + static_cast<std::size_t>(y) * m_size.width;
}

Rect Mask::boundingBox() const
{
    const auto isSet = [](std::uint8_t value) { return value > 0; };
    int left = m_size.width;
    int right = 0;
    int top = -1;
    int bottom = 0;
    for (int y = 0; y < m_size.height; ++y) {
        const std::uint8_t* begin = row(y);
        const std::uint8_t* end = begin + m_size.width;
        const std::uint8_t* first = std::find_if(begin, end, isSet);
        if (first == end)
            continue;
        const std::uint8_t* last = end - 1;
        while (!isSet(*last))
            --last;
        left = std::min(left, static_cast<int>(first - begin));
        right = std::max(right, static_cast<int>(last - begin) + 1);
        top = top < 0 ? y : top;
        bottom = y + 1;
    }
    return top < 0 ? Rect{} : Rect{left, top, right - left, bottom - top};
}

double Mask::coverage() const
{
    std::uint64_t sum = 0;
    for (int y = 0; y < m_size.height; ++y) {
        const std::uint8_t* values = row(y);
        for (int x = 0; x < m_size.width; ++x)
            sum += values[x];
    }
    return static_cast<double>(sum) / 255.0;
}

Mask Mask::feathered(float sigma) const
{
    constexpr float kLargestSigma = 30000.0F;
    constexpr float kExactBelow = 32.0F;
    sigma = std::min(sigma, kLargestSigma);
    const int radius = static_cast<int>(std::floor(3.0F * sigma));
    if (isNull() || radius < 1)
        return *this;
    Mask result(m_size);
    translatingOpenCvErrors([&] {
        cv::Mat target = matOf(result);
        if (sigma >= kExactBelow) {
            blurWidely(matOf(*this), target, sigma, radius);
            return;
        }
        const int side = 2 * radius + 1;
        cv::GaussianBlur(matOf(*this), target, cv::Size(side, side), sigma, sigma, cv::BORDER_REPLICATE);
    });
    return result;
}

Mask Mask::grown(int pixels) const
{
    if (isNull() || pixels == 0)
        return *this;
    const int radius = std::abs(pixels);
    Mask result(m_size, std::vector<std::uint8_t>(*m_values));
    translatingOpenCvErrors([&] {
        cv::Mat target = matOf(result);
        const cv::Mat source = matOf(*this);
        if (isBinary(*this))
            spreadBinary(source, target, pixels > 0 ? 255 : 0, radius);
        else if (pixels > 0)
            spreadLargest(source, result, radius);
        else
            shrinkSoft(source, result, radius);
    });
    return result;
}

Mask Mask::cropped(const Rect& area) const
{
    assert((Rect{0, 0, m_size.width, m_size.height}).contains(area));
    if (area.size() == m_size)
        return *this;
    Mask result(area.size());
    for (int y = 0; y < area.height; ++y)
        std::memcpy(result.writableRow(y), row(area.y + y) + area.x, static_cast<std::size_t>(area.width));
    return result;
}

bool operator==(const Mask& a, const Mask& b)
{
    return a.m_size == b.m_size && (a.isNull() || a.m_values == b.m_values || *a.m_values == *b.m_values);
}

} // namespace dh
