#include "core/document/project_parts.h"

#include "core/base/error.h"
#include "core/base/system.h"
#include "core/document/fast_png.h"
#include "core/imaging/image_codec.h"

#include <nlohmann/json.hpp>

#include <cassert>
#include <cstring>
#include <new>

namespace dh
{

namespace
{

using nlohmann::json;

/// Larger sides are refused when pictures are opened, too; the memory that is free bounds the area.
constexpr int kMaxSide = 1 << 28U;
constexpr std::uint64_t kMaxProfileBytes = std::uint64_t{64} << 20U;
/// Deflate can't pack tighter than this; and what a small part may have beyond it.
constexpr std::uint64_t kMaxRatio = 1040;
constexpr std::uint64_t kRatioSlack = 64 * 1024;
constexpr std::size_t kPngHeaderBytes = 33;

const char* typeName(SampleType type)
{
    return type == SampleType::U8 ? "u8" : type == SampleType::U16 ? "u16" : "f32";
}

std::span<const std::byte> bytesOf(const Mask& mask)
{
    return std::as_bytes(std::span(mask.row(0), static_cast<std::size_t>(mask.size().area())));
}

std::uint32_t bigEndian(const Bytes& bytes, std::size_t at)
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i)
        value = value << 8U | std::to_integer<std::uint32_t>(bytes[at + i]);
    return value;
}

struct PngHeader {
    std::uint64_t width = 0;
    std::uint64_t height = 0;
    unsigned bitsPerPixel = 0;
};

/// The first chunk of a PNG file (PNG specification, 11.2.2).
PngHeader pngHeader(const Bytes& file)
{
    constexpr std::size_t kWidthAt = 16;
    constexpr std::size_t kHeightAt = 20;
    constexpr std::size_t kDepthAt = 24;
    constexpr std::size_t kColourAt = 25;
    const auto colour = std::to_integer<unsigned>(file[kColourAt]);
    const unsigned channels = colour == 2 ? 3 : colour == 4 ? 2 : colour == 6 ? 4 : 1;
    return {bigEndian(file, kWidthAt), bigEndian(file, kHeightAt),
            std::to_integer<unsigned>(file[kDepthAt]) * channels};
}

} // namespace

std::string PixelParts::nextName(const char* folder, const char* extension)
{
    return std::string(folder) + "/" + std::to_string(m_count++) + extension;
}

std::string PixelParts::find(const Key& key)
{
    if (const auto written = m_names.find(key); written != m_names.end())
        return written->second;
    const auto known = m_known.find(key);
    if (known == m_known.end())
        return {};
    m_names.insert(*known);
    return known->second;
}

std::string PixelParts::profileName(const IccProfile& icc)
{
    const Key key{icc.get(), nullptr};
    std::string name = find(key);
    if (name.empty()) {
        name = nextName("profiles", ".icc");
        m_sink.write(name, *icc, false);
        m_names[key] = name;
    }
    return name;
}

void PixelParts::writeAs(const std::string& name, const Image& image)
{
    m_sink.write(name, fastPng(image, m_cancel), true);
    m_names[{image.bytes(), image.iccProfile().get()}] = name;
}

json PixelParts::describe(const Image& image)
{
    if (image.isNull())
        return nullptr;
    const Key key{image.bytes(), image.iccProfile().get()};
    std::string name = find(key);
    if (name.empty() && image.type() != SampleType::F32) {
        name = nextName("images", ".png");
        writeAs(name, image);
    } else if (name.empty()) {
        name = nextName("images", ".f32");
        m_sink.write(name, {image.bytes(), image.sizeInBytes()}, false);
        m_names[key] = name;
    }
    json description{{"part", name},
                     {"width", image.width()},
                     {"height", image.height()},
                     {"channels", image.channels()},
                     {"type", typeName(image.type())}};
    if (image.iccProfile() && !image.iccProfile()->empty())
        description["profile"] = profileName(image.iccProfile());
    return description;
}

json PixelParts::describe(const Mask& mask)
{
    if (mask.isNull())
        return nullptr;
    const Key key{mask.row(0), nullptr};
    std::string name = find(key);
    if (name.empty()) {
        name = nextName("masks", ".grey");
        m_sink.write(name, bytesOf(mask), false);
        m_names[key] = name;
        m_cancel.throwIfCancelled();
    }
    return {{"part", name}, {"width", mask.width()}, {"height", mask.height()}};
}

