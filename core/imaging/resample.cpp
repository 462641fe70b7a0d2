#include "core/imaging/resample.h"

#include "core/imaging/opencv_errors.h"
#include "core/imaging/resample_taps.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cassert>

namespace dh
{

namespace
{

Taps areaOrBicubic(int inputLength, int outputLength)
{
    return outputLength > inputLength ? bicubicTaps(inputLength, outputLength) : areaTaps(inputLength, outputLength);
}

Taps areaOrBilinear(int inputLength, int outputLength)
{
    return outputLength > inputLength ? bilinearTaps(inputLength, outputLength) : areaTaps(inputLength, outputLength);
}

/// Along both axes.
bool isSmaller(Size size, Size than)
{
    return size.width < than.width && size.height < than.height;
}

bool isWithinUnit(const std::vector<float>& values)
{
    return std::all_of(values.begin(), values.end(), [](float value) { return value >= 0.0F && value <= 1.0F; });
}

void clampToUnit(PlanarImage& planar)
{
    for (float& value : planar.values)
        value = std::clamp(value, 0.0F, 1.0F);
}

} // namespace

PlanarImage resized(const PlanarImage& planar, Size size)
{
    assert(!planar.size.isEmpty() && !size.isEmpty());
    if (planar.size == size)
        return planar;
    PlanarImage result = resampled(planar, size, areaOrBicubic(planar.size.width, size.width),
                                   areaOrBicubic(planar.size.height, size.height));
    if (isWithinUnit(planar.values))
        clampToUnit(result);
    return result;
}

PlanarImage resizedBilinearAntialias(const PlanarImage& planar, Size size)
{
    assert(!planar.size.isEmpty() && !size.isEmpty());
    if (planar.size == size)
        return planar;
    return resampled(planar, size, antialiasTaps(planar.size.width, size.width),
                     antialiasTaps(planar.size.height, size.height));
}

PlanarImage resized(const Image& image, const Rect& area, Size size)
{
    if (!isSmaller(size, area.size()))
        return resized(planarFromImage(image, area), size);
    PlanarImage result =
        resampledColumnsFirst(image, area, size, areaTaps(area.width, size.width), areaTaps(area.height, size.height));
    clampToUnit(result);
    return result;
}

PlanarImage resizedBilinearAntialias(const Image& image, const Rect& area, Size size)
{
    if (!isSmaller(size, area.size()))
        return resizedBilinearAntialias(planarFromImage(image, area), size);
    return resampledColumnsFirst(image, area, size, antialiasTaps(area.width, size.width),
                                 antialiasTaps(area.height, size.height));
}

Mask resized(const Mask& mask, Size size)
{
    assert(!mask.isNull() && !size.isEmpty());
    if (mask.size() == size)
        return mask;
    if (isSmaller(size, mask.size()))
        return maskFromPlanar(resampledColumnsFirst(mask, size, areaTaps(mask.width(), size.width),
                                                    areaTaps(mask.height(), size.height)));
    const PlanarImage plane = resampled(planarFromMask(mask), size, areaOrBilinear(mask.width(), size.width),
                                        areaOrBilinear(mask.height(), size.height));
    return maskFromPlanar(plane);
}

Mask dilatedSquare(const Mask& mask, int k)
{
    assert(k >= 1);
    Mask result(mask.size());
    if (mask.isNull())
        return result;
    translatingOpenCvErrors([&] {
        // OpenCV has no read-only view; the source is not written.
        const cv::Mat source(mask.height(), mask.width(), CV_8UC1, const_cast<std::uint8_t*>(mask.row(0)));
        cv::Mat target(mask.height(), mask.width(), CV_8UC1, result.writableRow(0));
        cv::dilate(source, target, cv::Mat::ones(k, k, CV_8UC1));
    });
    return result;
}

} // namespace dh
