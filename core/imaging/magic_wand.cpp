#include "core/imaging/mask_edit.h"
#include "core/imaging/opencv_errors.h"
#include "core/imaging/parallel_rows.h"

#include <opencv2/imgproc.hpp>

#include <cmath>

namespace dh
{

namespace
{

constexpr std::uint8_t kSelected = 255;

template <typename T>
bool isNear(const T* pixel, const T* seed, int channels, double tolerance)
{
    bool near = true;
    for (int c = 0; c < channels; ++c)
        near = near && std::abs(static_cast<double>(pixel[c]) - static_cast<double>(seed[c])) <= tolerance;
    return near;
}

/// Every pixel of the seed's colour, `tolerance` on the image's own scale.
template <typename T>
void selectAlike(const Image& image, Point seed, double tolerance, std::uint8_t* values)
{
    const int channels = image.channels();
    const T* seedPixel = image.row<T>(seed.y) + static_cast<std::ptrdiff_t>(seed.x) * channels;
    forEachBand(image.height(), [&](int first, int end) {
        for (int y = first; y < end; ++y) {
            const T* pixel = image.row<T>(y);
            std::uint8_t* target = values + static_cast<std::size_t>(y) * image.width();
            for (int x = 0; x < image.width(); ++x, pixel += channels)
                target[x] = isNear(pixel, seedPixel, channels, tolerance) ? kSelected : 0;
        }
    });
}

void keepConnected(Mask& mask, Point seed)
{
    constexpr std::uint8_t kReached = 128;
    constexpr int kEightNeighbours = 8;
    cv::Mat values(mask.height(), mask.width(), CV_8UC1, mask.writableRow(0));
    translatingOpenCvErrors([&] {
        cv::floodFill(values, cv::Point(seed.x, seed.y), kReached, nullptr, 0, 0, kEightNeighbours);
        cv::compare(values, kReached, values, cv::CMP_EQ);
    });
}

} // namespace

Mask magicWand(const Image& image, Point seed, double tolerance, bool contiguous)
{
    Mask mask(image.size());
    if (seed.x < 0 || seed.y < 0 || seed.x >= image.width() || seed.y >= image.height() || std::isnan(tolerance))
        return mask;
    constexpr double kEightBitMax = 255.0;
    const double scaled = std::max(0.0, tolerance) * static_cast<double>(maxSample(image.type())) / kEightBitMax;
    std::uint8_t* values = mask.writableRow(0);
    switch (image.type()) {
    case SampleType::U8:
        selectAlike<std::uint8_t>(image, seed, scaled, values);
        break;
    case SampleType::U16:
        selectAlike<std::uint16_t>(image, seed, scaled, values);
        break;
    case SampleType::F32:
        selectAlike<float>(image, seed, scaled, values);
        break;
    }
    if (contiguous)
        keepConnected(mask, seed);
    return mask;
}

} // namespace dh
