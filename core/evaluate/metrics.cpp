#include "core/evaluate/metrics.h"

#include "core/base/error.h"

#include <array>
#include <cmath>
#include <limits>
#include <string>

namespace dh
{

namespace
{

constexpr int kForegroundThreshold = 128;
constexpr double kDataRange = 255.0;

using Pixel = std::array<double, 4>;

std::string sizeText(Size size)
{
    return std::to_string(size.width) + " x " + std::to_string(size.height);
}

void requireOneSize(const Image& a, const Image& b, const Mask& mask)
{
    if (a.size() != b.size())
        throw Error(ErrorCode::SizeMismatch, "",
                    "the pictures measure " + sizeText(a.size()) + " and " + sizeText(b.size()));
    if (a.size() != mask.size())
        throw Error(ErrorCode::SizeMismatch, "",
                    "the mask measures " + sizeText(mask.size()) + ", the pictures " + sizeText(a.size()));
}

template <typename T>
Pixel pixelOf(const Image& image, int x, int y)
{
    // Dividing by 257 is exact where a 16-bit sample is a widened 8-bit one, so equal stays equal.
    constexpr double kDivisor = sizeof(T) == 2 ? 257.0 : sizeof(T) == 1 ? 1.0 : 1.0 / kDataRange;
    const T* samples = image.row<T>(y) + static_cast<std::ptrdiff_t>(x) * image.channels();
    Pixel pixel = {0.0, 0.0, 0.0, kDataRange};
    for (int c = 0; c < image.channels(); ++c)
        pixel[static_cast<std::size_t>(c)] = static_cast<double>(samples[c]) / kDivisor;
    return pixel;
}

/// R, G, B and A on the 0..255 scale.
Pixel pixelAt(const Image& image, int x, int y)
{
    switch (image.type()) {
    case SampleType::U8:
        return pixelOf<std::uint8_t>(image, x, y);
    case SampleType::U16:
        return pixelOf<std::uint16_t>(image, x, y);
    case SampleType::F32:
        break;
    }
    return pixelOf<float>(image, x, y);
}

double luminanceAt(const Image& image, int x, int y)
{
    const Pixel pixel = pixelAt(image, x, y);
    return 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2];
}

double squaredDifference(const Pixel& a, const Pixel& b)
{
    double sum = 0.0;
    for (std::size_t c = 0; c < 3; ++c)
        sum += (a[c] - b[c]) * (a[c] - b[c]);
    return sum;
}

int changedSamples(const Pixel& a, const Pixel& b)
{
    int count = 0;
    for (std::size_t c = 0; c < a.size(); ++c)
        count += a[c] != b[c] ? 1 : 0;
    return count;
}

bool isInsideWithNeighbours(const Mask& mask, int x, int y)
{
    return mask.row(y)[x] == 255 && mask.row(y)[x - 1] == 255 && mask.row(y)[x + 1] == 255 &&
           mask.row(y - 1)[x] == 255 && mask.row(y + 1)[x] == 255;
}

/// Sums from which a correlation follows.
struct Correlation {
    double n = 0.0, a = 0.0, b = 0.0, aa = 0.0, bb = 0.0, ab = 0.0;

    void add(double valueA, double valueB)
    {
        n += 1.0;
        a += valueA;
        b += valueB;
        aa += valueA * valueA;
        bb += valueB * valueB;
        ab += valueA * valueB;
    }
    [[nodiscard]] double value() const
    {
        // What a constant leaves after cancellation is rounding, not variation.
        constexpr double kRounding = 1e-12;
        const double varianceA = n * aa - a * a;
        const double varianceB = n * bb - b * b;
        const bool isConstantA = varianceA <= kRounding * n * aa;
        const bool isConstantB = varianceB <= kRounding * n * bb;
        if (isConstantA || isConstantB)
            return isConstantA && isConstantB ? 1.0 : 0.0;
        return (n * ab - a * b) / std::sqrt(varianceA * varianceB);
    }
};

} // namespace

Metrics compareImages(const Image& a, const Image& b, const Mask& mask)
{
    requireOneSize(a, b, mask);
    Metrics metrics;
    if (a.isNull())
        return metrics;
    double inside = 0.0;
    double outside = 0.0;
    long long insidePixels = 0;
    for (int y = 0; y < a.height(); ++y) {
        double rowInside = 0.0;
        double rowOutside = 0.0;
        for (int x = 0; x < a.width(); ++x) {
            const Pixel pixelA = pixelAt(a, x, y);
            const Pixel pixelB = pixelAt(b, x, y);
            const std::uint8_t weight = mask.row(y)[x];
            const bool isForeground = weight >= kForegroundThreshold;
            insidePixels += isForeground ? 1 : 0;
            (isForeground ? rowInside : rowOutside) += squaredDifference(pixelA, pixelB);
            (weight > 0 ? metrics.changedInside : metrics.changedOutside) += changedSamples(pixelA, pixelB);
        }
        inside += rowInside;
        outside += rowOutside;
    }

    const auto pixels = static_cast<double>(a.size().area());
    const double outsidePixels = pixels - static_cast<double>(insidePixels);
    metrics.mse = (inside + outside) / (3.0 * pixels);
    metrics.psnr = metrics.mse > 0.0 ? 10.0 * std::log10(kDataRange * kDataRange / metrics.mse)
                                     : std::numeric_limits<double>::infinity();
    metrics.fmse = insidePixels > 0 ? inside / (3.0 * static_cast<double>(insidePixels)) : 0.0;
    metrics.backgroundMse = outsidePixels > 0.0 ? outside / (3.0 * outsidePixels) : 0.0;
    metrics.maskFraction = static_cast<double>(insidePixels) / pixels;
    return metrics;
}

double gradientCorrelation(const Image& a, const Image& b, const Mask& mask)
{
    requireOneSize(a, b, mask);
    Correlation correlation;
    for (int y = 1; y + 1 < a.height(); ++y)
        for (int x = 1; x + 1 < a.width(); ++x) {
            if (!isInsideWithNeighbours(mask, x, y))
                continue;
            correlation.add((luminanceAt(a, x + 1, y) - luminanceAt(a, x - 1, y)) / 2.0,
                            (luminanceAt(b, x + 1, y) - luminanceAt(b, x - 1, y)) / 2.0);
            correlation.add((luminanceAt(a, x, y + 1) - luminanceAt(a, x, y - 1)) / 2.0,
                            (luminanceAt(b, x, y + 1) - luminanceAt(b, x, y - 1)) / 2.0);
        }
    return correlation.value();
}

} // namespace dh
