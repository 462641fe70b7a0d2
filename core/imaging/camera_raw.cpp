#include "core/imaging/camera_raw.h"

#include "core/imaging/tiff_stream.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace dh
{

namespace
{

/// Whether what follows the header names a raw format whose pages need not tell it.
bool hasRawMark(std::span<const std::byte> tiff)
{
    constexpr std::size_t kHeaderBytes = 8;
    constexpr std::size_t kMarkBytes = 8;
    const std::string_view start(reinterpret_cast<const char*>(tiff.data()),
                                 std::min(tiff.size(), kHeaderBytes + kMarkBytes));
    const std::string_view mark = start.substr(std::min(start.size(), kHeaderBytes));
    const bool isCanon = mark.starts_with("CR\2");
    // The byte order once more, then "Raw" as the upper bytes of a number.
    const bool isPhaseOne = mark.starts_with("MMMMRaw") || (mark.starts_with("IIII") && mark.ends_with("waR"));
    return isCanon || isPhaseOne;
}

bool showsSensor(TIFF* tiff)
{
    std::uint16_t photometric = 0;
    return TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &photometric) != 0 && photometric == PHOTOMETRIC_CFA;
}

std::vector<std::uint64_t> pagesBelow(TIFF* tiff)
{
    std::uint16_t count = 0;
    const std::uint64_t* pages = nullptr;
    if (TIFFGetField(tiff, TIFFTAG_SUBIFD, &count, &pages) == 0)
        return {};
    return {pages, pages + count};
}

/// Whether another page than the first shows what the sensor saw.
bool showsSensorFurtherOn(TIFF* tiff, const std::vector<std::uint64_t>& below)
{
    constexpr std::size_t kMostPages = 16; // cameras write fewer; a hostile file can hold thousands
    for (std::size_t i = 0; i < kMostPages && TIFFReadDirectory(tiff) != 0; ++i)
        if (showsSensor(tiff))
            return true;
    const auto end = below.begin() + static_cast<std::ptrdiff_t>(std::min(below.size(), kMostPages));
    return std::any_of(below.begin(), end,
                       [&](std::uint64_t page) { return TIFFSetSubDirectory(tiff, page) != 0 && showsSensor(tiff); });
}

} // namespace

bool isCameraRaw(std::span<const std::byte> tiff)
{
    if (hasRawMark(tiff))
        return true;
    // Of its own, so that damage in further pages does not count against the first one.
    TiffStream stream;
    stream.readable = tiff;
    const TiffHandle handle = openTiffForReading(stream);
    if (!handle)
        return false;
    const void* version = nullptr;
    if (showsSensor(handle.get()) || TIFFGetField(handle.get(), TIFFTAG_DNGVERSION, &version) != 0)
        return true;
    std::uint32_t kind = 0;
    TIFFGetFieldDefaulted(handle.get(), TIFFTAG_SUBFILETYPE, &kind);
    const std::vector<std::uint64_t> below = pagesBelow(handle.get());
    return ((kind & FILETYPE_REDUCEDIMAGE) != 0 && !below.empty()) || showsSensorFurtherOn(handle.get(), below);
}

} // namespace dh
