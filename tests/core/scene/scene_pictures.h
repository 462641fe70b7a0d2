#pragma once

#include "core/scene/composition.h"
#include "tests/core/imaging/test_pictures.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace dh::test
{

/// A picture of one value.
template <typename T>
Image flatImage(Size size, double value, int channels = 3)
{
    return imageOf<T>(size, channels, [value](int, int, int) { return value; });
}

/// A layer whose top left corner lies on `topLeft`.
inline Layer layerAt(Image image, PointF topLeft, LayerId id = 1)
{
    Layer layer;
    layer.id = id;
    layer.transform.pivotInCanvas = topLeft;
    layer.image = std::move(image);
    return layer;
}

/// A layer turned and scaled about its centre, which lies on `centre`.
inline Layer layerAround(Image image, PointF centre, double rotation, double scale = 1.0)
{
    Layer layer;
    layer.id = 1;
    layer.transform.pivotInLayer = {image.width() / 2.0, image.height() / 2.0};
    layer.transform.pivotInCanvas = centre;
    layer.transform.rotation = rotation;
    layer.transform.scaleX = scale;
    layer.transform.scaleY = scale;
    layer.image = std::move(image);
    return layer;
}

inline Composition compositionOf(Image background, std::vector<Layer> layers)
{
    Composition composition;
    composition.background = std::move(background);
    composition.layers = std::move(layers);
    return composition;
}

/// A disc with a soft edge.
inline Mask softDisc(Size size, PointF centre, double radius, double softness)
{
    Mask mask(size);
    for (int y = 0; y < size.height; ++y) {
        std::uint8_t* row = mask.writableRow(y);
        for (int x = 0; x < size.width; ++x) {
            const double dx = x + 0.5 - centre.x;
            const double dy = y + 0.5 - centre.y;
            const double inside = (radius * radius - dx * dx - dy * dy) / (2.0 * radius * softness) + 0.5;
            row[x] = static_cast<std::uint8_t>(255.0 * std::min(1.0, std::max(0.0, inside)));
        }
    }
    return mask;
}

inline Rect wholeOf(const Composition& composition)
{
    return {0, 0, composition.size().width, composition.size().height};
}

template <typename T = std::uint8_t>
double sampleAt(const Image& image, int x, int y, int c = 0)
{
    return static_cast<double>(image.row<T>(y)[x * image.channels() + c]);
}

} // namespace dh::test
