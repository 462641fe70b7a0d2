#include "core/imaging/image_metadata.h"

#include "core/base/log.h"
#include "core/imaging/exiv2_compat.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <mutex>
#include <string_view>
#include <utility>

namespace dh
{

namespace
{

constexpr std::string_view kExifPrefix("Exif\0\0", 6);
constexpr double kCentimetresPerInch = 2.54;
constexpr long kUnitInch = 2;
constexpr long kUnitCentimetre = 3;
constexpr char kResolutionX[] = "Exif.Image.XResolution";
constexpr char kResolutionY[] = "Exif.Image.YResolution";
constexpr char kResolutionUnit[] = "Exif.Image.ResolutionUnit";

void silenceExiv2()
{
    static std::once_flag once;
    std::call_once(once, [] { Exiv2::LogMsg::setLevel(Exiv2::LogMsg::mute); });
}

/// Exiv2's XMP parser, which every TIFF file goes through, keeps global state.
std::mutex& xmpMutex()
{
    static std::mutex mutex;
    return mutex;
}

std::int64_t integerOf(const Exiv2::ExifData& exif, const char* key, std::int64_t absent)
{
    const auto found = exif.findKey(Exiv2::ExifKey(key));
    return found == exif.end() || found->count() == 0 ? absent : compat::integerOf(*found);
}

double dotsPerInchOf(const Exiv2::ExifData& exif, const char* key)
{
    const auto found = exif.findKey(Exiv2::ExifKey(key));
    if (found == exif.end() || found->count() == 0)
        return 0.0;
    const double value = found->toFloat();
    const bool isMetric = integerOf(exif, kResolutionUnit, kUnitInch) == kUnitCentimetre;
    return value > 0.0 ? value * (isMetric ? kCentimetresPerInch : 1.0) : 0.0;
}

/// To a hundredth.
Exiv2::URational rationalOf(double value)
{
    constexpr std::uint32_t kParts = 100;
    constexpr double kLargest = 1e7;
    const auto parts = static_cast<std::uint32_t>(std::lround(std::min(value, kLargest) * kParts));
    return parts % kParts == 0 ? Exiv2::URational{parts / kParts, 1} : Exiv2::URational{parts, kParts};
}

/// Tags that describe how one file stores its pixels and would be wrong in another.
bool isStructural(const Exiv2::Exifdatum& datum)
{
    static constexpr std::array<int, 24> kTags = {0x00fe, 0x00ff, 0x0100, 0x0101, 0x0102, 0x0103, 0x0106, 0x010a,
                                                  0x0111, 0x0115, 0x0116, 0x0117, 0x011c, 0x013d, 0x0140, 0x0142,
                                                  0x0143, 0x0144, 0x0145, 0x014a, 0x0152, 0x0153, 0x02bc, 0x8773};
    const std::string group = datum.groupName();
    if (group == "Image")
        return std::find(kTags.begin(), kTags.end(), datum.tag()) != kTags.end();
    // Further pages, previews and thumbnails are not carried over.
    return group.starts_with("SubImage") || group == "Thumbnail" || group == "Image2" || group == "Image3";
}

std::vector<std::byte> encoded(Exiv2::ExifData exif)
{
    Exiv2::Blob blob;
    Exiv2::ExifParser::encode(blob, Exiv2::littleEndian, exif);
    return copyOfBytes(blob.data(), blob.size());
}

/// `bytes` with the changes made in `exif`; maker notes stay where they were as far as possible.
std::vector<std::byte> reencoded(std::vector<std::byte> bytes, Exiv2::ByteOrder order, Exiv2::ExifData exif)
{
    Exiv2::Blob blob;
    const auto method = Exiv2::ExifParser::encode(blob, reinterpret_cast<const Exiv2::byte*>(bytes.data()),
                                                  static_cast<uint32_t>(bytes.size()), order, exif);
    return method == Exiv2::wmIntrusive ? copyOfBytes(blob.data(), blob.size()) : bytes;
}

void keepParsedExif(DecodedImage& decoded, std::vector<std::byte> bytes)
{
    Exiv2::ExifData exif;
    const Exiv2::ByteOrder order = Exiv2::ExifParser::decode(exif, reinterpret_cast<const Exiv2::byte*>(bytes.data()),
                                                             static_cast<uint32_t>(bytes.size()));
    if (exif.empty() || order == Exiv2::invalidByteOrder)
        return;
    const long orientation = integerOf(exif, "Exif.Image.Orientation", 1);
    decoded.orientation = orientation >= 1 && orientation <= 8 ? static_cast<int>(orientation) : 1;
    if (decoded.metadata.dotsPerInchX <= 0.0) {
        decoded.metadata.dotsPerInchX = dotsPerInchOf(exif, kResolutionX);
        decoded.metadata.dotsPerInchY = dotsPerInchOf(exif, kResolutionY);
    }
    // The thumbnail shows the picture as it was before harmonizing.
    Exiv2::ExifThumb(exif).erase();
    if (orientation != 1)
        exif["Exif.Image.Orientation"] = static_cast<uint16_t>(1);
    decoded.metadata.exif = reencoded(std::move(bytes), order, exif);
}

/// @return whether that changes what `exif` tells
bool tellResolution(Exiv2::ExifData& exif, const ImageMetadata& metadata, bool addsResolution)
{
    // JPEG's own field holds whole dots.
    constexpr double kTolerance = 0.5;
    if (metadata.dotsPerInchX <= 0.0 || metadata.dotsPerInchY <= 0.0)
        return false;
    const double x = dotsPerInchOf(exif, kResolutionX);
    const double y = dotsPerInchOf(exif, kResolutionY);
    const bool isAgreed =
        std::abs(x - metadata.dotsPerInchX) <= kTolerance && std::abs(y - metadata.dotsPerInchY) <= kTolerance;
    if (isAgreed || (x <= 0.0 && !addsResolution))
        return false;
    exif[kResolutionX] = rationalOf(metadata.dotsPerInchX);
    exif[kResolutionY] = rationalOf(metadata.dotsPerInchY);
    exif[kResolutionUnit] = static_cast<uint16_t>(kUnitInch);
    return true;
}

/// @return whether that changes what `exif` tells
bool tellSize(Exiv2::ExifData& exif, Size size)
{
    constexpr long kLongestShort = 0xFFFF;
    const std::array<std::pair<const char*, long>, 4> sides = {{{"Exif.Photo.PixelXDimension", size.width},
                                                                {"Exif.Photo.PixelYDimension", size.height},
                                                                {"Exif.Image.ImageWidth", size.width},
                                                                {"Exif.Image.ImageLength", size.height}}};
    bool isChanged = false;
    for (const auto& [key, side] : sides) {
        const auto found = exif.findKey(Exiv2::ExifKey(key));
        if (found == exif.end() || integerOf(exif, key, 0) == side)
            continue;
        // A value of the same length leaves the rest of the block, maker notes too, where it is.
        if (found->typeId() == Exiv2::unsignedShort && side <= kLongestShort)
            *found = static_cast<uint16_t>(side);
        else
            *found = static_cast<uint32_t>(side);
        isChanged = true;
    }
    return isChanged;
}

/// Makes each number that an XMP packet tells under `name` the given one: an attribute's value, tiff:Orientation="6",
/// or an element's content, <tiff:Orientation>6<.
void tellNumber(std::vector<std::byte>& xmp, std::string_view name, int number)
{
    const std::string text = std::to_string(number);
    std::string packet(reinterpret_cast<const char*>(xmp.data()), xmp.size());
    for (std::size_t at = packet.find(name); at != packet.npos; at = packet.find(name, at)) {
        at += name.size();
        const std::size_t begin = std::min(packet.find_first_not_of(" \t\r\n=>\"'", at), packet.size());
        const std::size_t end = std::min(packet.find_first_not_of("0123456789", begin), packet.size());
        if (begin > at && end > begin)
            packet.replace(begin, end - begin, text);
    }
    xmp = copyOfBytes(packet.data(), packet.size());
}

} // namespace

std::vector<std::byte> copyOfBytes(const void* data, std::size_t size)
{
    const auto* begin = static_cast<const std::byte*>(data);
    return size == 0 ? std::vector<std::byte>{} : std::vector<std::byte>(begin, begin + size);
}

std::string utf8FromLatin1(const std::string& text)
{
    std::string utf8;
    utf8.reserve(text.size());
    for (const char character : text) {
        const auto code = static_cast<unsigned char>(character);
        if (code < 0x80) {
            utf8 += character;
        } else {
            utf8 += static_cast<char>(0xC0 | (code >> 6));
            utf8 += static_cast<char>(0x80 | (code & 0x3F));
        }
    }
    return utf8;
}

std::optional<std::string> latin1FromUtf8(const std::string& text)
{
    std::string latin1;
    latin1.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto code = static_cast<unsigned char>(text[i]);
        if (code < 0x80) {
            latin1 += text[i];
            continue;
        }
        // The rest of Latin-1 are the pairs that begin with one of these.
        const unsigned next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
        if ((code != 0xC2 && code != 0xC3) || (next & 0xC0U) != 0x80U)
            return std::nullopt;
        latin1 += static_cast<char>((code & 0x03U) << 6U | (next & 0x3FU));
        ++i;
    }
    return latin1;
}

