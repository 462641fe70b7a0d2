#include "core/imaging/orientation.h"

#include "core/imaging/parallel_rows.h"

#include <array>
#include <cassert>

namespace dh
{

namespace
{

/// Where an upright row starts in the stored picture and how it goes on, in pixels.
struct Walk {
    Point origin;
    Point perColumn;
    Point perRow;
};

Walk walkFor(int orientation, Size stored)
{
    const int right = stored.width - 1;
    const int bottom = stored.height - 1;
    switch (orientation) {
    case 2:
        return {{right, 0}, {-1, 0}, {0, 1}};
    case 3:
        return {{right, bottom}, {-1, 0}, {0, -1}};
    case 4:
        return {{0, bottom}, {1, 0}, {0, -1}};
    case 5:
        return {{0, 0}, {0, 1}, {1, 0}};
    case 6:
        return {{0, bottom}, {0, -1}, {1, 0}};
    case 7:
        return {{right, bottom}, {0, -1}, {-1, 0}};
    case 8:
        return {{right, 0}, {0, 1}, {-1, 0}};
    default:
        return {{0, 0}, {1, 0}, {0, 1}};
    }
}

template <std::size_t PixelBytes>
void copyPixels(const Image& image, const Walk& walk, ImageBuffer& upright)
{
    using Pixel = std::array<std::byte, PixelBytes>;
    const auto* stored = reinterpret_cast<const Pixel*>(image.bytes());
    const std::ptrdiff_t step = walk.perColumn.x + static_cast<std::ptrdiff_t>(walk.perColumn.y) * image.width();
    forEachBand(upright.size().height, [&](int first, int end) {
        for (int y = first; y < end; ++y) {
            const std::ptrdiff_t column = walk.origin.x + static_cast<std::ptrdiff_t>(walk.perRow.x) * y;
            const std::ptrdiff_t row = walk.origin.y + static_cast<std::ptrdiff_t>(walk.perRow.y) * y;
            const Pixel* source = stored + row * image.width() + column;
            Pixel* target = upright.row<Pixel>(y);
            for (int x = 0; x < upright.size().width; ++x)
                target[x] = source[x * step];
        }
    });
}

} // namespace

Image uprightImage(const Image& image, int orientation)
{
    assert(orientation >= 1 && orientation <= 8);
    if (orientation == 1 || image.isNull())
        return image;
    const bool isTurned = orientation >= 5;
    const Size size = isTurned ? Size{image.height(), image.width()} : image.size();
    ImageBuffer upright(size, image.channels(), image.type());
    const Walk walk = walkFor(orientation, image.size());
    switch (image.channels() * bytesPerSample(image.type())) {
    case 3:
        copyPixels<3>(image, walk, upright);
        break;
    case 4:
        copyPixels<4>(image, walk, upright);
        break;
    case 6:
        copyPixels<6>(image, walk, upright);
        break;
    case 8:
        copyPixels<8>(image, walk, upright);
        break;
    case 12:
        copyPixels<12>(image, walk, upright);
        break;
    default:
        copyPixels<16>(image, walk, upright);
        break;
    }
    return std::move(upright).finish(image.iccProfile());
}

} // namespace dh
