#include "ui/canvas/qt_image.h"

#include "core/base/error.h"
#include "core/imaging/colour.h"
#include "core/imaging/convert.h"
#include "core/imaging/icc_profile.h"

#include <QColorSpace>

#include <algorithm>
#include <cstring>
#include <span>
#include <utility>

namespace dh
{

namespace
{

constexpr int kBandRows = 64;
constexpr int kBitsOfEightBitPixel = 32;

Error outOfMemory(Size size)
{
    return {ErrorCode::OutOfMemory, "picture for the screen",
            std::to_string(size.width) + " x " + std::to_string(size.height) + " pixels"};
}

/// Rows of an 8-bit RGB or RGBA picture; alpha from another, or opaque.
void packRow(const std::uint8_t* rgb, int channels, const std::uint8_t* alpha, QRgb* to, int width)
{
    for (int x = 0; x < width; ++x, rgb += channels)
        to[x] = qRgba(rgb[0], rgb[1], rgb[2], alpha == nullptr ? 0xFF : alpha[x * 4 + 3]);
}

void packBand(const Image& eightBit, int firstRow, int rows, const ColourTransform& transform, QImage& to)
{
    Image colours = eightBit;
    int offset = firstRow;
    if (!transform.isIdentity()) {
        PlanarImage planar = planarFromImage(eightBit, {0, firstRow, eightBit.width(), rows});
        transform.toSrgb(planar);
        colours = imageFromPlanar(planar, SampleType::U8);
        offset = 0;
    }
    for (int y = 0; y < rows; ++y) {
        const std::uint8_t* alpha = eightBit.hasAlpha() ? eightBit.row<std::uint8_t>(firstRow + y) : nullptr;
        packRow(colours.row<std::uint8_t>(offset + y), colours.channels(), alpha,
                reinterpret_cast<QRgb*>(to.scanLine(firstRow + y)), eightBit.width());
    }
}

bool isOpaque(const QImage& image)
{
    if (!image.hasAlphaChannel())
        return true;
    const QImage alpha = image.convertToFormat(QImage::Format_Alpha8);
    for (int y = 0; y < alpha.height(); ++y) {
        const uchar* row = alpha.constScanLine(y);
        if (std::any_of(row, row + alpha.width(), [](uchar value) { return value != 0xFF; }))
            return false;
    }
    return true;
}

/// The pixels in the middle of equal squares, several for each pixel of `bounds`: the mean of all would look the same
/// and keep the window waiting at 24 megapixels.
Image thinned(const Image& image, QSize bounds)
{
    constexpr int kSamplesPerSide = 4;
    const int step = std::max(image.width() / std::max(1, kSamplesPerSide * bounds.width()),
                              image.height() / std::max(1, kSamplesPerSide * bounds.height()));
    if (step <= 1)
        return image;
    ImageBuffer buffer({(image.width() + step - 1) / step, (image.height() + step - 1) / step}, image.channels(),
                       image.type());
    const auto pixelBytes = static_cast<std::size_t>(image.channels() * bytesPerSample(image.type()));
    const auto middle = [step](int i, int length) {
        return static_cast<std::size_t>(std::min(i * step + step / 2, length - 1));
    };
    for (int y = 0; y < buffer.size().height; ++y) {
        const std::byte* source = image.row<std::byte>(static_cast<int>(middle(y, image.height())));
        std::byte* target = buffer.row<std::byte>(y);
        for (int x = 0; x < buffer.size().width; ++x, target += pixelBytes)
            std::memcpy(target, source + middle(x, image.width()) * pixelBytes, pixelBytes);
    }
    return std::move(buffer).finish(image.iccProfile());
}

IccProfile profileOf(const QImage& image)
{
    const QColorSpace space = image.colorSpace();
    if (!space.isValid() || space == QColorSpace(QColorSpace::SRgb))
        return nullptr;
    const QByteArray icc = space.iccProfile();
    const auto bytes = std::as_bytes(std::span(icc.constData(), static_cast<std::size_t>(icc.size())));
    if (iccSpaceOf(bytes) != IccSpace::Rgb)
        return nullptr;
    return std::make_shared<const std::vector<std::byte>>(bytes.begin(), bytes.end());
}

/// Copies the first `channels` of four samples.
template <typename T>
void copyRow(const uchar* from, T* to, int width, int channels)
{
    const T* samples = reinterpret_cast<const T*>(from);
    constexpr int kStoredChannels = 4;
    for (int x = 0; x < width; ++x, samples += kStoredChannels, to += channels)
        std::copy_n(samples, channels, to);
}

} // namespace

QImage qImageFromImage(const Image& image, AlphaForm form)
{
    if (image.isNull())
        return {};
    const Image eightBit = convertedToType(image, SampleType::U8);
    QImage result(image.width(), image.height(), image.hasAlpha() ? QImage::Format_ARGB32 : QImage::Format_RGB32);
    if (result.isNull())
        throw outOfMemory(image.size());
    const ColourTransform transform(image.iccProfile());
    for (int y = 0; y < image.height(); y += kBandRows)
        packBand(eightBit, y, std::min(kBandRows, image.height() - y), transform, result);
    result.setColorSpace(QColorSpace::SRgb);
    if (image.hasAlpha() && form == AlphaForm::Premultiplied)
        result.convertTo(QImage::Format_ARGB32_Premultiplied);
    return result;
}

QImage thumbnailFromImage(const Image& image, QSize bounds)
{
    const QImage whole = qImageFromImage(thinned(image, bounds), AlphaForm::Premultiplied);
    if (whole.isNull() || (whole.width() <= bounds.width() && whole.height() <= bounds.height()))
        return whole;
    return whole.scaled(bounds, Qt::KeepAspectRatio, Qt::SmoothTransformation);
}

Image imageFromQImage(const QImage& image)
{
    if (image.isNull())
        return {};
    const Size size{image.width(), image.height()};
    const bool deep = image.depth() > kBitsOfEightBitPixel || image.format() == QImage::Format_Grayscale16;
    const int channels = isOpaque(image) ? 3 : 4;
    const QImage straight = image.convertToFormat(deep ? QImage::Format_RGBA64 : QImage::Format_RGBA8888);
    if (straight.isNull())
        throw outOfMemory(size);
    ImageBuffer buffer(size, channels, deep ? SampleType::U16 : SampleType::U8);
    for (int y = 0; y < size.height; ++y) {
        if (deep)
            copyRow(straight.constScanLine(y), buffer.row<std::uint16_t>(y), size.width, channels);
        else
            copyRow(straight.constScanLine(y), buffer.row<std::uint8_t>(y), size.width, channels);
    }
    return std::move(buffer).finish(profileOf(image));
}

} // namespace dh