bool isAscii(const std::string& text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

void keepExif(DecodedImage& decoded, std::span<const std::byte> exif)
{
    if (exif.size() >= kExifPrefix.size() && std::memcmp(exif.data(), kExifPrefix.data(), kExifPrefix.size()) == 0)
        exif = exif.subspan(kExifPrefix.size());
    if (exif.empty())
        return;
    silenceExiv2();
    try {
        keepParsedExif(decoded, std::vector<std::byte>(exif.begin(), exif.end()));
    } catch (const compat::Exiv2Error& error) {
        log(LogLevel::Warning, std::string("EXIF data left out: ") + error.what());
    }
}

void tellUpright(std::vector<std::byte>& xmp)
{
    tellNumber(xmp, "tiff:Orientation", 1);
}

std::vector<std::byte> xmpForPicture(std::vector<std::byte> xmp, Size size)
{
    for (const char* name : {"exif:PixelXDimension", "tiff:ImageWidth"})
        tellNumber(xmp, name, size.width);
    for (const char* name : {"exif:PixelYDimension", "tiff:ImageLength"})
        tellNumber(xmp, name, size.height);
    return xmp;
}

std::vector<std::byte> exifForPicture(const ImageMetadata& metadata, Size size, bool addsResolution)
{
    if (metadata.exif.empty() && !addsResolution)
        return {};
    silenceExiv2();
    try {
        Exiv2::ExifData exif;
        const Exiv2::ByteOrder order =
            Exiv2::ExifParser::decode(exif, reinterpret_cast<const Exiv2::byte*>(metadata.exif.data()),
                                      static_cast<uint32_t>(metadata.exif.size()));
        if (order == Exiv2::invalidByteOrder)
            return metadata.exif;
        const bool hasNewResolution = tellResolution(exif, metadata, addsResolution);
        const bool hasNewSize = tellSize(exif, size);
        return hasNewResolution || hasNewSize ? reencoded(metadata.exif, order, exif) : metadata.exif;
    } catch (const compat::Exiv2Error& error) {
        log(LogLevel::Warning, std::string("Resolution and size left as they are in the EXIF data: ") + error.what());
        return metadata.exif;
    }
}

std::vector<std::byte> exifOfTiff(std::span<const std::byte> tiff)
{
    silenceExiv2();
    const std::lock_guard lock(xmpMutex());
    try {
        const auto image = Exiv2::ImageFactory::open(reinterpret_cast<const Exiv2::byte*>(tiff.data()),
                                                     static_cast<long>(tiff.size()));
        image->readMetadata();
        Exiv2::ExifData kept;
        for (const Exiv2::Exifdatum& datum : image->exifData())
            if (!isStructural(datum))
                kept.add(datum);
        return kept.empty() ? std::vector<std::byte>{} : encoded(kept);
    } catch (const compat::Exiv2Error& error) {
        log(LogLevel::Warning, std::string("EXIF data left out: ") + error.what());
        return {};
    }
}

std::vector<std::byte> tiffWithExif(std::vector<std::byte> tiff, const ImageMetadata& metadata)
{
    silenceExiv2();
    const std::lock_guard lock(xmpMutex());
    const std::vector<std::byte>& exif = metadata.exif;
    try {
        Exiv2::ExifData added;
        Exiv2::ExifParser::decode(added, reinterpret_cast<const Exiv2::byte*>(exif.data()),
                                  static_cast<uint32_t>(exif.size()));
        const auto image = Exiv2::ImageFactory::open(reinterpret_cast<const Exiv2::byte*>(tiff.data()),
                                                     static_cast<long>(tiff.size()));
        image->readMetadata();
        for (const Exiv2::Exifdatum& datum : added)
            if (!isStructural(datum))
                image->exifData()[datum.key()] = datum.value();
        image->xmpData().setPacket(
            std::string(reinterpret_cast<const char*>(metadata.xmp.data()), metadata.xmp.size()));
        image->writeXmpFromPacket(true);
        image->writeMetadata();
        Exiv2::BasicIo& io = image->io();
        io.open();
        const Exiv2::DataBuf all = io.read(static_cast<long>(io.size()));
        return copyOfBytes(compat::dataOf(all), compat::sizeOf(all));
    } catch (const compat::Exiv2Error& error) {
        log(LogLevel::Warning, std::string("EXIF data left out: ") + error.what());
        return tiff;
    }
}

} // namespace dh