PixelReader::PixelReader(const PartSource& source, CancelToken cancel)
    : m_source(source), m_cancel(std::move(cancel)), m_freeBytes(availableMemory())
{
}

void PixelReader::refuse(const std::string& why) const
{
    throw Error(ErrorCode::CorruptFile, m_source.path().string(), why);
}

void PixelReader::take(std::uint64_t bytes)
{
    m_cancel.throwIfCancelled();
    if (bytes > m_freeBytes)
        throw Error(ErrorCode::OutOfMemory, m_source.path().string(),
                    "the pictures in the file need more memory than is free");
    m_freeBytes -= bytes;
}

Bytes PixelReader::rawPart(const std::string& name, std::uint64_t bytes)
{
    take(bytes);
    Bytes part = m_source.read(name, bytes);
    if (part.size() != bytes)
        refuse(name + " is not as large as its picture");
    return part;
}

IccProfile PixelReader::profile(const std::string& name)
{
    IccProfile& known = m_profiles[name];
    if (!known)
        known = std::make_shared<const Bytes>(m_source.read(name, kMaxProfileBytes));
    return known;
}

Image PixelReader::pngPart(const std::string& name, bool takesProfile)
{
    const Bytes file = m_source.read(name, m_freeBytes);
    if (!isPng(file) || file.size() < kPngHeaderBytes)
        refuse(name + " is no PNG picture");
    const PngHeader header = pngHeader(file);
    if (header.width > kMaxSide || header.height > kMaxSide)
        refuse(name + " claims to be absurdly large");
    if (header.width * header.height * header.bitsPerPixel / 8 > kMaxRatio * file.size() + kRatioSlack)
        refuse(name + " claims to be larger than its data can make it");
    DecodedImage decoded = decodePng({m_source.path() / name, file, m_freeBytes});
    take(decoded.image.sizeInBytes());
    if (takesProfile && !decoded.icc.empty())
        return decoded.image.withIccProfile(std::make_shared<const Bytes>(std::move(decoded.icc)));
    return decoded.image;
}

Image PixelReader::png(const std::string& name)
{
    Image& known = m_images[name];
    if (known.isNull())
        known = pngPart(name, true);
    return known;
}

namespace
{

/// A size from untrusted JSON. Throws json::exception for wrong types; an absurd one comes back empty.
Size sizeOf(const json& description)
{
    const auto width = description.at("width").get<std::int64_t>();
    const auto height = description.at("height").get<std::int64_t>();
    if (width < 1 || height < 1 || width > kMaxSide || height > kMaxSide)
        return {};
    return {static_cast<int>(width), static_cast<int>(height)};
}

} // namespace

Image PixelReader::image(const json& description)
{
    if (description.is_null())
        return {};
    const auto name = description.at("part").get<std::string>();
    const auto type = description.at("type").get<std::string>();
    const Size size = sizeOf(description);
    const auto channels = description.at("channels").get<std::int64_t>();
    if (size.isEmpty() || (channels != 3 && channels != 4))
        refuse("a picture of impossible size");
    const IccProfile icc =
        description.contains("profile") ? profile(description["profile"].get<std::string>()) : nullptr;
    Image& known = m_images[name];
    if (known.isNull() && type == typeName(SampleType::F32)) {
        const auto bytes = static_cast<std::uint64_t>(size.area() * channels) * sizeof(float);
        known = Image(size, static_cast<int>(channels), SampleType::F32, rawPart(name, bytes));
    } else if (known.isNull()) {
        known = pngPart(name, false);
    }
    if (known.size() != size || known.channels() != channels || type != typeName(known.type()))
        refuse(name + " is not the picture that is described");
    return icc ? known.withIccProfile(icc) : known;
}

Mask PixelReader::mask(const json& description)
{
    if (description.is_null())
        return {};
    const auto name = description.at("part").get<std::string>();
    const Size size = sizeOf(description);
    if (size.isEmpty())
        refuse("a mask of impossible size");
    Mask& known = m_masks[name];
    if (known.isNull()) {
        const Bytes bytes = rawPart(name, static_cast<std::uint64_t>(size.area()));
        known = Mask(size);
        std::memcpy(known.writableRow(0), bytes.data(), bytes.size());
    }
    if (known.size() != size)
        refuse(name + " is not the mask that is described");
    return known;
}

} // namespace dh
