#include "ui/files/picture_source.h"

#include "ui/canvas/qt_image.h"
#include "ui/files/file_chooser.h"

#include <QColorSpace>
#include <QImageReader>

#include <algorithm>
#include <array>
#include <fstream>
#include <string_view>

namespace dh
{

namespace
{

/// libjpeg's coarsest scale: an eighth, one sample of each block of 8 x 8.
constexpr int kPreviewDivisor = 8;
/// Smaller pictures are there as soon as their preview would be.
constexpr int kSmallestPreviewedSide = 2000;

/// What our readers allocate at most: 4 samples a pixel.
constexpr std::uint64_t kBytesPerPixel = 4;
constexpr std::uint64_t kBytesPerDeepPixel = 8;

bool isDeep(QImage::Format format)
{
    constexpr int kBitsOfEightBitPixel = 32;
    return format == QImage::Format_Grayscale16 || QImage::toPixelFormat(format).bitsPerPixel() > kBitsOfEightBitPixel;
}

/// 0 when the header doesn't tell.
std::uint64_t bytesToDecode(const std::filesystem::path& file)
{
    QImageReader reader(textOf(file));
    reader.setDecideFormatFromContent(true);
    const QSize size = reader.size();
    if (!size.isValid())
        return 0;
    const std::uint64_t pixels = static_cast<std::uint64_t>(size.width()) * static_cast<std::uint64_t>(size.height());
    return pixels * (isDeep(reader.imageFormat()) ? kBytesPerDeepPixel : kBytesPerPixel);
}

} // namespace

std::variant<LoadedPicture, LargePicture> readPicture(const PictureSource& source, std::uint64_t freeBytes,
                                                      const CancelToken& cancel)
{
    if (source.file.empty())
        return LoadedPicture{imageFromQImage(source.pixels), {}, false};
    ReadLimits limits{source.grantedBytes};
    if (source.grantedBytes == 0) {
        limits.maxDecodedBytes = std::max<std::uint64_t>(freeBytes / 2, 1);
        const std::uint64_t needed = bytesToDecode(source.file);
        if (needed > limits.maxDecodedBytes)
            return LargePicture{needed};
    }
    cancel.throwIfCancelled();
    ImageFile read = readImageFile(source.file, limits);
    cancel.throwIfCancelled();
    return LoadedPicture{std::move(read.image), std::move(read.metadata), read.coloursConverted};
}

std::optional<QuickPreview> readQuickPreview(const std::filesystem::path& file)
{
    QImageReader reader(textOf(file));
    reader.setDecideFormatFromContent(true);
    const QSize size = reader.size();
    if (reader.format() != "jpeg" || std::max(size.width(), size.height()) < kSmallestPreviewedSide)
        return std::nullopt;
    reader.setAutoTransform(true);
    reader.setScaledSize(size / kPreviewDivisor);
    QImage image = reader.read();
    if (image.isNull())
        return std::nullopt;
    if (image.colorSpace().isValid())
        image.convertToColorSpace(QColorSpace::SRgb);
    const bool isTurned = reader.transformation().testFlag(QImageIOHandler::TransformationRotate90);
    return QuickPreview{std::move(image), isTurned ? size.transposed() : size};
}

bool isProjectFile(const std::filesystem::path& file)
{
    constexpr std::string_view kZipStart("PK\x03\x04", 4);
    std::array<char, kZipStart.size()> start{};
    std::ifstream stream(file, std::ios::binary);
    return stream.read(start.data(), start.size()) && std::string_view(start.data(), start.size()) == kZipStart;
}

} // namespace dh
